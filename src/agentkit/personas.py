"""The personas that ship, importable by name: `from agentkit.personas import data_engineer`.

A name is the persona's with `_` for `-`. Each is read when it is first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agentkit.registry import Registry
from agentkit.shelves import library_shelf

if TYPE_CHECKING:
    from agentkit.persona import Persona


@cache
def _library() -> Registry:
    return Registry([library_shelf()])


def __getattr__(name: str) -> Persona:
    """Give a shipped persona."""
    if name.startswith("_"):
        raise AttributeError(name)
    from agentkit.errors import NotFound

    try:
        return _library()[name.replace("_", "-")]
    except NotFound as error:
        hint = f"; {error.hint}" if error.hint else ""
        raise AttributeError(f"no persona {name!r} ships with agentkit{hint}", name=name) from error


def __dir__() -> list[str]:
    """List the shipped personas."""
    return sorted(stem.replace("-", "_") for stem in _library().stems())
