"""Writing: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import ast
import contextlib
import errno
import fcntl
import inspect
import os
import re
import stat
import sys
import time
import types
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import agentkit
from agentkit import writing
from agentkit.writing import move, remove, replace, sweep, write_changed, write_new

if TYPE_CHECKING:
    from collections.abc import Callable


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


# --- a file is replaced only as long as it is the one that was read


def test_a_file_that_has_changed_meanwhile_is_left(tmp_path: Path) -> None:
    """Somebody's new bytes stay."""
    path = tmp_path / "a"
    path.write_bytes(b"theirs")

    with pytest.raises(agentkit.WriteRefused, match="has changed meanwhile"):
        replace(path, b"new", b"old")
    assert path.read_bytes() == b"theirs"
    assert leftovers(tmp_path) == []


def test_a_file_swapped_for_a_link_is_refused(tmp_path: Path) -> None:
    """A link that has taken the file's place is not followed, though what it leads to holds the same bytes."""
    path, elsewhere = tmp_path / "a", tmp_path / "elsewhere"
    path.write_bytes(b"old")
    seen = path.stat()
    elsewhere.write_bytes(b"old")
    path.unlink()
    path.symlink_to(elsewhere)

    with pytest.raises(agentkit.WriteRefused, match="another file"):
        replace(path, b"new", b"old", seen=seen)
    assert (elsewhere.read_bytes(), path.is_symlink()) == (b"old", True)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("change", ["bytes", "link", "other file", "folder"])
def test_what_changes_while_the_new_bytes_are_written_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """The file is looked at again right before it is replaced."""
    path, elsewhere = tmp_path / "a", tmp_path / "elsewhere"
    path.write_bytes(b"old")
    elsewhere.write_bytes(b"old")
    seen = path.stat()

    def swap(descriptor: int, real: Callable[[int], None] = os.fsync) -> None:
        real(descriptor)
        if change == "bytes":
            path.write_bytes(b"theirs")
            return
        path.unlink(missing_ok=True)
        if change == "link":
            path.symlink_to(elsewhere)
        elif change == "folder":
            path.mkdir()
        else:
            elsewhere.rename(path)

    monkeypatch.setattr(os, "fsync", swap)
    with pytest.raises(agentkit.WriteRefused, match=r"meanwhile|no regular file"):
        replace(path, b"new", b"old", seen=seen)
    assert [each.read_bytes() for each in (path, elsewhere) if each.is_file()].count(b"new") == 0
    assert leftovers(tmp_path) == []


def test_a_link_that_leads_outside_is_refused(tmp_path: Path) -> None:
    """What lies outside the folders that were asked for is not written, whatever leads there; inside, the link stays."""
    (tmp_path / "tree").mkdir()
    outside, inside = tmp_path / "outside", tmp_path / "tree" / "inside"
    for path in (outside, inside):
        path.write_bytes(b"old")
        (tmp_path / "tree" / f"to-{path.name}").symlink_to(path)

    with pytest.raises(agentkit.WriteRefused, match="leads outside"):
        replace(tmp_path / "tree" / "to-outside", b"new", b"old", within=[str(tmp_path / "tree")])
    replace(tmp_path / "tree" / "to-inside", b"new", b"old", within=[str(tmp_path / "tree")])

    assert (outside.read_bytes(), inside.read_bytes()) == (b"old", b"new")
    assert (tmp_path / "tree" / "to-inside").is_symlink()
    with pytest.raises(agentkit.WriteRefused, match="leads outside"):  # not its neighbour with a longer name either
        replace(outside, b"new", b"old", within=[str(tmp_path / "out")])


@pytest.mark.parametrize("kind", ["folder", "fifo", "dangling link", "loop"])
def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path, kind: str) -> None:
    """It is an error, and nothing waits for a FIFO."""
    path = tmp_path / "a"
    match kind:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "dangling link":
            path.symlink_to("nothing")
        case _:
            path.symlink_to(path)

    with pytest.raises(agentkit.WriteRefused):
        replace(path, b"new", b"")


def test_write_changed_writes_only_what_differs(tmp_path: Path) -> None:
    """A file that holds the bytes keeps its times; folders that are missing are made."""
    path = tmp_path / "x" / "a"

    assert write_changed(path, b"new")
    os.utime(path, (1, 1))
    assert not write_changed(path, b"new")
    assert path.stat().st_mtime == 1
    assert write_changed(path, b"newer")
    assert path.read_bytes() == b"newer"


