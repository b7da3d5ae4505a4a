"""Cursor: no list of tools."""

from __future__ import annotations

from types import MappingProxyType

from agentkit.targets.target import Target


class _Cursor(Target):
    read_only = MappingProxyType({"readonly": True})


TARGET = _Cursor()
