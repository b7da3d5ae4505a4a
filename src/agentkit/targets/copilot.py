"""GitHub Copilot: the file's name is the identity; one name stands for several tools of Claude Code."""

from __future__ import annotations

from agentkit.targets.granting import Names
from agentkit.targets.target import Target


class _Copilot(Target):
    mcp = Names("{server}/{tool}", "{server}/*")


TARGET = _Copilot()
