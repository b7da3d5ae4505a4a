"""`agentkit rename`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.renaming import Kind, Plan

_EPILOG = """\
\b
Examples:
  agentkit rename old-name new-name --dry-run   show what would change
  agentkit rename old-name new-name
  agentkit rename --skill sql sql-review        where both have the name
  agentkit rename a b --root plugins/kit        in a folder of the project
"""
_SHOWN = 10


@click.command(epilog=_EPILOG)
@click.argument("old", shell_complete=options.complete_agents_or_skills)
@click.argument("new")
@click.option("--agent", "kind", flag_value="agent", help="OLD is an agent's.")
@click.option("--skill", "kind", flag_value="skill", help="OLD is a skill's.")
@click.option("--root", metavar="DIR", type=options.A_PATH, default=".", help="The project. By default the working directory.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(old: str, new: str, kind: Kind | None, root: str, dry_run: bool) -> None:
    """Give an agent or skill another name, everywhere in the project.

    Changed are its `name`, its file or folder where that is called so, and every mention of it that lint knows: `skills:`,
    `Agent(...)`, hand-offs, tables, lists, sentences, links. All of it is done, or nothing.
    """
    from agentkit import renaming
    from agentkit.cli import turn
    from agentkit.project import open_files, settings

    with options.errors_shown(), nullcontext() if dry_run else turn.turn([root]):
        registry, own = open_files([root], settings([root]))
        planned = renaming.plan(registry, own, old, new, kind)
        if dry_run:
            shown = renaming.difference(planned)
            options.put("".join(f"{visible(line)}\n" for line in shown.splitlines()) if sys.stdout.isatty() else shown)
        else:
            turn.sweep(turn.folders_of(registry, own))
            renaming.write(planned, [root])
            for move in planned.moves:
                click.echo(f"moved {visible(move.source)} -> {visible(move.target)}")
            for change in planned.changes:
                click.echo(f"changed {visible(change.path)} ({_counted(len(change.edits), 'place')})")
        _tell(planned, dry_run=dry_run)


def _tell(planned: Plan, *, dry_run: bool) -> None:
    done = "would rename" if dry_run else "renamed"
    where = f"{_counted(planned.places, 'place')} in {_counted(len(planned.changes), 'file')}"
    click.echo(f"{done} the {planned.kind} {visible(planned.old)} to {visible(planned.new)}: {where}", err=True)
    for left in planned.left[:_SHOWN]:
        click.echo(f"left: {visible(left.path)}:{left.line}:{left.column} may be something else", err=True)
    if len(planned.left) > _SHOWN:
        click.echo(f"left: {len(planned.left) - _SHOWN} more places", err=True)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
