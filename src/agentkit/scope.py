"""What of a tree is looked at: folders that are said to hold agents, and what git or the configuration leaves out."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pathspec import GitIgnoreSpec

_MAX_IGNORE_BYTES = 1024 * 1024


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

    @property
    def agent_roots(self) -> tuple[str, ...]:
        """The folders that are said to hold agents, absolute, sorted."""
        return tuple(sorted(self._roots))

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
        return _spec(self._exclude) if self._exclude else None

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
            self._specs[folder] = _spec_of_file(os.path.join(folder, ".gitignore"))
        return self._specs[folder]


def _spec_of_file(path: str) -> GitIgnoreSpec | None:
    if not os.path.isfile(path):
        return None
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return _spec(stream.read(_MAX_IGNORE_BYTES).splitlines())
    except OSError:
        return None  # what git cannot read either leaves nothing out


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _says(spec: GitIgnoreSpec, path: str, folder: str, *, is_folder: bool) -> bool | None:
    """Give whether patterns leave a path out; None when none of them is about it, or it lies elsewhere."""
    if not path.startswith(folder.rstrip(os.sep) + os.sep):
        return None
    relative = path[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return spec.check_file(f"{relative}/" if is_folder else relative).include
