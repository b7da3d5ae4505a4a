"""What is compared: two files, two folders, two revisions, or a revision and the working tree, each opened as a registry.

A revision's Markdown files are put into a private folder and read there as any folder is, so that its agents get the skills, bases and fragments
of that revision. The working tree is put aside alike: what git ignores is in neither side, and paths are the same on both.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit import changes
from agentkit.aside import private_folder
from agentkit.bundled import bundled
from agentkit.comparison.pairing import Item
from agentkit.document import MAX_BYTES
from agentkit.errors import GitFailed, NoSuchRoot
from agentkit.files import Skipped, read_bytes
from agentkit.nearest import did_you_mean
from agentkit.registry import Registry, load_around
from agentkit.shelves import library_shelf, shelf_of_folder, without_repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_TREE_BYTES = 256 * 1024 * 1024
"""Markdown of a revision that is read, in all."""
_LINK, _SUBMODULE = "120000", "160000"


class Side(NamedTuple):
    """One of the two things that are compared."""

    label: str
    """What to call it: a revision as it was given, a path, or `working tree`."""
    registry: Registry
    own: int
    """How many of the registry's first shelves are compared; the rest is what their files can name."""
    root: str = ""
    """The private folder that its files were put into; empty when they are read where they lie."""
    mark: str = ""
    """What stands for that folder when a path is shown: `main:`, or nothing."""
    skipped: tuple[Skipped, ...] = ()
    """Files that were passed over when they were put there, and why."""
    unread: tuple[Skipped, ...] = ()
    """Files that could not be put there, and why."""

    def shown(self, text: str) -> str:
        """Give a path or a message with paths as a person knows them."""
        return text.replace(self.root + os.sep, self.mark) if self.root else text

    def bare(self, text: str) -> str:
        """Give a message without the folder that this side is read from, so that those of two sides can be compared."""
        where = self.root or (self.label.rstrip(os.sep) if self.own else "")
        return text.replace(where + os.sep, "") if where else text


class Call(NamedTuple):
    """What a call asks to compare."""

    old: str
    """A path, or a commit's id."""
    new: str | None
    """A path, or a commit's id; None for the working tree."""
    labels: tuple[str, str]
    paths: tuple[str, ...] = ()
    """The files and folders that are compared, from the root of the repository; all when empty."""
    in_git: bool = True


def understood(given: Sequence[str], paths: Sequence[str] | None = None) -> Call:
    """Find out what is to be compared, as git does.

    Args:
        given: Two paths, or up to two revisions and then paths. A revision alone is compared with the working tree, `A..B` and `A...B` (from
            where B left A) are two; without a side `HEAD` is meant. Nothing given is `HEAD`.
        paths: What stands behind a `--`: then all of `given` are revisions. None without a `--`.

    Raises:
        NoSuchRoot: Something is neither a revision nor a path.
        GitFailed: A name is both, or git cannot tell.
    """
    revisions: list[str] = []
    rest = list(given)
    while rest and len(revisions) < 2:
        known = _commits(rest[0])
        exists = os.path.lexists(rest[0])
        if known is None and paths is None:
            break
        if known is None:
            raise _unknown(rest[0])
        if exists and paths is None:
            hint = f"put `--` behind the revisions, or write ./{rest[0]} for the path"
            raise GitFailed(f"`{rest[0]}` is both a revision and a path", hint=hint)
        revisions.append(rest.pop(0))
        if ".." in revisions[-1] and len(known) == 2:
            break
    if rest and paths is not None:
        raise GitFailed(f"`{rest[0]}`: more than two revisions", hint="paths stand behind the `--`")
    for path in rest:
        if not os.path.lexists(path) and not revisions:
            raise _unknown(path)
    if not revisions and len(rest) == 2 and paths is None:
        return Call(rest[0], rest[1], (rest[0], rest[1]), in_git=False)
    if not revisions and len(rest) > 2:
        raise NoSuchRoot("two paths are compared, or a revision with the working tree", path=rest[2])
    wanted = tuple(_from_top(path) for path in [*rest, *(paths or ())])
    ends: list[str] = []
    labels: list[str] = []
    for revision in revisions or ["HEAD"]:
        commits = _commits(revision)
        if commits is None:
            raise _unknown(revision)
        ends += commits
        labels += _labels(revision, commits)
    if len(ends) > 2:
        raise GitFailed(f"`{revisions[-1]}`: more than two revisions", hint="give two, or one range")
    if len(ends) == 1:
        return Call(ends[0], None, (labels[0], "working tree"), wanted)
    return Call(ends[0], ends[1], (labels[0], labels[1]), wanted)


@contextmanager
def opened(call: Call) -> Iterator[tuple[Side, Side]]:
    """Open both sides; what was put aside for them is removed at the end.

    Raises:
        NoSuchRoot: A path does not exist.
        GitFailed: git cannot give a revision.
        WriteRefused: A revision's files cannot be put aside.
    """
    if not call.in_git:
        yield _path_side(call.old), _path_side(call.new or "")
        return
    top = changes.repository_of()
    second = _revision(call.new, call.labels[1], top) if call.new is not None else _working_tree(top)
    with _revision(call.old, call.labels[0], top) as old, second as new:
        yield old, new


