"""Would a harness load this file, whole or degraded, and does it look where the file lies: profiles applied to a document."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.span import START
from agentkit.verdicts.outcome import Loss, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.document import Document
    from agentkit.persona import Persona
    from agentkit.profiles.profile import Format, Profile
    from agentkit.skill import Skill
    from agentkit.verdicts.outcome import Outcome
    from agentkit.verdicts.places import Misplaced, misplaced
    from agentkit.verdicts.shadowing import Shadow, shadows

__all__ = ["Loss", "Misplaced", "Shadow", "Verdict", "misplaced", "shadows", "to_data", "verdict", "verdicts_for", "written_for"]

# Verdicts that are known from an earlier run need nothing of what makes them.
_HOMES = {"Misplaced": "places", "misplaced": "places", "Shadow": "shadowing", "shadows": "shadowing"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"agentkit.verdicts.{_HOMES[name]}"), name)


def to_data(verdict: Verdict) -> dict[str, object]:
    """Give a verdict as plain data for JSON.

    Keys: `harness`, `outcome`, `uncertain`, `here`, `place` (folder, or null), `summary`, `losses` (list of message, line,
    column, uncertain, drops, open).
    """
    return {
        "harness": verdict.harness,
        "outcome": verdict.outcome,
        "uncertain": verdict.uncertain,
        "here": verdict.here,
        "place": verdict.place.folder if verdict.place is not None else None,
        "summary": verdict.summary,
        "losses": [
            {
                "message": loss.message,
                "line": loss.span.line,
                "column": loss.span.column,
                "uncertain": loss.uncertain,
                "drops": loss.drops,
                "open": loss.open,
            }
            for loss in verdict.losses
        ],
    }


def verdicts_for(
    document: Document, item: Persona | Skill | None, path: str, harness_keys: Iterable[str] = ()
) -> tuple[Verdict, ...]:
    """Give the verdict of each harness on a file, in the order of the keys; of all harnesses without any.

    Raises:
        KeyError: A key is that of no harness.
    """
    from agentkit import profiles
    from agentkit.verdicts import places

    plugin = places.in_plugin(os.path.dirname(os.path.abspath(path)))
    return tuple(
        verdict(document, item, profiles.get(key), path, in_plugin=plugin) for key in (tuple(harness_keys) or profiles.names())
    )


def verdict(document: Document, item: Persona | Skill | None, profile: Profile, path: str, *, in_plugin: bool = False) -> Verdict:
    """Say what becomes of a file in a harness.

    Args:
        document: The file.
        item: The agent or skill in it; None when it cannot be read as one.
        profile: What is known of the harness.
        path: Where the file lies.
        in_plugin: Whether its folder belongs to a plugin, so that places of plugins count.
    """
    from agentkit.skill import Skill
    from agentkit.verdicts import places
    from agentkit.verdicts.check import Check

    is_skill = isinstance(item, Skill) or (item is None and PurePath(path).name.lower() == "skill.md")
    form = profile.format(skill=is_skill)
    if form is None:
        return _not_read(profile, None, f"it reads {'agents' if is_skill else 'skills'} alone")
    if form.form != "markdown":
        return _not_read(profile, form, f"it reads agents as TOML, from {form.places[0].folder}")
    place = places.place_of(path, form, plugin=in_plugin)
    check = Check(document, item, form, path, plugin=place is not None and place.scope == "plugin")
    check.run()
    losses = sorted(check.losses, key=lambda loss: (not loss.drops, loss.open, loss.uncertain, loss.span.start))
    outcome, uncertain = _outcome(losses)
    looks_in = tuple(each.folder for each in form.places if each.scope == "project")
    return Verdict(profile.key, profile.title, outcome, uncertain or profile.second_hand, tuple(losses), place, looks_in)


def written_for(path: str) -> tuple[str, ...]:
    """Give the keys of the harnesses that a file in no harness's folder is most likely written for, by its name."""
    name = PurePath(path).name.lower()
    if name == "skill.md":
        return ("claude-code", "agent-skills")
    return ("copilot",) if name.endswith((".agent.md", ".chatmode.md")) else ("claude-code",)


def _not_read(profile: Profile, form: Format | None, why: str) -> Verdict:
    looks_in = tuple(place.folder for place in form.places if place.scope == "project") if form is not None else ()
    return Verdict(profile.key, profile.title, "not-read", False, (Loss(why, START),), None, looks_in)


def _outcome(losses: list[Loss]) -> tuple[Outcome, bool]:
    if any(loss.drops for loss in losses):
        return "dropped", not any(loss.drops and not loss.uncertain for loss in losses)
    lost = [loss for loss in losses if not loss.open]
    if lost:
        return "degraded", all(loss.uncertain for loss in lost)
    return "loads", bool(losses)
