"""Personas written as the agent files that harnesses load, one module a harness. A module that holds a `TARGET` is one.

What a harness knows is in `agentkit.profiles`; here stands only how it is written. What it cannot carry is a loss, and an agent
never gets a tool that its file does not grant.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit import profiles
from agentkit.errors import ExportRefused, NotFound
from agentkit.loss import Loss

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.catalog import Catalog
    from agentkit.persona import Persona
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.targets.target import Target

__all__ = ["Export", "Loss", "export", "get", "names"]

_NO_TARGET = frozenset({"__init__.py", "checks.py", "draft.py", "granting.py", "target.py", "toml.py"})


class Export(NamedTuple):
    """A persona as a harness loads it."""

    harness: str
    """Key of the profile: `gemini-cli`."""
    name: str
    text: str
    """The whole file, exact; its bytes are UTF-8."""
    place: str
    """Where the harness looks for it, relative to a project, with `/`: `.gemini/agents/data-engineer.md`."""
    losses: tuple[Loss, ...] = ()
    """What the harness does not carry: rights first, then in the order of the file, then what it makes of the text."""
    skills: tuple[str, ...] = ()
    """Names of the skills that the harness looks up itself; elsewhere their text is in the prompt."""

    def __bytes__(self) -> bytes:
        """Give the file's bytes."""
        return self.text.encode()


def names() -> list[str]:
    """Give the keys of the harnesses that agents can be written for, sorted. Imports none of them."""
    files = os.listdir(Path(__file__).parent)
    return sorted(name[:-3].replace("_", "-") for name in files if name.endswith(".py") and name not in _NO_TARGET)


def get(key: str) -> Target:
    """Import a target.

    Raises:
        NotFound: There is no harness of that key, or it reads no agents; the error names those that do.
    """
    if key in names():
        target: Target = import_module(f"agentkit.targets.{key.replace('-', '_')}").TARGET
        return target
    hint = "harnesses with agents: " + ", ".join(names())
    if key in profiles.names():
        raise NotFound(f"{profiles.get(key).title} reads skills alone, no agents", name=key, hint=hint)
    profiles.named([key])  # raises with the nearest, but for several keys or none
    raise NotFound(f"no harness named {key[:80]!r}", name=key, hint=hint)


def export(
    persona: Persona,
    harness: str,
    catalog: Catalog,
    *,
    variables: Mapping[str, object] | None = None,
    called: str | None = None,
    allow_missing: bool = False,
) -> Export:
    """Write a persona for a harness; see `Registry.export`."""
    from agentkit.prompt import render
    from agentkit.targets.checks import check_file
    from agentkit.targets.draft import Draft

    target = get(harness)
    profile = profiles.get(harness)

    def rendered(mode: SkillMode) -> Prompt:
        return render(
            persona,
            catalog.skills,
            mode=mode,
            allow_missing=allow_missing,
            variables=variables,
            agents=catalog,
            read=catalog.fragment,
        )

    prompt = rendered("none" if target.keeps_skills else "full")
    flat = prompt.recipe.flat if prompt.recipe is not None else None
    draft = Draft(
        flat.persona if flat is not None else persona, profile, flat.giver_of if flat is not None else lambda _: persona
    )
    keeps_skills = target.keeps_skills
    if draft.persona.skills and draft.is_too_long(prompt.text) and draft.form.field("skills") is not None:
        long = f"{len(prompt.text):,} characters, more than {profile.title} takes"
        reason = f"with them the prompt has {long}; they stay a field, which not all of it is known to read (?)"
        draft.lose("skills", list(draft.persona.skills), reason)
        keeps_skills, prompt = True, rendered("none")
    fields = {"name": persona.name if called is None else called, **target.fields(draft, prompt.text, keeps_skills=keeps_skills)}
    for name in prompt.missing:
        draft.lose("skills", name, "missing: a note stands in the prompt in its place")
    for piece in prompt.substitutions:
        draft.lose_at("skills", piece.text, "only Claude Code replaces it; it stands in the prompt as it is", piece)
    text = target.text(fields, prompt.text)
    folder = draft.form.places[0]
    place = f"{folder.folder}/{_file_name(fields['name'])}{folder.suffixes[0]}"
    later = check_file(text, fields, place, profile)
    skills = draft.persona.skills if keeps_skills else ()
    return Export(harness, str(fields["name"]), text, place, (*draft.in_order(), *later), skills)


def _file_name(name: object) -> str:
    """Give the name for a file that is called so, where every system takes it for one."""
    from agentkit.display import visible
    from agentkit.profiles.portable_names import is_device
    from agentkit.targets.checks import other_name

    text = str(name)
    plain = re.search(r'[<>:"/\\|?*]', text) is None and text.strip(" .") == text and visible(text) == text
    if not text or not plain or is_device(text) or len(text.encode()) > 200:
        raise ExportRefused(f"the name `{text[:60]}` cannot be that of a file", hint=other_name(text))
    return text
