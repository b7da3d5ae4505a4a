"""Doing something again whenever a file changes. The only home of watchfiles, an optional extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agentkit.errors import AgentKitError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def repeat(once: Callable[[], object], folders: Sequence[Path]) -> None:
    """Do something now, and again after each change below some folders, until Ctrl-C.

    An error of agentkit's is shown and does not end the watch: the file that has it is being written.

    Raises:
        MissingExtra: watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        hint = "pip install 'agentkit-personas[watch]'"
        raise MissingExtra("watching needs the package watchfiles", hint=hint) from error
    _shown(once)
    for _ in watch(*folders, raise_interrupt=False):
        _shown(once)


def _shown(once: Callable[[], object]) -> None:
    from agentkit.cli import options

    try:
        once()
    except AgentKitError as error:
        options.say(str(error), "error")
    click.echo("watching; Ctrl-C ends it", err=True)