def test_the_mode_of_a_new_file_is_what_the_umask_leaves(tmp_path: Path) -> None:
    """As with any program; of a file that is replaced nobody else can read the bytes meanwhile."""
    old = os.umask(0o027)
    try:
        write_new(tmp_path / "a", b"x")
    finally:
        os.umask(old)

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_nobody_else_reads_a_file_while_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary is the user's alone until it has the mode of the file that it is to replace."""
    modes: list[int] = []

    def note(descriptor: int, data: bytes, real: Callable[[int, bytes], int] = os.write) -> int:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", note)
    path = tmp_path / "a"
    path.touch(0o644)
    write_new(path, b"new", force=True)

    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def given_away(path: Path) -> bool:
    """Give a file to another user, as root can where there is one: a namespace may have no second user."""
    try:
        os.chown(path, 12345, 12345)
    except OSError:
        return False
    return True


def test_the_owner_stays(tmp_path: Path) -> None:
    """A run as root leaves the user's file the user's."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    if not given_away(path):
        pytest.skip("only root gives files away")
    path.chmod(0o604)
    replace(path, b"new", b"old")

    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 12345, 0o604)


def test_a_move_never_replaces(tmp_path: Path) -> None:
    """What has the name already stays; a link that leads nowhere counts."""
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").symlink_to("nothing")

    with pytest.raises(agentkit.WriteRefused, match="exists already"):
        move(tmp_path / "a", tmp_path / "b")
    with pytest.raises(agentkit.WriteRefused, match="cannot be moved: no such file"):
        move(tmp_path / "no", tmp_path / "c")
    move(tmp_path / "a", tmp_path / "c")
    assert sorted(os.listdir(tmp_path)) == ["b", "c"]


# --- what a killed run leaves

STALE = ".dev.md.0123456789ab.agentkit-tmp"


def stale(path: Path, age: float = 60) -> Path:
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_temporaries_of_killed_runs_are_swept(tmp_path: Path) -> None:
    """Those of ours, in the folders named and not below them, are taken away and told."""
    stale(tmp_path / STALE)
    (tmp_path / "below").mkdir()
    stale(tmp_path / "below" / STALE)

    assert sweep([str(tmp_path), str(tmp_path), str(tmp_path / "no")]) == [str(tmp_path / STALE)]
    assert os.listdir(tmp_path) == ["below"]
    assert os.listdir(tmp_path / "below") == [STALE]


def test_what_may_be_somebody_s_is_not_swept(tmp_path: Path) -> None:
    """A lock on it, an age of less than a second, another name, a link, a folder, another owner: each of them keeps a file."""
    others = [
        ".dev.md.agentkit-tmp",
        "dev.md.0123456789ab.agentkit-tmp",
        ".dev.md.0123456789ab.tmp",
        ".a.0123456789AB.agentkit-tmp",
    ]
    for name in others:
        stale(tmp_path / name)
    stale(tmp_path / f"{STALE[:8]}.aaaaaaaaaaaa.agentkit-tmp", age=0)
    (tmp_path / ".link.0123456789ab.agentkit-tmp").symlink_to(stale(tmp_path / "real"))
    (tmp_path / ".folder.0123456789ab.agentkit-tmp").mkdir()
    other = stale(tmp_path / ".other.0123456789ab.agentkit-tmp")
    if not given_away(other):
        other.unlink()
    before = sorted(os.listdir(tmp_path))
    with stale(tmp_path / STALE).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert sweep([str(tmp_path)]) == []
    assert sorted([*before, STALE]) == sorted(os.listdir(tmp_path))


@pytest.mark.parametrize(("age", "goes"), [(60, False), (4000, True)])
def test_where_a_disk_knows_no_locks_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, age: float, goes: bool) -> None:
    """An hour is longer than any write."""

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    stale(tmp_path / STALE, age)
    monkeypatch.setattr(fcntl, "flock", unknown)

    assert bool(sweep([str(tmp_path)])) is goes


def test_a_temporary_is_taken_away_at_the_age_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a second where it can be locked, at an hour where the disk knows no locks, and not before."""
    path = tmp_path / STALE
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)

    def swept_at(age: float) -> bool:
        path.write_bytes(b"half")
        os.utime(path, (now - age, now - age))
        return sweep([str(tmp_path)]) == [str(path)]

    assert [swept_at(age) for age in (0.5, 1.0)] == [False, True]
    monkeypatch.setattr(fcntl, "flock", fails(errno.ENOLCK))
    assert [swept_at(age) for age in (3599.5, 3600.0)] == [False, True]
    monkeypatch.setattr(fcntl, "flock", fails(errno.EACCES))  # what some systems say of a file that another has locked
    assert not swept_at(4000)


