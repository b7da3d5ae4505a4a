"""Writing files so that nothing is lost: atomic, refusing to overwrite. The only module that writes to disk."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING

from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_new(path: Path, data: bytes, *, force: bool = False, parents: bool = False) -> None:
    """Write a file whole or not at all.

    The bytes go to a temporary file in the same folder, are flushed to disk and take the place of the target in one
    step, so that a reader, or a power cut, sees the old file or the new one. An existing file keeps its mode.

    Args:
        path: The target. Its folder has to exist, but with `parents`.
        data: What the file is to hold.
        force: Whether an existing regular file may be replaced. A link or a device never is.
        parents: Whether folders that are missing above it are made.

    Raises:
        WriteRefused: The target exists and `force` is false, or it is no regular file, or it cannot be written.
    """
    import tempfile

    try:
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        existing = path.lstat()
    except FileNotFoundError:
        existing = None
    except OSError as error:
        raise WriteRefused(f"cannot be written: {error.strerror}", path=str(path)) from error
    if existing is not None and not stat.S_ISREG(existing.st_mode):
        raise WriteRefused("is a link or no regular file, not written", path=str(path), hint="name a plain file")
    if existing is not None and not force:
        raise WriteRefused("exists already, not written", path=str(path), hint="--force replaces it")
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name[:32]}.", suffix=".agentkit-tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mode = stat.S_IMODE(existing.st_mode) if existing is not None else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        if force:
            os.replace(temporary, path)
        else:
            _move_without_replacing(temporary, path)
    except FileExistsError as error:
        _discard(temporary)
        raise WriteRefused("exists already, not written", path=str(path), hint="--force replaces it") from error
    except OSError as error:
        _discard(temporary)
        raise WriteRefused(f"cannot be written: {(error.strerror or str(error)).lower()}", path=str(path)) from error
    except BaseException:
        _discard(temporary)
        raise


def write_changed(path: Path, data: bytes) -> bool:
    """Make a file hold these bytes, its folder too where there is none; leave one that holds them already as it is.

    Returns:
        Whether it was written.

    Raises:
        WriteRefused: It is no regular file, or cannot be written.
    """
    try:
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteRefused(f"cannot be written: {(error.strerror or str(error)).lower()}", path=str(path)) from error
    write_new(path, data, force=True)
    return True


def replace(path: Path, data: bytes, expected: bytes) -> None:
    """Replace what a file holds, whole or not at all, where it still holds what is expected.

    As `write_new`. Where the path is a link to a file, the file is replaced and the link stays. The folder is flushed to disk
    too, so that after a power cut the new file is there under its name.

    Args:
        path: The file.
        data: What it is to hold.
        expected: What it held when `data` was made from it.

    Raises:
        WriteRefused: The file holds something else meanwhile, is no regular file, or cannot be written.
    """
    try:
        target = path.resolve(strict=True)
        held = target.read_bytes() if stat.S_ISREG(target.lstat().st_mode) else None
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError up to Python 3.12
        message = f"cannot be read again: {getattr(error, 'strerror', None) or error}".lower()
        raise WriteRefused(message, path=str(path)) from error
    if held is None:
        raise WriteRefused("is no regular file, not written", path=str(path))
    if held != expected:
        raise WriteRefused("has changed meanwhile, not written", path=str(path), hint="run it again")
    write_new(target, data, force=True)
    with contextlib.suppress(OSError):  # not every file system can flush a folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name in its folder.

    Raises:
        WriteRefused: Something of that name is there, or it cannot be moved.
    """
    if os.path.lexists(target) and not _is_same(source, target):
        raise WriteRefused("exists already, not moved", path=str(target))
    try:
        os.rename(source, target)
    except OSError as error:
        raise WriteRefused(f"cannot be moved: {(error.strerror or str(error)).lower()}", path=str(source)) from error


@contextlib.contextmanager
def private_folder(files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Put files into a new folder that only this user can enter, and remove it at the end, whatever happens.

    It has an empty `.git`, so that nothing that looks for the project's root goes above it.

    Args:
        files: Path below the folder, with `/`, and what the file holds. Nothing that exists is replaced.

    Yields:
        The folder's path, without links in it.

    Raises:
        WriteRefused: A path leads out of the folder or into a `.git`, is there twice (on disks that do not tell case apart), or
            cannot be written.
    """
    import shutil
    import tempfile

    root = os.path.realpath(tempfile.mkdtemp(prefix="agentkit-"))
    try:
        os.mkdir(os.path.join(root, ".git"))
        for name, data in files:
            parts = name.split("/")
            if any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part or os.sep in part for part in parts):
                raise WriteRefused("is no path that a file can be put at", path=name)
            target = os.path.join(root, *parts)
            try:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "xb") as stream:
                    stream.write(data)
            except OSError as error:
                raise WriteRefused(f"cannot be put aside: {(error.strerror or str(error)).lower()}", path=name) from error
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _is_same(source: Path, target: Path) -> bool:
    """Tell whether two paths are one file: on disks that do not tell case apart, when only that changes."""
    try:
        return os.path.samefile(source, target)
    except OSError:
        return False


def _move_without_replacing(temporary: str, path: Path) -> None:
    """Give the file its name; fail when the target has come into being meanwhile, where a rename would replace it."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))  # ours from here on
        try:
            os.replace(temporary, path)
        except OSError:
            _discard(os.fspath(path))
            raise
    else:
        os.unlink(temporary)


_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What disks without hard links say: FAT, some network disks."""


def _discard(temporary: str) -> None:
    with contextlib.suppress(OSError):
        if temporary:
            os.unlink(temporary)


def _umask() -> int:
    """Give the process's umask, which can only be read by setting it."""
    current = os.umask(0o077)
    os.umask(current)
    return current
