"""Cases: tasks and the agents that are right for each, to measure a search or a router with."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from agentkit.errors import CasesError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

OUT_OF_SCOPE = "-"


class Case(NamedTuple):
    """A task and who may take it."""

    task: str
    names: tuple[str, ...]
    """The agents that are right, the first standing for them all in reports; empty when none is: out of scope."""
    line: int
    """Line of the file, 1-based."""


class Answer(NamedTuple):
    """What a search or a router says to a task."""

    ranked: tuple[str, ...]
    """Names, best first; a router may give one."""
    refused: bool
    """Whether it says that no agent fits."""


class Tally(NamedTuple):
    """How the answers to some cases were."""

    in_scope: int
    top1: int
    """Tasks in scope whose first answer is right."""
    top3: int
    """Tasks in scope with a right answer among the first three."""
    refused: int
    """Tasks in scope to which the answer was that no agent fits; they may count in `top1` and `top3` all the same."""
    out_of_scope: int
    refused_rightly: int
    """Tasks out of scope to which the answer was that no agent fits."""
    confused: tuple[tuple[str, str, int], ...]
    """(right name, first answer, how often), most often first, then by name. An empty answer is an empty name."""
    wrong: tuple[tuple[Case, Answer], ...]
    """The cases whose first answer is not right, or that were not refused and should have been, in order of the file."""

    @property
    def share1(self) -> float:
        """`top1` in per cent of the tasks in scope; 100 when there are none."""
        return 100 * self.top1 / self.in_scope if self.in_scope else 100.0

    @property
    def share3(self) -> float:
        """`top3` in per cent of the tasks in scope; 100 when there are none."""
        return 100 * self.top3 / self.in_scope if self.in_scope else 100.0


def parse_cases(text: str, path: str | None = None, known: Collection[str] | None = None) -> list[Case]:
    """Read cases: one a line, the task, a tab, acceptable names separated by commas; `-` in their place: out of scope.

    Blank lines and lines that start with `#` are skipped.

    Args:
        text: What the file holds; line ends may be those of Windows.
        path: What to call the file in errors.
        known: The names there are; None to take any.

    Raises:
        CasesError: A line has not these two columns, or names an agent that is not among the known ones; or there is no case.
    """
    cases = []
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 2 or not columns[0].strip():
            hint = "a task, a tab, names separated by commas; or - for out of scope"
            raise CasesError("a case has two columns", path=path, line=number, hint=hint)
        names = tuple(name.strip() for name in columns[1].split(",") if name.strip())
        if not names or (OUT_OF_SCOPE in names and len(names) > 1):
            raise CasesError("no name of an agent", path=path, line=number, column=len(columns[0]) + 2, hint="- is out of scope")
        if names == (OUT_OF_SCOPE,):
            names = ()
        for name in names:
            if known is not None and name not in known:
                from agentkit.nearest import did_you_mean

                column = line.index(name, len(columns[0])) + 1
                message = f"no agent named {name!r}"
                raise CasesError(message, path=path, line=number, column=column, hint=did_you_mean(name, known))
        cases.append(Case(columns[0].strip(), names, number))
    if not cases:
        raise CasesError("no case in the file", path=path)
    return cases


def tally(cases: Iterable[Case], ask: Callable[[str], Answer]) -> Tally:
    """Ask for every case, in order, and count."""
    answered = [(case, ask(case.task)) for case in cases]
    inside = [(case, answer) for case, answer in answered if case.names]
    outside = [(case, answer) for case, answer in answered if not case.names]
    confused = Counter((case.names[0], _first(answer)) for case, answer in inside if not _right(case, answer.ranked[:1]))
    return Tally(
        len(inside),
        sum(_right(case, answer.ranked[:1]) for case, answer in inside),
        sum(_right(case, answer.ranked[:3]) for case, answer in inside),
        sum(answer.refused for _, answer in inside),
        len(outside),
        sum(answer.refused for _, answer in outside),
        tuple((*pair, count) for pair, count in sorted(confused.items(), key=lambda item: (-item[1], item[0]))),
        tuple(
            (case, answer) for case, answer in answered if not (_right(case, answer.ranked[:1]) if case.names else answer.refused)
        ),
    )


def _right(case: Case, ranked: Sequence[str]) -> bool:
    return any(name in case.names for name in ranked)


def _first(answer: Answer) -> str:
    return answer.ranked[0] if answer.ranked else ""
