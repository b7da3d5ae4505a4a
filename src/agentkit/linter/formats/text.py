"""One line a finding, for people and for editors that jump to `path:line:column`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.linter import Report


def write(report: Report) -> str:
    """Give the findings, each on one line whatever the file holds; empty when there is none."""
    return "".join(f"{visible(str(diagnostic))}\n" for diagnostic in report.diagnostics)
