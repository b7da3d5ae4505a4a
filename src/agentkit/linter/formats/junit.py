"""JUnit XML, which most build services show as tests: each file that was checked is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.formats._shown import NO_FILE, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter import Report
    from agentkit.linter.formats import Style


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - read by a service
    """Give one test suite with a test case for each file.

    A file with an error or a warning has one `failure`, with a line a finding; infos stand in `system-out`, a line each.
    """
    of_file: dict[str, list[Diagnostic]] = {path: [] for path in report.files}
    for found in report.diagnostics:
        of_file.setdefault(found.path or NO_FILE, []).append(found)
    failed = sum(any(found.severity is not Severity.INFO for found in every) for every in of_file.values())
    counts = f'tests="{len(of_file)}" failures="{failed}" errors="0"'
    cases = "".join(_case(path, every) for path, every in sorted(of_file.items()))
    suite = f'  <testsuite name="agentkit lint" {counts}>\n{cases}  </testsuite>\n'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="agentkit" {counts}>\n{suite}</testsuites>\n'


def _case(path: str, every: list[Diagnostic]) -> str:
    failing = [found for found in every if found.severity is not Severity.INFO]
    telling = [found for found in every if found.severity is Severity.INFO]
    start = f'    <testcase classname="agentkit.lint" name={quoteattr(_valid(path))}'
    if not every:
        return f"{start}/>\n"
    parts = [f"{start}>\n"]
    if failing:
        worst = min(failing, key=lambda found: found.severity.rank).severity.value
        message = f"{len(failing)} finding{'' if len(failing) == 1 else 's'}"
        parts.append(f'      <failure type="{worst}" message="{message}">{_lines(failing)}</failure>\n')
    if telling:
        parts.append(f"      <system-out>{_lines(telling)}</system-out>\n")
    parts.append("    </testcase>\n")
    return "".join(parts)


def _lines(every: list[Diagnostic]) -> str:
    return "\n".join(escape(_valid(one_line(found))) for found in every)


def _valid(text: str) -> str:
    """Give text of characters that XML 1.0 allows, the others visibly escaped."""
    return re.sub("[\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", visible(text))
