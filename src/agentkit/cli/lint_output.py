"""What `agentkit lint` prints: findings or counts on stdout, the summary and the progress on stderr."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter import formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agentkit.linter import Report

_QUIET_SECONDS = 1.0
"""How long a run may take before it tells how far it is."""
_BETWEEN_SECONDS = 0.1
_PIECES = 1_000
"""Pieces of a text that are written at a time."""


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Give what tells how far a run is: on a terminal, after a second, in one line that goes away; else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    start = last = time.monotonic()

    def tell(done: int, every: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - start > _QUIET_SECONDS and now - last > _BETWEEN_SECONDS:
            last = now
            click.echo(f"\rchecked {done:,} of {every:,} files", nl=False, err=True)

    try:
        yield tell
    finally:
        if last > start:
            click.echo(f"\r{' ' * 60}\r", nl=False, err=True)


def write(report: Report, output: str, *, statistics: bool) -> None:
    """Print the findings in a format, or how many of each rule there are."""
    if statistics:
        _write_statistics(report)
        return
    style = formats.Style(color=options.wants_color(sys.stdout), width=options.width())
    # Of a marketplace the text is as large as all that is known of it: no more than a part of it is in memory.
    part: list[str] = []
    for piece in formats.writer(output)(report, style):
        part.append(piece)
        if len(part) >= _PIECES:
            options.put("".join(part))
            part.clear()
    options.put("".join(part))


def _write_statistics(report: Report) -> None:
    counts: dict[tuple[str, str, str], int] = {}
    fixable: dict[str, int] = {}
    for found in report.diagnostics:
        key = (found.code, found.severity.value, found.slug)
        counts[key] = counts.get(key, 0) + 1
        fixable[found.code] = fixable.get(found.code, 0) + (found.fix is not None)
    for (code, severity, slug), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        note = f"  {fixable[code]} fixable" if fixable[code] else ""
        click.echo(f"{count:>7,}  {code}  {severity:<7}  {slug}{note}")


def summarise(report: Report, *, show_skipped: bool) -> None:
    """Print on stderr what was found, how much was checked, and what was passed over."""
    counts = [_plural(report.count(severity), severity.value) for severity in Severity if report.count(severity)]
    found = ", ".join(counts) or "nothing found"
    notes = [f"{report.suppressed} meant by a comment"] if report.suppressed else []
    notes += [f"{report.baselined} known to the baseline"] if report.baselined else []
    notes += [f"{report.unchanged:,} unchanged left out"] if report.unchanged else []
    tail = f" ({', '.join(notes)})" if notes else ""
    click.echo(f"checked {_plural(report.agents, 'agent')} and {_plural(report.skills, 'skill')}: {found}{tail}", err=True)
    reasons: dict[str, int] = {}
    for skipped in report.skipped:
        reasons[skipped.reason] = reasons.get(skipped.reason, 0) + 1
        if show_skipped:
            click.echo(f"skipped {visible(skipped.path)}: {visible(skipped.reason)}", err=True)
    if reasons and not show_skipped:
        parts = "; ".join(f"{count} {visible(reason)}" for reason, count in sorted(reasons.items()))
        click.echo(f"skipped: {parts} (--show-skipped names them)", err=True)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
