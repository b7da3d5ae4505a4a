"""Names of skills: what the specification allows, and the change that makes name and folder agree."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from agentkit.fix import Fix
from agentkit.linter.writing import value_edit
from agentkit.skill import MAX_NAME

if TYPE_CHECKING:
    from agentkit.linter.subject import Subject

_YAML_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})


def wrong_with(name: str) -> str | None:
    """Give the first thing that the Agent Skills specification has against a name, None when there is nothing.

    Source: agentskills.io specification and skills-ref 0.1.1, read and run 2026-11-23.
    """
    name = unicodedata.normalize("NFKC", name)
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters, more than {MAX_NAME}"
    # Like the reference validator, letters of any alphabet pass where they are lowercase.
    if name != name.lower():
        return "has uppercase letters"
    if not all(char.isalnum() or char == "-" for char in name):
        return "holds other characters than letters, digits and hyphens"
    if name.startswith("-") or name.endswith("-") or "--" in name:
        return "has a hyphen at an end, or two in a row"
    return None


def folder_name_fix(it: Subject) -> Fix | None:
    """Give the change that writes the folder's name into a SKILL.md; None when that is no valid name.

    It is never safe: agents and people may call the skill by the name it has, and not all of them are in the catalog.
    """
    folder, span = it.skill.folder_name, it.skill.source.spans["name"]
    plain = folder.isascii() and folder[:1].isalpha() and folder not in _YAML_WORDS
    if not plain or wrong_with(folder) is not None or it.document.recovered:
        return None
    return Fix(
        f"write the folder's name, `{folder}`", (value_edit(it, span.start, span.end, folder),), safe=False, changes=("name",)
    )
