"""`agentkit diff`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from agentkit.cli import options

if TYPE_CHECKING:
    from agentkit.comparison import Comparison

_PATHS = "agentkit.diff.paths"
_EPILOG = """\
\b
Examples:
  agentkit diff HEAD~1                     the working tree against a revision
  agentkit diff main...                    what this branch changes
  agentkit diff HEAD~1 -- agents/x.md      one file of it
  agentkit diff old.md new.md              two files; folders too
  agentkit diff main... --fail-on rights   exit 1 when an agent may do more

\b
Exit status: 0, whatever differs; 1 with --exit-code where something does, or
where --fail-on finds what it names; 2 a wrong call.
"""


class _WithPaths(click.Command):
    """A command that tells what stands behind `--`, which click only skips."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the paths off before click reads the rest."""
        if "--" in args:
            at = args.index("--")
            ctx.meta[_PATHS] = args[at + 1 :]
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command(cls=_WithPaths, epilog=_EPILOG)
@click.argument("given", nargs=-1, metavar="[OLD [NEW]] [-- PATHS]", type=options.A_PATH)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Form of the result; markdown is a comment for a pull request.",
)
@options.output_options
@click.option(
    "--fail-on",
    "failures",
    multiple=True,
    metavar="WHAT",
    help="Exit 1 on gained rights, or other skills, model, tokens (more), prompt, any. Can be repeated, or a list with commas.",
)
@click.option("--exit-code", is_flag=True, help="Exit 1 when anything differs.")
@click.pass_context
def command(
    ctx: click.Context,
    given: tuple[str, ...],
    output: str,
    target: str | None,
    force: bool,
    failures: tuple[str, ...],
    exit_code: bool,
) -> None:
    """Tell what changes in agents and skills mean: rights gained and lost, skills, model, triggers, hand-offs, sections, tokens.

    OLD and NEW are two files, two folders, or two revisions of git. A revision alone is compared with the working tree, without
    any HEAD is; A..B and A...B are two, as in git.
    """
    options.refuse_force_alone(target, force=force)
    wanted = _failures(failures)
    from agentkit.comparison import compare
    from agentkit.comparison.sides import opened, understood

    with options.errors_shown():
        call = understood(given, ctx.meta.get(_PATHS))
        with opened(call) as (old, new):
            one = not call.in_git and os.path.isfile(call.old) and os.path.isfile(call.new or "")
            comparison = compare(old, new, call.paths, as_one=one)
        _put(comparison, output, target, force=force)
    found = [what for what in wanted if comparison.fails(what)]
    if found:
        options.say(f"--fail-on: there are changes of {', '.join(dict.fromkeys(found))}", "error")
    sys.exit(1 if found or (exit_code and comparison.changes) else 0)


def _failures(given: tuple[str, ...]) -> list[str]:
    from agentkit.comparison import FAILURES

    wanted = [part.strip() for text in given for part in text.split(",") if part.strip()]
    for what in wanted:
        if what not in FAILURES:
            from agentkit.nearest import did_you_mean

            hint = did_you_mean(what, FAILURES) or "one of " + ", ".join(FAILURES)
            raise click.UsageError(f"--fail-on {what!r}: {hint}")
    return wanted


def _put(comparison: Comparison, output: str, target: str | None, *, force: bool) -> None:
    from agentkit.comparison.formats import Style, writer

    color = target in (None, "-") and options.wants_color(sys.stdout)
    options.deliver(writer(output)(comparison, Style(color, options.width() or 80)), target, force=force)
