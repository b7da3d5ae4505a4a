"""JSON for programs: findings, counts, and what was skipped. Pure ASCII, so that nothing in a file can pass for markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.fingerprint import fingerprints
from agentkit.verdicts import to_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.fix import Fix
    from agentkit.linter import Report
    from agentkit.linter.formats import Style


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - the same for people and programs
    """Give one JSON object and a newline; `agentkit schema report` describes it key by key.

    Keys are added in later releases, none is taken away or given another meaning without a new `version`.
    """
    marks = fingerprints(report.diagnostics, report.lines, report.folder)
    sure = {page.code: page.confidence.value for page in report.pages()}
    data = {
        "version": 1,
        "agents": report.agents,
        "skills": report.skills,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "counts": {
            "checked": report.agents + report.skills,
            "skipped": len(report.skipped),
            "unchanged": report.unchanged,
            "suppressed": report.suppressed,
            "baselined": report.baselined,
            "fixable": sum(found.fix is not None and found.fix.safe for found in report.diagnostics),
            "unsafely_fixable": sum(found.fix is not None and not found.fix.safe for found in report.diagnostics),
        },
        "diagnostics": [
            {
                "code": found.code,
                "rule": found.slug,
                "severity": found.severity.value,
                "confidence": sure.get(found.code, "exact"),
                "message": found.message,
                "hint": found.hint,
                "path": found.path,
                "line": found.span.line,
                "column": found.span.column,
                "end_line": found.span.end_line,
                "end_column": found.span.end_column,
                "fix": _fix(found.fix),
                "fingerprint": mark,
            }
            for found, mark in zip(report.diagnostics, marks, strict=True)
        ],
        "verdicts": {path: [to_data(each) for each in of_file] for path, of_file in report.verdicts.items()},
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
    }
    yield json.dumps(data, indent=2) + "\n"


def _fix(fix: Fix | None) -> dict[str, object] | None:
    if fix is None:
        return None
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
