"""Environments: each module here is one, and the folder is their list.

A module says `REQUIREMENTS` (for pip), and may say `ALONE` (installed without what they depend on), `NPM`, `DEBIAN` (packages that are
unpacked, not installed), `PROGRAMS` (name to the command that prints its version; they must be on the PATH) and `HEAVY = True` (runs on
demand; the others take seconds). Its `check(sample)` gives a `Check`, or None for a sample of another kind. It imports what it installs
inside functions: the table is made without it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.samples.sample import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.samples.check import Check
    from tests.samples.sample import Sample


class Environment(NamedTuple):
    """One module of this folder."""

    name: str
    about: str
    """First line of its docstring."""
    requirements: tuple[str, ...]
    alone: tuple[str, ...]
    npm: tuple[str, ...]
    debian: tuple[str, ...]
    programs: Mapping[str, tuple[str, ...]]
    heavy: bool
    check: Callable[[Sample], Check | None]


@cache
def environments() -> tuple[Environment, ...]:
    """Give all environments: light ones first, then by name."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        found.append(
            Environment(
                name=module.name,
                about=(loaded.__doc__ or "").partition("\n")[0].rstrip("."),
                requirements=loaded.REQUIREMENTS,
                alone=getattr(loaded, "ALONE", ()),
                npm=getattr(loaded, "NPM", ()),
                debian=getattr(loaded, "DEBIAN", ()),
                programs=getattr(loaded, "PROGRAMS", {}),
                heavy=getattr(loaded, "HEAVY", False),
                check=loaded.check,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.heavy, one.name)))


def environment(name: str) -> Environment:
    """Give the environment of a name.

    Raises:
        LookupError: There is none.
    """
    for one in environments():
        if one.name == name:
            return one
    raise LookupError(f"no environment {name!r}; there are {', '.join(one.name for one in environments())}")


@cache
def checks() -> tuple[tuple[Sample, Environment, Check], ...]:
    """Give every check of every sample, by place, then environment."""
    return tuple(
        (sample, one, check) for sample in samples() for one in environments() if (check := one.check(sample)) is not None
    )
