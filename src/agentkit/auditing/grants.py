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
ALL_SERVERS = "every server of the session"
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
        self.kept_from: list[str] = []
        """MCP servers and tools of them that are denied while all are granted."""
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
        self.servers.add(ALL_SERVERS)

    def _add(self, name: str, by: str) -> None:
        if name not in NEVER_GIVEN:
            self.named.setdefault(name, set()).add(by)

    def _deny(self, grant: Grant) -> None:
        if grant.specifier is not None:
            self.narrowly_denied.append(grant.text)
        elif grant.kind == "all":
            self.kept_from.clear()
            self.named.clear()
            self.servers.clear()
        elif grant.kind in ("mcp-server", "mcp-tool"):
            if ALL_SERVERS in self.servers:
                self.kept_from.append(grant.text)
            self.servers.discard(grant.text)
        else:
            self.named.pop("Agent" if grant.kind == "agent" else grant.name, None)
            if grant.kind == "agent":
                self.named.pop("Task", None)

    def by(self, *tools: str) -> set[str]:
        """Give through which grants the agent has one of some tools; what is left of them where all were granted and some denied."""
        found: set[str] = set()
        some = any(tool in TOOLS and tool not in NEVER_GIVEN and tool not in self.named for tool in tools)
        for tool in tools:
            for grant in self.named.get(tool, ()):
                found.add(f"{tool} (memory)" if grant == "memory" else tool if some and grant == EVERY else grant)
        return found

    def through_servers(self) -> set[str]:
        """Give the MCP servers that are granted, and what of all of them is not."""
        if ALL_SERVERS in self.servers and self.kept_from:
            return {*(self.servers - {ALL_SERVERS}), f"{ALL_SERVERS} but {', '.join(self.kept_from)}"}
        return set(self.servers)
