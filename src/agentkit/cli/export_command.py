"""`agentkit export`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentkit import targets
from agentkit.cli import options
from agentkit.display import visible
from agentkit.errors import NoSuchRoot, WriteRefused

if TYPE_CHECKING:
    from agentkit.targets import Export

_EPILOG = """\
\b
Examples:
  agentkit export data-engineer --for gemini-cli > data-engineer.md
  agentkit export data-engineer --for codex --into .
  agentkit export .claude/agents/dev.md --for opencode --into ~/project
  agentkit export 'SQL Reviewer' --for gemini-cli --as sql-reviewer
"""


def _complete_harnesses(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in targets.names() if name.startswith(incomplete)]


@click.command(epilog=_EPILOG)
@click.argument("agent", metavar="NAME|PATH|-", shell_complete=options.complete_agents_and_files)
@click.option(
    "--for",
    "harness",
    metavar="HARNESS",
    required=True,
    shell_complete=_complete_harnesses,
    help=f"The harness: {', '.join(targets.names())}.",
)
@click.option("-o", "--output", "target", metavar="FILE", type=options.A_PATH, help="Write to a file instead of stdout.")
@click.option("--into", "folder", metavar="FOLDER", type=options.A_PATH, help="Write where the harness looks in this project.")
@click.option("--force", is_flag=True, help="With -o or --into, replace a file that exists.")
@click.option("--as", "called", metavar="NAME", help="Give it another name there.")
@click.option("--allow-missing", is_flag=True, help="Put a note where a skill is missing, instead of failing.")
@options.variable_options
@options.roots_option
def command(
    agent: str,
    harness: str,
    target: str | None,
    folder: str | None,
    force: bool,
    called: str | None,
    allow_missing: bool,
    variables: tuple[str, ...],
    values_file: str | None,
    roots: tuple[str, ...],
) -> None:
    """Write an agent as the file that a harness loads: its tool names, its fields, its place.

    Claude Code puts skills into the prompt by itself; for all others the body is what `agentkit render` prints. What the
    harness has no place for is said on stderr, a line each.
    """
    from agentkit.cli.render_command import open_agent

    if target is not None and folder is not None:
        raise click.UsageError("-o and --into do not go together")
    if force and target is None and folder is None:
        raise click.UsageError("--force goes with -o FILE or --into FOLDER")
    with options.errors_shown():
        targets.get(harness)  # before anything is read
        persona, registry = open_agent(agent, roots)
        for diagnostic in persona.diagnostics:
            options.say_finding(diagnostic)
        values = options.values_of(variables, values_file)
        made = registry.export(persona, harness, variables=values, called=called, allow_missing=allow_missing)
        _tell(made)
        if folder is None:
            options.deliver(made.text, target, force=force)
        else:
            _put_into(made, folder, force=force)


def _tell(made: Export) -> None:
    """Say what is lost, and which skills have to be there."""
    for loss in made.losses:
        options.say(str(loss), "lost")
    if made.skills:
        options.say(f"it looks up these skills itself: {', '.join(made.skills)}", "info")


def _put_into(made: Export, folder: str, *, force: bool) -> None:
    """Write the file to its place below a folder; one that holds the same already is left as it is."""
    from agentkit.cli import turn
    from agentkit.files import read_bytes
    from agentkit.writing import write_new

    if not os.path.isdir(folder):
        raise NoSuchRoot("no such folder", path=folder)
    path = Path(folder, *made.place.split("/"))
    real = os.path.realpath(folder)
    if os.path.commonpath([real, os.path.realpath(path.parent)]) != real:
        raise WriteRefused("its folder is a link that leads outside, not written", path=str(path), hint="-o FILE names it")
    if os.path.isfile(path) and not os.path.islink(path) and read_bytes(str(path)) == bytes(made):
        click.echo(f"{visible(str(path))} is current", err=True)
        return
    turn.sweep([str(path.parent)] if path.parent.is_dir() else [])
    write_new(path, bytes(made), force=force, parents=True)
    click.echo(f"wrote {visible(str(path))}", err=True)
