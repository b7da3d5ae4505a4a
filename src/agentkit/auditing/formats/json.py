"""JSON for programs: everything that the report holds. Pure ASCII, so that nothing in a file can pass for markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentkit.auditing.comparison import Comparison
    from agentkit.auditing.report import Audit, Card, Finding


def write(audit: Audit) -> str:
    """Give one JSON object and a newline."""
    return json.dumps({"version": 1, **_audit(audit)}, indent=2) + "\n"


def write_comparison(comparison: Comparison) -> str:
    """Give one JSON object and a newline: both audits' sums, and what was gained and lost."""
    data = {
        "version": 1,
        "old": _sums(comparison.old),
        "new": _sums(comparison.new),
        "changes": [change._asdict() for change in comparison.changes],
        "changed": list(comparison.changed),
    }
    return json.dumps(data, indent=2) + "\n"


def _sums(audit: Audit) -> dict[str, object]:
    return {
        "path": audit.path,
        "verdicts": len(audit.verdicts),
        "facts": len(audit.findings) - len(audit.verdicts),
        "patterns": audit.kinds,
        "coverage": {
            "files": len(audit.files),
            "folders": audit.folders,
            "read": len(audit.read),
            "bytes": sum(each.size for each in audit.read),
            "not_read": len(audit.missing),
        },
    }


def _audit(audit: Audit) -> dict[str, object]:
    return {
        **_sums(audit),
        "findings": [_finding(each) for each in audit.findings],
        "cards": [_card(card) for card in audit.cards],
        "files": [{**each._asdict(), "is_missing": each.is_missing} for each in audit.files],
    }


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code,
        "rule": found.slug,
        "tier": found.tier.value,
        "severity": found.severity.value,
        "message": found.message,
        "decoded": found.decoded,
        "ids": list(found.ids),
        "path": found.path,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
    }


def _card(card: Card) -> dict[str, object]:
    return {
        **card._asdict(),
        "capabilities": {each.name: list(each.by) for each in card.capabilities},
        "commands": [each._asdict() for each in card.commands],
        "hidden": [each._asdict() for each in card.hidden],
        "trifecta": dict(zip(("reads", "takes_in", "sends"), card.trifecta, strict=True)) if card.trifecta else None,
    }
