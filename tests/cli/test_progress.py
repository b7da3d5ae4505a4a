"""How far a run of lint is: told on a terminal, after a second, in one line that goes away."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

from agentkit.cli import lint_output


class Terminal(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def told(monkeypatch: pytest.MonkeyPatch, seconds: list[float], *, terminal: bool) -> str:
    """What a run of three files prints that is at each file at one of these times."""
    stream = Terminal(terminal=terminal)
    clock = iter([0.0, *seconds])
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with lint_output.progress() as tell:
        for done in range(1, len(seconds) + 1):
            if tell is not None:
                tell(done, 3)
    return stream.getvalue()


def test_a_long_run_on_a_terminal_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second second on, and the line is wiped at the end."""
    shown = told(monkeypatch, [0.5, 1.5, 2.5], terminal=True)

    assert "checked 1 of" not in shown
    assert "\rchecked 2 of 3 files\rchecked 3 of 3 files" in shown
    assert shown.endswith("\r")
    assert "\n" not in shown


def test_a_short_run_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the first second nothing is printed."""
    assert told(monkeypatch, [0.1, 0.2, 0.9], terminal=True) == ""


def test_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes."""
    assert told(monkeypatch, [5.0, 6.0, 7.0], terminal=False) == ""