def test_every_folder_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders that are not there are passed over, the working folder has no name, a file's name may have a newline; told is what went."""
    monkeypatch.chdir(tmp_path)
    names = [STALE, ".a\nb.0123456789ab.agentkit-tmp"]
    for name in names:
        stale(tmp_path / name)
        (tmp_path / "x").mkdir(exist_ok=True)
        stale(tmp_path / "x" / name)

    assert sweep(["a-missing-one", "x", "", "zz-missing"]) == sorted([*names, *(f"x/{name}" for name in names)])
    assert os.listdir(tmp_path) == ["x"]
    assert os.listdir("x") == []


def test_what_cannot_be_taken_away_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays, and the run goes on."""
    stale(tmp_path / STALE)
    monkeypatch.setattr(os, "unlink", fails(errno.EACCES))

    assert sweep([str(tmp_path)]) == []
    assert os.listdir(tmp_path) == [STALE]


# --- what the user is told


def fails(number: int, text: str = "Odd Thing") -> Callable[..., None]:
    """A call of the system that fails."""

    def call(*_: object, **__: object) -> None:
        raise OSError(number, text)

    return call


REFUSALS: dict[str, tuple[Callable[[Path], object], str, str, str | None]] = {
    # what is tried, and what is said: the file, what is wrong with it, a way out
    "exists": (lambda at: write_new(at / "a", b"x"), "a", "exists already, not written", "--force replaces it"),
    "a link": (lambda at: write_new(at / "to-a", b"x", force=True), "to-a", "is a link or no regular file, not written", "name a plain file"),
    "a folder": (lambda at: write_new(at / "x", b"x"), "x", "is a link or no regular file, not written", "name a plain file"),
    "no folder": (lambda at: write_new(at / "no" / "b", b"x"), "no/b", "cannot be written: no such file or directory", None),
    "below a file": (lambda at: write_new(at / "a" / "b", b"x", force=True), "a/b", "cannot be written: not a directory", None),
    "a file for a folder": (lambda at: write_new(at / "a" / "b", b"x", parents=True), "a/b", "cannot be written: file exists", None),
    "has changed": (lambda at: replace(at / "a", b"x", b"?"), "a", "has changed meanwhile, not written", "run it again"),
    "another": (lambda at: replace(at / "a", b"x", b"old", seen=at.stat()), "a", "is another file meanwhile, not written", "run it again"),
    "outside": (lambda at: replace(at / "to-a", b"x", b"old", within=[str(at / "x")]), "to-a", "is a link that leads outside, not written", "mend {}/a where it belongs"),
    "to nothing": (lambda at: replace(at / "to-b", b"x", b"", within=[str(at / "x")]), "to-b", "cannot be read again: no such file or directory", None),
    "no file": (lambda at: replace(at / "b", b"x", b""), "b", "cannot be read again: no such file or directory", None),
    "no longer a file": (lambda at: replace(at / "x", b"x", b""), "x", "is no regular file, not written", None),
    "a pipe": (lambda at: replace(at / "pipe", b"x", b""), "pipe", "is no regular file, not written", None),
    "a loop": (lambda at: replace(at / "loop", b"x", b""), "loop", "is no regular file, not written", None),
    "moved onto another": (lambda at: move(at / "a", at / "x"), "x", "exists already, not moved", None),
    "nothing to move": (lambda at: move(at / "b", at / "c"), "b", "cannot be moved: no such file or directory", None),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_a_refusal_names_the_file_the_reason_and_a_way_out(tmp_path: Path, case: str) -> None:
    """Nothing is written, and nothing is left over."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "x").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, target in (("to-a", "a"), ("to-b", "b"), ("loop", "loop")):
        (tmp_path / name).symlink_to(tmp_path / target)
    before = sorted(os.listdir(tmp_path))
    tried, name, message, hint = REFUSALS[case]

    with pytest.raises(agentkit.WriteRefused) as refused:
        tried(tmp_path)
    error = refused.value
    assert (error.path, error.message, error.hint) == (str(tmp_path / name), message, hint and hint.format(tmp_path))
    assert sorted(os.listdir(tmp_path)) == before
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_reason_that_the_system_does_not_give_is_the_error_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own errors have a text and no number."""

    def odd(*_: object) -> None:
        raise OSError("Odd Thing")

    monkeypatch.setattr(os, "fsync", odd)

    with pytest.raises(agentkit.WriteRefused, match="cannot be written: odd thing"):
        write_new(tmp_path / "a", b"x")


def test_the_root_of_the_disk_holds_everything(tmp_path: Path) -> None:
    """Whoever asks for `/` may write anywhere."""
    (tmp_path / "a").write_bytes(b"old")
    replace(tmp_path / "a", b"new", b"old", within=["/"])

    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_large_file_is_compared_to_its_last_byte(tmp_path: Path) -> None:
    """It is read in parts, and put together as it was."""
    path = tmp_path / "a"
    old = bytes(range(256)) * 10_000
    path.write_bytes(old)

    with pytest.raises(agentkit.WriteRefused, match="has changed meanwhile"):
        replace(path, b"new", old[:-1] + b"?")
    replace(path, b"new", old)
    assert path.read_bytes() == b"new"


def test_a_link_that_leads_elsewhere_meanwhile_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though both files hold the same, and nobody has said how the file stood."""
    one, other, link = tmp_path / "one", tmp_path / "other", tmp_path / "link"
    for path in (one, other):
        path.write_bytes(b"old")
    link.symlink_to(one)

    def swap(descriptor: int, real: Callable[[int], None] = os.fsync) -> None:
        real(descriptor)
        if not link.exists() or link.resolve() == one:
            link.unlink()
            link.symlink_to(other)

    monkeypatch.setattr(os, "fsync", swap)
    with pytest.raises(agentkit.WriteRefused, match="is another file meanwhile"):
        replace(link, b"new", b"old")
    assert (one.read_bytes(), other.read_bytes()) == (b"old", b"old")


