"""A project as it is checked: its configuration found, its files opened, linted. What `agentkit.lint` and the command call."""

from __future__ import annotations

import os
from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit import config as configuration
from agentkit.errors import NoSuchRoot
from agentkit.linter import check_names
from agentkit.scope import Scope
from agentkit.shelves import (
    default_shelves,
    fresh,
    library_shelf,
    shelf_of_file,
    shelves_and_around,
    shelves_around,
    without_repeats,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from agentkit.catalog import Loaded
    from agentkit.config import Config
    from agentkit.linter import Report
    from agentkit.registry import Registry
    from agentkit.shelves import Shelf


def settings(
    paths: Sequence[str | os.PathLike[str]] = (),
    *,
    file: str | os.PathLike[str] | None = None,
    isolated: bool = False,
    plugins: Iterable[str] = (),
) -> Config:
    """Find the settings for some paths: the user's own, and over them those of the project that the paths lie in.

    Args:
        paths: What is checked; the nearest configuration at or above what they have in common counts. Without any: at or
            above the working directory.
        file: The configuration file to read in place of the project's.
        isolated: Whether neither the user's nor a project's configuration is read.
        plugins: Modules with further rules, beside those of the user's configuration.

    Raises:
        ConfigError: A configuration file cannot be used.
    """
    found = configuration.DEFAULT
    if not isolated:
        own = configuration.user_file()
        if own.is_file():
            found = configuration.load(own, user=True)
    path = Path(file) if file is not None else None
    if path is None and not isolated:
        path = configuration.find(_common(paths))
    if path is not None:
        found = configuration.load(path, over=found)
    found = replace(found, plugins=tuple(dict.fromkeys((*found.plugins, *plugins))))
    check_names(found)
    return found


def _common(paths: Sequence[str | os.PathLike[str]]) -> Path:
    every = [os.path.abspath(path) for path in paths if not has_magic(os.fspath(path))]
    try:
        return Path(os.path.commonpath(every)) if every else Path()
    except ValueError:  # on several drives
        return Path(every[0])


class Looked(NamedTuple):
    """What is checked, and what that can name: found, and not read."""

    shelves: tuple[Shelf, ...]
    own: int
    """How many of the first shelves are what is checked."""
    again: Callable[[], list[Shelf]]
    """Looks for the same files anew."""

    def open(self) -> Registry:
        """Open the files."""
        from agentkit.registry import Registry

        return Registry(self.shelves, self.again)

    def document(self, path: str) -> None:
        """Give None: nothing has been read."""


def look(paths: Sequence[str | os.PathLike[str]], config: Config, *, gitignore: bool = True) -> Looked:
    """Look for what is checked, together with what it can name. No file is read, and nothing imported that reads one.

    Args:
        paths: Files, folders and globs. Without any: the project's own folders below the working directory, and those that
            the configuration says hold agents.
        config: The settings.
        gitignore: Whether what a .gitignore leaves out is left out.

    Raises:
        NoSuchRoot: A path does not exist, or a glob matches nothing.
    """
    scope = Scope(config.folder, roots=config.roots, exclude=config.exclude, gitignore=gitignore)
    if paths:
        roots = [each for path in paths for each in expanded(os.fspath(path))]
        found, own = shelves_and_around(roots, scope)
        return Looked(tuple(found), own, lambda: shelves_and_around(roots, fresh(scope))[0])
    found = default_shelves(scope=scope)
    return Looked(tuple(found), own_shelves(found), lambda: default_shelves(scope=fresh(scope)))


def open_files(paths: Sequence[str | os.PathLike[str]], config: Config, *, gitignore: bool = True) -> tuple[Registry, int]:
    """Open what is checked, together with what it can name.

    Args:
        paths: As for `look`.
        config: As for `look`.
        gitignore: As for `look`.

    Returns:
        The registry, and how many of its first shelves are what is checked.

    Raises:
        NoSuchRoot: A path does not exist, or a glob matches nothing.
    """
    looked = look(paths, config, gitignore=gitignore)
    return looked.open(), looked.own


def own_shelves(shelves: Sequence[Shelf]) -> int:
    """Give how many of the first shelves are the project's, of those that are found without a path: 0 or 1."""
    return 1 if len(shelves) > 1 or (shelves and Path(shelves[0].root) == Path()) else 0


def open_text(data: bytes, path: str) -> tuple[Registry, int]:
    """Open a text as if it stood in a file, together with what it can name: an editor's buffer that is not saved yet.

    Args:
        data: The text's bytes.
        path: The file, which need not exist.

    Returns:
        As `open_files`.
    """
    from agentkit.registry import Registry

    shelf = shelf_of_file(Path(path))
    registry = Registry(without_repeats([shelf, *shelves_around(Path(path)), library_shelf()]))
    for found in (*shelf.agents, *shelf.skills):
        registry.put(found, data)
    return registry, 1


def affected_by(report: Report, registry: Registry, own: int, changed: frozenset[Path]) -> Report:
    """Keep of a report the files that have changed, and those that name something in a changed file. A skill is its folder.

    Args:
        report: What was found in all files.
        registry: What was checked.
        own: How many of its first shelves were.
        changed: Absolute paths of files that were changed, added or deleted.

    Returns:
        The report of those files alone, with their number.
    """
    checked = [registry.load(found) for shelf in registry.shelves[:own] for found in (*shelf.agents, *shelf.skills)]
    counted = [loaded for loaded in checked if loaded.skipped is None]
    folders_of_changed = frozenset(folder for each in changed for folder in each.parents)
    names = _names_of(changed)
    names |= {
        loaded.item.name
        for loaded in counted
        if loaded.item is not None and _is_in(loaded.found.path, changed, folders_of_changed)
    }
    folders = {os.path.realpath(os.path.dirname(each.found.path)): each.found.path for each in counted if each.found.is_skill}
    kept = {
        loaded.found.path: loaded
        for loaded in counted
        if _is_in(loaded.found.path, changed, folders_of_changed) or not names.isdisjoint(named_in(loaded))
    }
    return report._replace(
        diagnostics=tuple(
            each for each in report.diagnostics if each.path in kept or _owner(Path(each.path or ""), folders) in kept
        ),
        agents=sum(not loaded.found.is_skill for loaded in kept.values()),
        skills=sum(loaded.found.is_skill for loaded in kept.values()),
        files=tuple(sorted(kept)),
        unchanged=len({loaded.found.path for loaded in counted}) - len(kept),
    )


def _owner(path: Path, skills: Mapping[str, str]) -> str | None:
    """Give the file of the skill that a file lies beside, of the nearest folder that is a skill."""
    if not skills:
        return None
    folder = os.path.realpath(path.parent)
    while folder not in skills and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return skills.get(folder)


def _names_of(changed: frozenset[Path]) -> set[str]:
    """Give the names that changed files may have or may have had: of a deleted one only its place is known."""
    from agentkit.persona import stem_of

    names: set[str] = set()
    for path in changed:
        if path.name.lower() == "skill.md":
            names.add(path.parent.name)
        elif path.suffix.lower() in (".md", ".markdown"):
            names.add(stem_of(path.name) or "")
    return names


def _is_in(path: str, changed: frozenset[Path], above: frozenset[Path]) -> bool:
    """Tell whether a file has changed; `above` are the folders that changed files lie in, at any depth."""
    absolute = Path(os.path.abspath(path))
    if absolute in changed or Path(os.path.realpath(path)) in changed:
        return True
    # A skill has changed when anything in its folder has.
    return absolute.name.lower() == "skill.md" and absolute.parent in above


def named_in(loaded: Loaded) -> set[str]:
    """Give the agents and skills that a file names, without plugin and marketplace."""
    from agentkit.references import find_references

    if loaded.item is None or loaded.document is None:
        return set()
    mentioned = find_references(loaded.document, loaded.item)
    names = {each.name for each in mentioned if each.kind in ("agent", "skill")}
    return names | {name.rpartition("/")[2].rpartition(":")[2].partition("@")[0] for name in names}


def expanded(path: str) -> list[Path]:
    """Give what a path that may be a glob stands for.

    Raises:
        NoSuchRoot: A glob matches nothing.
    """
    if not has_magic(path) or os.path.lexists(path):
        return [Path(path)]
    found = sorted(glob(path, recursive=True, include_hidden=True))
    if not found:
        raise NoSuchRoot("nothing matches", path=path)
    return [Path(each) for each in found]


def lint(
    *paths: str | os.PathLike[str],
    config: Config | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
    cache: bool = False,
) -> Report:
    """Check agent and skill files.

    Of more than 10,000 files none is kept: each is read, checked and let go. docs/performance.md tells what 100,000 take.

    Args:
        *paths: Files, folders and globs. Without any: the project's own folders below the working directory.
        config: The settings; by default those of the project that the paths lie in, see `settings`.
        jobs: Processes to use; by default one for a few files, else one a processor.
        executor: Any executor of `concurrent.futures`, threads, processes or the workers of a cluster, that looks at the files in place of
            processes of ours. It is sent the bytes of the files, needs agentkit of the same version and no disk of ours, and is not
            shut down. Findings and their order are the same. An executor that loses a worker has to run its tasks again by itself, as
            Dask's does; they can be run any number of times.
        progress: Called now and then with (files checked, files in all).
        cache: Whether what an earlier run of this call has found is used, and kept for the next one, in the user's cache folder. The
            report is the same. Not by default: a program that only reads should leave nothing behind unless it says so.

    Raises:
        NoSuchRoot: A path does not exist.
        ConfigError: The project's configuration cannot be used.
        ExecutorError: The executor gives no result for some files.
        ValueError: `executor` is given together with `jobs` or `cache`.
    """
    if jobs is not None and executor is not None:
        raise ValueError("jobs and executor exclude each other")
    if cache and executor is not None:
        raise ValueError("cache and executor exclude each other: what is looked at elsewhere is not kept")
    config = config if config is not None else settings(paths)
    looked = look(paths, config)
    if cache:
        from agentkit.linter.cache import lint_with_cache

        return lint_with_cache(looked, looked.own, config, jobs=jobs, progress=progress)
    from agentkit.linter import lint as lint_catalog

    return lint_catalog(looked.open(), looked.own, config, jobs=jobs, executor=executor, progress=progress)
