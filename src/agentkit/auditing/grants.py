"""What tool lists give in Claude Code: to read, to run commands, to reach the network, to write, to start others.

Sources: those of `agentkit.profiles.claude_code`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.profiles.claude_code import FORMER_TOOLS, MEMORY_TOOLS, NEVER_GIVEN, TEAM_TOOLS, TOOLS

if TYPE_CHECKING:
    from agentkit.tools import Grant, Tools

GIVES = {
    "read": ("Read", "Glob", "Grep", "LSP", "NotebookRead", "LS", "ReadMcpResourceTool"),
    "shell": ("Bash", "PowerShell", "Monitor"),
    "network": ("WebFetch", "WebSearch", "RemoteTrigger", "ShareOnboardingGuide", "SendUserFile"),
    "write": ("Write", "Edit", "NotebookEdit", "MultiEdit", "Artifact"),
    "start": ("Agent", "Task", "SendMessage", "CronCreate", "TeamCreate"),
}
"""Capability to the tools that give it. A shell gives the first four as well."""
INCOMING = ("WebFetch", "WebSearch", "ReadMcpResourceTool")
"""Tools that bring in text that others have written."""
OUTGOING = ("WebFetch", "WebSearch", "RemoteTrigger", "ShareOnboardingGuide", "SendUserFile")
"""Tools through which something can leave the machine; an address that is fetched carries what stands in it."""
EVERY = "every tool"
_KNOWN = {name.lower(): name for name in (*TOOLS, *FORMER_TOOLS, *TEAM_TOOLS)}


class Granted:
    """The tools that an agent ends up with.

    Args:
        tools: Its list; None where it has none, so that it inherits every tool.
        denied: What is taken away.
        memory: Whether it has a memory, which adds tools.
    """

    def __init__(self, tools: Tools | None, denied: Tools | None, *, memory: bool = False) -> None:
        self.named: dict[str, set[str]] = {}
        """Built-in tool to the grants, as written, that give it."""
        self.servers: set[str] = set()
        """MCP servers that are granted; `every server` among them where all are."""
        self.unknown: list[str] = []
        """Grants that name no tool of Claude Code's."""
        self.narrowly_denied: list[str] = []
        """Denials of a part of a tool, which leave the rest."""
        if tools is None:
            self._take_all(EVERY)
        for grant in tools or ():
            self._take(grant)
        for name in MEMORY_TOOLS if memory else ():
            self._add(name, "memory")
        for grant in denied or ():
            self._deny(grant)

    def _take(self, grant: Grant) -> None:
        if grant.kind == "all":
            self._take_all(grant.text)
        elif grant.kind in ("mcp-server", "mcp-tool"):
            self.servers.add(grant.text)
        elif grant.kind == "agent":
            self._add("Agent", grant.text)
        elif (known := _KNOWN.get(grant.name.strip().lower())) is not None:
            # Claude Code minds case and other harnesses do not; what is counted is the most that it may give.
            self._add(known, grant.text)
        else:
            self.unknown.append(grant.text)

    def _take_all(self, by: str) -> None:
        for name in TOOLS:
            self._add(name, by)
        self.servers.add("every server of the session")

    def _add(self, name: str, by: str) -> None:
        if name not in NEVER_GIVEN:
            self.named.setdefault(name, set()).add(by)

    def _deny(self, grant: Grant) -> None:
        if grant.specifier is not None:
            self.narrowly_denied.append(grant.text)
        elif grant.kind == "all":
            self.named.clear()
            self.servers.clear()
        elif grant.kind in ("mcp-server", "mcp-tool"):
            self.servers.discard(grant.text)
        else:
            self.named.pop("Agent" if grant.kind == "agent" else grant.name, None)
            if grant.kind == "agent":
                self.named.pop("Task", None)

    def by(self, *tools: str) -> set[str]:
        """Give through which grants the agent has one of some tools."""
        found: set[str] = set()
        for tool in tools:
            for grant in self.named.get(tool, ()):
                found.add(f"{tool} (memory)" if grant == "memory" else grant)
        return found
