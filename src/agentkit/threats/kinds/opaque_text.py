"""A long run of code that is neither text nor a hash, or characters without a meaning of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.characters import has_any, odd_characters
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled
from agentkit.threats.words import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U0010fffd]{3,1000}"
_ESCAPES = r"(?:\\x[0-9a-f]{2}){24,20000}"
_HEX = r"(?<![0-9a-z+/_-])[0-9a-f]{160,40000}(?![0-9a-z+/_=-])"
_RUN = (Sign(r"(?i:[0-9a-f]{160}|(?:\\x[0-9a-f]{2}){24})", least=96),)


def _find(view: View) -> Iterator[Threat]:
    if has_any(odd_characters(view.text), "\ue000\uf8ff\U000f0000\U0010fffd"):
        for match in compiled(_PRIVATE).finditer(view.text):
            yield KIND.info(*match.span(), f"{len(match[0])} characters of private use")
    if not view.has(_RUN):
        return
    for pattern in (_HEX, _ESCAPES) if "\\x" in view.lower else (_HEX,):
        for match in compiled(pattern).finditer(view.lower):
            start, end = match.span()
            yield KIND.info(start, end, f"a run of {end - start} characters in hex: `{view.shown(start, start + 40)}`")


KIND = Kind("opaque-text", ("AST08", "CWE-506"), (), _find, facts_only=True)
