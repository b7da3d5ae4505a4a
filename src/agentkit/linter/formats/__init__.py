"""Output formats of the linter, one a file, each with a function `write(report, style) -> Iterator[str]`: the text in pieces. The folder is the list."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agentkit.linter import Report


class Style(NamedTuple):
    """What a format meant for people may do."""

    color: bool = False
    """Whether colour may be used, in the form of terminal escapes."""
    width: int | None = None
    """Columns of the terminal; None when it is none, and nothing may be cut."""


def names() -> list[str]:
    """Give the names of the formats, sorted. Imports none of them."""
    return sorted(name[:-3] for name in os.listdir(Path(__file__).parent) if name.endswith(".py") and name[0] != "_")


def writer(name: str) -> Callable[[Report, Style], Iterator[str]]:
    """Give the function that writes a report in a format, piece after piece."""
    return cast("Callable[[Report, Style], Iterator[str]]", import_module(f"agentkit.linter.formats.{name}").write)
