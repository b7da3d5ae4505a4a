"""A run over many files: each is read, checked and let go, here, in forked processes or in an executor's, by the same steps.

First every file is looked at once, before the names of the others are known (`assumed`). Then the files whose names lead nowhere,
and those of which a rule asked more, are looked at again. Then come the rules about several files, which find name, description
and places in memory and read a file again where they need its text. Findings and their order are those of a run that keeps all.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from agentkit.diagnostic import Severity
from agentkit.errors import TakenAway
from agentkit.linter import checks, parallel
from agentkit.linter.known import Known, Seen
from agentkit.linter.look import Checker, Gist, Look, Open
from agentkit.linter.subject import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from agentkit.catalog import Catalog
    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found
    from agentkit.linter.assumed import Ask
    from agentkit.linter.names import Names
    from agentkit.linter.rule import Rule
    from agentkit.linter.selection import Selection
    from agentkit.linter.suppression import Suppression
    from agentkit.verdicts import Verdict


class Place(NamedTuple):
    """A file of a run."""

    found: Found
    checked: bool
    """Whether it is checked; else it is only looked up by name."""


class Result(NamedTuple):
    """What a run found, before comments and order."""

    found: Mapping[Diagnostic, None]
    """Findings that count, each once."""
    subjects: Sequence[Seen]
    """The checked files that could be opened."""
    gists: Sequence[tuple[Place, Gist]]
    comments: Mapping[str, tuple[Suppression, ...]]
    lines: Mapping[tuple[str, int], str]
    verdicts: Mapping[str, tuple[Verdict, ...]]

    def read_lines(self, found: Iterable[Diagnostic]) -> Mapping[tuple[str, int], str]:
        """Give the line of each finding, reading those files again whose lines no look has given."""
        missing = {(each.path or "", each.span.line) for each in found} - self.lines.keys()
        if not missing:
            return self.lines
        paths = {path for path, _ in missing}
        files = {it.path: it for it in self.subjects if it.path in paths}
        lines = dict(self.lines)
        for path, number in sorted(missing):
            if path in files:
                with suppress(TakenAway):
                    lines[path, number] = files[path].document.lines.text_of(number)
        return lines

    def read_verdicts(self, found: Iterable[Diagnostic], config: Config) -> dict[str, tuple[Verdict, ...]]:
        """Say of each file with a finding what becomes of it, reading those again of which no look has said it."""
        wanted = {each.path for each in found if each.severity is not Severity.INFO}
        said = {path: own for path, own in self.verdicts.items() if path in wanted}
        for it in self.subjects:
            if it.path in wanted and it.path not in said:
                with suppress(TakenAway):  # its findings tell
                    said[it.path] = checks.verdicts_of(it.document, it.item, it.path, config)
        return said


def places_of(catalog: Catalog, shelves: int | None) -> list[Place]:
    """Give the files of a catalog, each path once, and of the first shelves which are checked: each file once whatever leads to it."""
    places: dict[str, Place] = {}
    identities: set[str] = set()
    for at, shelf in enumerate(catalog.shelves):
        own = shelves is None or at < shelves
        for found in (*shelf.agents, *shelf.skills):
            if found.path in places:
                continue
            checked = own
            if own:
                identity = os.path.realpath(found.path)
                checked = identity not in identities
                identities.add(identity)
            places[found.path] = Place(found, checked)
    return list(places.values())


def check(
    catalog: Catalog,
    places: Sequence[Place],
    config: Config,
    rules: Sequence[Rule],
    selection: Selection,
    *,
    jobs: int | None,
    executor: Executor | None,
    progress: Callable[[int, int], None],
    verdicts: bool,
) -> Result:
    """Check many files.

    Args:
        catalog: Where the files are.
        places: The files.
        config: The settings.
        rules: The rules that run.
        selection: Which findings count.
        jobs: Processes; None leaves it to agentkit.
        executor: Where the files are looked at first, in place of processes of our own.
        progress: Told (files looked at, files in all).
        verdicts: Whether files with findings get verdicts.

    Raises:
        ExecutorError: The executor gives no result for some files.
    """
    checker = Checker(config, rules, selection, verdicts=verdicts)
    looks: Iterator[Look]
    if executor is not None:
        from agentkit.linter import distributed

        looks = distributed.looks(executor, catalog, places, config, progress)
    else:
        look = partial(_first, checker, catalog)
        looks = parallel.check(places, look, parallel.jobs_for(jobs, len(places)), _size, progress)
    run = _Run(catalog, config, selection)
    for place, each in zip(places, looks, strict=True):
        run.take(place, each)
    run.look_again(checker, 1 if executor is not None else jobs)
    run.across(rules)
    gists = [(place, run.known.gist(place.found.path)) for place in places if place.checked]
    return Result(run.found, run.subjects, gists, run.comments, run.lines, run.verdicts)


def _first(checker: Checker, catalog: Catalog, place: Place) -> Look:
    return checker.first(catalog.peek(place.found), checked=place.checked)


def _size(place: Place) -> int:
    try:
        return os.stat(place.found.path).st_size
    except (OSError, ValueError):
        return 0


class _Run:
    """What is known so far."""

    def __init__(self, catalog: Catalog, config: Config, selection: Selection) -> None:
        self.known = Known(catalog)
        self.found: dict[Diagnostic, None] = {}
        self.subjects: list[Seen] = []
        self.comments: dict[str, tuple[Suppression, ...]] = {}
        self.lines: dict[tuple[str, int], str] = {}
        self.verdicts: dict[str, tuple[Verdict, ...]] = {}
        self._config = config
        self._selection = selection
        self._open: list[tuple[Found, Open]] = []
        self._asks: dict[Ask, Ask] = {}
        self._codes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._alike: dict[tuple[Verdict, ...], tuple[Verdict, ...]] = {}

    def take(self, place: Place, look: Look) -> None:
        """Take what a first look gives."""
        gist = look.gist
        assert gist is not None
        self.known.learn(place.found.path, gist)
        if place.checked and gist.opened and gist.skipped is None:
            self.subjects.append(Seen(place.found, gist, self.known, self._config))
        if look.comments:
            self.comments[place.found.path] = look.comments
        self._take(place.found.path, look)
        if look.open is not None:
            codes, asked, found = look.open
            asked = tuple(self._asks.setdefault(each, each) for each in asked)
            self._open.append((place.found, Open(self._codes.setdefault(codes, codes), asked, found)))

    def _take(self, path: str, look: Look) -> None:
        self._count(look.found)
        self.lines.update(look.lines)
        if look.verdicts is not None:
            self.verdicts[path] = self._alike.setdefault(look.verdicts, look.verdicts)

    def _count(self, found: Iterable[Diagnostic]) -> None:
        for each in found:
            counted = self._selection.apply(each)
            if counted is not None:
                self.found[counted] = None

    def look_again(self, checker: Checker, jobs: int | None) -> None:
        """Look again at the files in which a name was taken to exist that does not, or of which a rule asked more."""
        again: list[tuple[Found, Open]] = []
        for found, open_ in self._open:
            if all(self.known.holds(ask, found.path) for ask in open_.asked):
                self._count(open_.found)
            else:
                again.append((found, open_))
        self._open = []
        second = partial(_second, checker, self.known, self.known.names)
        looks = parallel.check(again, second, parallel.jobs_for(jobs, len(again)), _size_of_open)
        for (found, _), look in zip(again, looks, strict=True):
            self._take(found.path, look)

    def across(self, rules: Sequence[Rule]) -> None:
        """Run the rules about several files."""
        run = Run(tuple(self.subjects), self.known.names, self._config)
        for rule in rules:
            self._count(checks.findings_of_all(rule, run))


def _second(checker: Checker, known: Known, names: Names, again: tuple[Found, Open]) -> Look:
    found, (codes, _, _) = again
    return checker.second(known.peek(found), codes, names)


def _size_of_open(_: tuple[Found, Open]) -> int:
    return parallel.A_FILE
