"""Regular expressions that are compiled when they are first used: most runs need few of them, and compiling is what starts take long for."""

from __future__ import annotations

import re
from typing import cast


class _Pattern:
    """Stands for a compiled pattern. Its methods are those of the compiled one, from the first use on at no further cost."""

    __slots__ = ("_flags", "_text", "finditer", "findall", "fullmatch", "match", "pattern", "search", "split", "sub")  # noqa: RUF023

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._text, self._flags)
        for each in ("finditer", "findall", "fullmatch", "match", "pattern", "search", "split", "sub"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Give what can be used as the compiled pattern; `re.compile` is called when it first is.

    Args:
        text: The pattern. Whether it is one shows at its first use: tests use each of ours.
        flags: As for `re.compile`.
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))
