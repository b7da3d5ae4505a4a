"""Rules about security that the scan of `agentkit.threats` answers: one kind of threat each, which they are named for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class ThreatRule(Rule):
    """A kind of threat as a rule; its docstring is its page. The kind's own severity counts, finding by finding."""

    confidence = Confidence.HEURISTIC
    advice: ClassVar[str]
    """The way out."""
    least: ClassVar[Severity] = Severity.INFO
    """The lowest severity that is reported."""

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Give what was found of the kind: each error, and the first warning and info with their number.

        A fact that stands in the place of an error is not told again.
        """
        errors = [each for each in it.threats if each.severity is Severity.ERROR]
        facts: dict[Severity, list[Diagnostic]] = {}
        for threat in it.threats:
            if threat.kind != self.slug:
                continue
            if threat.severity is Severity.INFO and self.least is not Severity.INFO:
                continue
            if threat.severity is not Severity.ERROR and any(
                each.start < threat.end and threat.start < each.end for each in errors
            ):
                continue
            span = it.document.lines.span(threat.start, threat.end)
            said = (
                f"; decoded: `{threat.decoded}`"
                if threat.decoded is not None and threat.decoded[:40] not in threat.message
                else ""
            )
            found = self.at(it, span, threat.message + said, self.advice, threat.severity)
            if threat.severity is Severity.ERROR:
                yield found
            else:
                facts.setdefault(threat.severity, []).append(found)
        for same in facts.values():
            more = f"; {len(same) - 1} more" if len(same) > 1 else ""
            yield same[0]._replace(message=same[0].message + more)

    check_skill = check_agent
