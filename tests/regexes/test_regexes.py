"""No regular expression is catastrophic: each over the texts that are worst for it, and none left out."""

from __future__ import annotations

import math
import re
import time
from typing import TYPE_CHECKING

import pytest

from agentkit import handoffs, roles
from tests.regexes.attacks import Attack, attacks, bound
from tests.regexes.collected import Regex, made, united, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")

ROUNDS = (10, 16, 22)
"""What takes time without end takes it from here on: twice as much for each round."""
SIZES = (256, 1_024, 4_096, 16_384)
STEEP = 1.6
"""The power of its length that the time for a text may grow with: 1 but for what is measured badly, of a square 2."""
ENDLESS = 2.5
"""The power from which a text is long enough, however short: a bounded repeat looks like a square up to its bound, not like more."""
LONG = 0.008
"""Seconds below which a power says nothing."""

BOUNDED: dict[str, tuple[int, str]] = {
    handoffs._BOUNDARY.pattern: (handoffs._LONGEST_TITLE, "searched for in so many characters of a title"),
    roles._COMMANDS.pattern: (4_096, "held against a path below a folder, of which no system opens longer ones"),
}
"""Regular expressions that are never shown a text, or a line, longer than so many characters, and why: there a square does no harm."""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> list[Regex]:
    found, constants, unknown = written()
    ran = made(tmp_path_factory.mktemp("workload"))
    reached = {each.where for each in ran}
    missed = [each for each in unknown if reached.isdisjoint(f"{each.file}:{line}" for line in range(each.first, each.last + 1))]
    assert missed == [], "no run reaches what these places make: give `samples` a file that does"
    return united(found, constants, ran)


def test_none_is_left_out(every: list[Regex]) -> None:
    """The list has the regular expressions of every layer, the scan for attacks among them, and those made of names."""
    files = {each.where.partition(":")[0] for each in every}

    assert len(every) > 300
    assert files >= {
        "references.py",
        "markdown.py",
        "document/reader.py",
        "linter/linked.py",
        "threats/view.py",
        "linter/suppression.py",
    }
    assert any(r"old\-name" in each.text or r"one\-agent" in each.text for each in every)


def test_time_grows_with_the_text(every: list[Regex]) -> None:
    """Over each text that is made to be worst for it, no regular expression takes a time that grows like a square, or worse."""
    steep = [f"power {power:.1f}  {bait.shown!r:.60}  {each.where}  {each.text[:100]!r}" for each, bait, power in _steep(every)]

    assert steep == []


def test_what_is_bounded_is_still_there(every: list[Regex]) -> None:
    """Nothing is let off that is not in the source any more."""
    assert BOUNDED.keys() <= {each.text for each in every}


def test_a_catastrophic_one_is_seen() -> None:
    """The texts and the measure find what they are for: squares, two repeats that share characters, what takes twice as long for each character."""
    wrong = [
        *(r"a*b", r"(?:\s+x|\s+y)$", r"<!--.*?-->", r"\w+@\w+\.com", r"(?m)^(?:- [^\n]*\n)*end"),
        *(r"(?:a+)+b", r"(?:a|a)*b", r"\s*(?:\w+\s*)+:", r"a*a*a*b"),
    ]
    found = {each.text for each, _, _ in _steep([Regex(text, int(re.DOTALL), "here") for text in wrong])}

    assert found == set(wrong)


def _steep(every: list[Regex]) -> Iterator[tuple[Regex, Attack, float]]:
    """Give each that is catastrophic with the first text for which it is."""
    for each in every:
        compiled = re.compile(each.text, each.flags)
        run = {"match": compiled.match, "fullmatch": compiled.fullmatch}.get(each.use, compiled.finditer)
        most = BOUNDED.get(each.text, (SIZES[-1], ""))[0]
        for bait in attacks(each.text, each.flags):
            power = _power(run, bait, most, min(most, 4 * bound(each.text, each.flags)))
            if power > STEEP:
                yield each, bait, power
                break


def _power(run: Callable[[str], object], bait: Attack, most: int, least: int) -> float:
    """Give the power that the time grows with, from the first length that takes long and says something; 0 where none does.

    The text grows in small steps, so that what takes time without end is seen before it does. Where what is like a square in a time would
    not be long at the greatest length either, the text is let go.
    """
    rounds = [size for each in ROUNDS if (size := len(bait.again) * each) <= most]
    for size in (*rounds, *(each for each in SIZES if max([0, *rounds]) < each <= most)):
        taken = _seconds(run, bait.of(size))
        if taken >= LONG:
            power = _measured(run, bait, size, taken)
            if power > ENDLESS or size >= least:
                # Other programs run, too: steep is only what is so three times in a row.
                return min(power, *(_measured(run, bait, size) for _ in range(2))) if power > STEEP else 0
        elif size >= max(SIZES[1], 16 * len(bait.again)):
            # Of a time a * size + b * size ** 2 this is three quarters of the square.
            square = taken - 4 * min(_seconds(run, bait.of(size // 4)) for _ in range(2))
            if square * (most / size) ** 2 < LONG / 4:
                return 0
    return 0


def _measured(run: Callable[[str], object], bait: Attack, size: int, taken: float | None = None) -> float:
    long, short = bait.of(size), bait.of(size // 4)
    if taken is None:
        taken = min(_seconds(run, long) for _ in range(2))
    before = max(min(_seconds(run, short) for _ in range(2)), 1e-6)
    return math.log(taken / before) / math.log(len(long) / len(short)) if taken >= LONG else 0


def _seconds(run: Callable[[str], object], text: str) -> float:
    start = time.thread_time()
    found = run(text)
    if found is not None and not isinstance(found, re.Match):
        for _ in found:  # type: ignore[attr-defined]
            pass
    return time.thread_time() - start
