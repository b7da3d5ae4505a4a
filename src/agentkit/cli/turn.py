"""What every command does that writes: wait for its turn, and take away what a killed run has left."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agentkit.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.registry import Registry


@contextmanager
def turn(paths: Iterable[str | os.PathLike[str]]) -> Iterator[None]:
    """Wait for other runs that write at these paths, and keep them waiting; say on stderr what there is to say."""
    from agentkit import turns

    with turns.turn(paths, lambda line: options.say(line, "warning")):
        yield


def sweep(folders: Iterable[str]) -> None:
    """Take away the temporary files that killed runs have left in these folders, and say so."""
    from agentkit import writing

    for path in writing.sweep(folders):
        options.say(f"removed {path}: a run that was killed has left it", "info")


def folders_of(registry: Registry, own: int) -> set[str]:
    """Give the folders that the files of the first shelves stand in."""
    found = (each for shelf in registry.shelves[:own] for each in (*shelf.agents, *shelf.skills))
    return {os.path.dirname(os.path.realpath(each.path)) for each in found}
