"""The linter: every rule over every agent and skill of a catalog."""

from __future__ import annotations

import functools
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import asked
from agentkit.config import ALL, DEFAULT, Config, line_of
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import ConfigError, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor

    from agentkit.catalog import Catalog, Loaded
    from agentkit.files import Skipped
    from agentkit.linter.checked import Checked, Memory
    from agentkit.linter.pages import Page
    from agentkit.linter.rule import Rule
    from agentkit.linter.selection import Selection
    from agentkit.linter.subject import Subject
    from agentkit.linter.suppression import Suppression
    from agentkit.verdicts import Verdict

__all__ = ["Report", "Rule", "all_rules", "check_names", "lint", "rule_names", "rules_for"]


def __getattr__(name: str) -> object:
    """Give `Rule`, which is imported when it is asked for: a run of which everything is known needs no rule."""
    if name == "Rule":
        from agentkit.linter.rule import Rule

        return Rule
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Report(NamedTuple):
    """What a run found."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and place."""
    agents: int
    """How many agents were checked, unreadable ones included."""
    skills: int
    """How many skills were checked, unreadable ones included."""
    skipped: tuple[Skipped, ...]
    """What was passed over, and why."""
    suppressed: int = 0
    """How many findings comments in the files say are meant."""
    baselined: int = 0
    """How many findings a baseline file says are known."""
    unchanged: int = 0
    """How many agents and skills were left out because they have not changed, and name nothing that has."""
    verdicts: Mapping[str, tuple[Verdict, ...]] = {}
    """Path of each file with a finding to what becomes of it in the harnesses that the settings name, or that it is for."""
    lines: Mapping[tuple[str, int], str] = {}
    """(path, line number from 1) to the text of each line that a finding starts on, without its end."""
    files: tuple[str, ...] = ()
    """The files that were checked, unreadable ones included, sorted."""
    config: Config = DEFAULT
    """The settings of the run."""

    def count(self, severity: Severity) -> int:
        """Give the number of findings of a severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)

    @property
    def fails(self) -> bool:
        """Whether there is an error or a warning."""
        return any(found.severity is not Severity.INFO for found in self.diagnostics)

    @property
    def folder(self) -> str:
        """The folder that fingerprints count paths from: that of the configuration, else the working directory."""
        return self.config.folder

    def pages(self) -> tuple[Page, ...]:
        """Give the page of every kind of finding that the run can give."""
        from agentkit.linter.pages import pages

        return pages(rules_for(self.config))


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, in order of code. The files of the folder `rules/` are the list; there is no other."""
    from agentkit.linter.rule import rules_in

    found: list[Rule] = []
    for name in sorted(os.listdir(Path(__file__).parent / "rules")):
        if name.endswith(".py") and name != "__init__.py":
            found += rules_in(import_module(f"agentkit.linter.rules.{name[:-3]}"))
    return tuple(sorted(found, key=lambda rule: rule.code))


@functools.cache
def rules_for(config: Config) -> tuple[Rule, ...]:
    """Give the rules of a configuration: all that ship, then those of its plugins.

    Raises:
        ConfigError: A plugin cannot be imported, has no rule, or uses a code that is taken.
    """
    rules = list(all_rules())
    if config.plugins:
        from agentkit.linter.plugins import rules_of_plugins

        rules += rules_of_plugins(config.plugins, rules)
    return tuple(rules)


def rule_names(rules: Iterable[Rule] | None = None) -> dict[str, str]:
    """Give code to name of every kind of finding there is."""
    from agentkit import problems
    from agentkit.linter.table import OF_THE_RUN, ROWS

    names = {problem.code: problem.slug for problem in problems.PROBLEMS}
    names.update((row[:2] for row in ROWS) if rules is None else ((rule.code, rule.slug) for rule in rules))
    names.update(OF_THE_RUN)
    return names


def configured(config: Config, **changes: tuple[str, ...]) -> Config:
    """Give a configuration as the command line changes it.

    Args:
        config: What the files say.
        **changes: Field to its value; empty ones change nothing, `select` replaces, the others add.

    Raises:
        ConfigError: A rule does not exist.
    """
    from dataclasses import replace

    added: dict[str, Any] = {}
    for name, value in changes.items():
        if value:
            added[name] = value if name in ("select", "harnesses") else (*getattr(config, name), *value)
    if not added:
        return config
    check_names(replace(DEFAULT, plugins=config.plugins, **added))  # what is wrong here stands in no file
    return replace(config, **added)


