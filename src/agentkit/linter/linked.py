"""Files that a text names: whether they are there, and what is called almost so."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from agentkit.asked import question
from agentkit.files import is_inside, known_project_of
from agentkit.fix import Edit, Fix
from agentkit.nearest import nearest
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.references import Reference

_MAX_FOLDERS = 32
_MAX_NAMES = 500
"""Names of a folder among which a near one is looked for."""
_SHOWN = 80
_NO_PATH = pattern(r"[{}<>*$%|\"'`\\]|\.\.\.|\u2026|^[a-zA-Z][\w+.-]*:|^[/#?~@]|^//|^$")
_LIKE_A_FILE = pattern(r"/|\.[A-Za-z0-9]{1,8}$")
_DUMMY = pattern(r"(?:^|/)(?:path|url|link|file|example|your|foo|bar|xxx?)(?:[-_/.]|$)", re.IGNORECASE)


def is_checked(target: str) -> bool:
    """Tell whether a link's target is a relative path: no URL, anchor, absolute path or template."""
    path = path_of(target)
    return (
        _NO_PATH.search(re.sub(r"%[0-9A-Fa-f]{2}", "", target)) is None
        and _LIKE_A_FILE.search(path) is not None
        and _DUMMY.search(path) is None
    )


def path_of(target: str) -> str:
    """Give the path of a link's target: without anchor and query, `%20` as a blank, without `./`."""
    return unquote(target.partition("#")[0].partition("?")[0]).removeprefix("./")


@question
def exists(folder: str, path: str, above: bool) -> bool:
    """Tell whether a file or folder is there, below a folder or, with `above`, below one of those above it in its repository."""
    if "\0" in path:
        return False
    base = os.path.abspath(folder or ".")
    for _ in range(_MAX_FOLDERS):
        if os.path.lexists(os.path.join(base, path)):
            return True
        if not above or os.path.exists(os.path.join(base, ".git")) or os.path.dirname(base) == base:
            return False
        base = os.path.dirname(base)
    return False


def leads_out(file: str, path: str) -> bool:
    """Tell whether a path, seen from a file, leads out of the file's project. One that no project is known of has no outside."""
    return ".." in path.split("/") and _is_outside(file, path)


@question
def _is_outside(file: str, path: str) -> bool:
    project = known_project_of(file)
    folder = os.path.realpath(os.path.dirname(os.path.abspath(file)))
    return project is not None and not is_inside(os.path.normpath(os.path.join(folder, path)), project)


def missing(folder: str, named: Iterable[tuple[Reference, str]]) -> Iterator[tuple[Reference, str, str]]:
    """Give the mentions of files that are not there, each file once; those of a folder that is not there all in one.

    Yields:
        The mention, the path, and what to say.
    """
    known: dict[str, bool] = {}
    into: dict[str, list[tuple[Reference, str]]] = {}
    for reference, path in named:
        if path in known:
            continue
        known[path] = exists(folder, path, above=True)
        if known[path]:
            continue
        parent = path.rstrip("/").rpartition("/")[0]
        if parent and not exists(folder, parent, above=True):
            into.setdefault(parent, []).append((reference, path))
        else:
            yield reference, path, f"no file `{path[:_SHOWN]}`"
    for parent, mentions in into.items():
        reference, path = mentions[0]
        more = f", and {len(mentions) - 1} more in `{parent[:_SHOWN]}/`, which is not there" if len(mentions) > 1 else ""
        yield reference, path, f"no file `{path[:_SHOWN]}`{more}"


def _near(folder: str, path: str) -> tuple[str, ...]:
    parent, _, name = path.rpartition("/")
    names = _names_in(os.path.join(folder or ".", parent))
    return tuple(f"{parent}/{close}" if parent else close for close in nearest(name, names, 2))


@question
def _names_in(folder: str) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(entry.name for entry, _ in zip(entries, range(_MAX_NAMES), strict=False))
    except (OSError, ValueError):
        return ()


def way_out(folder: str, path: str) -> str:
    """Give the nearest name in the folder that a path names as a question, else what to do."""
    close = _near(folder, path)
    return f"did you mean {close[0]}?" if close else "add the file, or take the link out"


def fix_to_nearest(reference: Reference, folder: str, path: str) -> Fix | None:
    """Give the change to the one file that is called almost so; None when there is none, or more than one."""
    close = _near(folder, path)
    if len(close) != 1 or not re.fullmatch(r"[\w./-]+", close[0]):
        return None
    start = reference.name.find(path)
    if start < 0:
        return None
    at = reference.span.start + start
    return Fix(f"write `{close[0]}`", (Edit(at, at + len(path), close[0]),), safe=False)