def _path_side(path: str) -> Side:
    registry, own = load_around([Path(path)])
    return Side(path, registry, own)


@contextmanager
def _revision(commit: str, label: str, top: Path) -> Iterator[Side]:
    kept: list[changes.TreeFile] = []
    skipped: list[Skipped] = []
    unread: list[Skipped] = []
    for file in changes.tree_of(commit, top):
        if file.mode == _SUBMODULE:
            skipped.append(Skipped(f"{label}:{file.path}", "a submodule, not entered"))
        elif not _is_markdown(file.path):
            continue
        elif file.mode == _LINK:
            skipped.append(Skipped(f"{label}:{file.path}", "a link, not followed"))
        elif file.size > MAX_BYTES:
            unread.append(Skipped(f"{label}:{file.path}", _too_large(file.size)))
        else:
            kept.append(file)
    _check_size(sum(file.size for file in kept), label)
    held = dict(changes.blobs((file.blob for file in kept), top))
    with private_folder((file.path, held[file.blob]) for file in kept) as root:
        yield Side(label, _registry(root, top), 1, root, f"{label}:", tuple(skipped), tuple(unread))


@contextmanager
def _working_tree(top: Path) -> Iterator[Side]:
    kept: list[tuple[str, bytes]] = []
    skipped: list[Skipped] = []
    unread: list[Skipped] = []
    for name in changes.working_files(top):
        path = top / name
        if not _is_markdown(name) or not os.path.lexists(path):
            continue
        if path.is_symlink():
            skipped.append(Skipped(name, "a link, not followed"))
            continue
        data = read_bytes(os.fspath(path))
        if isinstance(data, bytes):
            kept.append((name, data))
        else:
            unread.append(Skipped(name, data.message))
    _check_size(sum(len(data) for _, data in kept), "working tree")
    with private_folder(kept) as root:
        yield Side("working tree", _registry(root, top), 1, root, "", tuple(skipped), tuple(unread))


def _registry(root: str, top: Path) -> Registry:
    """Open a private folder. In agentkit's own checkout the library is part of the tree, and today's must not stand in for it."""
    library = [] if os.path.realpath(bundled()) == os.path.realpath(top) else [library_shelf()]
    return Registry(without_repeats([shelf_of_folder(Path(root)), *library]))


def _is_markdown(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown"))


def _too_large(size: int) -> str:
    return f"{size:,} bytes; agentkit reads files of up to {MAX_BYTES:,}"


def _check_size(size: int, label: str) -> None:
    if size > MAX_TREE_BYTES:
        message = f"{label} has {size:,} bytes of Markdown; up to {MAX_TREE_BYTES:,} are compared"
        raise GitFailed(message, hint="compare two checked out folders instead")


def _commits(revision: str) -> list[str] | None:
    """Give the one commit of a revision, or the two of a range; None when it is none."""
    if revision.startswith(("-", "/", "./", "../")) or revision in ("", ".", ".."):
        return None
    for dots in ("...", ".."):
        first, found, second = revision.partition(dots)
        if found:
            ends = [changes.commit_of(end or "HEAD") for end in (first, second)]
            if ends[0] is None or ends[1] is None:
                return None
            return [changes.merge_base(ends[0], ends[1]) if dots == "..." else ends[0], ends[1]]
    commit = changes.commit_of(revision)
    return [commit] if commit is not None else None


def _labels(revision: str, commits: list[str]) -> list[str]:
    if len(commits) == 1:
        return [revision]
    if "..." in revision:
        return [commits[0][:12], revision.partition("...")[2] or "HEAD"]
    first, _, second = revision.partition("..")
    return [first or "HEAD", second or "HEAD"]


def _from_top(path: str) -> str:
    top = changes.repository_of()
    below = os.path.relpath(os.path.join(os.path.realpath(os.path.dirname(os.path.abspath(path))), os.path.basename(path)), top)
    below = os.path.normpath(below).replace(os.sep, "/")
    if below == ".." or below.startswith("../"):
        raise NoSuchRoot("lies outside the repository", path=path)
    return "" if below == "." else below


def _unknown(name: str) -> NoSuchRoot:
    if _commits(name) is not None:
        return NoSuchRoot("no such file or folder", path=name, hint="revisions stand before paths")
    try:
        hint = did_you_mean(name.partition("..")[0], changes.revision_names())
    except GitFailed:
        hint = None
    return NoSuchRoot("no such file, folder or revision", path=name[:200] or "''", hint=hint)


def items_of(side: Side) -> list[Item]:
    """Give the files of a side that are compared, agents and skills and those that are neither, shelf by shelf."""
    return [
        Item(side.registry.load(found), found.location)
        for shelf in side.registry.shelves[: side.own]
        for found in (*shelf.agents, *shelf.skills)
    ]
