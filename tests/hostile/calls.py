"""The command run inside this process: the same code as the program's from `run` on, without the half second that starting one costs.

What differs from a process (path of imports, streams that are closed, memory of its own) is tested with processes.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from agentkit import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Called(NamedTuple):
    """What a call gave."""

    status: int
    out: bytes
    err: str


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="strict", write_through=True)


@contextmanager
def _replaced(arguments: tuple[str, ...], folder: Path | None) -> Iterator[tuple[_Stream, _Stream]]:
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    here = os.getcwd()
    out, err = _Stream(), _Stream()
    sys.argv = ["agentkit", *arguments]
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), out, err
    try:
        if folder is not None:
            os.chdir(folder)
        yield out, err
    finally:
        os.chdir(here)
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before


def call(*arguments: str, folder: Path | None = None) -> Called:
    """Run the command; an exception that would be a traceback is raised."""
    with _replaced(arguments, folder) as (out, err):
        try:
            status = cli.run()
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        for stream in (out, err):
            stream.flush()
        assert isinstance(out.buffer, io.BytesIO)
        assert isinstance(err.buffer, io.BytesIO)
        return Called(status, out.buffer.getvalue(), err.buffer.getvalue().decode())
