"""What rules look at: one file with all that is known of it, and the run as a whole."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from agentkit import markdown
from agentkit.linter.bundle import Bundle, bundle_of, scanned
from agentkit.persona import Persona
from agentkit.references import find_references
from agentkit.skill import Skill
from agentkit.span import START, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentkit.catalog import Loaded
    from agentkit.config import Config
    from agentkit.document import Document
    from agentkit.files import Found
    from agentkit.linter.bundle import Part
    from agentkit.linter.graph import Graph
    from agentkit.linter.names import Names
    from agentkit.markdown import Fence, Line
    from agentkit.references import Reference
    from agentkit.threats import Threat


class Subject:
    """One file under check: its document, the persona or skill in it, and what it can name.

    What several rules need is computed once, when the first asks for it.
    """

    def __init__(self, loaded: Loaded, catalog: Names, config: Config, beside: Sequence[Part] | None = None) -> None:
        """Look at a file.

        Args:
            loaded: The file, which could be opened.
            catalog: Every agent and skill that it can name.
            config: The settings.
            beside: What lies beside a SKILL.md, where it has been read already.
        """
        assert loaded.document is not None
        item = loaded.item
        self.found: Found = loaded.found
        self.document: Document = loaded.document
        self.item: Persona | Skill | None = item
        """The persona or skill; None when the file cannot be read as one."""
        self.catalog = catalog
        """Every agent and skill that the file can name, those that are not checked included. What is asked of it is written down."""
        self.config = config
        self._beside = beside
        # What rules about several files ask of each: of a hundred thousand files no more is kept, all else is read again when needed.
        self.kind: str | None = None if item is None else "agent" if isinstance(item, Persona) else "skill"
        """`agent` or `skill`; None when the file cannot be read as one."""
        self.name: str = item.name if item is not None else ""
        """The name of the agent or skill; empty in a file that is none."""
        self.description: str = str(item.description) if item is not None else ""
        """Its description; empty in a file that has none."""

    @property
    def folder_name(self) -> str:
        """The name of a skill's folder."""
        return self.skill.folder_name

    @property
    def lists_skills(self) -> bool:
        """Whether it is an agent that lists skills."""
        return isinstance(self.item, Persona) and bool(self.item.skills)

    def place(self, field: str) -> Span | None:
        """Give the place of a field's value, `name` or `skills[2]`; None where the file does not have it."""
        return self.item.source.spans.get(field) if self.item is not None else None

    @property
    def path(self) -> str:
        """The file as it was asked for."""
        return self.found.path

    @cached_property
    def folder(self) -> str:
        """The folder that the file lies in, as it was asked for; empty for the working directory."""
        return os.path.dirname(self.path)

    @property
    def persona(self) -> Persona:
        """The agent; only in a file that is one."""
        assert isinstance(self.item, Persona)
        return self.item

    @property
    def skill(self) -> Skill:
        """The skill; only in a file that is one."""
        assert isinstance(self.item, Skill)
        return self.item

    @property
    def body(self) -> str:
        """The text below the frontmatter."""
        return self.document.body

    @property
    def block(self) -> str:
        """The text above the body, the lines of dashes included; empty without frontmatter."""
        return self.document.text[: self.document.body_start]

    @cached_property
    def _scan(self) -> tuple[tuple[Line, ...], tuple[Fence, ...]]:
        return markdown.prose_and_fences(self.document.body)

    @property
    def prose(self) -> tuple[Line, ...]:
        """The lines of the body outside code fences, comments and verbatim elements; offsets and numbers count in the body."""
        return self._scan[0]

    @property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced code blocks of the body; offsets and numbers count in the body."""
        return self._scan[1]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every name that the file mentions, in the order of the text; none in a file that is no agent or skill."""
        return find_references(self.document, self.item, self.prose) if self.item is not None else ()

    @cached_property
    def threats(self) -> tuple[Threat, ...]:
        """Known patterns of attack in the whole file, sorted by place."""
        from agentkit.threats import scan

        return scan(self.document.text, role="skill" if self.found.is_skill else "agent")

    @cached_property
    def bundle(self) -> Bundle:
        """What lies beside a skill's file, scanned; of an agent nothing."""
        if not self.found.is_skill:
            return Bundle()
        return bundle_of(self.path) if self._beside is None else scanned(self._beside)

    def in_body(self, start: int, end: int) -> Span:
        """Give the place in the file of a stretch of the body; offsets count code points in the body."""
        first = self.document.body_start
        return self.document.lines.span(first + start, first + end)

    def value(self, field: str) -> Span:
        """Give the place of a field's value, `description` or `skills[2]`; of its key when it is empty; else the first line."""
        if (span := self.place(field)) is not None:
            return span
        return self.document.span_of(field.partition("[")[0])

    def key(self, field: str) -> Span:
        """Give the place of a top-level key; the first line when the file has none."""
        fields = self.document.fields
        entry = next((each for each in fields.entries if each.key.text == field), None) if fields is not None else None
        return self.document.span(entry) if entry is not None else START


class Run:
    """All files under check, for rules about several of them."""

    def __init__(
        self, subjects: tuple[Subject, ...], catalog: Names, config: Config, kept: dict[object, object] | None = None
    ) -> None:
        self.subjects = subjects
        """Every checked file that could be opened, in order of precedence."""
        self.catalog = catalog
        self.config = config
        self.kept = kept
        """What rules leave for the next run over nearly the same files, each under a key that holds its code; None where none follows."""

    @cached_property
    def agents(self) -> tuple[Subject, ...]:
        """The files that are agents."""
        return tuple(each for each in self.subjects if each.kind == "agent")

    @cached_property
    def skills(self) -> tuple[Subject, ...]:
        """The files that are skills."""
        return tuple(each for each in self.subjects if each.kind == "skill")

    @cached_property
    def graph(self) -> Graph:
        """Which of the files name which."""
        from agentkit.linter.graph import graph_of

        return graph_of(self)
