"""Gemini CLI: a list of tools in its own names; one unknown name or field makes the file fail."""

from __future__ import annotations

from agentkit.targets.granting import Names
from agentkit.targets.target import Target


class _GeminiCLI(Target):
    mcp = Names("mcp_{server}_{tool}", "mcp_{server}_*")


TARGET = _GeminiCLI()
