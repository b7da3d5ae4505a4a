"""Where a file lies: in a folder that a harness looks in, or nearly."""

from __future__ import annotations

import os
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from agentkit import profiles
from agentkit.asked import question

if TYPE_CHECKING:
    from agentkit.profiles.profile import Format, Place, Profile


def parts_of(path: str) -> tuple[str, ...]:
    """Give the folders of a path and its name, from the root on."""
    return PurePath(os.path.abspath(path)).parts


def place_of(path: str, form: Format, *, plugin: bool) -> Place | None:
    """Give the place of a harness that a file lies in."""
    parts = parts_of(path)
    return next((place for place in form.places if (plugin or place.scope != "plugin") and _lies_in(parts, place)), None)


def _lies_in(parts: tuple[str, ...], place: Place) -> bool:
    rest = below(parts, place)
    if not rest or (place.unless and rest[-1].startswith(place.unless)):
        return False
    if place.suffixes == ("SKILL.md",):
        levels = len(rest) - 1
        return rest[-1] == "SKILL.md" and (levels == 1 or (place.direct if not levels else place.recursive))
    return rest[-1].endswith(place.suffixes) and (place.recursive or len(rest) == 1)


def below(parts: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """Give what follows a place's folder in a path, where it stands last; empty when it does not."""
    folder = tuple(place.folder.removeprefix("~/").split("/"))
    for at in range(len(parts) - len(folder) - 1, -1, -1):
        if parts[at : at + len(folder)] == folder:
            return parts[at + len(folder) :]
    return ()


@question
def in_plugin(folder: str) -> bool:
    """Tell whether a folder is the `agents/` or `skills/` of a plugin, or lies in it: one with a manifest beside it."""
    parts = PurePath(folder).parts
    return any(
        name in ("agents", "skills") and os.path.isfile(os.path.join(*parts[:at], ".claude-plugin", "plugin.json"))
        for at, name in enumerate(parts)
        if at
    )


class Misplaced(NamedTuple):
    """An agent file in a harness's folder, at a place where no harness looks."""

    title: str
    """The harness whose folder it is."""
    why: str
    hint: str
    uncertain: bool


def misplaced(location: str, *, is_skill: bool) -> Misplaced | None:
    """Tell whether a file lies in a folder of a harness and yet where none looks.

    Args:
        location: Its path relative to a project, with `/`.
        is_skill: Whether it is a SKILL.md.
    """
    parts = tuple(location.split("/"))
    homes = _homes(is_skill)
    at = next((at for at in range(len(parts) - 2, -1, -1) if parts[at] in homes), None)
    if at is None:
        return None
    found: Misplaced | None = None
    for profile, form, place in homes[parts[at]]:
        if any(_lies_in(("/", *parts), each) for each in form.places if each.scope != "plugin"):
            return None
        found = found or _near(parts[at:], profile, place, is_skill=is_skill)
    if found is not None and _read_by_another(parts, is_skill=is_skill):
        return None
    return found


def _near(parts: tuple[str, ...], profile: Profile, place: Place, *, is_skill: bool) -> Misplaced | None:
    """Say what is wrong with a path that starts at a harness's folder; None when it is not nearly right."""
    second, rest = place.folder.split("/")[1], parts[2:]
    doubt = profile.second_hand or place.uncertain
    kind = "skills" if is_skill else "agents"
    if is_skill:
        if parts[1] == second and not rest[1:]:
            return Misplaced(profile.title, "a SKILL.md needs a folder of its own", f"move it to {place.folder}/NAME/", doubt)
        if parts[1].rstrip("s") == second.rstrip("s") and parts[1] != second:
            return Misplaced(
                profile.title, f"{profile.title} looks for skills in {place.folder}", f"rename {parts[1]} to {second}", doubt
            )
        return None
    if parts[1] == second:
        if not parts[-1].endswith(place.suffixes):
            return Misplaced(profile.title, f"{profile.title} reads {kind} as *{place.suffixes[0]} alone", "convert it", doubt)
        if not place.recursive and len(rest) > 1:
            # Where folders below are not spoken of at all, nobody knows.
            open_question = doubt or profile.key == "copilot"
            why = f"{profile.title} {'is not known to' if open_question else 'does not'} look in folders below {place.folder}"
            return Misplaced(profile.title, why, f"move it to {place.folder}/", open_question)
        return None
    if parts[1] in ("agent", "subagents", "sub-agents"):
        why = f"{profile.title} looks for agents in {place.folder}"
        return Misplaced(profile.title, why, f"rename {parts[1]} to {second}", doubt)
    return None


@cache
def _homes(is_skill: bool) -> dict[str, list[tuple[Profile, Format, Place]]]:
    """Give the first folder of each place that is a harness's own, and whose it is."""
    homes: dict[str, list[tuple[Profile, Format, Place]]] = {}
    for key in profiles.names():
        profile = profiles.get(key)
        form = profile.format(skill=is_skill)
        for place in form.places if form is not None else ():
            if place.scope == "project" and not place.borrowed and form is not None:
                homes.setdefault(place.folder.split("/")[0], []).append((profile, form, place))
    return homes


def _read_by_another(parts: tuple[str, ...], *, is_skill: bool) -> bool:
    forms = (profiles.get(key).format(skill=is_skill) for key in profiles.names())
    return any(
        _lies_in(("/", *parts), place) for form in forms if form is not None for place in form.places if place.scope != "plugin"
    )