def check_names(config: Config) -> None:
    """Check that every rule that a configuration names exists.

    Raises:
        ConfigError: One does not; the error names file, line and the nearest rule.
    """
    names = rule_names(rules_for(config) if config.plugins else None)
    known = [*names, *names.values(), ALL]
    if config.harnesses:
        _check_harnesses(config)
    named = [*config.select, *config.extend_select, *config.ignore, *config.severity]
    named += [rule for rules in config.per_file_ignores.values() for rule in rules]
    for rule in named:
        if rule not in known and not (len(rule) > 1 and any(code.startswith(rule) for code in names)):
            hint = nearest_rule(rule, known) or "`agentkit rule` lists them"
            raise ConfigError(f"no rule `{rule[:60]}`", path=config.path, line=line_of(config, rule), hint=hint)


def nearest_rule(name: str, known: Iterable[str]) -> str | None:
    """Give the hint `did you mean x?` for the rule nearest to a code or name, or None; a letter O in a code is a zero."""
    from agentkit.nearest import did_you_mean

    code = name.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return f"did you mean {code}?" if code in set(known) else did_you_mean(name, known)


def _check_harnesses(config: Config) -> None:
    from agentkit.profiles import named

    try:
        named(config.harnesses)
    except NotFound as error:
        line = line_of(config, error.name)
        raise ConfigError(error.message, path=config.path, line=line, hint=error.hint) from error


def lint(
    catalog: Catalog,
    shelves: int | None = None,
    config: Config = DEFAULT,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    verdicts: bool = False,
    suppressions: bool = True,
    memory: Memory | None = None,
    executor: Executor | None = None,
) -> Report:
    """Check the agents and skills of a catalog.

    Files are read and kept. Of more than 10,000 each is read, checked and let go, unless the catalog has read them all already.

    Args:
        catalog: Files to check, and files that they can name.
        shelves: How many of the catalog's first roots are checked; the rest is only looked up in. All by default.
        config: Which rules run, and what else is configured.
        jobs: Processes to use; by default one for a few files, else one a processor.
        progress: Called now and then with (files checked, files in all).
        verdicts: Whether to say of each file with a finding what becomes of it in which harness.
        suppressions: Whether comments in the files that say a finding is meant are heeded.
        memory: What keeps results from run to run. Of what it recalls no file is checked again. Not asked where files are let go.
        executor: Where files are looked at in place of processes of this machine; see `agentkit.lint`. They are let go too.

    Returns:
        The findings, and how much was checked.

    Raises:
        ExecutorError: The executor gives no result for some files.
    """
    from agentkit.linter import checks, parallel
    from agentkit.linter.names import Names
    from agentkit.linter.subject import Run, Subject

    if executor is not None or _are_many(catalog):
        return _lint_many(catalog, shelves, config, jobs, executor, progress or _quiet, verdicts, suppressions)
    checked, skipped = to_check(catalog, shelves)
    if len(checked) > parallel.FEW:
        for _ in catalog.load_all():
            pass  # names are looked up faster once every file is known, and not by each process for itself
    rules, running, selection = plan(config)
    found: set[Diagnostic] = set()
    for loaded in checked:
        if loaded.document is None:
            found.update(loaded.diagnostics)
    opened = [loaded for loaded in checked if loaded.document is not None]
    names = Names(catalog)
    subjects = tuple(Subject(loaded, names, config) for loaded in opened)
    of_reading = {it: loaded.diagnostics for it, loaded in zip(subjects, opened, strict=True)}

    def one(it: Subject) -> Checked:
        return checks.checked_file(it, of_reading[it], running, keeps=memory is not None)

    results = dict(memory.recall(subjects, names)) if memory is not None else {}
    todo = [it for it in subjects if it.path not in results]
    jobs = parallel.jobs_for(jobs, len(todo))
    if jobs > 1:
        all_rules()  # else each process would import them
    given = parallel.check(todo, one, jobs, _characters, progress or _quiet)
    results.update((it.path, each) for it, each in zip(todo, given, strict=True))
    for each in results.values():
        found.update(each.found)
    with asked.noted() as of_run:
        run = Run(subjects, names, config)
        for rule in running:
            found.update(checks.findings_of_all(rule, run))
        counted, taken = counted_of(found, comments_of(subjects) if suppressions else {}, selection, rule_names(rules))
        read_as = _verdicts(counted, subjects, config) if verdicts else {}
    beside = {(path, number): text for each in results.values() for path, number, text in each.lines}
    report = Report(
        counted,
        agents=sum(not loaded.found.is_skill for loaded in checked),
        skills=sum(loaded.found.is_skill for loaded in checked),
        skipped=tuple(sorted(skipped)),
        suppressed=taken,
        verdicts=read_as,
        lines=checks.lines_of(counted, subjects, beside, checks.concealing(running)),
        files=tuple(sorted(loaded.found.path for loaded in checked)),
        config=config,
    )
    if memory is not None:
        memory.keep(results, subjects, names, of_run, report)
    return report