def test_a_file_that_comes_into_being_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last look and the move: the move itself replaces nothing."""
    path = tmp_path / "a"

    def theirs(source: str, target: str, real: Callable[[str, str], None] = os.link) -> None:
        path.write_bytes(b"theirs")
        real(source, target)

    monkeypatch.setattr(os, "link", theirs)
    with pytest.raises(agentkit.WriteRefused, match="exists already, not written") as refused:
        write_new(path, b"new")
    assert refused.value.path == str(path)
    assert (path.read_bytes(), leftovers(tmp_path)) == (b"theirs", [])


@pytest.mark.parametrize("folder", ["", "x/"])
def test_the_folder_of_what_is_written_is_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """After the file, and before the call comes back: a power cut then leaves the new name. The working folder counts as one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    flushed: list[int] = []

    def note(descriptor: int, real: Callable[[int], None] = os.fsync) -> None:
        flushed.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    write_new(Path(f"{folder}a"), b"x")
    file, home = os.stat(f"{folder}a").st_ino, os.stat(folder or ".").st_ino
    assert flushed == [file, home]
    move(Path(f"{folder}a"), Path(f"{folder}b"))
    assert flushed == [file, home, home]
    write_new(Path(f"{folder}c"), b"x", parents=True)
    assert sorted(os.listdir(folder or ".")) == (["b", "c"] if folder else ["b", "c", "x"])


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="asks Linux which files are open")
@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_temporary_is_closed_before_it_moves_where_that_has_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """Windows neither moves nor removes an open file; elsewhere it stays open, and locked, to the end. No other file is closed."""
    open_then: list[bool] = []

    def is_open() -> bool:
        names = (f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd"))
        return any(name.startswith(str(tmp_path)) and name.endswith(".agentkit-tmp") for name in map(os.path.realpath, names))

    def watched(name: str) -> None:
        real = getattr(os, name)

        def call(*args: object) -> None:
            open_then.append(is_open())
            real(*args)

        monkeypatch.setattr(os, name, call)

    stale(tmp_path / STALE)
    (tmp_path / "a").write_bytes(b"old")
    for name in ("replace", "unlink", "link"):
        watched(name)
    monkeypatch.setattr(sys, "platform", platform)
    before = sorted(os.listdir("/proc/self/fd"))
    assert sweep([str(tmp_path)]) == [str(tmp_path / STALE)]
    write_new(tmp_path / "a", b"new", force=True)
    write_new(tmp_path / "b", b"new")
    assert open_then == [platform == "linux"] * 4
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_the_temporary_is_beside_the_file_and_bears_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is on the same disk, and that whoever finds one knows whose it is; of a long name the first 32 letters."""
    (tmp_path / "x").mkdir()
    seen: list[str] = []

    def note(descriptor: int, real: Callable[[int], None] = os.fsync) -> None:
        seen.extend(leftovers(tmp_path / "x"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    name = "a-name-of-more-than-thirty-two-letters.md"
    write_new(tmp_path / "x" / name, b"x")

    assert len(set(seen)) == 1
    assert re.fullmatch(r"\." + name[:32] + r"\.[0-9a-f]{12}\.agentkit-tmp", seen[0])


# --- every call fails once


class Fault(NamedTuple):
    """A call that fails: where in writing.py, what, and how."""

    line: int
    call: str
    how: str


FAULTS: dict[str, BaseException] = {
    "ENOSPC": OSError(errno.ENOSPC, "No space left on device"),
    "EACCES": PermissionError(errno.EACCES, "Permission denied"),
    "EIO": OSError(errno.EIO, "Input/output error"),
    "Ctrl-C": KeyboardInterrupt(),
}
PURE = frozenset({"fspath", "urandom", "geteuid"})
"""Of `os`, what touches no disk. Of `os.path` only what is named below does."""
ON_DISK = frozenset({"path.realpath", "path.lexists", "path.samefile"})


def calls_in_the_source() -> set[tuple[int, str]]:
    """Every `os.…(…)` in writing.py that touches a disk, with its line."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(writing))):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name.startswith("os.") and not name.startswith("os.urandom") and isinstance(node, ast.Call):
            name = name.removeprefix("os.")
            if name in ON_DISK or not (name.startswith("path.") or name in PURE):
                found.add((node.lineno, name))
    return found


class Watched:
    """Stands for `os` in writing.py: notes each call and where it stands, and lets one of them fail once."""

    def __init__(self, fault: Fault | None = None, *, after: bool = False, linkless: bool = False) -> None:
        self.seen: set[tuple[int, str]] = set()
        self.fault = fault
        self.failed = False
        self.path = types.SimpleNamespace(**{name: self._wrapped(f"path.{name}", os.path) for name in os.path.__all__})
        self._after = after
        self._linkless = linkless

    def __getattr__(self, name: str) -> object:
        return self._wrapped(name, os)

    def _wrapped(self, name: str, home: types.ModuleType) -> object:
        real = getattr(home, name.rpartition(".")[2])
        if not callable(real) or isinstance(real, type):
            return real

        def call(*args: object, **kwargs: object) -> object:
            line = sys._getframe(1).f_lineno
            self.seen.add((line, name))
            if name == "link" and self._linkless:
                raise OSError(errno.EPERM, "Operation not permitted")
            fails = self.fault is not None and not self.failed and self.fault[:2] == (line, name)
            if fails:
                assert self.fault is not None
                self.failed = True
                with contextlib.suppress(OSError):
                    _ = self._after and real(*args, **kwargs)
                raise FAULTS[self.fault.how]
            return real(*args, **kwargs)

        return call


def new_file(folder: Path) -> None:
    write_new(folder / "made" / "a", b"new", parents=True)


def forced(folder: Path) -> None:
    write_new(folder / "a", b"new", force=True)


def changed(folder: Path) -> None:
    write_changed(folder / "a", b"new")


def replaced(folder: Path) -> None:
    path = folder / "a"
    replace(path, b"new", b"old", seen=path.stat(), within=[str(folder)])


def moved(folder: Path) -> None:
    move(folder / "a", folder / "b")


def moved_onto_itself(folder: Path) -> None:
    os.link(folder / "a", folder / "A")
    move(folder / "a", folder / "A")


def swept(folder: Path) -> None:
    stale(folder / STALE)
    sweep([str(folder)])


def unflushed(folder: Path) -> None:
    write_new(folder / "a", b"new", force=True, flush=False)


def removed(folder: Path) -> None:
    (folder / "kept").write_bytes(b"result")
    remove(str(folder / "kept"))


SCENARIOS = (new_file, forced, changed, replaced, moved, moved_onto_itself, swept, unflushed, removed)


def run_with(
    monkeypatch: pytest.MonkeyPatch, scenario: Callable[[Path], None], folder: Path, watched: Watched
) -> BaseException | None:
    """Run a scenario in a folder where `a` holds `old`; give what it raised."""
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(writing, "os", watched)
        try:
            scenario(folder)
        except (agentkit.WriteRefused, KeyboardInterrupt) as error:
            return error
    return None


def test_every_call_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No call in writing.py stands outside the table: a new one has to be reached, and so to fail, below."""
    reached: set[tuple[int, str]] = set()
    for number, scenario in enumerate(SCENARIOS):
        for linkless in (False, True):
            watched = Watched(linkless=linkless)
            run_with(monkeypatch, scenario, tmp_path / f"{number}{linkless}", watched)
            reached |= watched.seen
    only_windows = {call for call in calls_in_the_source() if call[1] == "close" and call not in reached}

    assert len(only_windows) <= 2
    assert calls_in_the_source() - reached - only_windows == set()
    others = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(inspect.getsource(writing)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not {name for name in others if name.split(".")[-1] in ("write_bytes", "read_bytes", "unlink", "rename", "stat")} - {
        "os.unlink",
        "os.rename",
    }


@pytest.mark.parametrize("how", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
@pytest.mark.parametrize("linkless", [False, True])
def test_a_failing_call_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scenario: Callable[[Path], None], how: str, linkless: bool
) -> None:
    """Whichever call fails, before or after it has done its work: the file is old or new, and is new when nothing is said."""
    sound = Watched(linkless=linkless)
    run_with(monkeypatch, scenario, tmp_path / "sound", sound)
    claim = max((each for each in sound.seen if each[1] == "open"), default=None)
    for number, (line, call) in enumerate(sorted(sound.seen)):
        if (call.startswith("path.") and call not in ON_DISK) or call in PURE or (linkless and call == "link"):
            continue
        for after in (False, True):
            folder = tmp_path / f"{number}{after}"
            watched = Watched(Fault(line, call, how), after=after, linkless=linkless)
            error = run_with(monkeypatch, scenario, folder, watched)
            place = f"{call} in line {line}, {how}, {after=}"
            assert watched.failed, place
            if how == "Ctrl-C":
                assert isinstance(error, KeyboardInterrupt), place
            held = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}
            whole: dict[str, tuple[dict[str, bytes], ...]] = {
                "new_file": ({"a": b"old"}, {"a": b"new"}),
                "moved": ({"a": b"old"}, {"b": b"old"}),
            }
            whole["moved_onto_itself"] = ({"a": b"old", "A": b"old"}, {"A": b"old"}, {"a": b"old"})
            whole["removed"] = ({"a": b"old"}, {"a": b"old", "kept": b"result"})
            allowed = whole.get(scenario.__name__, ({"a": b"old"}, {"a": b"new"}))
            if scenario is new_file:
                held = {"a": (folder / "made" / "a").read_bytes()} if (folder / "made" / "a").exists() else {"a": b"old"}
                assert (folder / "a").read_bytes() == b"old"
            if scenario is new_file and linkless and after and (line, call) == claim:
                continue  # made, and nobody told: where a disk has no hard links an empty file can stay
            assert held in allowed, place
            if error is None and scenario in (forced, changed, replaced, unflushed):
                assert held == {"a": b"new"}, place
            left = [name for name in leftovers(folder) if name.endswith("tmp")]
            assert not left or call == "unlink" or scenario is swept, place


def test_the_data_is_written_whole_where_the_system_writes_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call may write fewer bytes than it was given."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:7])))
    write_new(tmp_path / "a", b"0123456789" * 20)

    assert (tmp_path / "a").read_bytes() == b"0123456789" * 20
