"""Workflow commands of GitHub Actions: one annotation a finding.

Source: GitHub documentation, workflow commands, and the escapes of actions/toolkit (`core/src/command.ts`), read 2026-11-24.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import visible
from agentkit.linter.fingerprint import place_of
from agentkit.linter.formats._shown import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter import Report
    from agentkit.linter.formats import Style

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - read by a service
    """Give one command a line; empty when there is no finding."""
    return (f"{_command(found)}\n" for found in report.diagnostics)


def _command(found: Diagnostic) -> str:
    span = found.span
    properties = []
    if found.path:
        # The path that GitHub reads is the real one: line ends in it are escaped as GitHub undoes them, before the rest is.
        properties += [f"file={visible(_property(place_of(found.path)))}", f"line={span.line}"]
        if span.end_line == span.line:  # GitHub takes columns only of one line
            properties.append(f"col={span.column}")
            if span.end_column > span.column:
                properties.append(f"endColumn={span.end_column - 1}")
        properties.append(f"endLine={span.end_line}")
    properties.append(f"title={_property(visible(f'{found.code} {found.slug}'))}")
    return f"::{_COMMANDS[found.severity.value]} {','.join(properties)}::{_data(said(found))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
