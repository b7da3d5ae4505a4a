"""SARIF 2.1.0, as lint writes it: the findings, and what was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.diagnostic import Severity
from agentkit.linter import Report
from agentkit.linter.formats import Style
from agentkit.linter.formats.sarif import write as write_log

if TYPE_CHECKING:
    from agentkit.auditing.report import Audit


def write(audit: Audit) -> str:
    """Give a log of one run, and a newline."""
    unread = [
        problems.UNREADABLE_FILE.at(f"not read: {each.reason}", each.path)._replace(severity=Severity.WARNING)
        for each in audit.missing
    ]
    found = sorted([*(each.diagnostic for each in audit.findings), *unread], key=lambda each: each.sort_key)
    return "".join(write_log(Report(tuple(found), agents=0, skills=0, skipped=(), lines=audit.lines), Style()))
