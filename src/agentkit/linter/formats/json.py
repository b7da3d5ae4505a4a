"""JSON for programs: findings, counts, and what was skipped. Pure ASCII, so that nothing in a file can pass for markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity

if TYPE_CHECKING:
    from agentkit.linter import Report
    from agentkit.linter.formats import Style


def write(report: Report, style: Style) -> str:  # noqa: ARG001 - the same for people and programs
    """Give one JSON object and a newline.

    Keys: `version` (1), `agents` and `skills` (number checked), `errors`, `warnings`, `infos` (number of findings),
    `diagnostics` (list of code, rule, severity, message, hint, path, line, column, end_line, end_column; positions
    1-based in code points, ends exclusive), `skipped` (list of path, reason).
    """
    data = {
        "version": 1,
        "agents": report.agents,
        "skills": report.skills,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "diagnostics": [
            {
                "code": found.code,
                "rule": found.slug,
                "severity": found.severity.value,
                "message": found.message,
                "hint": found.hint,
                "path": found.path,
                "line": found.span.line,
                "column": found.span.column,
                "end_line": found.span.end_line,
                "end_column": found.span.end_column,
            }
            for found in report.diagnostics
        ],
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
    }
    return json.dumps(data, indent=2) + "\n"
