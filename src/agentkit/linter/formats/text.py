"""One line a finding, for people and for editors that jump to `path:line:column`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.linter import Report
    from agentkit.linter.formats import Style


def write(report: Report, style: Style) -> str:  # noqa: ARG001
    """Give the findings, each on one line whatever the file holds; empty when there is none."""
    return "".join(f"{visible(str(diagnostic))}\n" for diagnostic in report.diagnostics)
