"""What of tool grants holds what: `Bash` all that `Bash(git *)` gives, `mcp__github` every tool of that server.

Source: Claude Code documentation, sub-agents and permissions, read 2026-10-08. `Agent` and the older `Task` are one right.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentkit.tools import Grant


def covers(wide: Grant, narrow: Grant) -> bool:
    """Tell whether a grant gives all that another one gives."""
    if wide.kind == "all":
        return True
    if wide.kind == "agent" or narrow.kind == "agent":
        if wide.kind != narrow.kind:
            return False
        return not wide.agents or (bool(narrow.agents) and set(narrow.agents) <= set(wide.agents))
    if narrow.server is not None:
        if wide.server is None or wide.server not in (narrow.server, "*"):
            return False
        return wide.kind == "mcp-server" or (narrow.kind == "mcp-tool" and fnmatchcase(narrow.tool or "", _glob(wide.tool or "")))
    if wide.name != narrow.name or wide.server is not None:
        return False
    return wide.kind == "tool" or wide.specifier == narrow.specifier or _is_prefix(wide.specifier or "", narrow.specifier)


def _glob(pattern: str) -> str:
    return re.sub(r"[\[\]?]", lambda match: f"[{match[0]}]", pattern)


def _is_prefix(wide: str, narrow: str | None) -> bool:
    """Tell whether `git *` or `git:*` holds `git log *`; a star elsewhere is not read, and a text that chains commands is not held."""
    if narrow is None or not wide.endswith("*"):
        return False
    if wide == "*":
        return True
    start = wide[:-1].removesuffix(":")
    if "*" in start or re.search(r"[;&|`$<>\n]", narrow) is not None:
        return False
    rest = narrow.removeprefix(start)
    return narrow.startswith(start) and (not wide.endswith(":*") or rest[:1] in ("", " ", ":"))
