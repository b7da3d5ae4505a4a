"""A project that is being edited: checked once, then again after each keystroke in the time that takes nobody's notice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agentkit import project
from agentkit.catalog import Catalog
from agentkit.errors import NotFound
from agentkit.linter.following import Following

if TYPE_CHECKING:
    from agentkit.config import Config
    from agentkit.files import Found
    from agentkit.linter import Report


class Workspace:
    """Files under check whose texts may be an editor's buffers.

    Opening it checks everything. After that `change` checks the file whose text is another, and those whose findings can be others for
    it: they name it, or a name that it has or had. The report is that of `agentkit.lint` with these texts on the disk. What else lies on
    the disk (links, what is beside a skill, settings of servers) is looked at for a file when the file is checked, and for all by
    `refresh`: call that when something was saved.

    Not to be used from several threads at once.

    Args:
        *paths: Files, folders and globs. Without any: the project's own folders below the working directory.
        config: The settings; by default those of the project that the paths lie in, see `agentkit.settings`.
        jobs: Processes for the first check; by default one for a few files, else one a processor.

    Raises:
        NoSuchRoot: A path does not exist.
        ConfigError: The project's configuration cannot be used.
    """

    def __init__(self, *paths: str | os.PathLike[str], config: Config | None = None, jobs: int | None = None) -> None:
        self._paths = paths
        self._config = config if config is not None else project.settings(paths)
        registry, own = project.open_files(paths, self._config)
        self._disk = Catalog(registry.shelves)
        self._buffers: dict[str, bytes] = {}
        self._following = Following(self._disk, own, self._config, jobs=jobs)
        self._own = own
        self._checked = len(self._following.report.files)
        self._places: dict[str, Found] = {}

    @property
    def report(self) -> Report:
        """What is found now, without verdicts."""
        return self._following.report

    @property
    def checked(self) -> int:
        """How many files the last call has checked."""
        return self._checked

    def change(self, path: str | os.PathLike[str], text: bytes | str) -> Report:
        """Take a file to hold a text, whatever is on the disk, until it is closed.

        Args:
            path: One of the files, as an absolute path or relative to the working directory.
            text: All of it. A `str` stands for its UTF-8 bytes.

        Raises:
            NotFound: The path is none of the files that are checked; a new one is found by `refresh` once it is saved.
        """
        found = self._found(path)
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else bytes(text)
        self._buffers[found.path] = data
        self._checked = self._following.put(found, data)
        return self.report

    def close(self, path: str | os.PathLike[str]) -> Report:
        """Take a file to hold again what is on the disk.

        Raises:
            NotFound: The path is none of the files that are checked.
        """
        if self._buffers.pop(self._found(path).path, None) is None:
            self._checked = 0
            return self.report
        return self.refresh()

    def refresh(self) -> Report:
        """Look at the disk: which files there are, what those hold that are not open, and all else that findings rest on.

        Raises:
            NoSuchRoot: A path does not exist any more.
        """
        registry, own = project.open_files(self._paths, self._config)
        self._places = {}
        self._disk = catalog = self._disk.successor(registry.shelves)
        every = {found.path: found for shelf in registry.shelves for found in (*shelf.agents, *shelf.skills)}
        for path, data in self._buffers.items():
            if path in every:
                catalog = catalog.with_text(every[path], data)
        if own != self._own:  # a project's first agents, or its last ones are gone
            self._own = own
            self._following = Following(catalog, own, self._config)
            self._checked = len(self.report.files)
        else:
            self._checked = self._following.follow(catalog)
        return self.report

    def _found(self, path: str | os.PathLike[str]) -> Found:
        if not self._places:
            shelves = self._following.catalog.shelves[: self._own]
            every = [found for shelf in shelves for found in (*shelf.agents, *shelf.skills)]
            self._places = {os.path.abspath(found.path): found for found in reversed(every)}
        found = self._places.get(os.path.abspath(path))
        if found is not None:
            return found
        raise NotFound(f"{os.fspath(path)} is none of the files that are checked", name=os.fspath(path))
