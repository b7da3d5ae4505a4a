"""Rules about security that the scan of `agentkit.threats` answers: one kind of threat each, which they are named for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from agentkit.confidence import Confidence
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.linter.subject import Subject
    from agentkit.span import Lines
    from agentkit.threats import Threat


class ThreatRule(Rule):
    """A kind of threat as a rule; its docstring is its page. The kind's own severity counts, finding by finding."""

    confidence = Confidence.HEURISTIC
    advice: ClassVar[str]
    """The way out."""
    least: ClassVar[Severity] = Severity.INFO
    """The lowest severity that is reported."""

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Give what was found of the kind: each error, and the first warning and info with their number."""
        yield from self._told(it.threats, it.document.lines, it.path)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Give what was found in a skill, and in each file beside it."""
        yield from self.check_agent(it)
        for piece in it.bundle.pieces:
            yield from self._told(piece.threats, piece.lines, piece.path)

    def _told(self, threats: tuple[Threat, ...], lines: Lines, path: str) -> Iterator[Diagnostic]:
        """Give the findings of one text. A fact that stands in the place of an error is not told again."""
        errors = [each for each in threats if each.severity is Severity.ERROR]
        facts: dict[Severity, list[Diagnostic]] = {}
        for threat in threats:
            if threat.kind != self.slug:
                continue
            if threat.severity is Severity.INFO and self.least is not Severity.INFO:
                continue
            if threat.severity is not Severity.ERROR and any(
                each.start < threat.end and threat.start < each.end for each in errors
            ):
                continue
            said = (
                f"; decoded: `{threat.decoded}`"
                if threat.decoded is not None and threat.decoded[:40] not in threat.message
                else ""
            )
            span = lines.span(threat.start, threat.end)
            found = Diagnostic(self.code, self.slug, threat.severity, threat.message + said, path, span, self.advice)
            if threat.severity is Severity.ERROR:
                yield found
            else:
                facts.setdefault(threat.severity, []).append(found)
        for same in facts.values():
            more = f"; {len(same) - 1} more" if len(same) > 1 else ""
            yield same[0]._replace(message=same[0].message + more)
