"""Which harness a file is written for, as far as its folder says.

Source: the survey of 17 harnesses made for agentkit on 2026-11-23. `.agents/` and `.agent/` are read by several harnesses
(Antigravity, Goose), of which Claude Code is none.
"""

from __future__ import annotations

import re

_FOLDERS = {
    ".claude": "claude-code",
    ".github": "copilot",
    ".copilot": "copilot",
    ".opencode": "opencode",
    ".gemini": "gemini-cli",
    ".codex": "codex",
    ".cursor": "cursor",
    ".qwen": "qwen-code",
    ".kiro": "kiro",
    ".factory": "factory-droid",
    ".kilo": "kilo",
    ".goose": "goose",
    ".junie": "junie",
    ".devin": "devin",
}


NAMED_BY_FILE = frozenset({"copilot", "opencode", "cursor", "kiro", "kilo", "junie", "devin"})
"""Harnesses that take an agent's identity from its file, or its folder, where it has no `name`."""
LABELS = {
    "claude-code": "Claude Code",
    "codex": "Codex",
    "gemini-cli": "Gemini CLI",
    "qwen-code": "Qwen Code",
    "factory-droid": "Factory Droid",
    "goose": "Goose",
}
"""Key to name of the harnesses that need a `name`."""


_SHARED = frozenset({".agents", ".agent"})


def harness_of(path: str | None) -> str | None:
    """Give the key of the harness whose folder a file lies in, the innermost one; None where the place does not say."""
    return _FOLDERS.get(_place(path))


def is_for_another(path: str | None) -> bool:
    """Tell whether a file lies in a folder that other harnesses than Claude Code read, so that its values are theirs."""
    return _place(path) not in ("", ".claude")


def _place(path: str | None) -> str:
    """Give the innermost folder that says who reads a file; empty where none does."""
    if path is None:
        return ""
    *folders, name = re.split(r"[\\/]", path)
    if name.lower().endswith((".agent.md", ".chatmode.md")):
        return ".github"
    return next((folder for folder in reversed(folders) if folder in _FOLDERS or folder in _SHARED), "")
