"""What checking one file gives, so that it need not be checked again while nothing that it rests on has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agentkit.asked import Answers, Question
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter import Report
    from agentkit.linter.names import Names
    from agentkit.linter.subject import Subject


class Checked(NamedTuple):
    """What the rules say of one file, before settings and comments take anything out."""

    found: tuple[Diagnostic, ...]
    lines: tuple[tuple[str, int, str], ...] = ()
    """(path, line number, text) of the lines of other files that findings start on: those that lie beside a skill."""
    digest: str = ""
    """Of the bytes that were checked; empty where nobody keeps this."""
    answers: Mapping[Question, str] = {}
    """What was asked about other files, the disk and the names; empty where nobody keeps this."""


class Memory(Protocol):
    """Keeps what checking gives from run to run."""

    def recall(self, subjects: Sequence[Subject], names: Names) -> Mapping[str, Checked]:
        """Give, by path, what would be found again: of files that are as they were, as is all that was asked for them."""

    def keep(
        self, results: Mapping[str, Checked], subjects: Sequence[Subject], names: Names, run: Answers, report: Report
    ) -> None:
        """Take what a run has given; `run` is what was asked for several files together."""
