"""Personas handed to agent frameworks, one module a framework. A module that holds an `ADAPTER` is one; nothing lists them.

`persona.as_claude()` and its like are short for `keywords`, `persona.to_claude()` for `build`: they warn of losses, these give
them. No framework is imported before `build`.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.adapters.ask import Ask
from agentkit.errors import NotFound
from agentkit.loss import Loss

if TYPE_CHECKING:
    from agentkit.adapters.adapter import Adapter
    from agentkit.persona import Persona

__all__ = ["Adapted", "Loss", "build", "get", "keywords", "names"]

_NO_ADAPTER = frozenset({"__init__.py", "adapter.py", "ask.py"})


class Adapted(NamedTuple):
    """What a persona has become, and what was lost on the way."""

    value: Any
    """Keyword arguments, or the framework's object."""
    losses: tuple[Loss, ...]
    """Rights first, then in the order of the file."""


def names() -> list[str]:
    """Give the names of all adapters, sorted. Imports none of them."""
    files = os.listdir(Path(__file__).parent)
    return sorted(name[:-3] for name in files if name.endswith(".py") and name not in _NO_ADAPTER)


def get(name: str) -> Adapter:
    """Import an adapter, and not its framework.

    Raises:
        NotFound: There is none of that name; the error names the nearest.
    """
    known = names()
    if name not in known:
        from agentkit.nearest import nearest

        raise NotFound(f"no adapter named {name[:80]!r}", name=name, close=nearest(name, known) or tuple(known))
    adapter: Adapter = import_module(f"agentkit.adapters.{name}").ADAPTER
    return adapter


def keywords(name: str, persona: Persona, **options: Any) -> Adapted:
    """Give the keyword arguments of a framework's object, without importing the framework.

    Args:
        name: One of `names()`.
        persona: The persona.
        **options: See `agentkit.adapters.ask.Ask`.

    Raises:
        NotFound: There is no adapter of that name.
        RenderError: An option has an unknown value, or a skill, base, fragment or variable is missing.
    """
    ask = Ask(persona, adapter := get(name), **options)
    value = {**adapter.keywords(ask), **ask.arguments}
    return Adapted(value, ask.finish())


def build(name: str, persona: Persona, **options: Any) -> Adapted:
    """Give a framework's object.

    Args:
        name: One of `names()`.
        persona: The persona.
        **options: See `agentkit.adapters.ask.Ask`.

    Raises:
        MissingExtra: The framework is not installed.
        NotFound: There is no adapter of that name.
        RenderError: An option has an unknown value, or a skill, base, fragment or variable is missing.
    """
    ask = Ask(persona, adapter := get(name), **options)
    return Adapted(adapter.build(ask), ask.finish())
