"""Which characters beyond ASCII a text has, told once for everything that looks for some of them."""

from __future__ import annotations

import re
from functools import cache, lru_cache


@lru_cache(maxsize=4)
def odd_characters(text: str) -> frozenset[str]:
    """Give the characters of a text that are not ASCII; of the last few texts they are known."""
    return frozenset() if text.isascii() else frozenset("".join(_pattern().findall(text)))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"[^\x00-\x7f]+")
