"""A name that looks like another: letters of two scripts in one word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_SCRIPTS = (
    ("Cyrillic", "\u0400", "\u052f"),
    ("Greek", "\u0370", "\u03ff"),
    ("Armenian", "\u0530", "\u058f"),
    ("Cherokee", "\u13a0", "\u13ff"),
    ("full-width", "\uff21", "\uff5a"),
)
_NAME = r"^(?:name|title|display_?name):[ \t]{0,80}([^\n#]{1,200})"


def _find(view: View) -> Iterator[Threat]:
    if view.text.isascii() or not view.block_end or view.depth:
        return
    for match in re.finditer(_NAME, view.text[: view.block_end], re.MULTILINE):
        for word in re.finditer(r"[^\W_]{2,80}", match[1]):
            latin = re.search("[A-Za-z]", word[0])
            strange = next((found for found in _strange(word[0])), None)
            if latin is not None and strange is not None:
                char, script = strange
                start = match.start(1) + word.start()
                yield KIND.verdict(
                    start,
                    start + len(word[0]),
                    f"`{word[0]}` mixes Latin letters with {script} ones: U+{ord(char):04X} looks like another letter",
                )


def _strange(word: str) -> Iterator[tuple[str, str]]:
    for at, char in enumerate(word):
        for script, first, last in _SCRIPTS:
            # A Greek letter before or behind a Latin word is a unit or a symbol: μs, Δt.
            if first <= char <= last and (script != "Greek" or 0 < at < len(word) - 1):
                yield char, script


KIND = Kind("mixed-script-name", ("AST04", "LLM03", "CWE-1007"), ("name:",), _find)
