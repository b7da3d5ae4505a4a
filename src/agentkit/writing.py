"""Writing files so that nothing is lost: atomic, refusing to overwrite.

No other module writes to disk, but for the lock file and copies that are set aside. Every call that touches somebody's files
is spelt `os.…`: tests/test_writing.py lets each of them fail, one after the other.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from typing import TYPE_CHECKING

from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_TEMPORARY = r"\..{1,32}\.[0-9a-f]{12}\.agentkit-tmp"
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CHUNK = 1024 * 1024
_IN_USE = 1.0
"""Seconds in which a temporary may have no lock yet."""
_LONG_DEAD = 3600.0
"""Seconds after which a temporary is nobody's where the disk knows no locks."""


def write_new(path: Path, data: bytes, *, force: bool = False, parents: bool = False, flush: bool = True) -> None:
    """Write a file whole or not at all.

    The bytes go to a temporary file in the same folder, are flushed to disk and take the place of the target in one
    step, so that a reader, or a power cut, sees the old file or the new one. An existing file keeps its mode, and its owner
    where the system lets it; the folder is flushed too. Not kept are extended attributes, and that two names are one file.

    Args:
        path: The target. Its folder has to exist, but with `parents`.
        data: What the file is to hold.
        force: Whether an existing regular file may be replaced. A link or a device never is.
        parents: Whether folders that are missing above it are made.
        flush: Whether it is on the disk at the end. Not for what is told to be whole by what it says, and can be made again.

    Raises:
        WriteRefused: The target exists and `force` is false, or it is no regular file, or it cannot be written.
    """
    target = os.fspath(path)
    try:
        if parents:
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    except OSError as error:
        raise _refused(error, target) from error
    _put(target, data, force=force, check=lambda: None, flush=flush)


def write_changed(path: Path, data: bytes) -> bool:
    """Make a file hold these bytes, its folder too where there is none; leave one that holds them already as it is.

    Returns:
        Whether it was written.

    Raises:
        WriteRefused: It is no regular file, or cannot be written.
    """
    try:
        if _held(os.fspath(path))[0] == data:
            return False
    except OSError:
        pass  # there is none, or it is a link: writing tells
    write_new(path, data, force=True, parents=True)
    return True


def replace(
    path: Path, data: bytes, expected: bytes, *, seen: os.stat_result | None = None, within: Iterable[str] | None = None
) -> None:
    """Replace what a file holds, whole or not at all, where it still is the file that was read and holds what is expected.

    As `write_new`. Where the path is a link, the file that it leads to is replaced under its own name, if that lies within the
    folders given, and the link stays. Both are looked at again when the new bytes are on the disk, right before they take their place.

    Args:
        path: The file.
        data: What it is to hold.
        expected: What it held when `data` was made from it.
        seen: How the file stood that was read; a file or a link that has been put in its place is refused, whatever it holds.
            None compares the bytes alone.
        within: Files and folders that may be written and what is below them; None for anywhere.

    Raises:
        WriteRefused: The file holds something else meanwhile, is another or no regular file, or cannot be written.
    """
    name = os.fspath(path)
    roots = None if within is None else list(within)

    def real() -> str:
        target = os.path.realpath(name, strict=True)
        real_roots = None if roots is None else [os.path.realpath(root) for root in roots]
        if real_roots is not None and not any(
            target == root or target.startswith(root.rstrip(os.sep) + os.sep) for root in real_roots
        ):
            raise WriteRefused("is a link that leads outside, not written", path=name, hint=f"mend {target} where it belongs")
        return target

    def check(expected_at: str | None = None) -> str:
        try:
            target = real()
            held, status = _held(target)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.ENXIO):
                raise WriteRefused("is no regular file, not written", path=name) from error
            raise WriteRefused(f"cannot be read again: {_reason(error)}", path=name) from error
        moved = expected_at is not None and target != expected_at
        other = seen is not None and (status.st_dev, status.st_ino) != (seen.st_dev, seen.st_ino)
        if moved or other:
            raise WriteRefused("is another file meanwhile, not written", path=name, hint="run it again")
        if held != expected:
            raise WriteRefused("has changed meanwhile, not written", path=name, hint="run it again")
        return target

    target = check()
    _put(target, data, force=True, check=lambda: check(target))


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name in its folder.

    Raises:
        WriteRefused: Something of that name is there, or it cannot be moved.
    """
    try:
        if os.path.lexists(target) and not _is_same(source, target):
            raise WriteRefused("exists already, not moved", path=str(target))
        os.rename(source, target)
    except OSError as error:
        raise WriteRefused(f"cannot be moved: {_reason(error)}", path=str(source)) from error
    _flush_folder(os.path.dirname(target) or ".")


def remove(path: str) -> bool:
    """Take a file of our own away, not what a link leads to; tell whether that was done."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True


