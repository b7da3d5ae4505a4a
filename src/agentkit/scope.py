"""What of a tree is looked at: folders that are said to hold agents, and what git or the configuration leaves out."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING

from agentkit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pathspec import GitIgnoreSpec

_MAX_IGNORE_BYTES = 1024 * 1024
_MAX_PATTERNS = 5_000
_MAX_PATTERN = 1_000
# A pattern becomes a regular expression that tries every length for every `*`: on a name of 250 characters three in one part of it take
# 2 ms, four 0.4 s, six minutes (pathspec 1.1, measured 2026-11-24). Microseconds a name, at worst, by the number of them.
_MICROSECONDS = (1, 1, 20, 2_000)
_MOST_MICROSECONDS = 20_000
_MOST_DOUBLE_STARS = 3


class Scope:
    """Decides for each file and folder below a root whether it is looked at.

    Args:
        folder: The folder that `roots` and `exclude` are relative to.
        roots: Folders that hold agents though their name does not say so.
        exclude: Patterns as in a .gitignore of what is left out.
        gitignore: Whether what a .gitignore of the repository leaves out is left out. The user's and the clone's own
            ignore files are not read: a check has to say the same on every machine.
    """

    def __init__(
        self, folder: str | Path = "", *, roots: Iterable[str] = (), exclude: Iterable[str] = (), gitignore: bool = True
    ) -> None:
        self._folder = os.path.abspath(folder)
        self._roots = frozenset(os.path.normpath(os.path.join(self._folder, root)) for root in roots)
        self._exclude = tuple(exclude)
        self._gitignore = gitignore
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        self._repositories: dict[str, str | None] = {}
        self._unused: dict[str, str] = {}

    @property
    def agent_roots(self) -> tuple[str, ...]:
        """The folders that are said to hold agents, absolute, sorted."""
        return tuple(sorted(self._roots))

    @property
    def unused(self) -> tuple[tuple[str, str], ...]:
        """The .gitignore files of which patterns are not used so far, sorted, each with why. What they leave out is looked at."""
        return tuple(sorted(self._unused.items()))

    def below(self, root: str) -> Scope:
        """Give the scope of a root that was asked for by name: one that git ignores is looked at with all that is in it."""
        if not self._gitignore or not self._ignored(os.path.abspath(root), is_folder=True):
            return self
        return Scope(self._folder, roots=self._roots, exclude=self._exclude, gitignore=False)

    def fresh(self) -> Scope:
        """Give the same scope with nothing kept of what .gitignore files said."""
        return Scope(self._folder, roots=self._roots, exclude=self._exclude, gitignore=self._gitignore)

    def holds_agents(self, path: str) -> bool:
        """Tell whether a folder is one that is said to hold agents, or lies in one."""
        if not self._roots:
            return False
        absolute = os.path.abspath(path)
        return any(absolute == root or absolute.startswith(root + os.sep) for root in self._roots)

    def left_out(self, path: str, *, is_folder: bool) -> str | None:
        """Give why a file or folder is left out; None when it is looked at."""
        absolute = os.path.abspath(path)
        if self._excluding is not None and _says(self._excluding, absolute, self._folder, is_folder=is_folder):
            return "excluded by the configuration"
        if self._gitignore and self._ignored(absolute, is_folder=is_folder):
            return "ignored by .gitignore"
        return None

    @cached_property
    def _excluding(self) -> GitIgnoreSpec | None:
        if not self._exclude:
            return None
        spec, unused = _spec(self._exclude)
        if unused:
            raise ConfigError(f"`exclude` has a pattern that {unused}", path=self._folder, hint="patterns are as in a .gitignore")
        return spec

    def _ignored(self, path: str, *, is_folder: bool) -> bool:
        """Ask the .gitignore of the nearest folder first: its last line that matches decides, as git does."""
        folder = os.path.dirname(path)
        top = self._repository(folder)
        while top is not None:
            spec = self._spec_of(folder)
            if spec is not None:
                said = _says(spec, path, folder, is_folder=is_folder)
                if said is not None:
                    return said
            if len(folder) <= len(top):
                return False
            folder = os.path.dirname(folder)
        return False

    def _repository(self, folder: str) -> str | None:
        """Give the root of the repository that a folder lies in; None outside one, where git reads no .gitignore either."""
        if folder not in self._repositories:
            above = os.path.dirname(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                self._repositories[folder] = folder
            else:
                self._repositories[folder] = self._repository(above) if above != folder else None
        return self._repositories[folder]

    def _spec_of(self, folder: str) -> GitIgnoreSpec | None:
        if folder not in self._specs:
            path = os.path.join(folder, ".gitignore")
            self._specs[folder], unused = _spec_of_file(path)
            if unused:
                self._unused[path] = f"has a pattern that {unused}: it leaves nothing out"
        return self._specs[folder]


def _spec_of_file(path: str) -> tuple[GitIgnoreSpec | None, str | None]:
    if not os.path.isfile(path):
        return None, None
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            text = stream.read(_MAX_IGNORE_BYTES + 1)
    except OSError:
        return None, None  # what git cannot read either leaves nothing out
    if len(text) > _MAX_IGNORE_BYTES:
        return None, f"lies beyond {_MAX_IGNORE_BYTES:,} characters"
    return _spec(text.splitlines())


def _spec(lines: Iterable[str]) -> tuple[GitIgnoreSpec, str | None]:
    """Give the patterns, and what is wrong with the last one that cannot be used."""
    import warnings

    from pathspec import GitIgnoreSpec

    usable: list[str] = []
    unused: str | None = None
    microseconds = 0
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        dear = _microseconds(line)
        if dear is None or microseconds + dear > _MOST_MICROSECONDS or len(usable) >= _MAX_PATTERNS:
            unused = "would take too long to match"
            continue
        microseconds += dear
        usable.append(line)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # `[[` in a pattern: re thinks of its own future
        try:
            return GitIgnoreSpec.from_lines(usable), unused
        except (ValueError, re.error):  # one of them, and it does not say which
            fit = [line for line in usable if _is_pattern(line)]
            return GitIgnoreSpec.from_lines(fit), "is none"


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):  # `\\` alone, `[z-a]`
        return False
    return True


def _microseconds(pattern: str) -> int | None:
    """Give what a pattern takes for a name at worst; None when that is too much."""
    if len(pattern) > _MAX_PATTERN:
        return None
    parts = pattern.strip().split("/")
    stars = [part.count("*") for part in parts if part != "**"]
    if (
        len(parts) - len(stars) > _MOST_DOUBLE_STARS
        or max(stars, default=0) >= len(_MICROSECONDS)
        or sum(stars) > len(_MICROSECONDS)
    ):
        return None
    return max(_MICROSECONDS[count] for count in stars or [0])


def _says(spec: GitIgnoreSpec, path: str, folder: str, *, is_folder: bool) -> bool | None:
    """Give whether patterns leave a path out; None when none of them is about it, or it lies elsewhere."""
    if not path.startswith(folder.rstrip(os.sep) + os.sep):
        return None
    relative = path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return spec.check_file(f"{relative}/" if is_folder else relative).include
