"""`agentkit audit`."""

from __future__ import annotations

import sys

import click

from agentkit.cli import options

_EPILOG = """\
\b
Examples:
  agentkit audit downloads/agents
  agentkit audit downloads/agents --format html -o report.html
  agentkit audit --diff old/agents new/agents     what an update gained

\b
Nothing is run, no link is followed, nothing goes over a network. Settings,
comments that suppress, baselines and .gitignore files have no effect.

\b
Exit status: 0 no verdict; 1 a verdict, or something could not be read, or
with --diff something was gained; 2 a wrong call. Facts alone do not fail.
It never says that something is safe.
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, required=True, metavar="PATH", type=options.A_PATH)
@click.option("--diff", "compared", is_flag=True, help="Compare two: agentkit audit --diff OLD NEW.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "sarif", "html"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@options.output_options
def command(paths: tuple[str, ...], compared: bool, output: str, target: str | None, force: bool) -> None:
    """Look at agents of a stranger: what was read, what each can do, which known patterns of attack were found."""
    if compared and len(paths) != 2:
        raise click.UsageError("--diff takes two paths: OLD NEW")
    if not compared and len(paths) != 1:
        raise click.UsageError("takes one path; for two states of it: --diff OLD NEW")
    if compared and output == "sarif":
        raise click.UsageError("--diff has no --format sarif; take text, json or html")
    options.refuse_force_alone(target, force=force)
    from agentkit.auditing import audit
    from agentkit.auditing.comparison import Comparison, compare
    from agentkit.auditing.formats import written
    from agentkit.cli.lint_output import progress

    with options.errors_shown():
        with progress() as tell:
            audits = [audit(path, progress=tell) for path in paths]
        result = compare(audits[0], audits[1]) if compared else audits[0]
        fails = result.gains if isinstance(result, Comparison) else result.fails
        options.deliver(written(result, output), target, force=force)
    sys.exit(1 if fails else 0)
