"""Two states of agents and skills compared by what they mean: rights, skills, model, triggers, hand-offs, sections, tokens, prompt.

`agentkit.diff` compares two registries; `sides` opens files, folders and git revisions for the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.comparison.agents import compare_item, is_broken, reason_of
from agentkit.comparison.change import FAILURES, AgentChange, Change, Comparison
from agentkit.comparison.outline import SectionChange
from agentkit.comparison.pairing import pairs
from agentkit.comparison.rights import RightChange
from agentkit.comparison.sides import Side, items_of
from agentkit.comparison.words import WordDiff
from agentkit.files import Skipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentkit.comparison.pairing import Item
    from agentkit.registry import Registry

__all__ = [
    "FAILURES", "AgentChange", "Change", "Comparison", "RightChange", "SectionChange", "WordDiff", "compare", "diff",
]  # fmt: skip


def diff(old: Registry, new: Registry) -> Comparison:
    """Compare the agents and skills of two registries by what they mean.

    Args:
        old: What there was: `agentkit.load("old-folder")`.
        new: What there is.

    Returns:
        The differences. A file that cannot be read, and a prompt that cannot be rendered, is said there; nothing is raised for it.
    """
    return compare(Side("old", old, len(old.shelves)), Side("new", new, len(new.shelves)))


def compare(old: Side, new: Side, paths: Sequence[str] = (), *, as_one: bool = False) -> Comparison:
    """Compare two sides.

    Args:
        old: What there was.
        new: What there is.
        paths: Files, folders and patterns of what is compared, relative to the sides' roots. Without any, everything.
        as_one: Whether each side is one file, which is the other's whatever its name.

    Raises:
        NoSuchRoot: A path is on neither side.
    """
    ours, theirs = items_of(old), items_of(new)
    if paths and "" not in paths:
        _check_paths(paths, [*ours, *theirs])
        ours, theirs = ([each for each in items if _is_wanted(each, paths)] for items in (ours, theirs))
    changes: list[AgentChange] = []
    unchanged = 0
    for is_skill in (False, True):
        one, other = (
            [each for each in items if each.loaded.found.is_skill == is_skill and _counts(each)] for items in (ours, theirs)
        )
        paired = (
            [(one[0], other[0]._replace(location=one[0].location))]
            if as_one and len(one) == len(other) == 1
            else pairs(one, other)
        )
        for before, after in paired:
            change = compare_item(old, new, before, after)
            unchanged += change is None
            changes += [change] if change is not None else []
    unread = [
        *(Skipped(side.shown(each.loaded.found.path), reason_of(side, each)) for side, items in ((old, ours), (new, theirs)) for each in items if is_broken(each)),
        *old.unread,
        *new.unread,
    ]  # fmt: skip
    passed = [
        *(Skipped(side.shown(each.loaded.found.path), each.loaded.skipped) for side, items in ((old, ours), (new, theirs)) for each in items if each.loaded.skipped),
        *(Skipped(side.shown(each.path), each.reason) for side in (old, new) for shelf in side.registry.shelves[: side.own] for each in shelf.skipped),
        *old.skipped,
        *new.skipped,
    ]  # fmt: skip
    return Comparison(old.label, new.label, tuple(changes), unchanged, tuple(dict.fromkeys(unread)), tuple(dict.fromkeys(passed)))


def _counts(item: Item) -> bool:
    return item.loaded.skipped is None


def _is_wanted(item: Item, paths: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    return any(
        item.location == path or item.location.startswith(path.rstrip("/") + "/") or fnmatchcase(item.location, path)
        for path in paths
    )


def _check_paths(paths: Sequence[str], items: list[Item]) -> None:
    from agentkit.errors import NoSuchRoot
    from agentkit.nearest import did_you_mean

    for path in paths:
        if not any(_is_wanted(item, [path]) for item in items):
            hint = did_you_mean(path, {item.location for item in items})
            raise NoSuchRoot("no agent or skill file on either side", path=path, hint=hint)
