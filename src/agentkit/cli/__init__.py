"""The command `agentkit`: a group that imports a command when it is called. The only home of click is this package."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TextIO

import click

from agentkit import __version__
from agentkit.overview import COMMANDS, EXAMPLES, PURPOSE


class LazyGroup(click.Group):
    """A group whose commands live in one module each and are imported when asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Give the names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in COMMANDS:
            return None
        module = import_module(f"agentkit.cli.{name}_command")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; of an unknown one say which is nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from agentkit.nearest import did_you_mean

            hint = did_you_mean(args[0], COMMANDS) or "commands: " + ", ".join(COMMANDS)
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    help=PURPOSE,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="agentkit %(version)s")
def cli() -> None:  # noqa: D103 - its help stands in the overview
    pass


def run() -> int:
    """Run the command line.

    Returns:
        The exit status: 0 when all is well, 1 when a file has something wrong, 2 when the call has. A pipe that is closed
        early ends the run quietly with 0, Ctrl-C with 130.
    """
    _mend_streams()
    try:
        if "_AGENTKIT_COMPLETE" in os.environ:
            cli.main(prog_name="agentkit")
        # Not cli.main(): it turns a closed pipe into exit status 1.
        with cli.make_context("agentkit", sys.argv[1:]) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        _silence(sys.stdout)
        return 0
    except OSError as error:
        _silence(sys.stdout)
        click.echo(f"error: cannot write: {error.strerror or error}", err=True)
        return 1
    return 0


def _mend_streams() -> None:
    """Give standard streams that are closed a place to go, and let none fail on a character it has no byte for."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open until the process ends
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _silence(stream: TextIO) -> None:
    """Let a stream that cannot be written to go nowhere: Python would complain once more when it flushes at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        stream.close()
