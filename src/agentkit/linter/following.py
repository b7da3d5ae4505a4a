"""Lint that follows changes: after one, only the file is checked that has changed, and those that asked for something it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import asked
from agentkit.files import Skipped
from agentkit.linter import (
    Report,
    comments_of,
    counted_of,
    parallel,
    plan,
    rule_names,
    to_check,
)
from agentkit.linter.checks import checked_file, concealing, findings_of_all, lines_of
from agentkit.linter.names import EVERYTHING, KINDS, Names, change, is_about_names, moved
from agentkit.linter.rule import Rule
from agentkit.linter.subject import Run, Subject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from agentkit.asked import Question
    from agentkit.catalog import Catalog, Loaded
    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found
    from agentkit.linter.checked import Checked
    from agentkit.linter.names import Kind


class Following:
    """The findings of a catalog and of those that come after it.

    Args:
        catalog: What is checked, and what that can name.
        shelves: How many of its first roots are checked.
        config: The settings.
        jobs: Processes for the first check; by default one for a few files, else one a processor.
    """

    def __init__(self, catalog: Catalog, shelves: int | None, config: Config, *, jobs: int | None = None) -> None:
        self._shelves = shelves
        self._config = config
        self._jobs = jobs
        rules, self._running, self._selection = plan(config)
        self._rule_names = rule_names(rules)
        self._concealed = concealing(self._running)
        self._results: dict[str, Checked] = {}
        self._loaded: dict[str, Loaded] = {}
        self._known: dict[Kind, frozenset[str]] = {}
        self._kept: dict[object, object] = {}
        self._report: Report | None = None
        self._catalog = catalog
        self._names = Names(catalog)
        self._open(catalog)

    @property
    def catalog(self) -> Catalog:
        """The state that was last checked."""
        return self._catalog

    @property
    def report(self) -> Report:
        """What is found in the state that was last checked."""
        if self._report is None:
            self._report = self._reported()
        return self._report

    def follow(self, catalog: Catalog) -> int:
        """Go on to another state of the files, and of the disk.

        Returns:
            How many files were checked.
        """
        return self._open(catalog)

    def put(self, found: Found, data: bytes) -> int:
        """Take a file to hold these bytes. For other files the disk is not looked at.

        Returns:
            How many files were checked.
        """
        old = self._catalog.load(found)
        catalog = self._catalog.with_text(found, data)
        new = catalog.load(found)
        if old.document is not None and bytes(old.document) == data:
            return 0
        gone = self._moved_by(old, new, catalog)
        again = {path for question in gone for path in self._askers.get(question, ())}
        self._catalog, self._report = catalog, None
        self._loaded[found.path] = new
        self._place(found.path, new)
        again.add(found.path)
        touched: set[str] = set()
        for path in again:
            it = self._subjects.get(path)
            if it is None:
                touched |= self._drop(path)
                continue
            result = checked_file(it, self._loaded[path].diagnostics, self._running, keeps=True)
            if path != found.path:  # what it has found out about its own text is kept, with what it had asked for that
                asked_before = self._results[path].answers
                kept = {question: answer for question, answer in asked_before.items() if not is_about_names(question)}
                result = result._replace(answers=kept | dict(result.answers))
            touched |= self._take(path, result)
        touched |= self._check_all()
        touched.add(found.path)  # its comments and lines are others
        self._count(touched)
        return len(again)

    def _open(self, catalog: Catalog) -> int:
        """Check a state; what is known of files that are as they were, as is all that they asked for, is not looked for again."""
        checked, skipped = to_check(catalog, self._shelves)
        for _ in catalog.load_all():
            pass
        self._catalog, self._report = catalog, None
        self._names.now(catalog)
        before = {path: loaded.found for path, loaded in self._loaded.items()}
        self._loaded = {}
        self._order: list[str] = []
        for shelf in catalog.shelves[: self._shelves]:
            for found in (*shelf.agents, *shelf.skills):
                if found.path not in self._loaded:
                    self._loaded[found.path] = catalog.load(found)
                    self._order.append(found.path)
        counted = {loaded.found.path for loaded in checked} | {each.path for each in skipped}
        self._order = [path for path in self._order if path in counted]  # of one file under two names only the first
        self._shelved = {skipped for shelf in catalog.shelves[: self._shelves] for skipped in shelf.skipped}
        known = self._standing(before)
        self._subjects: dict[str, Subject] = {}
        self._results = {}
        self._askers: dict[Question, set[str]] = {}
        self._leads: dict[str, set[Question]] = {}
        self._by_path: dict[str, dict[str, list[Diagnostic]]] = {}
        self._places: dict[str, set[str]] = {}
        self._counted: dict[str, tuple[tuple[Diagnostic, ...], int]] = {}
        self._shown: dict[str, Mapping[tuple[str, int], str]] = {}
        self._all: dict[str, set[Diagnostic]] = {}
        for path in self._order:
            self._place(path, self._loaded[path])
        todo = [it for path, it in self._subjects.items() if path not in known]

        def one(it: Subject) -> Checked:
            return checked_file(it, self._loaded[it.path].diagnostics, self._running, keeps=True)

        given = parallel.check(todo, one, parallel.jobs_for(self._jobs, len(todo)), lambda it: len(it.document.text))
        known.update((it.path, each) for it, each in zip(todo, given, strict=True))
        for path, each in known.items():
            self._take(path, each)
        for path, loaded in self._loaded.items():
            if loaded.document is None and loaded.skipped is None and path in counted:
                self._add(path, loaded.diagnostics)
        self._check_all()
        self._count(self._by_path.keys() | self._subjects.keys())
        self._known = {kind: self._names.known(kind) for kind in KINDS}
        return len(todo)

    def _standing(self, before: Mapping[str, Found]) -> dict[str, Checked]:
        """Give the results of before that hold in the state that is being opened; `before` are the places of the files then."""
        if not self._results:
            return {}
        answers = {question: answer for each in self._results.values() for question, answer in each.answers.items()}
        gone = moved(answers, self._names, change(self._known, self._names), asked.again)
        return {
            path: each
            for path, each in self._results.items()
            if path in self._loaded
            and each.digest == self._names.digest(path)
            and gone.isdisjoint(each.answers)
            and before.get(path) == self._loaded[path].found
        }

    def _place(self, path: str, loaded: Loaded) -> None:
        """Have a file among those that are checked, or not, as it has been read."""
        if loaded.document is not None and loaded.skipped is None:
            self._subjects[path] = Subject(loaded, self._names, self._config)
        else:
            self._subjects.pop(path, None)

    def _moved_by(self, old: Loaded, new: Loaded, catalog: Catalog) -> set[Question]:
        """Give the questions that have another answer in the catalog that comes next, which differs in one file."""
        path = new.found.path
        same = (old.item and old.item.name) == (new.item and new.item.name)
        if same:
            self._names.now_with(catalog, path)
            asks = {each for each in self._askers if each[0] in _FEW} | self._leads.get(path, set())
            return {each for each in asks if self._is_moved(each)}
        self._names.now(catalog)
        agents = self._catalog.folded_agents().items() ^ catalog.folded_agents().items()
        skills = self._catalog.folded_skills().items() ^ catalog.folded_skills().items()
        gone: set[Question] = {("agent", (folded,)) for folded, _ in agents} | {("skill", (folded,)) for folded, _ in skills}
        changed = change(self._known, self._names)
        self._known = {kind: self._names.known(kind) for kind in KINDS}
        wanted = ("near", *_FEW, "skill-of") if new.found.is_skill else ("near", *_FEW)
        return gone.union(each for each in self._askers if each[0] in wanted and changed.may_move(each) and self._is_moved(each))

    def _is_moved(self, question: Question) -> bool:
        """Tell whether a question about names has another answer than it had for those that asked it."""
        if question[0] == EVERYTHING:
            return True
        answer = self._names.answer(question)
        return any(self._results[path].answers[question] != answer for path in self._askers.get(question, ()))

    def _take(self, path: str, checked: Checked) -> set[str]:
        """Take the result of a file in place of the one before; give the paths of its findings, old and new."""
        touched = self._drop(path)
        self._results[path] = checked
        for question in checked.answers:
            self._askers.setdefault(question, set()).add(path)
            if question[0] == "skill-of":
                name, near = question[1]
                to = self._catalog.skills.resolve(str(name), str(near) or None).found
                if to is not None:
                    self._leads.setdefault(to.path, set()).add(question)
        return touched | self._add(path, checked.found)

    def _drop(self, path: str) -> set[str]:
        known = self._results.pop(path, None)
        for question in known.answers if known is not None else ():
            asking = self._askers[question]
            asking.discard(path)
            if not asking:
                del self._askers[question]
        return self._add(path, ())

    def _add(self, owner: str, found: Iterable[Diagnostic]) -> set[str]:
        """Have these findings of an owner in place of its old ones; give the paths of both."""
        touched = self._places.pop(owner, set())
        for path in touched:
            del self._by_path[path][owner]
        own: set[str] = set()
        for each in found:
            path = each.path or ""
            self._by_path.setdefault(path, {}).setdefault(owner, []).append(each)
            own.add(path)
        self._places[owner] = own
        return touched | own

    def _check_all(self) -> set[str]:
        """Look for what only shows in several files; give the paths of findings that came or went."""
        touched: set[str] = set()
        run: Run | None = None
        for rule in self._running:
            if type(rule).check_all is Rule.check_all:
                continue
            if run is None:
                subjects = tuple(self._subjects[path] for path in self._order if path in self._subjects)
                run = Run(subjects, self._names, self._config, self._kept)
            found = findings_of_all(rule, run)
            before = self._all.get(rule.code, set())
            if found != before:
                self._all[rule.code] = found
                self._add(f"\0{rule.code}", found)
                touched |= {each.path or "" for each in found ^ before}
        return touched

    def _count(self, paths: Collection[str]) -> None:
        """Decide anew which findings in these files count."""
        for path in paths:
            found = {each for own in self._by_path.get(path, {}).values() for each in own}
            it = self._subjects.get(path)
            subjects = () if it is None else (it,)
            counted, taken = counted_of(found, comments_of(subjects), self._selection, self._rule_names)
            if not counted and not taken:
                self._counted.pop(path, None)
                self._shown.pop(path, None)
                continue
            self._counted[path] = counted, taken
            beside: dict[tuple[str, int], str] = {}
            if it is None:
                owners = self._by_path.get(path, {})
                results = (self._results[owner] for owner in owners if owner in self._results)
                beside = {(at, line): text for result in results for at, line, text in result.lines}
            self._shown[path] = lines_of(counted, subjects, beside, self._concealed)

    def _reported(self) -> Report:
        checked = [self._loaded[path] for path in self._order if self._loaded[path].skipped is None]
        skipped = {Skipped(path, each.skipped) for path in self._order if (each := self._loaded[path]).skipped is not None}
        ordered = sorted(self._counted)
        lines: dict[tuple[str, int], str] = {}
        for path in ordered:
            lines.update(self._shown[path])
        return Report(
            tuple(each for path in ordered for each in self._counted[path][0]),
            agents=sum(not loaded.found.is_skill for loaded in checked),
            skills=sum(loaded.found.is_skill for loaded in checked),
            skipped=tuple(sorted(self._shelved | skipped)),
            suppressed=sum(taken for _, taken in self._counted.values()),
            lines=lines,
            files=tuple(sorted(loaded.found.path for loaded in checked)),
            config=self._config,
        )


_FEW = ("persona", EVERYTHING)
"""Questions that are asked seldom enough to be asked again after each change."""
