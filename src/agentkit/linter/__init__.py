"""The linter: every rule over every agent and skill of a catalog."""

from __future__ import annotations

import functools
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import asked, problems
from agentkit.config import ALL, DEFAULT, Config, line_of
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import ConfigError, NotFound
from agentkit.linter import parallel, suppression
from agentkit.linter.checked import Checked
from agentkit.linter.names import Names
from agentkit.linter.pages import OF_THE_RUN, RULE_CRASHED, Page, pages
from agentkit.linter.rule import ReadingRule, Rule, rules_in
from agentkit.linter.selection import Selection
from agentkit.linter.subject import Run, Subject
from agentkit.nearest import did_you_mean
from agentkit.persona import Persona
from agentkit.skill import Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from agentkit.catalog import Catalog, Loaded
    from agentkit.files import Skipped
    from agentkit.linter.checked import Memory
    from agentkit.verdicts import Verdict

__all__ = ["Report", "Rule", "all_rules", "check_names", "lint", "rule_names", "rules_for"]

ENGINE = OF_THE_RUN
"""Code and name of the findings that are about the run and not about an agent."""


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
        return pages(rules_for(self.config))


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, in order of code. The files of the folder `rules/` are the list; there is no other."""
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
    names = {problem.code: problem.slug for problem in problems.PROBLEMS}
    names.update((rule.code, rule.slug) for rule in (all_rules() if rules is None else rules))
    names.update(ENGINE)
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
    names = rule_names(rules_for(config))
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
) -> Report:
    """Check the agents and skills of a catalog.

    Args:
        catalog: Files to check, and files that they can name.
        shelves: How many of the catalog's first roots are checked; the rest is only looked up in. All by default.
        config: Which rules run, and what else is configured.
        jobs: Processes to use; by default one for a few files, else one a processor.
        progress: Called now and then with (files checked, files in all).
        verdicts: Whether to say of each file with a finding what becomes of it in which harness.
        suppressions: Whether comments in the files that say a finding is meant are heeded.
        memory: What keeps results from run to run. Of what it recalls no file is checked again.

    Returns:
        The findings, and how much was checked.
    """
    checked, skipped = to_check(catalog, shelves)
    for _ in catalog.load_all():
        pass  # names are looked up faster once every file is known
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
        return checked_file(it, of_reading[it], running, keeps=memory is not None)

    results = dict(memory.recall(subjects, names)) if memory is not None else {}
    todo = [it for it in subjects if it.path not in results]
    given = parallel.check(todo, one, parallel.jobs_for(jobs, len(todo)), progress or _quiet)
    results.update((it.path, each) for it, each in zip(todo, given, strict=True))
    for each in results.values():
        found.update(each.found)
    with asked.noted() as of_run:
        run = Run(subjects, names, config)
        for rule in running:
            found.update(findings_of_all(rule, run))
        counted, taken = counted_of(found, subjects if suppressions else (), selection, rule_names(rules))
        read_as = _verdicts(counted, subjects, config) if verdicts else {}
    beside = {(path, number): text for each in results.values() for path, number, text in each.lines}
    report = Report(
        counted,
        agents=sum(not loaded.found.is_skill for loaded in checked),
        skills=sum(loaded.found.is_skill for loaded in checked),
        skipped=tuple(sorted(skipped)),
        suppressed=taken,
        verdicts=read_as,
        lines=lines_of(counted, subjects, beside, concealing(running)),
        files=tuple(sorted(loaded.found.path for loaded in checked)),
        config=config,
    )
    if memory is not None:
        memory.keep(results, subjects, names, of_run, report)
    return report


def plan(config: Config) -> tuple[tuple[Rule, ...], list[Rule], Selection]:
    """Give all rules of a configuration, those that run, and which findings count."""
    rules = rules_for(config)
    defaults = {rule.code: rule.default for rule in rules}
    selection = Selection(config, lambda code: defaults.get(code, True))
    return rules, [rule for rule in rules if selection.has(rule.code, rule.slug)], selection


def checked_file(it: Subject, of_reading: Iterable[Diagnostic], running: Sequence[Rule], *, keeps: bool) -> Checked:
    """Give what the rules say of one file; with `keeps` also what that rests on."""
    if not keeps:
        return _checked(it, of_reading, running)
    with asked.noted() as answers:
        checked = _checked(it, of_reading, running)
    return checked._replace(digest=asked.digest(bytes(it.document)), answers=answers)


def _checked(it: Subject, of_reading: Iterable[Diagnostic], running: Sequence[Rule]) -> Checked:
    reading = {rule.code: rule for rule in running if isinstance(rule, ReadingRule)}
    found = [_with_fix(each, it, reading) for each in (*of_reading, *_of_additions(it))]
    found += [each for rule in running for each in _check(rule, it)]
    others = {each.path for each in found} - {it.path, None}
    pieces = {piece.path: piece.lines for piece in it.bundle.pieces} if others else {}
    places = {(each.path, each.span.line) for each in found if each.path is not None and each.path in pieces}
    return Checked(tuple(found), tuple((path, line, pieces[path].text_of(line)) for path, line in sorted(places)))


def _of_additions(it: Subject) -> tuple[Diagnostic, ...]:
    """Give what is wrong below an agent's key `agentkit`: rendering refuses it."""
    if not isinstance(it.item, Persona) or not it.item.agentkit:
        return ()
    from agentkit.additions import findings

    return findings(it.item)


