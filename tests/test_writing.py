"""Writing: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit.writing import write_new

if TYPE_CHECKING:
    from pathlib import Path


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_new_file_holds_the_bytes(tmp_path: Path) -> None:
    """The file has the bytes and the mode that the umask leaves."""
    write_new(tmp_path / "a", b"x\r\n")

    assert (tmp_path / "a").read_bytes() == b"x\r\n"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) & 0o111 == 0
    assert leftovers(tmp_path) == []


def test_a_file_that_exists_is_refused_without_force(tmp_path: Path) -> None:
    """The old file stays; with force it is replaced and keeps its mode."""
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(0o640)

    with pytest.raises(agentkit.WriteRefused, match="exists already"):
        write_new(target, b"new")
    assert target.read_bytes() == b"old"
    write_new(target, b"new", force=True)
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o640)


@pytest.mark.parametrize("force", [False, True])
def test_a_link_is_never_written_through(tmp_path: Path, force: bool) -> None:
    """Neither the link nor what it points to changes."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(agentkit.WriteRefused, match="link"):
        write_new(tmp_path / "link", b"new", force=force)
    assert (tmp_path / "real").read_bytes() == b"old"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_a_failing_call_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """A full disk at any step is an error; the old bytes stay and no temporary is left."""
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(agentkit.WriteRefused, match="no space left"):
        write_new(target, b"new", force=True)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """The folder is not made up."""
    with pytest.raises(agentkit.WriteRefused, match="no such file"):
        write_new(tmp_path / "no" / "a", b"x")


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_disk_without_hard_links_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """On FAT and some network disks `link` is refused: the file is written all the same, and an old one is kept."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)

    write_new(tmp_path / "a", b"new")
    with pytest.raises(agentkit.WriteRefused, match="exists already"):
        write_new(tmp_path / "a", b"newer")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert leftovers(tmp_path) == []