def plan(config: Config) -> tuple[tuple[Rule, ...], list[Rule], Selection]:
    """Give all rules of a configuration, those that run, and which findings count."""
    from agentkit.linter.listed import listed
    from agentkit.linter.selection import Selection

    rules = rules_for(config) if config.plugins else listed()
    defaults = {rule.code: rule.default for rule in rules}
    selection = Selection(config, lambda code: defaults.get(code, True))
    return rules, [rule for rule in rules if selection.has(rule.code, rule.slug)], selection


_KEPT = 10_000
"""Files up to which all are kept in memory: names, rules about several files and what a cache keeps cost least then."""


def _are_many(catalog: Catalog) -> bool:
    """Tell whether there are more files than are kept, some of which have not been read."""
    files = [found for shelf in catalog.shelves for found in (*shelf.agents, *shelf.skills)]
    return len(files) > _KEPT and not all(map(catalog.has_loaded, files))


def _lint_many(
    catalog: Catalog,
    shelves: int | None,
    config: Config,
    jobs: int | None,
    executor: Executor | None,
    progress: Callable[[int, int], None],
    verdicts: bool,
    suppressions: bool,
) -> Report:
    from agentkit.files import Skipped
    from agentkit.linter import checks, many

    all_rules()  # else each process would import them

    rules, running, selection = plan(config)
    result = many.check(
        catalog,
        many.places_of(catalog, shelves),
        config,
        running,
        selection,
        jobs=jobs,
        executor=executor,
        progress=progress,
        verdicts=verdicts,
    )
    counted, taken = counted_of(result.found, result.comments if suppressions else {}, selection, rule_names(rules))
    skipped = {found for shelf in catalog.shelves[:shelves] for found in shelf.skipped}
    skipped |= {Skipped(place.found.path, gist.skipped) for place, gist in result.gists if gist.skipped is not None}
    checked = [place.found for place, gist in result.gists if gist.skipped is None]
    return Report(
        counted,
        agents=sum(not found.is_skill for found in checked),
        skills=sum(found.is_skill for found in checked),
        skipped=tuple(sorted(skipped)),
        suppressed=taken,
        verdicts=result.read_verdicts(counted, config) if verdicts else {},
        lines=checks.lines_of(counted, (), result.read_lines(counted), checks.concealing(running)),
        files=tuple(sorted(found.path for found in checked)),
        config=config,
    )


def _characters(it: Subject) -> int:
    return len(it.document.text)


def _quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


def comments_of(subjects: Iterable[Subject]) -> dict[str, tuple[Suppression, ...]]:
    """Give by path what comments in the files say is meant."""
    from agentkit.linter import suppression

    return {it.path: own for it in subjects if (own := suppression.suppressions(it.document))}


def counted_of(
    found: Iterable[Diagnostic], comments: Mapping[str, tuple[Suppression, ...]], selection: Selection, names: Mapping[str, str]
) -> tuple[tuple[Diagnostic, ...], int]:
    """Give the findings that count, sorted, and how many comments in the files took out."""
    from agentkit.linter import suppression

    counted = [each for each in map(selection.apply, found) if each is not None]
    taken = 0
    if comments:
        ran = {code for code, slug in names.items() if selection.has(code, slug)}
        counted, taken = suppression.apply(counted, comments, names, ran)
        counted = [each for each in counted if selection.has(each.code, each.slug)]
    return tuple(sorted(counted, key=_order)), taken


def _order(found: Diagnostic) -> tuple[object, ...]:
    """Order findings so that no two different ones are equal: the same run gives the same report."""
    return (*found.sort_key, found.span.end, found.severity.value, found.hint or "")


def to_check(catalog: Catalog, shelves: int | None) -> tuple[list[Loaded], set[Skipped]]:
    """Read the files of the first shelves, each once however many names lead to it."""
    from agentkit.files import Skipped

    checked: list[Loaded] = []
    skipped: set[Skipped] = set()
    seen: set[str] = set()
    for shelf in catalog.shelves[:shelves]:
        skipped.update(shelf.skipped)
        for found in (*shelf.agents, *shelf.skills):
            identity = os.path.realpath(found.path)
            if identity in seen:
                continue
            seen.add(identity)
            loaded = catalog.load(found)
            if loaded.skipped is not None:
                skipped.add(Skipped(loaded.found.path, loaded.skipped))
            else:
                checked.append(loaded)
    return checked, skipped


def _verdicts(found: Iterable[Diagnostic], subjects: Iterable[Subject], config: Config) -> dict[str, tuple[Verdict, ...]]:
    from agentkit.linter import checks

    paths = {each.path for each in found if each.severity is not Severity.INFO}
    return {it.path: checks.verdicts_of(it.document, it.item, it.path, config) for it in subjects if it.path in paths}
