"""Agents that their own examples do not find, and the agents that stand before them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from agentkit.search import Index


class Missed(NamedTuple):
    """An example that does not find its agent."""

    example: str
    """As written."""
    found: tuple[str, ...]
    """The agents it finds instead, best first."""


class Unroutable(NamedTuple):
    """An agent that half of its examples or more do not find."""

    name: str
    examples: int
    """How many it has."""
    missed: tuple[Missed, ...]
    """Those that do not find it, in order."""
    shadowed_by: str | None
    """The agent that stands first for more than half of the examples; None when there is no such one."""


def unroutable(index: Index, k: int = 3) -> tuple[Unroutable, ...]:
    """Give the agents that half of their own examples or more do not find among the best `k`, sorted by name.

    Each example is asked as if its agent did not have it (leave-one-out), so that it finds its agent by the other examples
    and the other fields, not by itself. How often a word is used in the whole registry is counted with it. Agents without
    examples are not judged.
    """
    found = []
    for name, examples in index.examples.items():
        missed = []
        for example in examples:
            ranked = tuple(index.rank_without(name, example, k))
            if name not in ranked:
                missed.append(Missed(example, ranked))
        if 2 * len(missed) >= len(examples):
            firsts = Counter(each.found[0] for each in missed if each.found)
            first, times = max(firsts.items(), key=lambda item: item[1], default=("", 0))
            shadow = first if 2 * times > len(examples) else None
            found.append(Unroutable(name, len(examples), tuple(missed), shadow))
    return tuple(found)
