"""`agentkit lint --fix`, `--unsafe-fixes` and `--diff`: mending files, or showing what would be mended."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from agentkit.cli import options, turn
from agentkit.display import visible
from agentkit.linter import fixing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agentkit.document import Document
    from agentkit.linter import Report
    from agentkit.registry import Registry


def mended(
    open_files: Callable[[], tuple[Registry, int]],
    lint: Callable[[Registry, int], Report],
    paths: Sequence[str],
    *,
    unsafe: bool,
    diff: bool,
) -> Report:
    """Mend files and tell what was mended; with `diff` print the difference, and write nothing.

    Args:
        open_files: Opens what is checked.
        lint: Checks it.
        paths: What was asked for; nothing outside it is written.
        unsafe: Whether fixes that are not safe count too.
        diff: Whether the difference is printed in place of being written; the run then ends, with 1 where there is any.

    Returns:
        What is found when all is mended.
    """
    opened: list[tuple[Registry, int]] = []

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = open_files()
        if not opened:
            opened.append((registry, own))
        registry.put_all(texts)
        return lint(registry, own), registry.document

    result = fixing.mend(check, unsafe=unsafe)
    for found, why in result.refused:
        options.say(f"{found.path}:{found.span.line}: {found.code} is not fixed: {why}", "warning")
    if diff:
        shown = fixing.difference(result)
        options.put("".join(f"{visible(line)}\n" for line in shown.splitlines()) if sys.stdout.isatty() else shown)
        click.echo(f"would fix {_counted(result, unsafe=unsafe)}", err=True)
        if result.report.agents + result.report.skills:
            sys.exit(1 if result.after else 0)
        return result.report
    first, own = opened[0]
    turn.sweep(turn.folders_of(first, own))
    failed = fixing.write(result, first.status, paths)
    for error in failed:
        options.say(str(error), "error")
    click.echo(f"fixed {_counted(result, unsafe=unsafe)}" + (f"; {len(failed)} not written" if failed else ""), err=True)
    if failed:
        sys.exit(1)
    return result.report


def _counted(result: fixing.Mended, *, unsafe: bool) -> str:
    """Say how many findings are fixed, how many not and why, and how many more could be."""
    text = f"{_number(result.applied, 'finding')} in {_number(len(result.after), 'file')}"
    reasons = Counter(why for _, why in result.refused)
    for why, count in reasons.most_common(_REASONS):
        text += f"; {count} not fixed because {why}"
    if others := sum(reasons.values()) - sum(count for _, count in reasons.most_common(_REASONS)):
        text += f"; {others} not fixed for other reasons"
    more = sum(each.fix is not None and not each.fix.safe for each in result.report.diagnostics)
    return text + (f"; {more} more with --unsafe-fixes" if more and not unsafe else "")


_REASONS = 3
"""Reasons that the summary names; every refused fix has its own line above."""


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
