"""What a figure of docs/performance.md is: a module that measures, says what was to be reached, and shows what was.

Usage: python -m benchmarks.figure NAME PUBLIC [OPTION=NUMBER...]    (measures one, and prints it as JSON)
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Result = dict[str, Any]
"""What was measured, as JSON keeps it; its shape is the figure's own matter."""


class Verdict(NamedTuple):
    """One thing that was to be reached, and what came of it."""

    subject: str
    goal: str
    measured: str
    met: bool
    miss: str = ""
    """By how much it was missed."""
    why: str = ""


class Figure(Protocol):
    """A module `benchmarks/NAME.py`. Everything that it shows comes from the result."""

    TITLE: str
    HOW: str
    """What is measured and how, as Markdown."""

    def measure(self, public: Path, **options: int) -> Result:
        """Measure. Progress goes to stderr."""

    def verdicts(self, result: Result) -> list[Verdict]:
        """Hold the result against the goals."""

    def tables(self, result: Result) -> str:
        """Show the result as Markdown: ratios first, then times."""


def figure(name: str) -> Figure:
    """Give a figure by the name of its module."""
    return cast("Figure", importlib.import_module(f"benchmarks.{name}"))


def at_most(subject: str, value: float, bound: float, why: str, unit: str = "") -> Verdict:
    """Judge a value that may not be above a bound; `why` is for when it is."""
    met = value <= bound
    miss, why = ("", "") if met else (f"{number(value / bound)} times the goal", why)
    return Verdict(subject, f"at most {bound:g}{unit}", number(value) + unit, met, miss, why)


def faster(subject: str, theirs: float, ours: float, why: str, times: float = 1.0) -> Verdict:
    """Judge a time that is to be shorter than another, or so many times shorter; `why` is for when it is not."""
    ratio = theirs / ours
    met = ratio >= times if times > 1 else ratio > times
    goal = "faster" if times == 1 else f"{times:g} times faster"
    measured = f"{number(ratio)} times faster" if ratio >= 1 else f"{number(1 / ratio)} times slower"
    miss = "" if met else f"{number(times / ratio)} times short of the goal" if times > 1 else f"{number(1 / ratio)} times slower"
    return Verdict(subject, goal, measured, met, miss, "" if met else why)


def number(value: float) -> str:
    """Write a number with three digits, no more zeros than it has, and never as a power."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table whose first column is text and the others numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def show(module_name: str, arguments: Sequence[str]) -> int:
    """Measure a figure from the command line of its module, and print its tables; give 1 when a goal is missed."""
    one, usage = figure(module_name), f"usage: python -m benchmarks.{module_name} PUBLIC"
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(usage, file=sys.stderr)
        return 2
    result = one.measure(Path(arguments[0]))
    print(one.tables(result))
    verdicts = one.verdicts(result)
    for each in verdicts:
        print(f"{'met    ' if each.met else 'MISSED '} {each.subject}: {each.measured}, goal: {each.goal}")
    return int(not all(each.met for each in verdicts))


def main(arguments: Sequence[str]) -> int:
    """Measure one, in a process of its own."""
    name, public, *options = arguments
    given = {key: int(value) for key, _, value in (option.partition("=") for option in options)}
    json.dump(figure(name).measure(Path(public), **given), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
