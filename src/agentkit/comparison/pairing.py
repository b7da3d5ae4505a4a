"""Which file of the one side is which of the other: by path, then by name, then by what its body says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.comparison.words import similarity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agentkit.catalog import Loaded

ALIKE = 0.6
"""Share of two bodies that has to be the same for one to be the other renamed. A judgement."""
_MOST_PAIRS = 20_000


class Item(NamedTuple):
    """A file of one side."""

    loaded: Loaded
    location: str
    """Path below its root, with `/`."""

    @property
    def name(self) -> str:
        """The name of what it holds; its location where it cannot be read."""
        return self.loaded.item.name if self.loaded.item is not None else self.location

    @property
    def body(self) -> str:
        """The text below its frontmatter."""
        return self.loaded.document.body if self.loaded.document is not None else ""


def pairs(old: list[Item], new: list[Item]) -> list[tuple[Item | None, Item | None]]:
    """Pair files; one without a partner stands with None. In the order of the new side, what is gone last.

    Files of one location are one, whatever they hold. Of the rest, those whose name only one file on each side has; those with one body; those
    whose bodies are mostly the same, the most alike first.
    """
    partner: dict[int, Item] = {}
    left_old = {id(item): item for item in old}
    left_new = {id(item): item for item in new}

    def take(one: Item, other: Item) -> None:
        partner[id(other)] = left_old.pop(id(one))
        del left_new[id(other)]

    def by(key: Callable[[Item], str | None]) -> None:
        ours, theirs = _only(left_old.values(), key), _only(left_new.values(), key)
        for value, one in ours.items():
            if value in theirs:
                take(one, theirs[value])

    by(lambda item: item.location)
    by(lambda item: item.name if item.loaded.item is not None else None)
    by(lambda item: item.body.strip())
    if len(left_old) * len(left_new) <= _MOST_PAIRS:
        ours, theirs = list(left_old.values()), list(left_new.values())
        ratios = [(similarity(one.body, other.body), at, to) for at, one in enumerate(ours) for to, other in enumerate(theirs)]
        for ratio, at, to in sorted(ratios, key=lambda each: (-each[0], *each[1:])):
            if ratio >= ALIKE and id(ours[at]) in left_old and id(theirs[to]) in left_new:
                take(ours[at], theirs[to])
    return [*((partner.get(id(item)), item) for item in new), *((item, None) for item in left_old.values())]


def _only(items: Iterable[Item], key: Callable[[Item], str | None]) -> dict[str, Item]:
    """Give the items by a key that no other one has; those without a key are left out."""
    found: dict[str, list[Item]] = {}
    for item in items:
        value = key(item)
        if value:
            found.setdefault(value, []).append(item)
    return {value: group[0] for value, group in found.items() if len(group) == 1}
