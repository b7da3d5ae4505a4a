"""Which files git says have changed. The only module that starts git, and only when it is asked to.

Hooks, the file system monitor, external diff programs and pagers are turned off: a repository may be a stranger's.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from agentkit.errors import GitFailed

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
    changed = _git(top, "diff", "--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "-z", revision, "--")
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z") if "..." not in revision else ""
    return frozenset(top / name for name in (changed + untracked).split("\0") if name)


def _git(folder: str | os.PathLike[str], *arguments: str) -> str:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    command = ["git", *_SAFE, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git by name, a revision that is no option
            command, cwd=folder, env=environment, capture_output=True, check=False, timeout=_SECONDS, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise GitFailed("git is not installed", hint="install git, or check everything") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed(f"git does not answer: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        message = said[0].removeprefix("fatal: ")[:200] if said else f"exit status {done.returncode}"
        raise GitFailed(f"git says: {message}", hint="is the folder in a repository, and the revision fetched?")
    return done.stdout.decode("utf-8", "surrogateescape")
