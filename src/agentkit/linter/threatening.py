"""Findings of rules about security: what the scan of `agentkit.threats` found of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.rule import Rule
    from agentkit.linter.subject import Subject


def findings(rule: Rule, it: Subject, hint: str, least: Severity = Severity.INFO) -> Iterator[Diagnostic]:
    """Give what was found of the kind that the rule is named for: each error, and the first warning and info with their number.

    A fact that stands in the place of an error is not told again.

    Args:
        rule: The rule.
        it: The file.
        hint: The way out.
        least: The lowest severity that is reported.
    """
    errors = [each for each in it.threats if each.severity is Severity.ERROR]
    facts: dict[Severity, list[Diagnostic]] = {}
    for threat in it.threats:
        if threat.kind != rule.slug:
            continue
        if threat.severity is Severity.INFO and least is not Severity.INFO:
            continue
        if threat.severity is not Severity.ERROR and any(each.start < threat.end and threat.start < each.end for each in errors):
            continue
        span = it.document.lines.span(threat.start, threat.end)
        said = (
            f"; decoded: `{threat.decoded}`" if threat.decoded is not None and threat.decoded[:40] not in threat.message else ""
        )
        found = rule.at(it, span, threat.message + said, hint, threat.severity)
        if threat.severity is Severity.ERROR:
            yield found
        else:
            facts.setdefault(threat.severity, []).append(found)
    for same in facts.values():
        more = f"; {len(same) - 1} more" if len(same) > 1 else ""
        yield same[0]._replace(message=same[0].message + more)
