"""`agentkit lint --fix`, `--unsafe-fixes` and `--diff`: mending files, or showing what would be mended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import visible
from agentkit.linter import fixing

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.document import Document
    from agentkit.linter import Report
    from agentkit.registry import Registry


def mended(
    open_files: Callable[[], tuple[Registry, int]],
    lint: Callable[[Registry, int], Report],
    *,
    unsafe: bool,
    diff: bool,
) -> Report:
    """Mend files and tell what was mended; with `diff` print the difference, and write nothing.

    Args:
        open_files: Opens what is checked.
        lint: Checks it.
        unsafe: Whether fixes that are not safe count too.
        diff: Whether the difference is printed in place of being written; the run then ends, with 1 where there is any.

    Returns:
        What is found when all is mended.
    """

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = open_files()
        for shelf in registry.shelves:
            for found in (*shelf.agents, *shelf.skills):
                if found.path in texts:
                    registry.put(found, texts[found.path])
        return lint(registry, own), registry.document

    result = fixing.mend(check, unsafe=unsafe)
    for found, why in result.refused:
        options.say(f"{found.path}:{found.span.line}: {found.code} is not mended: {why}", "warning")
    if diff:
        shown = fixing.difference(result)
        options.put("".join(f"{visible(line)}\n" for line in shown.splitlines()) if sys.stdout.isatty() else shown)
        click.echo(f"would mend {_counted(result)}", err=True)
        if result.report.agents + result.report.skills:
            sys.exit(1 if result.after else 0)
        return result.report
    failed = fixing.write(result)
    for error in failed:
        options.say(str(error), "error")
    click.echo(f"mended {_counted(result)}" + (f"; {len(failed)} not written" if failed else ""), err=True)
    if failed:
        sys.exit(1)
    return result.report


def _counted(result: fixing.Mended) -> str:
    findings = f"{result.applied} finding{'' if result.applied == 1 else 's'}"
    return f"{findings} in {len(result.after)} file{'' if len(result.after) == 1 else 's'}"
