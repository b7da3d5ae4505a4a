"""The linter: every rule over every agent and skill of a catalog."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.linter.rule import Rule
from agentkit.persona import Persona
from agentkit.skill import Skill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.catalog import Catalog, Loaded
    from agentkit.files import Skipped

__all__ = ["Report", "Rule", "all_rules", "lint"]

RULE_CRASHED = "AK000"


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

    def count(self, severity: Severity) -> int:
        """Give the number of findings of a severity."""
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity is severity)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, in order of code. The files of the folder `rules/` are the list; there is no other."""
    found: list[Rule] = []
    for name in sorted(os.listdir(Path(__file__).parent / "rules")):
        if name.endswith(".py") and name != "__init__.py":
            module = import_module(f"agentkit.linter.rules.{name[:-3]}")
            found += [
                value()
                for value in vars(module).values()
                if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
            ]
    return tuple(sorted(found, key=lambda rule: rule.code))


def lint(catalog: Catalog, shelves: int | None = None) -> Report:
    """Check the agents and skills of a catalog.

    Args:
        catalog: Files to check, and files that they can name.
        shelves: How many of the catalog's first roots are checked; the rest is only looked up in. All by default.

    Returns:
        The findings, and how much was checked.
    """
    checked: list[Loaded] = []
    agents = skills = 0
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
                skipped.add(_skipped(loaded))
                continue
            agents += not found.is_skill
            skills += found.is_skill
            checked.append(loaded)
    for _ in catalog.load_all():
        pass  # names are looked up faster once every file is known
    diagnostics = {diagnostic for loaded in checked for diagnostic in loaded.diagnostics}
    for rule in all_rules():
        for loaded in checked:
            diagnostics.update(_run(rule, loaded, catalog))
        diagnostics.update(_guarded(rule, rule.check_all(checked, catalog), None))
    return Report(tuple(sorted(diagnostics, key=lambda found: found.sort_key)), agents, skills, tuple(sorted(skipped)))


def _skipped(loaded: Loaded) -> Skipped:
    from agentkit.files import Skipped

    return Skipped(loaded.found.path, loaded.skipped or "")


def _run(rule: Rule, loaded: Loaded, catalog: Catalog) -> Iterator[Diagnostic]:
    item, document = loaded.item, loaded.document
    if document is None:
        return
    if isinstance(item, Persona):
        yield from _guarded(rule, rule.check_agent(item, document, catalog), loaded.found.path)
    elif isinstance(item, Skill):
        yield from _guarded(rule, rule.check_skill(item, document, catalog), loaded.found.path)


def _guarded(rule: Rule, findings: Iterator[Diagnostic], path: str | None) -> Iterator[Diagnostic]:
    """Give a rule's findings; a crash becomes one finding that names the rule, and the run goes on."""
    try:
        yield from findings
    except Exception as error:  # noqa: BLE001 - reported, not swallowed: any rule may fail in any way
        message = f"rule {rule.code} ({rule.slug}) crashed: {type(error).__name__}: {error}"
        hint = "this is a bug in agentkit, please report it with the file"
        yield Diagnostic(RULE_CRASHED, "rule-crashed", Severity.ERROR, message, path, hint=hint)
