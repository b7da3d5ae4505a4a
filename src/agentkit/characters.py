"""Which unusual characters a text has, told once for everything that looks for some of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = bytes((*b"\t\n\r", *range(32, 127)))


@lru_cache(maxsize=4)
def odd_characters(text: str) -> frozenset[str]:
    """Give the characters of a text that are not ASCII, and controls but for tabs and line ends; of the last few texts they are known."""
    # Bytes without the usual ones: faster than a search for the others, and than a set of all characters.
    return frozenset(text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass"))


def has_any(characters: Iterable[str], ranges: str) -> bool:
    """Tell whether some characters lie in ranges, without a pattern: compiling one of many ranges takes longer than most texts do.

    Args:
        characters: A few.
        ranges: First and last character of each range, one behind the other.
    """
    return any(_lies_in(each, ranges) for each in characters)


@lru_cache(maxsize=16_384)
def _lies_in(character: str, ranges: str) -> bool:
    return any(first <= character <= last for first, last in zip(ranges[::2], ranges[1::2], strict=True))
