"""What an environment does with a sample, and the few things that all environments need."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.samples.sample import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

KINDS = ("runs", "builds", "parses", "illustrates")


class Failed(Exception):
    """A sample is not what it says; the message is for the terminal and the record."""


class Check(NamedTuple):
    """How one sample is checked."""

    kind: str
    """One of KINDS: what passes is no more than this."""
    what: str
    """In a sentence without a full stop; with `illustrates`, why no more can be checked."""
    run: Callable[[Path], object] | None = None
    """Called with an empty folder; raises `Failed`, or any other exception, when the sample does not pass. What it returns is not asked."""


def command(
    words: Sequence[str], folder: Path, *, expect: Sequence[int] = (0,), env: Mapping[str, str] | None = None, stdin: str = ""
) -> str:
    """Run a program in a folder, and give what it printed, both streams.

    Raises:
        Failed: Its exit code is not one of `expect`.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "MAKE", "MFLAGS"))}
    path = os.pathsep.join([os.path.dirname(sys.executable), inherited.get("PATH", "")])
    fixed = {"PATH": path, "HOME": str(folder), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "TZ": "UTC"}
    done = subprocess.run(
        list(words), cwd=folder, env={**inherited, **fixed, **(env or {})}, input=stdin, text=True, encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=900,
    )  # fmt: skip
    if done.returncode not in expect:
        raise Failed(f"{' '.join(words)[:200]}: exit code {done.returncode}\n{done.stdout[-4000:]}")
    return done.stdout


def python(text: str, folder: Path, *, flags: Sequence[str] = ("-X", "dev", "-W", "error"), args: Sequence[str] = (),
           env: Mapping[str, str] | None = None, name: str = "sample.py") -> str:  # fmt: skip
    """Run Python source as a file of its own, with the environment's interpreter, and give what it printed."""
    (folder / name).write_text(text, encoding="utf-8")
    return command([sys.executable, *flags, name, *args], folder, env=env)


def expect(condition: object, message: str) -> None:
    """Raise `Failed` unless something holds; unlike an assert it is there with -O, too."""
    if not condition:
        raise Failed(message)


def packages(environment: str) -> Path:
    """Give the folder of an environment's npm packages."""
    return ROOT / ".samples" / environment / "node_modules"
