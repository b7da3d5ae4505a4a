"""What a layout can use: the documented, typed variables of a Jinja template given with `--layout`."""

from __future__ import annotations

from typing import NamedTuple


class LayoutSkill(NamedTuple):
    """A skill as a layout sees it."""

    name: str
    description: str
    """A note when the skill is missing."""
    body: str
    """The text of its SKILL.md below the frontmatter; a note when it is missing."""
    location: str
    """Path of its SKILL.md relative to its root, with `/`; empty when it is missing."""
    missing: bool

    @property
    def gap(self) -> str:
        """A newline when the body does not end with one, else nothing: what a closing tag needs before it."""
        return "" if self.body.endswith("\n") else "\n"

    @property
    def attributes(self) -> str:
        """Name and location as attributes of an XML tag."""
        return f'name="{escaped(self.name)}" location="{escaped(self.location) or "missing"}"'


class LayoutVariables(NamedTuple):
    """What a layout can use, each under this name. A name that is not here is an error, not an empty text."""

    name: str
    """The persona's name."""
    description: str
    body: str
    """The persona's body, character for character."""
    gap: str
    """A newline when the body does not end with one, else nothing."""
    tools: tuple[str, ...] | None
    """The tools as written; none when the persona inherits all."""
    model: str | None
    mode: str
    """`full`, `list` or `none`."""
    skills: tuple[LayoutSkill, ...]
    """With mode `full` the persona's skills in order, else none."""
    listed: tuple[LayoutSkill, ...]
    """With mode `list` the persona's skills in order, else none."""
    listing: str
    """With mode `list` the ready-made list of the skills, without a final newline; else empty."""


def escaped(text: str) -> str:
    """Give a text as it can stand in an XML element or attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