def _quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


def counted_of(
    found: Iterable[Diagnostic], subjects: Iterable[Subject], selection: Selection, names: Mapping[str, str]
) -> tuple[tuple[Diagnostic, ...], int]:
    """Give the findings that count, sorted, and how many comments in the files took out."""
    counted = [each for each in map(selection.apply, found) if each is not None]
    comments = {it.path: own for it in subjects if (own := suppression.suppressions(it.document))}
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


def _with_fix(found: Diagnostic, it: Subject, reading: Mapping[str, ReadingRule]) -> Diagnostic:
    rule = reading.get(found.code)
    fix = rule.fix(it, found) if rule is not None and rule.fixes else None
    return found._replace(fix=fix) if fix is not None else found


def _check(rule: Rule, it: Subject) -> Iterator[Diagnostic]:
    if isinstance(it.item, Persona):
        yield from _guarded(rule, rule.check_agent(it), it.path)
    elif isinstance(it.item, Skill):
        yield from _guarded(rule, rule.check_skill(it), it.path)


def _guarded(rule: Rule, findings: Iterator[Diagnostic], path: str | None) -> Iterator[Diagnostic]:
    """Give a rule's findings; a crash becomes one finding that names the rule, and the run goes on."""
    try:
        yield from findings
    except Exception as error:  # noqa: BLE001 - reported, not swallowed: any rule may fail in any way
        message = f"rule {rule.code} ({rule.slug}) crashed: {type(error).__name__}: {error}"
        hint = "this is a bug in the rule, please report it with the file"
        yield Diagnostic(*RULE_CRASHED, Severity.ERROR, message, path, hint=hint)


def _verdicts(found: Iterable[Diagnostic], subjects: Iterable[Subject], config: Config) -> dict[str, tuple[Verdict, ...]]:
    from agentkit.verdicts import verdicts_for, written_for

    paths = {each.path for each in found if each.severity is not Severity.INFO}
    return {
        it.path: verdicts_for(it.document, it.item, it.path, config.harnesses or written_for(it.path))
        for it in subjects
        if it.path in paths
    }


def findings_of_all(rule: Rule, run: Run) -> set[Diagnostic]:
    """Give what a rule finds in several files together."""
    return set(_guarded(rule, rule.check_all(run), None))


def concealing(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the codes of the rules whose findings point at what must not be shown."""
    return frozenset(rule.code for rule in rules if rule.conceals)


def lines_of(
    found: Sequence[Diagnostic], subjects: Iterable[Subject], beside: Mapping[tuple[str, int], str], concealed: Collection[str]
) -> dict[tuple[str, int], str]:
    """Give the lines that findings start on, with what must not be shown covered.

    Args:
        found: The findings.
        subjects: The files that they are in, or more.
        beside: Lines of files that lie beside a skill.
        concealed: Codes as `concealing` gives them.
    """
    known = {it.path: it.document.lines for it in subjects}
    lines: dict[tuple[str, int], str] = {}
    for each in found:
        place = (each.path or "", each.span.line)
        if place in lines:
            continue
        if place[0] in known:
            lines[place] = known[place[0]].text_of(each.span.line)
        elif place in beside:
            lines[place] = beside[place]
    for each in found:
        place = (each.path or "", each.span.line)
        if each.code in concealed and place in lines:
            line = lines[place]
            first, last = each.span.column - 1 + _TELLING, each.span.end_column - 1
            if each.span.end_line > each.span.line:
                last = len(line)
            lines[place] = line[:first] + "*" * (last - first) + line[last:]
    return lines


_TELLING = 4
"""Characters of what is concealed that are shown, so that its owner knows which it is."""
