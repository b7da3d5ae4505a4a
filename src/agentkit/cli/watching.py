"""Doing something again whenever a file changes. The only home of watchfiles, an optional extra."""

from __future__ import annotations

import os
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
    check_installed()
    from watchfiles import watch

    _shown(once)
    for _ in watch(*folders, raise_interrupt=False):
        _shown(once)


def check_installed() -> None:
    """Check that watchfiles can be imported.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        hint = "pip install 'agentkit-personas[watch]'"
        raise MissingExtra("watching needs the package watchfiles", hint=hint) from error


def follow(
    folders: Callable[[], frozenset[str]], changed: Callable[[], object], ready: Callable[[], object], ignored: str
) -> None:
    """Do something after changes below some folders, until Ctrl-C, which is raised.

    Args:
        folders: Gives the folders, absolute. Asked again after each change: a new link or fragment may lie elsewhere.
        changed: What to do. It is done once more when a watch has begun, for what changed before.
        ready: Called when the first watch has begun.
        ignored: An absolute folder whose changes do not count; empty when there is none.
    """
    from watchfiles import DefaultFilter, watch

    counts = DefaultFilter(ignore_paths=[f"{ignored}{os.sep}"] if ignored else None)
    first = True
    while True:
        watched = folders()
        begun = False
        for changes in watch(*sorted(watched), watch_filter=counts, yield_on_timeout=True, rust_timeout=_BEGUN_AFTER):
            if changes or not begun:
                changed()
            begun = True
            if first:
                first = False
                ready()
            if changes and folders() != watched:
                break


_BEGUN_AFTER = 400
"""Milliseconds without a change after which watchfiles gives control back, so that what came before its start is looked for."""


def _shown(once: Callable[[], object]) -> None:
    from agentkit.cli import options

    try:
        once()
    except AgentKitError as error:
        options.say(str(error), "error")
    click.echo("watching; Ctrl-C ends it", err=True)
