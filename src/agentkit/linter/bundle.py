"""What lies beside a SKILL.md: scripts, references and assets, read to be scanned like the skill itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from agentkit import tree
from agentkit.asked import ask, digest, is_heard, note, question, unheard
from agentkit.errors import NoSuchRoot
from agentkit.files import SKIPPED_FOLDERS
from agentkit.roles import SCAN, role_of
from agentkit.span import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.threats import Threat

MAX_FILES = 500
"""Files of one skill that are scanned. In a repository that is one skill everything is beside its SKILL.md."""
MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one skill that are scanned."""


class Piece(NamedTuple):
    """A text of a skill's folder."""

    path: str
    lines: Lines
    threats: tuple[Threat, ...]
    """Known patterns of attack in it, sorted by place."""


class Part(NamedTuple):
    """Something in a skill's folder as it was read, before it is scanned; what can be sent to where the scan runs."""

    path: str
    text: str | None
    """None where it was not read."""
    role: str = ""
    """What the scan takes it for."""
    reason: str = ""
    """Why it was not read."""

    def digest(self) -> str:
        """Give what stands for all of it."""
        return digest(repr(tuple(self)).encode("ascii", "backslashreplace"))


class Bundle(NamedTuple):
    """What lies in a skill's folder and below it, but for its SKILL.md and folders that are skills themselves."""

    pieces: tuple[Piece, ...] = ()
    """Texts in which something was found."""
    unread: tuple[tuple[str, str], ...] = ()
    """(path, why) of what was not scanned, pictures and the like aside."""


def bundle_of(skill: str) -> Bundle:
    """Read and scan what lies beside a skill's file.

    Args:
        skill: Path of its SKILL.md. Of a file of another name nothing is a part.
    """
    if not _is_skill(skill):
        return Bundle()
    ask()
    digests: list[str] = []
    heard = is_heard()

    def told() -> Iterator[Part]:
        for part in parts_of(skill):
            if heard:
                digests.append(part.digest())
            yield part

    with unheard():
        bundle = scanned(told())
    note("linter.bundle.contents", (skill,), lambda: tuple(digests))
    return bundle


def scanned(parts: Iterable[Part]) -> Bundle:
    """Scan what was read beside a skill's file."""
    pieces: list[Piece] = []
    unread: list[tuple[str, str]] = []
    for part in parts:
        if part.text is None:
            unread.append((part.path, part.reason))
        elif part.text and (piece := _scanned(part.path, part.text, part.role)):
            pieces.append(piece)
    return Bundle(tuple(pieces), tuple(unread))


@question
def contents(skill: str) -> tuple[str, ...]:
    """Give digests of all that `bundle_of` looks at."""
    return tuple(part.digest() for part in parts_of(skill))


def _is_skill(path: str) -> bool:
    return os.path.basename(path).lower() == "skill.md"


def parts_of(skill: str) -> Iterator[Part]:
    """Read what lies beside a skill's file, a file at a time; pictures and the like are left out."""
    if not _is_skill(skill):
        return
    folder = os.path.dirname(skill)
    try:
        entries, _ = tree.entries(folder or ".", most=MAX_FILES, enters=_enters)
    except NoSuchRoot:
        return  # a text that is not saved yet
    left = MAX_BYTES
    for at, entry in enumerate(entries):
        path = os.path.normpath(entry.path)
        if entry.relative.lower() == "skill.md":
            continue
        if entry.reason is not None:
            if not entry.expected:
                yield Part(path, None, reason=entry.reason)
            continue
        if at >= MAX_FILES or entry.size > left:
            yield Part(path, None, reason=f"more than {MAX_FILES:,} files or {MAX_BYTES:,} bytes in one skill")
            continue
        read = tree.read(entry)
        left -= len(read.data)
        if read.text is None:
            if not read.expected:
                yield Part(path, None, reason=read.reason or "not read")
        else:
            yield Part(path, read.text, role_of(entry, read.text))


def _enters(folder: str) -> bool:
    """Tell whether a folder is a part of the skill that it lies in."""
    if os.path.basename(folder) in SKIPPED_FOLDERS:
        return False
    try:
        return not any(name.lower() == "skill.md" for name in os.listdir(folder))
    except OSError:
        return True  # whoever enters it says why it cannot


def _scanned(path: str, text: str, role: str) -> Piece | None:
    from agentkit.threats import scan

    found = scan(text, role=SCAN[role])
    return Piece(path, Lines(text), found) if found else None
