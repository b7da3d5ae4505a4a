"""Which findings count: rules turned on and off by code, beginning of codes, or name; severities; files left out."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from agentkit.config import ALL, Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agentkit.diagnostic import Diagnostic


class Selection:
    """The answer to which findings count, for one configuration.

    Args:
        config: The settings.
        is_default: Tells whether the rule of a code runs where nothing is selected.
    """

    def __init__(self, config: Config, is_default: Callable[[str], bool]) -> None:
        self._config = config
        self._is_default = is_default
        self._known: dict[str, bool] = {}

    def has(self, code: str, slug: str) -> bool:
        """Tell whether the findings of a rule count."""
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = self._decide(code, slug)
        return known

    def _decide(self, code: str, slug: str) -> bool:
        config = self._config
        selected = _strength((*config.select, *config.extend_select), code, slug)
        ignored = _strength(config.ignore, code, slug)
        if not selected and not config.select and self._is_default(code):
            selected = 1
        return selected > ignored

    def apply(self, found: Diagnostic) -> Diagnostic | None:
        """Give a finding as the configuration wants it; None where it does not count."""
        if not self.has(found.code, found.slug) or self._left_out(found):
            return None
        severity = self._config.severity.get(found.code) or self._config.severity.get(found.slug)
        return found._replace(severity=severity) if severity is not None else found

    def _left_out(self, found: Diagnostic) -> bool:
        if not self._config.per_file_ignores or found.path is None:
            return False
        path = os.path.relpath(found.path, self._config.folder or ".").replace(os.sep, "/")
        return any(
            matches(path, glob) and _strength(rules, found.code, found.slug)
            for glob, rules in self._config.per_file_ignores.items()
        )


def matches(path: str, glob: str) -> bool:
    """Tell whether a path matches a glob: the path itself, or a folder above it. `*` stands for slashes too."""
    glob = glob.removeprefix("./").rstrip("/")
    return fnmatchcase(path, glob) or fnmatchcase(path, f"{glob}/*") or ("/" not in glob and fnmatchcase(path, f"*/{glob}"))


def _strength(rules: Iterable[str], code: str, slug: str) -> int:
    """Give how exactly the rule of a code is named: 0 not at all, 1 by `ALL`, else by how many characters."""
    return max((_match(rule, code, slug) for rule in rules), default=0)


def _match(rule: str, code: str, slug: str) -> int:
    if rule == slug:
        return len(code)
    if rule == ALL:
        return 1
    return len(rule) if code.startswith(rule) else 0
