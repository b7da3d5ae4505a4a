"""Facts about harnesses, one module a harness, each with source and date. Data only: no module here computes.

A module that holds a `PROFILE` is a harness; its file is the whole registration.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.profiles.profile import Profile

_NO_HARNESS = frozenset(
    f"{name}.py"
    for name in "__init__ profile specification tool_names values field_names field_values places portable_names".split()
)


def names() -> list[str]:
    """Give the keys of all harnesses, sorted. Imports none of them."""
    found = (name for name in os.listdir(Path(__file__).parent) if name.endswith(".py") and name not in _NO_HARNESS)
    return sorted(name[:-3].replace("_", "-") for name in found)


def get(key: str) -> Profile:
    """Import the profile of a harness, and of no other.

    Raises:
        KeyError: There is no harness of that key.
    """
    if key not in names():
        raise KeyError(key)
    profile: Profile = import_module(f"agentkit.profiles.{key.replace('-', '_')}").PROFILE
    return profile


def named(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the keys that texts such as `claude-code,copilot` name, each once, in that order.

    Raises:
        NotFound: One of them is that of no harness; the error names the nearest.
    """
    keys: dict[str, None] = {}
    known = names()
    for name in (part.strip() for text in texts for part in text.split(",")):
        if name and name not in known:
            from agentkit.errors import NotFound
            from agentkit.nearest import nearest

            words = {word: key for key in known for word in key.split("-")}  # who writes `gemni` means `gemini-cli`
            close = nearest(name, known) or tuple(words[word] for word in nearest(name.casefold(), words))
            raise NotFound(f"no harness named {name[:80]!r}", name=name, close=close or tuple(known))
        if name:
            keys[name] = None
    return tuple(keys)


@cache
def meaningful_fields(*, skill: bool) -> dict[str, str]:
    """Give each field that changes what an agent or skill does in some harness, and that harness's title.

    A field that no harness reads, such as `category`, loses nothing where it is ignored.
    """
    found: dict[str, str] = {}
    for key in ("claude-code", *names()):  # a field that several harnesses share is called Claude Code's
        profile = get(key)
        form = profile.format(skill=skill)
        for field in form.fields if form is not None else ():
            if field.supported and not field.cosmetic:
                found.setdefault(field.name, profile.title)
    return found
