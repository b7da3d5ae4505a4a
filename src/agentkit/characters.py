"""Which characters beyond ASCII a text has, told once for everything that looks for some of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache


@lru_cache(maxsize=4)
def odd_characters(text: str) -> frozenset[str]:
    """Give the characters of a text that are not ASCII; of the last few texts they are known."""
    return frozenset() if text.isascii() else frozenset("".join(_pattern().findall(text)))


def has_any(characters: frozenset[str], ranges: str) -> bool:
    """Tell whether some characters lie in ranges, without a pattern: compiling one of many ranges takes longer than most texts do.

    Args:
        characters: A few.
        ranges: First and last character of each range, one behind the other.
    """
    return any(first <= each <= last for each in characters for first, last in zip(ranges[::2], ranges[1::2], strict=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"[^\x00-\x7f]+")
