"""One run that writes in a tree at a time: a second one waits for its turn, and then reads what the first has written.

The locks are bytes of one empty file in the user's state folder, one byte for each folder, told by a digest of its real path.
A run holds the byte of its tree alone, and those of the folders above it together with others: so `fix` in a project and `fix`
in a folder of it exclude each other, and two projects do not. The system frees them when a process ends, however it ends, so
that none is ever stale; nothing is written into the tree itself. Two users of one tree do not see each other's locks.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
import time
from typing import TYPE_CHECKING

from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PATIENCE = 120.0
"""Seconds that a run waits for another to end."""
_PAUSE = 0.02
_UNSAID = 1.0
"""Seconds of waiting after which it is said."""
_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_threads = threading.Lock()
"""The system's locks are a process's: its threads exclude each other by this."""


@contextlib.contextmanager
def turn(
    paths: Iterable[str | os.PathLike[str]], tell: Callable[[str], None] = lambda _: None, *, patience: float = PATIENCE
) -> Iterator[None]:
    """Wait until no other run writes in, above or below the folders of these paths, and keep others from it meanwhile.

    Not to be nested.

    Args:
        paths: Files, folders and globs. Of what is no folder the nearest folder above it counts.
        tell: Called with a line of text where there is something to say: that it waits, that it cannot lock.
        patience: Seconds to wait.

    Raises:
        WriteRefused: Another run has not ended by then.
    """
    trees = sorted({_tree(os.fspath(path)) for path in paths})
    end = time.monotonic() + patience
    if not _threads.acquire(timeout=patience):
        raise _busy(trees[0])
    try:
        descriptor = _opened(tell)
        try:
            if descriptor is not None:
                _lock_all(descriptor, trees, end, tell)
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)
    finally:
        _threads.release()


def _tree(path: str) -> str:
    path = os.path.realpath(path)
    while not os.path.isdir(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    return path


def _busy(tree: str) -> WriteRefused:
    return WriteRefused("another run of agentkit writes here and does not end", path=tree, hint="end it, then run this again")


def _lock_all(descriptor: int, trees: list[str], end: float, tell: Callable[[str], None]) -> None:
    """Lock the trees and the folders above them, in an order that is the same in every run: none waits in a circle."""
    wanted: dict[int, bool] = {}
    for tree in trees:
        wanted[_offset(tree)] = True
        while (above := os.path.dirname(tree)) != tree:
            wanted.setdefault(_offset(above), False)
            tree = above  # noqa: PLW2901 - a walk upwards
    said = False
    since = time.monotonic()
    for offset, alone in sorted(wanted.items()):
        while True:
            try:
                _lock(descriptor, offset, alone=alone)
            except OSError as error:
                if error.errno not in _HELD:
                    tell(f"a second run cannot be kept out here ({(error.strerror or str(error)).lower()}): start none")
                    return
            else:
                break
            now = time.monotonic()
            if now > end:
                raise _busy(trees[0])
            if not said and now - since > _UNSAID:
                tell(f"waiting for another run of agentkit that writes in {trees[0]}")
                said = True
            time.sleep(_PAUSE)


if sys.platform == "win32":  # not tried on Windows

    def _lock(descriptor: int, offset: int, *, alone: bool) -> None:  # noqa: ARG001 - Windows has locks for one alone here
        import msvcrt

        os.lseek(descriptor, offset, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int, offset: int, *, alone: bool) -> None:
        import fcntl

        # A process's own, not inherited by those it forks: a worker that outlives its killed parent holds up nobody.
        fcntl.lockf(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB, 1, offset)


def _offset(folder: str) -> int:
    import hashlib

    return int.from_bytes(hashlib.blake2b(os.fsencode(folder), digest_size=8).digest()) >> 2


def _opened(tell: Callable[[str], None]) -> int | None:
    """Open the file of locks; None, and said, where no folder can be had for it."""
    reason = ""
    for folder in _folders():
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            if not _is_own(folder):
                reason = reason or f"{folder} is not a folder of yours"
                continue
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
            return os.open(os.path.join(folder, "turns"), flags, 0o600)
        except OSError as error:
            reason = reason or (error.strerror or str(error)).lower()
    tell(f"a second run cannot be kept out, there is no folder for its lock ({reason}): start none")
    return None


def _is_own(folder: str) -> bool:
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and (not hasattr(os, "geteuid") or status.st_uid == os.geteuid())


def _folders() -> Iterator[str]:
    base = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):  # as the XDG specification has it: a relative one is ignored
        base = os.environ.get("LOCALAPPDATA", "") if sys.platform == "win32" else os.path.expanduser("~/.local/state")
    if os.path.isabs(base):
        yield os.path.join(base, "agentkit")
    import tempfile  # asked only now: it writes a file to see where it can

    user = os.geteuid() if hasattr(os, "geteuid") else 0
    yield os.path.join(tempfile.gettempdir(), f"agentkit-{user}")
