"""What git says has changed, and what a revision holds. The only module that starts git, and only when it is asked to.

Hooks, the file system monitor, external diff programs, filters, pagers, submodules and fetching what is missing are turned off: a
repository may be a stranger's, and its `.git/config` names programs for all of these.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.errors import GitFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SAFE = (
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.pager=cat",
    "-c", "diff.external=",
    "-c", "core.quotePath=false",
    "-c", "protocol.allow=never",
)  # fmt: skip
_SECONDS = 60


def changed_files(revision: str, folder: str | os.PathLike[str] = ".") -> frozenset[Path]:
    """Give the files that differ from a revision: committed since, staged, edited, deleted, or not tracked yet.

    Args:
        revision: A commit, branch or tag, or `A...B` for what has come on B since it left A.
        folder: A folder in the repository.

    Returns:
        Absolute paths, deleted files included.

    Raises:
        GitFailed: git cannot tell.
    """
    if revision.startswith("-"):
        raise GitFailed(f"`{revision}` is no revision", hint="name a commit, branch or tag")
    top = Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    options = ("--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=all", "-z")
    changed = _git(top, *_without_filters(top), "diff", *options, revision, "--")
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z") if "..." not in revision else ""
    return frozenset(top / name for name in (changed + untracked).split("\0") if name)


def _without_filters(folder: Path) -> list[str]:
    """Give the options that turn off the programs which the repository's own configuration filters files through.

    Those of the user's configuration (git-lfs) stay. Submodules are left out of the comparison for the same reason: git asks each
    of them with a `git status` that reads the submodule's configuration and not these options.
    """
    listed = _git(folder, "config", "--list", "--show-scope", "--includes", "--null", "--name-only").split("\0")
    pairs = zip(listed[::2], listed[1::2], strict=False)
    drivers = {name.rpartition(".")[0] for scope, name in pairs if scope in ("local", "worktree") and name.startswith("filter.")}
    return [
        each
        for driver in sorted(drivers)
        for key in ("clean=", "smudge=", "process=", "required=false")
        for each in ("-c", f"{driver}.{key}")
    ]


class TreeFile(NamedTuple):
    """A file of a revision."""

    path: str
    """Relative to the repository's root, with `/`."""
    mode: str
    """`100644`, `100755`; `120000` for a link, `160000` for a submodule."""
    blob: str
    """The name under which git keeps what it holds."""
    size: int
    """In bytes; 0 for a submodule."""


def repository_of(folder: str | os.PathLike[str] = ".") -> Path:
    """Give the root of the repository that a folder lies in, absolute.

    Raises:
        GitFailed: It lies in none, or git cannot tell.
    """
    return Path(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))


def commit_of(revision: str, folder: str | os.PathLike[str] = ".") -> str | None:
    """Give the id of the commit that a revision names; None when it names none, or the folder is in no repository.

    Raises:
        GitFailed: git is not installed or does not answer.
    """
    if revision.startswith("-") or not revision or "\0" in revision:
        return None
    done = _run(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    return done.stdout.decode("ascii", "replace").strip() or None if not done.returncode else None


def merge_base(one: str, other: str, folder: str | os.PathLike[str] = ".") -> str:
    """Give the id of the commit where two commits, given by their ids, part.

    Raises:
        GitFailed: They have none in common, as in a shallow clone.
    """
    done = _run(folder, "merge-base", one, other)
    if done.returncode == 1 and not done.stderr.strip():
        raise GitFailed(f"{one[:12]} and {other[:12]} have no commit in common", hint="is the clone shallow? fetch more of it")
    return _checked(done).decode("ascii", "replace").strip()


def revision_names(folder: str | os.PathLike[str] = ".") -> list[str]:
    """Give the short names of branches and tags, to find the one that was meant."""
    return _git(folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes").splitlines()


def tree_of(commit: str, folder: str | os.PathLike[str] = ".") -> list[TreeFile]:
    """Give the files of a commit, given by its id, at any depth, sorted by path."""
    found: list[TreeFile] = []
    for entry in _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit).split("\0"):
        about, tab, path = entry.partition("\t")
        if tab:
            mode, _, blob, size = about.split()
            found.append(TreeFile(path, mode, blob, int(size) if size.isdigit() else 0))
    return found


def blobs(names: Iterable[str], folder: str | os.PathLike[str] = ".") -> Iterator[tuple[str, bytes]]:
    """Give what git keeps under some names, byte for byte: no filter of the repository runs. Each name once, in no set order.

    Raises:
        GitFailed: One is missing, as in a partial clone; nothing is fetched.
    """
    asked = sorted(set(names))
    if not asked:
        return
    held = _checked(_run(folder, "cat-file", "--batch", stdin="".join(f"{name}\n" for name in asked).encode("ascii")))
    at = 0
    while at < len(held):
        end = held.index(b"\n", at)
        name, kind, size = [*held[at:end].decode("ascii", "replace").split(" "), "", ""][:3]
        if kind != "blob":
            raise GitFailed(f"git has no {name[:12]}", hint="is the clone partial? fetch what is missing")
        at = end + 1
        yield name, held[at : at + int(size)]
        at += int(size) + 1


def working_files(folder: str | os.PathLike[str] = ".") -> list[str]:
    """Give the files of the working tree that are tracked, or neither tracked nor ignored, by path from the root, sorted."""
    listed = _git(folder, "ls-files", "--full-name", "--cached", "--others", "--exclude-standard", "-z").split("\0")
    return sorted({name for name in listed if name})


def _git(folder: str | os.PathLike[str], *arguments: str) -> str:
    return _checked(_run(folder, *arguments)).decode("utf-8", "surrogateescape")


def _run(folder: str | os.PathLike[str], *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
        # An empty list of protocols: one that the repository's configuration allows by name would count over protocol.allow.
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
    }
    command = ["git", *_SAFE, *arguments]
    try:
        return subprocess.run(  # noqa: S603 - git by name, a revision that is no option
            command, cwd=folder, env=environment, capture_output=True, check=False, timeout=_SECONDS, input=stdin
        )
    except FileNotFoundError as error:
        raise GitFailed("git is not installed", hint="install git, or go without revisions") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(f"git does not answer: {error}") from error


def _checked(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = said[0].removeprefix("fatal: ")[:200] if said else f"exit status {done.returncode}"
        raise GitFailed(f"git says: {message}", hint="is the folder in a repository, and the revision fetched?")
    return done.stdout
