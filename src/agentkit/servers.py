"""The MCP servers that a project configures, by name: what `mcp__x__y` grants and `mcpServers:` lists can lead to."""

from __future__ import annotations

import os
from pathlib import Path

from agentkit.asked import question
from agentkit.files import is_inside, project_of, read_bytes

FILES = {
    ".mcp.json": "mcpServers",
    "mcp.json": "mcpServers",
    ".claude/settings.json": "mcpServers",
    ".claude/settings.local.json": "mcpServers",
    ".claude-plugin/plugin.json": "mcpServers",
    ".cursor/mcp.json": "mcpServers",
    ".gemini/settings.json": "mcpServers",
    ".qwen/settings.json": "mcpServers",
    ".vscode/mcp.json": "servers",
    "opencode.json": "mcp",
}
"""A project's files to the key under which each lists servers by name. Of `.mcp.json` of a Claude Code plugin the names may
stand at the top. Sources: documentation of Claude Code (MCP, plugins), Cursor, Gemini CLI, Qwen Code, VS Code, OpenCode, 2026-11."""
_MAX_FOLDERS = 32


@question
def configured_servers(folder: str) -> frozenset[str] | None:
    """Give the servers that projects configure, in a folder and those above it, up to the repository's root.

    Returns:
        Their names; None when no file there lists any, so that nothing can be told.
    """
    names: set[str] = set()
    found = False
    lowest = Path(os.path.abspath(folder))
    for above in (lowest, *lowest.parents)[:_MAX_FOLDERS]:
        own = _servers_in(str(above))
        if own is not None:
            found = True
            names |= own
        if (above / ".git").exists():
            break
    return frozenset(names) if found else None


def _servers_in(folder: str) -> frozenset[str] | None:
    import json

    names: set[str] = set()
    found = False
    for name, key in FILES.items():
        path = os.path.join(folder, *name.split("/"))
        if not os.path.isfile(path) or not is_inside(os.path.realpath(path), project_of(path)):
            continue
        data = read_bytes(path)
        if not isinstance(data, bytes):
            continue
        try:
            value = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue  # the harness will say so; without the file nothing is known
        listed = value.get(key) if isinstance(value, dict) else None
        if listed is None and name == ".mcp.json" and isinstance(value, dict):
            listed = value
        if isinstance(listed, dict):
            found = True
            names.update(str(server) for server in listed)
    return frozenset(names) if found else None
