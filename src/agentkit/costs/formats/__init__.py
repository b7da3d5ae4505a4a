"""Output formats of `agentkit budget`, one a file, each with a function `write(budget, style) -> str`. The folder is the list."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.costs import Budget


class Style(NamedTuple):
    """What a format meant for people may do."""

    width: int | None = None
    """Columns of the terminal; None when it is none, and no name may be cut."""
    blocks: bool = True
    """Whether bars may be block characters; else they are ASCII."""


def names() -> list[str]:
    """Give the names of the formats, sorted. Imports none of them."""
    return sorted(name[:-3] for name in os.listdir(Path(__file__).parent) if name.endswith(".py") and name[0] != "_")


def writer(name: str) -> Callable[[Budget, Style], str]:
    """Give the function that writes a budget in a format."""
    return cast("Callable[[Budget, Style], str]", import_module(f"agentkit.costs.formats.{name}").write)
