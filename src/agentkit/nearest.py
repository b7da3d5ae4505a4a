"""The nearest known name to a mistyped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_LIKENESS = 0.75
_SAME_WORD = 0.6
"""Similarity from which a word counts as a misspelling of another."""


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Give up to `count` known names close to `name`, best first; empty when none is close.

    Case, and `_` against `-`, do not count as a difference. A similarity ratio of 0.75 (difflib) is the floor: two letters
    swapped in a name of four are found, and `frobnicate` is not taken for `CronCreate`. Of names of several words that differ in
    one, that word has to be close too: `rust-engineer` is not taken for `data-engineer`.
    """
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for candidate in sorted(known):
        folded.setdefault(_fold(candidate), candidate)
    close = get_close_matches(_fold(name), folded, n=3 * count, cutoff=_LIKENESS)
    return tuple(folded[match] for match in close if not _is_other_word(_fold(name), match))[:count]


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