def sweep(folders: Iterable[str]) -> list[str]:
    """Take away the temporary files that a run which was killed has left in these folders.

    Only what bears such a name, is a regular file of the user's and is held by no running process: a temporary is locked as long
    as it is written. Where the disk knows no locks, one that is older than an hour.

    Returns:
        The paths that were taken away, sorted.
    """
    gone: list[str] = []
    for folder in sorted(set(folders)):
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue  # whoever wants to write there will say so
        gone += [path for name in names if _is_temporary(name) and _taken_away(path := os.path.join(folder, name))]
    return sorted(gone)


def _is_temporary(name: str) -> bool:
    return name.endswith(".agentkit-tmp") and re.fullmatch(_TEMPORARY, name, re.DOTALL) is not None


def _taken_away(path: str) -> bool:
    """Take a temporary away if it is ours and nobody's any more; tell whether."""
    try:
        descriptor = os.open(path, _READ)
    except OSError:
        return False
    try:
        status = os.fstat(descriptor)
        age = time.time() - status.st_mtime
        ours = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
        if not stat.S_ISREG(status.st_mode) or not ours or age < _IN_USE:
            return False
        held = _lock(descriptor)
        if held is False or (held is None and age < _LONG_DEAD):
            return False
        if sys.platform == "win32":
            os.close(descriptor)
            descriptor = -1
        os.unlink(path)
    except OSError:
        return False
    finally:
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(descriptor)
    return True


def _lock(descriptor: int) -> bool | None:
    """Lock an open file until it is closed: whether that is done, None where the system or the disk cannot."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EAGAIN, errno.EACCES) else None
    return True


def _put(target: str, data: bytes, *, force: bool, check: Callable[[], object], flush: bool = True) -> None:
    """Write as `write_new` says; `check` is called right before the file takes its place, and raises where it may not."""
    existing = _existing(target, force=force)
    temporary, descriptor = "", -1
    try:
        temporary = _temporary_for(target)  # known before it exists, so that it goes even if Ctrl-C comes in between
        descriptor = os.open(temporary, _CREATE | _BINARY, 0o666 if existing is None else 0o600)
        _lock(descriptor)
        _write(descriptor, data)
        if existing is not None:
            _keep(temporary, existing)
        if flush:
            os.fsync(descriptor)
        if sys.platform == "win32":  # an open file cannot be moved there
            os.close(descriptor)
            descriptor = -1
        check()
        _existing(target, force=force)
        if force:
            os.replace(temporary, target)
        else:
            _move_without_replacing(temporary, target)
        temporary = ""
    except FileExistsError as error:
        raise _exists(target) from error
    except OSError as error:
        raise _refused(error, target) from error
    finally:
        if descriptor >= 0:
            with contextlib.suppress(OSError):  # flushed already, or refused
                os.close(descriptor)
        if temporary:
            _discard(temporary)
    if flush:
        _flush_folder(os.path.dirname(target) or ".")


def _existing(target: str, *, force: bool) -> os.stat_result | None:
    """Give how the file stands that would be replaced, None where there is none; raise where it may not be."""
    try:
        existing = os.lstat(target)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(error, target) from error
    if not stat.S_ISREG(existing.st_mode):
        raise WriteRefused("is a link or no regular file, not written", path=target, hint="name a plain file")
    if not force:
        raise _exists(target)
    return existing


def _temporary_for(target: str) -> str:
    """Give a path beside a file that nobody has."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name[:32]}.{os.urandom(6).hex()}.agentkit-tmp")


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _keep(temporary: str, existing: os.stat_result) -> None:
    """Give a temporary the owner, if the system lets it, and the mode of the file that it is to replace."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, existing.st_uid, existing.st_gid)
    os.chmod(temporary, stat.S_IMODE(existing.st_mode))


def _held(target: str) -> tuple[bytes, os.stat_result]:
    """Give what a regular file holds and how it stands; a link, a device or a folder is an OSError."""
    descriptor = os.open(target, _READ | _BINARY)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no regular file")
        parts: list[bytes] = []
        while part := os.read(descriptor, _CHUNK):
            parts.append(part)
        return b"".join(parts), status
    finally:
        os.close(descriptor)


def _flush_folder(folder: str) -> None:
    """Flush a folder, so that after a power cut the new file is there under its name; not every disk can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_same(source: Path, target: Path) -> bool:
    """Tell whether two paths are one file: on disks that do not tell case apart, when only that changes."""
    try:
        return os.path.samefile(source, target)
    except OSError:
        return False


def _move_without_replacing(temporary: str, target: str) -> None:
    """Give the file its name; fail when the target has come into being meanwhile, where a rename would replace it."""
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        claim = os.open(target, _CREATE)  # ours from here on
        try:
            os.close(claim)
            os.replace(temporary, target)
        except BaseException:
            _discard(target)
            raise
    else:
        _discard(temporary)  # a second name of what is written; the next run sweeps it where that fails


_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What disks without hard links say: FAT, some network disks."""


def _discard(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _refused(error: OSError, target: str) -> WriteRefused:
    return WriteRefused(f"cannot be written: {_reason(error)}", path=target)


def _exists(target: str) -> WriteRefused:
    return WriteRefused("exists already, not written", path=target, hint="--force replaces it")
