"""The typed skill: a folder with a `SKILL.md`, per the Agent Skills specification.

Source: agentskills.io specification and its reference validator skills-ref 0.1.1, read and run 2026-11-23.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from agentkit.fields import Reader, is_no, is_yes
from agentkit.frozen import FrozenDict
from agentkit.persona import Source, fatal_findings
from agentkit.profiles import values as known
from agentkit.profiles.places import is_for_another
from agentkit.tools import Tools, parse_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document

FIELDS = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
"""The fields of the specification. Any other key is an extension of some harness."""
CHOICES: Mapping[str, frozenset[str]] = {"context": known.CONTEXTS, "effort": known.EFFORTS, "shell": known.SHELLS}
"""Field of Claude Code's to the values it can have. In another harness's folder they are not checked."""
MAX_NAME = known.MAX_SKILL_NAME
MAX_DESCRIPTION = known.MAX_SKILL_DESCRIPTION
MAX_COMPATIBILITY = known.MAX_COMPATIBILITY
ADVISED_LINES = 500
"""Lines of a SKILL.md that the specification advises to stay within."""
ADVISED_TOKENS = 5_000
"""Tokens of its body, likewise."""
RESERVED_WORDS = ("anthropic", "claude")
"""Words that a name may not hold where the skill is uploaded to claude.ai or the Skills API (read 2026-08-22)."""

_MAX_RESOURCES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Skill:
    """A skill as its SKILL.md describes it, with the names of the files it brings."""

    name: str
    """The `name` field, or the folder's name where there is none."""
    description: str
    """What it gives and when to use it; empty where the file has none."""
    license: str | None = None
    compatibility: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=FrozenDict, hash=False)
    allowed_tools: Tools | None = None
    """Tools it may use without being asked; None where the file says nothing."""
    extra: Mapping[str, Any] = field(default_factory=FrozenDict, hash=False)
    """Every other key, as plain data in the file's order."""
    body: str
    """The text after the closing fence, character for character."""
    location: str
    """Path of its SKILL.md relative to the root it was found under, with `/`: `skills/clean-code/SKILL.md`."""
    folder: str
    """Path of its folder as the registry names it; resources are below it."""
    source: Source = field(compare=False, hash=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False, hash=False)

    def __repr__(self) -> str:
        """Give name and place; the body would fill a screen."""
        return f"<Skill {self.name!r} from {self.location}>"

    @property
    def folder_name(self) -> str:
        """The name of its folder, which the specification wants equal to `name`."""
        return PurePosixPath(self.location).parent.name

    @property
    def is_for_people(self) -> bool:
        """Whether the model may not call it: `disable-model-invocation: true`, which Claude Code and Copilot read."""
        return is_yes(self.extra.get("disable-model-invocation"))

    @property
    def is_for_models(self) -> bool:
        """Whether people may not call it: `user-invocable: false`."""
        return is_no(self.extra.get("user-invocable"))

    @property
    def references(self) -> tuple[str, ...]:
        """Files below `references/`, relative to the skill's folder, sorted; read from disk when asked for."""
        return self._files("references")

    @property
    def scripts(self) -> tuple[str, ...]:
        """Files below `scripts/`, relative to the skill's folder, sorted; read from disk when asked for."""
        return self._files("scripts")

    @property
    def assets(self) -> tuple[str, ...]:
        """Files below `assets/`, relative to the skill's folder, sorted; read from disk when asked for."""
        return self._files("assets")

    def _files(self, kind: str) -> tuple[str, ...]:
        found: list[str] = []
        folder = Path(self.folder)
        for base, folders, files in os.walk(folder / kind):  # links to folders are not followed
            folders.sort()
            found += [(Path(base) / name).relative_to(folder).as_posix() for name in files]
            if len(found) >= _MAX_RESOURCES:
                break
        return tuple(sorted(found))


def skill_from(document: Document, *, folder: str, location: str) -> Skill:
    """Make a skill of a SKILL.md, as far as its fields can be read; what cannot be read is in `diagnostics`.

    Args:
        document: The SKILL.md.
        folder: Path of its folder.
        location: Its path relative to the root it was found under, with `/`.

    Raises:
        PersonaError: The text cannot be told from the rest: not UTF-8, empty, an open or foreign frontmatter, too large.
    """
    fatal_findings(document)
    read = Reader(document)
    name = (read.text("name") or "").strip() or PurePosixPath(location).parent.name
    values: dict[str, Any] = {
        "name": name,
        "description": (read.text("description") or "").strip(),
        "license": read.text("license"),
        "compatibility": read.text("compatibility"),
        "metadata": read.mapping("metadata") or FrozenDict(),
        "allowed_tools": _allowed_tools(read),
    }
    if not is_for_another(document.path):
        _check_extensions(read)
    body_line = document.lines.position(document.body_start)[0]
    return Skill(
        **values,
        extra=read.others(FIELDS),
        body=document.body,
        location=location,
        folder=folder,
        source=Source(document.path, document.body_start, body_line, FrozenDict(read.spans)),
        diagnostics=tuple(sorted((*document.diagnostics, *read.diagnostics), key=lambda found: found.sort_key)),
    )


def _check_extensions(read: Reader) -> None:
    """Report the fields that Claude Code adds to the specification and that it cannot read; they stay in `extra`."""
    for key in ("disable-model-invocation", "user-invocable", "background"):
        read.flag(key)
    for key, values in CHOICES.items():
        read.choice(key, values)
    for key in ("when_to_use", "model", "agent"):
        read.text(key)
    # `argument-hint: [file]` is how its own documentation writes the hint: to YAML a list.
    for key in ("argument-hint", "arguments", "disallowed-tools", "paths"):
        read.names(key)
    read.mapping("hooks")


def _allowed_tools(read: Reader) -> Tools | None:
    """Read `allowed-tools`: separated by white space in the specification, also by commas or as a list in Claude Code."""
    names = read.names("allowed-tools")
    if names is None:
        return None
    return parse_tools([part for name in names for part in _split_at_space(name)])


def _split_at_space(text: str) -> list[str]:
    parts: list[str] = [""]
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char in " \t\n" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return [part for part in parts if part]
