"""`agentkit which`."""

from __future__ import annotations

import click

from agentkit.cli import options
from agentkit.display import visible

_EPILOG = """\
\b
Examples:
  agentkit which data-engineer
  agentkit which --skill clean-code
"""


@click.command(epilog=_EPILOG)
@click.argument("name", shell_complete=options.complete_agents_or_skills)
@click.option("--skill", is_flag=True, help="NAME is a skill's.")
@options.roots_option
def command(name: str, skill: bool, roots: tuple[str, ...]) -> None:
    """Print the file that a name means; below it the files of the same name that it shadows.

    An earlier root wins: the project before the shipped library. Within a root the file of that name wins, then agents/,
    .claude/, .agents/, .agent/, then the order of paths.
    """
    with options.errors_shown():
        registry = options.open_registry(roots)
        if skill:
            winner, *shadowed = registry.skills.which(name)
        else:
            winner, *shadowed = registry.which(name)
        click.echo(visible(winner.found.path))
        for loaded in shadowed:
            click.echo(f"  shadows {visible(loaded.found.path)}")
