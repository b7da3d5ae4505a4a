from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.persona import Persona
from agentkit.profiles.claude_code import SERVERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownServer(Rule):
    """A list names an MCP server that the project does not configure.

    ## Why is this bad?
    A grant of a server that is not there grants nothing, and nobody is told. Servers are looked up in the files in which
    harnesses keep them (`.mcp.json`, `.claude/settings.json`, `.cursor/mcp.json`, `.vscode/mcp.json` and others), in the folders
    above the file, and in the agent's own `mcpServers:`. Where none of these files is there nothing is reported. A server of the user's own settings
    cannot be seen, so that only a name that resembles a configured one is a warning.
    """

    code = "AK210"
    severity = Severity.INFO
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each server that is not configured."""
        named = [each for each in it.references if each.kind == "server"]
        if not named:
            return
        configured = it.catalog.servers_around(it.path)
        if configured is None:
            return
        own: set[str] = set()
        if isinstance(it.item, Persona):
            own = {name for server in it.item.mcp_servers if not isinstance(server, str) for name in server}
        known = configured | own
        folded = {_fold(name) for name in known}
        for each in named:
            if _fold(each.name) in folded or each.name.startswith(SERVERS) or "*" in each.name:
                continue
            close = nearest(each.name, known, 1)
            hint = f"did you mean {close[0]}?" if close else "configured: " + (", ".join(sorted(known))[:60] or "none")
            severity = Severity.WARNING if close else None
            yield self.at(it, each.span, f"unknown MCP server `{each.name[:80]}`", hint, severity)

    check_skill = check_agent


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.casefold())
