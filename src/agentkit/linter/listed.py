"""Rules as the generated table has them: each is imported when it first looks at a file in which it can find something."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule, rules_in
from agentkit.linter.table import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run, Subject


class Listed(Rule):
    """Stands for a rule. It says what the rule would, and asks it only where the rule can have something to say."""

    def __init__(
        self, row: tuple[str, str, str, str, bool, str | None, bool, str, tuple[str, ...], tuple[str, ...], int, bool]
    ) -> None:
        code, self._slug, severity, confidence, default, fixes, conceals, self._family, self._checks, fields, fewest, follows = (
            row
        )
        vars(self).update(code=code, severity=Severity(severity), confidence=Confidence(confidence), default=default)
        vars(self).update(fixes=fixes, conceals=conceals, fields=fields, fewest=fewest, follows_references=follows)
        self._rule: Rule | None = None

    @property
    def slug(self) -> str:
        """The rule's readable name."""
        return self._slug

    @property
    def title(self) -> str:
        """The first line of its page."""
        return self.itself.title

    @property
    def itself(self) -> Rule:
        """The rule, imported now if it has not been."""
        if self._rule is None:
            module = import_module(f"agentkit.linter.rules.{self._slug.replace('-', '_')}")
            self._rule = next(rule for rule in rules_in(module) if rule.code == self.code)
        return self._rule

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Let the rule check an agent in which it can find something."""
        if "check_agent" in self._checks and self._can_find(it):
            return self.itself.check_agent(it)
        return iter(())

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Let the rule check a skill in which it can find something."""
        if "check_skill" in self._checks and self._can_find(it):
            return self.itself.check_skill(it)
        return iter(())

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Let the rule check several files."""
        if "check_all" in self._checks and len(run.subjects) >= self.fewest:
            return self.itself.check_all(run)
        return iter(())

    def _can_find(self, it: Subject) -> bool:
        if self._family == "threat":
            if any(each.kind == self._slug for each in it.threats):
                return True
            return any(each.kind == self._slug for piece in it.bundle.pieces for each in piece.threats)
        if not self.fields or it.document.fields is None:
            return not self.fields
        return any(entry.key.text in self.fields for entry in it.document.fields.entries)


@cache
def listed() -> tuple[Rule, ...]:
    """Give every rule that ships, in order of code, as the table has it."""
    return tuple(Listed(row) for row in ROWS)
