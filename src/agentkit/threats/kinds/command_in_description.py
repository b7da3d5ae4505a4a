"""A description that holds an address or a command: every session reads it, whether the agent is used or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_COMMAND = r"https?://[^\s'\"<>`)\]]{3,200}|\b(?:curl|wget) -?\S|\b(?:ba)?sh -c\b|\brm -rf\b|\| ?(?:ba)?sh\b|\bbase64 -d|\bsudo \w|\bpowershell -|\bpip3? install \S|\bnpm install \S|\bnpx -y\b|\beval\("
_VALUE = r"\ndescription:[^\n]{0,20000}(?:\n[ \t]+[^\n]{0,20000}|\n(?=\n)){0,400}"
_MARKS = ("http", "curl", "wget", "sh", "rm -rf", "base64 -d", "sudo ", "pip", "npm install", "npx -y", "eval(")
"""Of which one stands in every command."""


def _find(view: View) -> Iterator[Threat]:
    if not view.block_end:
        return
    at = view.lower.find("\ndescription:", 0, view.block_end)
    match = compiled(_VALUE).match(view.lower, at, view.block_end) if at >= 0 else None
    if match is None or not any(mark in match[0] for mark in _MARKS):
        return
    found = compiled(_COMMAND).search(view.lower, match.start(), match.end())
    if found is not None:
        what = "an address" if found[0].startswith("http") else "a command"
        yield KIND.warning(*found.span(), f"the description holds {what}: `{view.shown(*found.span())}`")


KIND = Kind("command-in-description", ("AST04", "LLM01", "CWE-1427"), ("description:",), _find, facts_only=True)
