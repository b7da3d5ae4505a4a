"""The Code Quality report of GitLab.

Source: GitLab documentation, code quality, "implement a custom tool", read 2026-11-24.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentkit.linter.fingerprint import fingerprints, place_of
from agentkit.linter.formats._shown import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.linter import Report
    from agentkit.linter.formats import Style

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - read by a service
    """Give a JSON list with an object a finding, and a newline."""
    marks = fingerprints(report.diagnostics, report.lines, report.folder)
    data = [
        {
            "description": f"{found.code}: {said(found)}",
            "check_name": found.slug,
            "fingerprint": mark,
            "severity": _SEVERITIES[found.severity.value],
            "location": {
                "path": place_of(found.path) if found.path else ".",  # GitLab wants one
                "lines": {"begin": found.span.line, "end": found.span.end_line},
            },
        }
        for found, mark in zip(report.diagnostics, marks, strict=True)
    ]
    yield json.dumps(data, indent=2) + "\n"
