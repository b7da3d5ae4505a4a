"""What one look at a file gives: findings, and the little of the file that rules about several files need."""

from __future__ import annotations

from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from agentkit.asked import NotKnownYet
from agentkit.diagnostic import Severity
from agentkit.linter import checks, suppression
from agentkit.linter.assumed import NEVER, Assumed
from agentkit.linter.subject import Subject
from agentkit.skill import Skill
from agentkit.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from agentkit.catalog import Loaded
    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.assumed import Ask
    from agentkit.linter.bundle import Part
    from agentkit.linter.names import Names
    from agentkit.linter.rule import Rule
    from agentkit.linter.selection import Selection
    from agentkit.linter.suppression import Suppression
    from agentkit.references import Reference
    from agentkit.verdicts import Verdict


class Gist(NamedTuple):
    """What is kept of a file: a hundred thousand of them fit into memory."""

    kind: str | None
    """`agent` or `skill`; None for what cannot be read as one."""
    name: str = ""
    description: str = ""
    places: bytes = b""
    """Of the values of `name` and `description`, see `place`: numbers in bytes are a quarter of what they are as objects."""
    lists_skills: bool = False
    is_for_people: bool = False
    opened: bool = True
    """Whether the file could be opened."""
    skipped: str | None = None
    """Why the file is no agent, so that nothing is wrong with it."""
    references: tuple[Reference, ...] | None = None
    """The agents and skills that it mentions, where a rule about several files asks for them."""

    def place(self, field: str) -> Span | None:
        """Give the place of the value of `name` or `description`; None where the file does not have it."""
        numbers = _PLACES.unpack(self.places) if self.places else (0,) * 12
        span = Span(*(numbers[:6] if field == "name" else numbers[6:]))
        return span if span.line else None


_PLACES = Struct("12I")
_NOWHERE = (0,) * 6


class Open(NamedTuple):
    """What was found as long as some names are taken to exist."""

    codes: tuple[str, ...]
    """Rules that asked."""
    asked: tuple[Ask, ...]
    found: tuple[Diagnostic, ...]


class Look(NamedTuple):
    """What a look at a file gives."""

    gist: Gist | None = None
    """None of a second look."""
    found: tuple[Diagnostic, ...] = ()
    open: Open | None = None
    lines: Mapping[tuple[str, int], str] = {}
    """(path, line number) to the text of each line that a finding starts on."""
    comments: tuple[Suppression, ...] = ()
    verdicts: tuple[Verdict, ...] | None = None
    """None where nothing was found that asks for them, or where they cannot be told here."""


class Checker:
    """Looks at files, with the rules of a configuration.

    Args:
        config: The settings.
        running: The rules that run.
        selection: Which findings count.
        verdicts: Whether files with findings get verdicts.
    """

    def __init__(self, config: Config, running: Sequence[Rule], selection: Selection, *, verdicts: bool = False) -> None:
        self._config = config
        self._running = tuple(running)
        self._selection = selection
        self._mending = checks.mending(running)
        self._verdicts = verdicts
        self._assumed = Assumed()
        self._keeps_references = any(rule.follows_references for rule in running)

    def first(self, loaded: Loaded, *, checked: bool = True, beside: Sequence[Part] | None = None) -> Look:
        """Look at a file while the names of others are not known.

        Args:
            loaded: The file.
            checked: Whether it is checked; else only its name matters.
            beside: What lies beside a SKILL.md, where it has been read already.
        """
        if loaded.skipped is not None or loaded.document is None or not checked:
            found = loaded.diagnostics if checked and loaded.document is None else ()
            return Look(_gist(loaded, None), found)
        it = Subject(loaded, self._assumed, self._config, beside)
        found_here = [*checks.of_reading(it, loaded.diagnostics, self._mending)]
        asked: dict[Ask, None] = {}
        codes: list[str] = []
        provisional: list[Diagnostic] = []
        self._assumed.path = it.path
        for rule in self._running:
            self._assumed.asked.clear()
            try:
                own = [*checks.check(rule, it)]
            except NotKnownYet:
                own = []
                self._assumed.asked[NEVER] = None
            if self._assumed.asked:
                asked.update(self._assumed.asked)
                codes.append(rule.code)
                provisional += own
            else:
                found_here += own
        found_here, provisional = self._counting(found_here), self._counting(provisional)
        return Look(
            _gist(loaded, it if self._keeps_references else None),
            tuple(found_here),
            Open(tuple(codes), tuple(asked), tuple(provisional)) if asked else None,
            checks.lines_in((*found_here, *provisional), it),
            suppression.suppressions(it.document),
            self._verdicts_of(it, (*found_here, *provisional)),
        )

    def second(self, loaded: Loaded, codes: Collection[str], names: Names) -> Look:
        """Look again with some rules, every name being known; a file that has gone meanwhile gives what reading it gives."""
        if loaded.document is None or loaded.skipped is not None:
            return Look(None, loaded.diagnostics)
        it = Subject(loaded, names, self._config)
        found = self._counting(each for rule in self._running if rule.code in codes for each in checks.check(rule, it))
        return Look(None, tuple(found), None, checks.lines_in(found, it), (), self._verdicts_of(it, found))

    def _counting(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        return [each for each in found if self._selection.has(each.code, each.slug)]

    def _verdicts_of(self, it: Subject, found: Iterable[Diagnostic]) -> tuple[Verdict, ...] | None:
        if not self._verdicts:
            return None
        counted = (self._selection.apply(each) for each in found)
        if not any(each is not None and each.path == it.path and each.severity is not Severity.INFO for each in counted):
            return None
        try:
            return checks.verdicts_of(it.document, it.item, it.path, self._config)
        except NotKnownYet:
            return None


def _gist(loaded: Loaded, it: Subject | None) -> Gist:
    item = loaded.item
    if item is None:
        return Gist(None, opened=loaded.document is not None, skipped=loaded.skipped)
    spans = item.source.spans
    is_skill = isinstance(item, Skill)
    references = None
    if it is not None:
        references = tuple(each for each in it.references if each.kind in ("agent", "skill"))
    return Gist(
        "skill" if is_skill else "agent",
        item.name,
        str(item.description),
        _PLACES.pack(*(spans.get("name") or _NOWHERE), *(spans.get("description") or _NOWHERE)),
        lists_skills=not isinstance(item, Skill) and bool(item.skills),
        is_for_people=isinstance(item, Skill) and item.is_for_people,
        references=references,
    )
