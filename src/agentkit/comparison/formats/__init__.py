"""Output formats of `agentkit diff`, one a file, each with a function `write(comparison, style) -> str`. The folder is the list."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.comparison import Comparison


class Style(NamedTuple):
    """What a format meant for people may do."""

    color: bool = False
    """Whether colour may be used, in the form of terminal escapes."""
    width: int = 80
    """Columns that lines are laid out for; text that has changed is never cut to them."""


def names() -> list[str]:
    """Give the names of the formats, sorted. Imports none of them."""
    return sorted(name[:-3] for name in os.listdir(Path(__file__).parent) if name.endswith(".py") and name[0] != "_")


def writer(name: str) -> Callable[[Comparison, Style], str]:
    """Give the function that writes a comparison in a format."""
    return cast("Callable[[Comparison, Style], str]", import_module(f"agentkit.comparison.formats.{name}").write)
