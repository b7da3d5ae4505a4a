"""What a project wants of the linter: `[tool.agentkit]` in pyproject.toml, or agentkit.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agentkit.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.diagnostic import Severity

ALL = "ALL"
"""Stands for every rule in `select`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a run. Rules are named by code (`AK201`), by a beginning of codes (`AK2`), by name, or by `ALL`."""

    select: tuple[str, ...] = ()
    """Rules that run, and no other; empty for those that run by default."""
    extend_select: tuple[str, ...] = ()
    """Rules that run beside those."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run. Where a finding is both selected and ignored the longer beginning counts, then `ignore`."""
    severity: Mapping[str, Severity] = field(default_factory=FrozenDict, hash=False)
    """Rule to the severity of its findings, in place of its own."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict, hash=False)
    """Glob of paths, relative to the configuration's folder, to rules whose findings there do not count."""
    harnesses: tuple[str, ...] = ()
    """Keys of the harnesses that verdicts are given for; empty for all."""
    roots: tuple[str, ...] = ()
    """Folders, relative to the configuration's, that hold agents though their name does not say so."""
    exclude: tuple[str, ...] = ()
    """Globs of paths, relative to the configuration's folder, that are not checked."""
    extra_tools: tuple[str, ...] = ()
    """Names of tools that exist beside the known ones."""
    plugins: tuple[str, ...] = ()
    """Modules with further rules; from the command line or the user's own configuration, never from a project's."""
    path: str | None = None
    """The file that this was read from; None for the defaults."""
    folder: str = ""
    """The folder that globs and roots are relative to."""


DEFAULT = Config()
"""The settings where nothing is configured."""
