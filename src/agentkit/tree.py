"""Everything below a path, each thing once: no link is followed, nothing is waited for, nothing is passed over in silence."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from agentkit.document import MAX_BYTES
from agentkit.errors import NoSuchRoot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_ENTRIES = 200_000
"""Files of a tree that are looked at. The largest public collection of agents known to us has 26,000 (2026-11)."""
MAX_LEVELS = 128
"""Folders below the root that are entered; beyond that paths may be longer than a system call takes."""
_KINDS = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)
_MAGIC = (
    ((b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe"), "a program for the machine"),
    ((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd"), "an archive"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"wOF2", b"wOFF", b"\x00\x00\x01\x00", b"OTTO"), "a picture, sound or font"),
)
_PICTURED = tuple(
    f".{suffix}"
    for suffix in "png apng jpg jpeg jfif gif webp avif ico cur bmp tif tiff psd wav avi webm mp3 mp4 ogg flac woff woff2 otf ttf eot".split()
)
"""How the name of a picture, sound or font ends. A shell runs a script that begins like one."""
# What no text has: control characters but tab, line ends, form feed, backspace and escape.
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27} | {127})
_HIGH = bytes(range(128, 256))


class Entry(NamedTuple):
    """Something that stands in a tree."""

    path: str
    relative: str
    """Relative to the root, with `/`; of a root that is a file its name."""
    size: int
    is_executable: bool
    reason: str | None
    """Why it cannot be read; None for a regular file within the limits."""
    expected: bool = False
    target: str = ""
    """Of a link within the tree what it leads to, relative to the root; empty where that is above the link itself."""


class Text(NamedTuple):
    """What a file says."""

    data: bytes
    text: str | None
    """None where it is no text."""
    reason: str | None = None
    expected: bool = False
    note: str | None = None


def entries(root: str, *, most: int = MAX_ENTRIES, enters: Callable[[str], bool] = lambda _: True) -> tuple[list[Entry], int]:
    """Give everything below a root but folders, sorted by path, and how many folders were entered.

    Args:
        root: A folder, which may be a link, having been named; or a file, which may not: its text would stand in a report.
        most: Files that are looked at; each folder that is not entered for it is an entry.
        enters: Told the path of a folder below the root, whether it is entered; one that is not is no entry.

    Raises:
        NoSuchRoot: It does not exist.
    """
    try:
        status = os.stat(root)
    except (OSError, ValueError) as error:
        raise NoSuchRoot((getattr(error, "strerror", None) or str(error)).lower(), path=root) from error
    if not stat.S_ISDIR(status.st_mode):
        status = os.lstat(root)
        return [_entry(root, os.path.basename(os.path.abspath(root)), status, os.path.dirname(os.path.abspath(root)))], 0
    found: list[Entry] = []
    pending: list[tuple[str, str, int]] = [(root, "", 0)]
    folders = 0
    top = os.path.realpath(root)
    while pending:
        folder, prefix, level = pending.pop()
        if len(found) >= most or level > MAX_LEVELS:
            limit = f"more than {most:,} files" if len(found) >= most else f"more than {MAX_LEVELS} folders deep"
            found.append(Entry(folder, prefix or ".", 0, False, f"a folder that was not entered: {limit}"))
            continue
        folders += 1
        try:
            with os.scandir(folder) as scanned:
                names = sorted(child.name for child in scanned)
        except OSError as error:
            found.append(
                Entry(folder, prefix or ".", 0, False, f"a folder that cannot be read: {(error.strerror or str(error)).lower()}")
            )
            continue
        for name in names:
            path = os.path.join(folder, name)
            relative = f"{prefix}/{name}" if prefix else name
            try:
                status = os.lstat(path)
            except OSError as error:
                found.append(Entry(path, relative, 0, False, f"cannot be looked at: {(error.strerror or str(error)).lower()}"))
                continue
            if stat.S_ISDIR(status.st_mode):
                if enters(path):
                    pending.append((path, relative, level + 1))
            else:
                found.append(_entry(path, relative, status, top))
    return sorted(found, key=lambda each: each.relative), folders


def _entry(path: str, relative: str, status: os.stat_result, top: str) -> Entry:
    mode = status.st_mode
    if stat.S_ISLNK(mode):
        return _link(path, relative, top)
    reason = None
    if not stat.S_ISREG(mode):
        kind = next((words for test, words in _KINDS if test(mode)), "no regular file")
        reason = f"{kind}, not opened"
    elif status.st_size > MAX_BYTES:
        reason = f"larger than the {MAX_BYTES:,} bytes that are read"
    return Entry(path, relative, status.st_size, bool(mode & 0o111), reason)


def _link(path: str, relative: str, top: str) -> Entry:
    """Say where a link leads, without opening what stands there."""
    try:
        shown = os.readlink(path)
        real = os.path.realpath(path, strict=True)
    except (OSError, ValueError, RuntimeError):  # a loop is a RuntimeError up to Python 3.12
        return Entry(path, relative, 0, False, "a link to nothing, or in a circle, not followed")
    inside = real == top or real.startswith(top.rstrip(os.sep) + os.sep)
    reason = f"a link {'within' if inside else 'out of'} the tree, not followed: {shown}"
    target = os.path.relpath(real, top).replace(os.sep, "/") if inside else ""
    if target == "." or relative.startswith(target + "/"):
        target = ""
    return Entry(path, relative, 0, False, reason, inside, target)


def read(entry: Entry) -> Text:
    """Read a regular file from end to end; a link or FIFO that has taken its place meanwhile is refused."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(entry.path, flags)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return Text(b"", None, "no regular file any more, not read")
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return Text(b"", None, f"cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}")
    if len(data) > MAX_BYTES:
        return Text(b"", None, f"larger than the {MAX_BYTES:,} bytes that are read")
    if not data:
        return Text(data, "")
    text = _decoded(data)
    if text.expected and not entry.relative.lower().endswith(_PICTURED):
        return text._replace(
            reason=f"begins like {text.reason}, though its name is that of none".replace(", not read", ""), expected=False
        )
    return text


def _decoded(data: bytes) -> Text:
    """Take bytes for text wherever they may be: what is not UTF-8 is still read, so that no encoding hides a script."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return Text(data, data[2:].decode(encoding, "replace"), note=f"read as {encoding.upper()}")
    if len(data) >= 8:  # without a mark: every other byte of such a text is a zero
        for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = data[first::2]
            if half.count(0) > len(half) * 0.6 and data[1 - first :: 2].count(0) < len(half) * 0.1:
                return Text(data, data.decode(encoding, "replace"), note=f"read as {encoding.upper()}")
    kind, starts = next(((words, starts) for starts, words in _MAGIC if data.startswith(starts)), (None, ()))
    try:
        text, foreign = data.decode("utf-8"), _CONTROLS
        note = None
    except UnicodeDecodeError as error:
        text, foreign = data.decode("latin-1"), _CONTROLS + _HIGH
        note = f"not UTF-8 at byte {error.start:,}, read as Latin-1"
    share = (len(data) - len(data.translate(None, foreign))) / len(data)
    if share > 0.3 or (kind is not None and share > 0.02):
        words = kind or "no text"
        return Text(data, None, f"{words}, not read", expected=starts == _MAGIC[-1][0])
    if "\0" in text:
        note = f"{note}; holds zero bytes" if note else "holds zero bytes"
    return Text(data, text, note=note)


def folders_of(relative: str) -> Iterator[str]:
    """Give the folders above a relative path, nearest first; the root last, as an empty text."""
    while relative:
        relative = relative.rpartition("/")[0]
        yield relative
