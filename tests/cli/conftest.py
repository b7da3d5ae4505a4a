"""The real program, run as a user runs it: another process, another directory, real files."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "agentkit")
TIMEOUT = 30

# What on the machine of whoever runs the tests would change what the program prints.
_FOREIGN = frozenset(
    """
    NO_COLOR FORCE_COLOR COLUMNS LINES TERM LANG LC_CTYPE
    PYTHONIOENCODING PYTHONUTF8 PYTHONUNBUFFERED PYTHONDONTWRITEBYTECODE
    """.split()
)


class Result(NamedTuple):
    """What a run gave."""

    status: int
    out: bytes
    err: str


class Run(Protocol):
    """Runs the program; without `cwd` in the test's `tmp_path`."""

    def __call__(
        self, *args: str, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> Result: ...


class RunInTerminal(Protocol):
    """Runs the program on a terminal of 60 columns; gives all that it shows there."""

    def __call__(self, *args: str, env: Mapping[str, str] | None = None) -> str: ...


def clean_environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the environment of a run: UTF-8, 80 columns, and what the test adds."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {**kept, "LC_ALL": "C.UTF-8", "COLUMNS": "80", **(env or {})}


@pytest.fixture(scope="session", autouse=True)
def _bytecode_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled modules between runs, outside the checkout: compiling them anew is half of a short run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        yield


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give the function that runs the program with both streams captured."""

    def run_program(*args: str, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Result:
        done = subprocess.run(
            [*PROGRAM, *args],
            cwd=cwd or tmp_path,
            input=stdin,
            capture_output=True,
            env=clean_environment(env),
            timeout=TIMEOUT,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr.decode())

    return run_program


def with_concise_findings(run: Run) -> Run:
    """Give a `run` whose `lint` prints one line a finding unless the test asks for a format."""

    def run_program(*args: str, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Result:
        short = ("--format", "concise") if args[:1] == ("lint",) and "--format" not in args else ()
        return run(*args, *short, cwd=cwd, stdin=stdin, env=env)

    return run_program


@pytest.fixture
def run_in_terminal(tmp_path: Path) -> RunInTerminal:
    """Give the function that runs the program on a pseudo-terminal."""

    def run_program(*args: str, env: Mapping[str, str] | None = None) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        environment = clean_environment({"TERM": "xterm-256color", **(env or {})})
        del environment["COLUMNS"]
        with subprocess.Popen(
            [*PROGRAM, *args], cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment
        ) as process:
            os.close(theirs)
            shown = b"".join(iter(lambda: _read(ours), b""))
            process.wait(TIMEOUT)
        os.close(ours)
        return shown.decode()

    return run_program


def _read(descriptor: int) -> bytes:
    """Read from a terminal; Linux says EIO, not end of file, when the other side is closed."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def put(root: Path, place: str, content: str | bytes) -> Path:
    """Write a file below a folder, its folders too; text as UTF-8 without changing newlines."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def agent(name: str = "dev", *fields: str, body: str = "Do the work.\n") -> str:
    """Give an agent file that has nothing wrong: name, description, further lines of frontmatter, body."""
    lines = ["---", f"name: {name}", f"description: Works as {name}. Use for work.", *fields, "---"]
    return "\n".join(lines) + "\n" + body


def skill(name: str, body: str = "Do it well.\n", description: str = "Helps. Use when it helps.") -> str:
    """Give a SKILL.md that has nothing wrong."""
    return f"---\nname: {name}\ndescription: {description}\n---\n{body}"


UNCLOSED = "---\nname: broken\ndescription: Never closed.\n\nBody.\n"
