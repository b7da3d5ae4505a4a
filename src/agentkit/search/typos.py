"""Words that nobody has, taken for one that somebody has and that is a single slip away: a letter more, less, other, or two swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

SHORTEST = 8
"""Letters of the shortest word that is taken for another. Shorter ones have too many neighbours: `printer` is no `pointer`."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mended(word: str, known: Container[str]) -> str | None:
    """Give the known word that a word of ASCII letters is one slip away from, the first by the alphabet; None when there is none.

    The first letter is right: people rarely mistype it.
    """
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return None
    parts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    less = {start + end[1:] for start, end in parts if end}
    swapped = {start + end[1] + end[0] + end[2:] for start, end in parts if len(end) > 1}
    other = {start + letter + end[1:] for start, end in parts if end for letter in _LETTERS}
    more = {start + letter + end for start, end in parts for letter in _LETTERS}
    return min((each for each in less | swapped | other | more if each in known), default=None)
