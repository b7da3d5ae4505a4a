"""An address at which anybody can put a text without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_paste
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "paste",
    "bin.",
    "rentry",
    "glot.",
    "0x0.",
    "ix.io",
    "transfer.sh",
    "gofile",
    "catbox",
    "anonfile",
    "file.io",
    "telegra.ph",
    "controlc",
    "discordapp",
    "tmpfiles",
    "bashupload",
    "mediafire",
    "snippet.",
    "sprunge",
    "uguu",
    "pomf",
    "oshi.",
    "workupload",
)


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(URL, _MARKS):
        if is_paste(match[0]) and not view.is_defensive(match.start()):
            yield KIND.warning(*match.span(), f"an address of a paste site: `{view.shown(*match.span())}`")


KIND = Kind("paste-host", ("AST02", "LLM03", "CWE-829"), _MARKS, _find, facts_only=True)
