"""`agentkit lint`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import visible
from agentkit.linter import formats

if TYPE_CHECKING:
    from agentkit.linter import Report
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit lint                        the project's own folders
  agentkit lint .claude/agents/dev.md  one file, references included
  agentkit lint . --format json

\b
Exit status: 0 no errors and no warnings, 1 some, 2 nothing to check or a
wrong call. Infos never fail a run.
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path(readable=False))
@click.option("--format", "output", type=click.Choice(formats.names()), default="text", show_default=True, help="Output format.")
@click.option("--show-skipped", is_flag=True, help="Name each file that was passed over, and why.")
def command(paths: tuple[str, ...], output: str, show_skipped: bool) -> None:
    """Check agent and skill files: would they load, and does everything they name exist?

    PATHS are files and folders; folders are searched with all below them. Without PATHS the project's own folders are
    checked: agents/ and skills/, at the top and in .claude/, .agents/ and .agent/. Findings go to stdout, the summary
    to stderr.
    """
    import gc

    from agentkit.linter import lint

    gc.freeze()  # what the start has made stays anyway
    gc.enable()
    with options.errors_shown():
        registry, own = _open(paths)
        report = lint(registry, own)
        _write(report, output)
        _summarise(report, show_skipped=show_skipped)
        if not report.agents + report.skills:
            options.say("nothing to check: no agent or skill file found", "error")
            sys.exit(2)
        from agentkit.diagnostic import Severity

        sys.exit(1 if report.count(Severity.ERROR) + report.count(Severity.WARNING) else 0)


def _open(paths: tuple[str, ...]) -> tuple[Registry, int]:
    from agentkit.registry import load, load_around

    if paths:
        return load_around([Path(path) for path in paths])
    registry = load()
    project = len(registry.shelves) > 1 or (registry.shelves and Path(registry.shelves[0].root) == Path())
    return registry, 1 if project else 0


def _write(report: Report, output: str) -> None:
    if output != "text" or not options.wants_color(sys.stdout):
        options.put(formats.writer(output)(report))
        return
    for line, diagnostic in zip(formats.writer(output)(report).splitlines(), report.diagnostics, strict=True):
        click.echo(options.paint_finding(line, diagnostic, sys.stdout))


def _summarise(report: Report, *, show_skipped: bool) -> None:
    from agentkit.diagnostic import Severity

    counts = [f"{report.count(severity)} {severity.value}s" for severity in Severity if report.count(severity)]
    counts = [count[:-1] if count.startswith("1 ") else count for count in counts]
    found = ", ".join(counts) or "nothing found"
    agents = f"{report.agents} agent{'' if report.agents == 1 else 's'}"
    skills = f"{report.skills} skill{'' if report.skills == 1 else 's'}"
    click.echo(f"checked {agents} and {skills}: {found}", err=True)
    reasons: dict[str, int] = {}
    for skipped in report.skipped:
        reasons[skipped.reason] = reasons.get(skipped.reason, 0) + 1
        if show_skipped:
            click.echo(f"skipped {visible(skipped.path)}: {visible(skipped.reason)}", err=True)
    if reasons and not show_skipped:
        parts = "; ".join(f"{count} {visible(reason)}" for reason, count in sorted(reasons.items()))
        click.echo(f"skipped: {parts} (--show-skipped names them)", err=True)
