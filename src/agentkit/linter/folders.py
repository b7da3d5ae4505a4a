"""The folder that files are compared within: of a harness, where the path names one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

AGENT_FOLDERS = frozenset({"agents", "agent", "subagents"})
SKILL_FOLDERS = frozenset({"skills"})


@lru_cache(maxsize=4096)
def folder_called(folder: str, names: frozenset[str]) -> str | None:
    """Give the innermost folder of one of these names that a folder is or lies in, at any depth; None where there is none."""
    path = PurePath(folder)
    return next((str(each) for each in (path, *path.parents) if each.name in names), None)


@lru_cache(maxsize=4096)
def plain(folder: str) -> str:
    """Give a folder in the one spelling that all of its have in common."""
    return str(PurePath(folder))


@lru_cache(maxsize=4096)
def is_hidden(folder: str) -> bool:
    """Tell whether a folder is one whose name starts with a dot, as those of harnesses do, or lies in one."""
    return any(part.startswith(".") and part.strip(".") for part in PurePath(folder).parts)
