"""One line a finding, for editors and scripts that jump to `path:line:column`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.linter.formats._shown import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.linter import Report
    from agentkit.linter.formats import Style


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - the same for people and programs
    """Give the findings, each on one line whatever the file holds; empty when there is none."""
    return (f"{one_line(found)}\n" for found in report.diagnostics)
