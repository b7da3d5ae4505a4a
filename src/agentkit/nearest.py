"""The nearest known name to a mistyped one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator


_LIKENESS = 0.75
_SAME_WORD = 0.6
"""Similarity from which a word counts as a misspelling of another."""
FEW = 2_000
"""Names that are compared one by one; of more, those are that share rare stretches of letters with the one that is missing."""
_LOOKED_AT = 4_000
"""Places in the index that are looked at for a name, and with it the time that it costs however many names there are."""
_COMPARED = 200
"""Names that are compared after that: those that share most."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Give up to `count` known names close to `name`, best first; empty when none is close.

    Case, and `_` against `-`, do not count as a difference. A similarity ratio of 0.75 (difflib) is the floor: two letters
    swapped in a name of four are found, and `frobnicate` is not taken for `CronCreate`. Of names of several words that differ in
    one, that word has to be close too: `rust-engineer` is not taken for `data-engineer`. Of more than 2,000 names, a bounded number is
    compared, those that share the rarest stretches of three characters, so that many misspellings in many names take linear time.
    """
    from difflib import get_close_matches

    names = known if isinstance(known, frozenset) else frozenset(known)
    folded = _folded(names)
    among: Iterable[str] = folded if len(folded) <= FEW else _likely(_fold(name), names)
    close = get_close_matches(_fold(name), among, n=3 * count, cutoff=_LIKENESS)
    return tuple(folded[match] for match in close if not _is_other_word(_fold(name), match))[:count]


@lru_cache(maxsize=8)
def _folded(known: frozenset[str]) -> dict[str, str]:
    """Give each folded name, sorted, with the name."""
    folded: dict[str, str] = {}
    for candidate in sorted(known):
        folded.setdefault(_fold(candidate), candidate)
    return folded


@lru_cache(maxsize=8)
def _stretches(known: frozenset[str]) -> tuple[list[str], dict[str, array[int]]]:
    """Give the folded names, and for each stretch of three characters the places of those that have it."""
    from array import array

    names = list(_folded(known))
    index: dict[str, array[int]] = {}
    for at, name in enumerate(names):
        for stretch in set(_three(name)):
            if stretch not in index:
                index[stretch] = array("L")
            index[stretch].append(at)
    return names, index


def _likely(name: str, known: frozenset[str]) -> Iterator[str]:
    """Give the names that share most stretches with one, of those that share its rarest."""
    names, index = _stretches(known)
    shared: dict[int, int] = {}
    looked_at = 0
    for places in sorted((index[each] for each in set(_three(name)) & index.keys()), key=len):
        if looked_at + len(places) > _LOOKED_AT and shared:
            break
        looked_at += len(places)
        for at in places[:_LOOKED_AT]:
            shared[at] = shared.get(at, 0) + 1
    best = sorted(shared, key=lambda at: (-shared[at], at))[:_COMPARED]
    return (names[at] for at in sorted(best))


def _three(name: str) -> Iterator[str]:
    padded = f" {name} "
    return (padded[at : at + 3] for at in range(len(padded) - 2))


def could_be_near(name: str, other: str) -> bool:
    """Tell whether a known name can be among those that are `nearest` to another, or keep one from being so."""
    from difflib import SequenceMatcher

    name, other = _fold(name), _fold(other)
    if 2 * min(len(name), len(other)) < _LIKENESS * (len(name) + len(other)):
        return False
    matcher = SequenceMatcher(None, other, name)  # as get_close_matches asks it
    return matcher.quick_ratio() >= _LIKENESS and matcher.ratio() >= _LIKENESS


def _is_other_word(name: str, other: str) -> bool:
    """Tell whether two names of several words differ in one word, and that is another one altogether."""
    from difflib import SequenceMatcher

    differing = [pair for pair in zip(name.split("-"), other.split("-"), strict=False) if pair[0] != pair[1]]
    if "-" not in name or name.count("-") != other.count("-") or len(differing) != 1:
        return False
    return SequenceMatcher(None, *differing[0]).ratio() < _SAME_WORD


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Give the hint `did you mean x?` for the nearest known name, or None."""
    close = nearest(name, known, 1)
    return f"did you mean {close[0]}?" if close else None


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-")


def is_slip(name: str, meant: str) -> bool:
    """Tell whether two names differ by one slip: a letter missing, added or changed, or two neighbours swapped.

    Case and the marks `-` and `_` do not count: `max_turns` is no further from `maxTurns` than `maxTurn`.
    """
    one, other = _letters(name), _letters(meant)
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2][::-1] == other[at : at + 2] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def _letters(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "")
