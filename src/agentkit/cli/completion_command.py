"""`agentkit completion`."""

from __future__ import annotations

import click

_EPILOG = """\
\b
To have it in every shell:
  bash   agentkit completion bash >> ~/.bashrc
  zsh    agentkit completion zsh >> ~/.zshrc
  fish   agentkit completion fish > ~/.config/fish/completions/agentkit.fish
"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script for a shell: commands, options, names of agents and skills."""
    from click.shell_completion import get_completion_class

    from agentkit.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    completion = kind(cli, {}, "agentkit", "_AGENTKIT_COMPLETE")
    # Not .source(): for bash that starts a process to ask for bash's version.
    click.echo(completion.source_template % completion.source_vars())
