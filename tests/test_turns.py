"""One run that writes at a time: who waits for whom, and what is said when there can be no lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit.turns import turn

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import os, sys, time
from agentkit.turns import turn
with turn(sys.argv[1:]):
    if "fork" in os.environ.get("HOLD", "") and not os.fork():
        os.close(1)
        time.sleep(60)
        os._exit(0)
    print("held", flush=True)
    sys.stdin.read()
"""


def held(*paths: Path, **env: str) -> subprocess.Popen[bytes]:
    """Start a process that has its turn at these paths until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, *map(str, paths)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **env}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def is_free(*paths: Path) -> bool:
    try:
        with turn(paths, patience=0):
            return True
    except agentkit.WriteRefused:
        return False


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for place in ("a/agents", "b", "a-b"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "a" / "agents" / "x.md").write_bytes(b"x")
    (tmp_path / "link").symlink_to("a")
    return tmp_path


@pytest.mark.parametrize(
    ("mine", "theirs", "free"),
    [
        ("a", "a", False),
        ("a", "a/agents", False),  # below
        ("a/agents", "a", False),  # above
        ("a/agents/x.md", "a", False),  # a file stands for its folder
        ("a/*/x.md", "a/agents", False),  # a glob for what is above its first *
        ("a/new.md", "a", False),
        ("link", "a/agents", False),  # by real path
        ("link/agents/x.md", "a/agents", False),
        ("a", "b", True),
        ("a", "a-b", True),
        ("a/agents", "b", True),
    ],
)
def test_who_waits_for_whom(tree: Path, mine: str, theirs: str, free: bool) -> None:
    """Runs exclude each other where one of them writes in, above or below what the other does."""
    with held(tree / mine) as process:
        assert is_free(tree / theirs) is free
        process.communicate(b"")
    assert is_free(tree / theirs)


def test_one_of_several_paths_is_enough(tree: Path) -> None:
    """A run with several paths keeps all of them."""
    with held(tree / "a", tree / "b") as process:
        assert not is_free(tree / "b")
        assert is_free(tree / "a-b")
        process.communicate(b"")


@pytest.mark.parametrize("hold", ["", "fork"])
def test_a_killed_run_holds_nobody_up(tree: Path, hold: str) -> None:
    """The system takes its lock away, though a process that it had forked lives on."""
    with held(tree, HOLD=hold) as process:
        assert not is_free(tree)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert is_free(tree)


def test_waiting_is_said_and_ends(tree: Path) -> None:
    """After a second it is said once, with the folder; when the other ends, it goes on."""
    said: list[str] = []

    def tell(line: str) -> None:
        said.append(line)
        assert process.stdin is not None
        process.stdin.close()

    with held(tree) as process, turn([tree / "a"], tell):
        assert process.wait(30) == 0
    assert said == [f"waiting for another run of agentkit that writes in {tree / 'a'}"]


def test_threads_exclude_each_other_too(tree: Path) -> None:
    """The system's locks are a process's; its threads wait all the same."""
    order: list[str] = []

    def second() -> None:
        with turn([tree]):
            order.append("second")

    thread = threading.Thread(target=second)
    with turn([tree]):
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_nothing_is_written_into_the_tree(tree: Path) -> None:
    """The lock is a file in the user's state folder, for the user alone."""
    before = sorted(tree.rglob("*"))
    with turn([tree]):
        assert sorted(tree.rglob("*")) == before
    lock = os.path.join(os.environ["XDG_STATE_HOME"], "agentkit", "turns")
    assert (os.stat(lock).st_mode & 0o777, os.path.getsize(lock)) == (0o600, 0)


def test_without_a_folder_for_the_lock_it_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state folder, else the temporary one; where neither can be had the run goes on, and says what is missing."""
    said: list[str] = []
    (tree / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tree / "file"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tree / "b"))
    with turn([tree], said.append):
        assert os.listdir(tree / "b") == [f"agentkit-{os.geteuid()}"]
    assert said == []

    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tree / "file"))
    with turn([tree], said.append):
        assert len(said) == 1
    assert said[0].startswith("a second run cannot be kept out")


def test_a_folder_that_somebody_else_has_made_is_not_trusted(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a temporary folder that all users share, a link in its place is passed over."""
    said: list[str] = []
    monkeypatch.setenv("XDG_STATE_HOME", str(tree / "a" / "agents" / "x.md"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tree))
    (tree / f"agentkit-{os.geteuid()}").symlink_to(tree / "b")
    with turn([tree], said.append):
        assert os.listdir(tree / "b") == []
    assert len(said) == 1


def test_a_disk_without_locks_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on and says that no second one may be started."""
    import errno
    import fcntl

    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    said: list[str] = []
    monkeypatch.setattr(fcntl, "lockf", unknown)
    with turn([tree], said.append):
        assert said == ["a second run cannot be kept out here (no locks available): start none"]
