"""What lies beside a SKILL.md: scripts, references and assets, read to be scanned like the skill itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from agentkit import tree
from agentkit.errors import NoSuchRoot
from agentkit.files import SKIPPED_FOLDERS
from agentkit.roles import SCAN, role_of
from agentkit.span import Lines

if TYPE_CHECKING:
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
    folder, name = os.path.split(skill)
    if name.lower() != "skill.md":
        return Bundle()
    try:
        entries, _ = tree.entries(folder or ".", most=MAX_FILES, enters=_enters)
    except NoSuchRoot:
        return Bundle()  # a text that is not saved yet
    pieces: list[Piece] = []
    unread: list[tuple[str, str]] = []
    left = MAX_BYTES
    for at, entry in enumerate(entries):
        path = os.path.normpath(entry.path)
        if entry.relative.lower() == "skill.md":
            continue
        if entry.reason is not None:
            if not entry.expected:
                unread.append((path, entry.reason))
            continue
        if at >= MAX_FILES or entry.size > left:
            unread.append((path, f"more than {MAX_FILES:,} files or {MAX_BYTES:,} bytes in one skill"))
            continue
        read = tree.read(entry)
        left -= len(read.data)
        if read.text is None:
            if not read.expected:
                unread.append((path, read.reason or "not read"))
        elif read.text and (piece := _scanned(path, read.text, role_of(entry, read.text))):
            pieces.append(piece)
    return Bundle(tuple(pieces), tuple(unread))


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
