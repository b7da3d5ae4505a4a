"""Qwen Code: a list of tools in its own names, and one of denials."""

from __future__ import annotations

from agentkit.targets.granting import Names
from agentkit.targets.target import Target


class _QwenCode(Target):
    mcp = Names("mcp__{server}__{tool}", "mcp__{server}")
    denies = True


TARGET = _QwenCode()
