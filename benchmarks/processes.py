"""Programs as a user starts them: their time and that of every process they start, and an end to those that do not come to one."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIMIT = 300.0
"""Seconds of wall time that a run may take."""


class Run(NamedTuple):
    """What a program took and said."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds, user and system, of it and all processes that it has waited for."""
    code: int | None
    """Its exit status, negative for a signal; None when it was cut off."""
    out: str
    """What it wrote to stdout and stderr."""


def environment(home: Path) -> dict[str, str]:
    """Give the variables that every program gets: a home of its own, no colours, nothing of ours, and no calls home."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "NO_COLOR": "1",
        "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    }  # fmt: skip


def run(call: Sequence[str | Path], folder: Path, variables: dict[str, str], limit: float = LIMIT) -> Run:
    """Run a program. What it writes goes to a file: on a pipe it would wait for us, and some cut it short there."""
    cut_off = threading.Event()

    def end() -> None:
        cut_off.set()
        os.killpg(process.pid, signal.SIGKILL)

    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*map(str, call)], cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
        timer = threading.Timer(limit, end)
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)  # unlike `wait`, it gives what this one has used, and no other
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    return Run(wall, used.ru_utime + used.ru_stime, None if cut_off.is_set() else process.returncode, said)
