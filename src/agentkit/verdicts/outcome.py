"""What becomes of a file in a harness, as values: nothing here looks at one."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.span import Span

if TYPE_CHECKING:
    from agentkit.profiles.profile import Place

Outcome = Literal["loads", "degraded", "dropped", "not-read"]


class Loss(NamedTuple):
    """What a harness does not take, and why."""

    message: str
    """One line, lowercase, no full stop."""
    span: Span
    uncertain: bool = False
    """Whether it rests on a fact that is not documented."""
    drops: bool = False
    """Whether the whole file is lost for it."""
    open: bool = False
    """Whether nothing is lost as far as anybody knows: it only says what is not documented."""


class Verdict(NamedTuple):
    """What becomes of a file in a harness."""

    harness: str
    """Key of the profile: `claude-code`."""
    title: str
    outcome: Outcome
    """What becomes of it where the harness looks for such files; `not-read` where it reads none of that form."""
    uncertain: bool
    """Whether the outcome rests on a fact that is not documented."""
    losses: tuple[Loss, ...]
    """What is lost and why, what drops the file first; then in order of the text."""
    place: "Place | None"
    """The folder of the harness that the file lies in; None when the harness does not look where it lies."""
    looks_in: tuple[str, ...] = ()
    """The folders of a project in which the harness looks for such files."""

    @property
    def here(self) -> Outcome:
        """The outcome as the file lies: `not-read` where the harness does not look."""
        return self.outcome if self.place is not None else "not-read"

    @property
    def label(self) -> str:
        """The outcome in a word, with `?` behind it when it is uncertain."""
        return self.outcome + ("?" if self.uncertain else "")

    @property
    def summary(self) -> str:
        """One line for people: `Claude Code drops this file: no description`."""
        probably = "probably " if self.uncertain else ""
        if self.outcome == "not-read":
            return f"{self.title} does not read this file: {self.losses[0].message}"
        if self.outcome == "loads":
            doubt = f": {self.losses[0].message}" if self.losses else ""
            return f"{self.title} {probably}loads this file{doubt}"
        first, more = self.losses[0].message, len(self.losses) - 1
        tail = f" (and {more} more)" if more else ""
        if self.outcome == "dropped":
            return f"{self.title} {probably}drops this file: {first}"
        return f"{self.title} {probably}loads this file with a loss: {first}{tail}"

    @property
    def placement(self) -> str:
        """One line on where it lies."""
        if self.place is not None:
            doubt = " (uncertain)" if self.place.uncertain else ""
            return f"read from {self.place.folder}{doubt}"
        return f"not read where it lies; {self.title} looks in {', '.join(self.looks_in)}" if self.looks_in else "not read"
