"""A command in ``!`…` `` that Claude Code runs while it loads the text, before anybody is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_local
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_PATTERN = r"(?<![`\w!])!`([^`\n]{1,2000})`"
_SENDS = r"\b(?:curl|wget|nc|ncat|netcat|iwr|irm|invoke-webrequest|invoke-restmethod|scp|dig|nslookup|telnet|socat)\b|/dev/tcp/"
_STRONG = r"\brm\b|\b(?:ba|z)?sh -c\b|\b(?:python3?|node|perl|ruby) -[ce]\b|\beval\b|\bsudo\b|\bssh\b|https?://|\bnpx\b|\bpip3? install\b|\bnpm (?:i|install)\b|\bchmod\b|base64 (?:-d|--decode)|>\s?~|\b(?:cat|less|head) [^|]{0,40}(?:\.ssh|\.aws|\.env\b|credentials)"


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" or view.depth:
        return
    for match in view.search(_PATTERN, ("!`",)):
        if view.fence(match.start()) is not None:
            continue
        command = match[1]
        shown = view.shown(*match.span(1))
        sends = compiled(_SENDS).search(command) is not None
        urls = re.findall(URL, command)
        if sends and not (urls and all(map(is_local, urls))):
            yield KIND.verdict(*match.span(), f"a command that reaches the network runs as soon as this is loaded: `{shown}`")
        elif compiled(_STRONG).search(command) is not None:
            yield KIND.warning(*match.span(), f"a command runs as soon as this is loaded: `{shown}`")
        else:
            yield KIND.info(*match.span(), f"a command runs as soon as this is loaded: `{shown}`")


KIND = Kind("dynamic-command", ("AST01", "AST03", "LLM06", "CWE-78"), ("!`",), _find)
