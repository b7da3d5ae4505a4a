"""What a rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from agentkit.confidence import Confidence
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.linter.subject import Run, Subject
from agentkit.span import START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from agentkit.fix import Fix
    from agentkit.problems import Problem
    from agentkit.span import Span

__all__ = ["Confidence", "ReadingRule", "Rule", "Run", "Subject", "rules_in"]


class Rule:
    """A check, one file a rule. Its docstring is its page: what is wrong, why that is bad, what to write instead.

    Override one or more of the `check_` methods; each yields findings made by `at`.
    """

    code: ClassVar[str]
    """`AK` and three digits; never reused for another meaning."""
    severity: ClassVar[Severity]
    """What a finding is unless it says otherwise. Only an exact rule's findings may be errors, and verdicts of `agentkit.threats`."""
    confidence: ClassVar[Confidence] = Confidence.EXACT
    default: ClassVar[bool] = True
    """Whether it runs unless it is turned off; if not, it runs where it is selected by code or name, or with `ALL`."""
    fixes: ClassVar[str | None] = None
    """`safe` or `unsafe` when findings of it can carry a fix."""
    conceals: ClassVar[bool] = False
    """Whether what its findings point at must not be shown: the lines of a report have it masked."""

    follows_references: ClassVar[bool] = False
    """Whether its `check_all` asks for the graph or for references: they are then kept of every file, which costs memory."""

    fields: ClassVar[tuple[str, ...]] = ()
    """Top-level keys of a frontmatter of which one has to be there for `check_agent` and `check_skill` to find anything; empty where they
    may in any file."""
    fewest: ClassVar[int] = 1
    """Files that have to be checked for `check_all` to find anything."""

    @property
    def slug(self) -> str:
        """The rule's readable name, which is its file's name."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    @property
    def title(self) -> str:
        """The first line of its page."""
        return (type(self).__doc__ or "").partition("\n")[0]

    @property
    def itself(self) -> Rule:
        """The rule, of one that stands for it."""
        return self

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Check one agent; `it.persona` is there."""
        yield from ()

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Check one skill; `it.skill` is there."""
        yield from ()

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Check what only shows when all checked files are known.

        Of many files, kind, name, description and their places are at hand; for anything else a file is read again.
        """
        yield from ()

    def at(
        self,
        it: Subject | None,
        span: Span | None,
        message: str,
        hint: str | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Diagnostic:
        """Give a finding of this rule; without a place it stands at the first line."""
        path = it.path if it is not None else None
        return Diagnostic(self.code, self.slug, severity or self.severity, message, path, span or START, hint, fix)


class ReadingRule(Rule):
    """A finding that reading a file gives by itself: this is its page, and the fix where there is one.

    Code and severity are those of its row in `agentkit.problems`.
    """

    problem: ClassVar[Problem]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code, cls.severity = cls.problem.code, cls.problem.severity

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Give the change that takes a finding of this kind away; None when it needs a person."""
        return None


def rules_in(module: ModuleType) -> list[Rule]:
    """Give a rule of each class that a module defines as one."""
    return [
        value()
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
    ]
