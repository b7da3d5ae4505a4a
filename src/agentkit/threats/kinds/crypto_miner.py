"""A program that mines for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "stratum",
    "xmrig",
    "minerd",
    "cpuminer",
    "nanominer",
    "t-rex",
    "ethminer",
    "phoenixminer",
    "nicehash",
    "coinhive",
    "moneroocean",
    "minexmr",
    "supportxmr",
    "hashvault",
    "xmr-stak",
    "lolminer",
    "cryptonight",
    "randomx",
    "coinimp",
)
_PATTERN = (
    r"stratum\d?\+(?:tcp|ssl|tls)://[^\s'\"`]{4,120}|\b(?:xmrig|minerd|cpuminer|nanominer|ethminer|phoenixminer|xmr-stak|lolminer|t-rex)\b[^\n]{0,80} (?:-o|--url|--pool|-p|-u|--user|--donate-level|-a|--algo)[ =]\S[^\n]{0,80}|"
    r"\b(?:pool\.|gulf\.|xmr\.|[a-z-]{2,10}\.)?(?:moneroocean\.stream|minexmr\.com|supportxmr\.com|hashvault\.pro|nanopool\.org|2miners\.com|c3pool\.com|f2pool\.com|nicehash\.com):\d{2,5}|"
    r"(?:curl|wget|git clone)\b[^\n]{0,120}(?:/xmrig|/cpuminer|/xmr-stak|/lolminer)[^\n]{0,80}|\b(?:coinhive|coinimp)(?:\.min)?\.js|\bcoinhive\.(?:anonymous|user)\("
)


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        message = f"a program mines for somebody: `{view.shown(*match.span())}`"
        if not view.runs(match.start()) and view.is_defensive(match.start()):
            yield KIND.info(*match.span(), f"{message}, spoken of and not given to be run")
        else:
            yield KIND.verdict(*match.span(), message)


KIND = Kind("crypto-miner", ("AST01", "CWE-506", "CWE-400"), _MARKS, _find)
