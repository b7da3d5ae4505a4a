"""What a rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.span import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.catalog import Catalog, Loaded
    from agentkit.document import Document
    from agentkit.persona import Persona
    from agentkit.skill import Skill
    from agentkit.span import Span


class Rule:
    """A check, one file a rule. Its docstring is its page: what is wrong, why that is bad, what to write instead.

    Override one or more of the `check_` methods; each yields findings made by `at`.
    """

    code: ClassVar[str]
    """`AK` and three digits; never reused for another meaning."""
    severity: ClassVar[Severity]

    @property
    def slug(self) -> str:
        """The rule's readable name, which is its file's name."""
        return type(self).__module__.rpartition(".")[2].replace("_", "-")

    @property
    def title(self) -> str:
        """The first line of its page."""
        return (type(self).__doc__ or "").partition("\n")[0]

    def check_agent(self, persona: Persona, document: Document, catalog: Catalog) -> Iterator[Diagnostic]:
        """Check one agent."""
        yield from ()

    def check_skill(self, skill: Skill, document: Document, catalog: Catalog) -> Iterator[Diagnostic]:
        """Check one skill."""
        yield from ()

    def check_all(self, checked: list[Loaded], catalog: Catalog) -> Iterator[Diagnostic]:
        """Check what only shows when all checked files are known."""
        yield from ()

    def at(
        self,
        path: str | None,
        span: Span | None,
        message: str,
        hint: str | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Give a finding of this rule; without a place it stands at the first line."""
        return Diagnostic(self.code, self.slug, severity or self.severity, message, path, span or START, hint)
