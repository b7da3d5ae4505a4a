"""Two texts compared line by line, and in the lines that differ word by word, in time that grows with the texts.

`difflib` alone takes quadratic time and more on words. Here lines, then words, that occur once in both texts are the fixed points (the
idea of Bram Cohen's patience diff), and `difflib` sees only the small gaps between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PartKind = Literal["same", "removed", "added"]
"""`same`: in both texts. `removed`: in the old one. `added`: in the new one."""
_LINES = pattern(r"[^\n]*\n|[^\n]+")
_WORDS = pattern(r"\w+|\s|[^\w\s]")
_MOST_CELLS = 40_000
"""Pairs in a gap that difflib looks at; a larger gap is given as replaced."""
_ALL_CELLS = 4_000_000
"""Pairs in all gaps of one comparison."""
_LEAST_ALIKE = 0.3
"""Share of two passages that has to be the same, or words say less than the passages below each other. A judgement."""


class Part(NamedTuple):
    """A stretch of text."""

    kind: PartKind
    text: str


class Hunk(NamedTuple):
    """Lines with a change, and those around them."""

    old_line: int
    """Line of the old text that it begins on, 1-based."""
    new_line: int
    """Line of the new text that it begins on, 1-based."""
    lines: tuple[tuple[Part, ...], ...]
    """Lines as they are shown: a line that is partly replaced stands once. A part ends with its newline where it has one."""


class WordDiff(NamedTuple):
    """What was taken out of a text and put into it."""

    parts: tuple[Part, ...]
    """In order. Those that are `same` or `removed` are the old text together, those `same` or `added` the new one."""
    is_coarse: bool = False
    """Whether some lines were too many to compare word by word, and stand as replaced."""

    @property
    def removed(self) -> int:
        """The number of words and signs that were taken out, white space not counted."""
        return self._count("removed")

    @property
    def added(self) -> int:
        """The number of words and signs that were put in, white space not counted."""
        return self._count("added")

    def _count(self, kind: PartKind) -> int:
        return sum(len(re.findall(r"\w+|[^\w\s]", part.text)) for part in self.parts if part.kind == kind)

    def hunks(self, context: int = 2) -> tuple[Hunk, ...]:
        """Give the changed lines with up to `context` unchanged ones before and after them."""
        lines = list(_shown_lines(self.parts))
        wanted: set[int] = set()
        for at, line in enumerate(lines):
            if any(part.kind != "same" for part in line):
                wanted.update(range(max(at - context, 0), min(at + context + 1, len(lines))))
        hunks: list[Hunk] = []
        taken: list[tuple[Part, ...]] = []
        old = new = 1
        start = (1, 1)
        for at, line in enumerate(lines):
            if at in wanted:
                start = start if taken else (old, new)
                taken.append(line)
            elif taken:
                hunks.append(Hunk(*start, tuple(taken)))
                taken = []
            for part in line:
                breaks = part.text.count("\n")
                old += breaks * (part.kind != "added")
                new += breaks * (part.kind != "removed")
        if taken:
            hunks.append(Hunk(*start, tuple(taken)))
        return tuple(hunks)


def word_diff(old: str, new: str) -> WordDiff:
    """Compare two texts."""
    if old == new:
        return WordDiff((Part("same", old),) if old else ())
    search = _Search()
    found: list[Part] = []
    for same, ours, theirs in search.runs(_LINES.findall(old), _LINES.findall(new)):
        before, after = "".join(ours), "".join(theirs)
        if same:
            found.append(Part("same", before))
        elif before and after:
            found += _in_words(before, after, search)
        else:
            found += [Part("removed", before), Part("added", after)]
    return WordDiff(tuple(_joined(found)), search.gave_up)


def similarity(old: str, new: str) -> float:
    """Give how much of two texts is the same, by lines whatever their order: 0 for nothing, 1 for all."""
    from collections import Counter

    ours, theirs = (Counter(line.strip() for line in text.split("\n") if line.strip()) for text in (old, new))
    total = sum(len(line) * count for counts in (ours, theirs) for line, count in counts.items())
    return 2 * sum(len(line) * count for line, count in (ours & theirs).items()) / total if total else 0.0


def _in_words(old: str, new: str, search: _Search) -> list[Part]:
    """Compare two passages; they stand as replaced when little of them is the same."""
    parts: list[Part] = []
    for same, ours, theirs in search.runs(_WORDS.findall(old), _WORDS.findall(new)):
        parts += [Part("same", "".join(ours))] if same else [Part("removed", "".join(ours)), Part("added", "".join(theirs))]
    alike = sum(len("".join(part.text.split())) for part in parts if part.kind == "same")
    total = len("".join(old.split())) + len("".join(new.split()))
    if total and 2 * alike / total < _LEAST_ALIKE:
        return [Part("removed", old), Part("added", new)]
    return parts


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Join neighbours of one kind; between two unchanged parts what is removed comes before what is added."""
    texts: dict[PartKind, list[str]] = {"same": [], "removed": [], "added": []}

    def given(*kinds: PartKind) -> Iterator[Part]:
        for kind in kinds:
            if texts[kind]:
                yield Part(kind, "".join(texts[kind]))
                texts[kind].clear()

    for part in parts:
        if part.text:
            yield from given(*(("removed", "added") if part.kind == "same" else ("same",)))
            texts[part.kind].append(part.text)
    yield from given("same", "removed", "added")


def _shown_lines(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    line: list[Part] = []
    for part in parts:
        for piece in _LINES.findall(part.text):
            line.append(Part(part.kind, piece))
            if piece.endswith("\n"):
                yield tuple(line)
                line = []
    if line:
        yield tuple(line)


class _Search:
    """Finds what two sequences share; keeps how much it has looked at."""

    def __init__(self) -> None:
        self.cells = 0
        self.gave_up = False

    def runs(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
        """Give runs in order: (whether they are the same, tokens of the old sequence, tokens of the new one)."""
        at = to = 0
        for one, other, size in sorted(self._blocks(old, new)):
            if one > at or other > to:
                yield False, old[at:one], new[to:other]
            yield True, old[one : one + size], new[other : other + size]
            at, to = one + size, other + size
        if at < len(old) or to < len(new):
            yield False, old[at:], new[to:]

    def _blocks(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        pending = [(0, len(old), 0, len(new))]
        while pending:
            a, a_end, b, b_end = pending.pop()
            start = a
            while a < a_end and b < b_end and old[a] == new[b]:
                a, b = a + 1, b + 1
            if a > start:
                yield start, b - (a - start), a - start
            last = a_end
            while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
                a_end, b_end = a_end - 1, b_end - 1
            if a_end < last:
                yield a_end, b_end, last - a_end
            if a == a_end or b == b_end:
                continue
            fixed = _once_in_both(old, a, a_end, new, b, b_end)
            if not fixed:
                yield from self._in_gap(old, a, a_end, new, b, b_end)
                continue
            for one, other in fixed:
                pending.append((a, one, b, other))
                yield one, other, 1
                a, b = one + 1, other + 1
            pending.append((a, a_end, b, b_end))

    def _in_gap(
        self, old: Sequence[str], a: int, a_end: int, new: Sequence[str], b: int, b_end: int
    ) -> Iterator[tuple[int, int, int]]:
        from difflib import SequenceMatcher

        cells = (a_end - a) * (b_end - b)
        if cells > _MOST_CELLS or self.cells + cells > _ALL_CELLS:
            self.gave_up = True
            return
        self.cells += cells
        for match in SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False).get_matching_blocks():
            if match.size:
                yield a + match.a, b + match.b, match.size


def _once_in_both(old: Sequence[str], a: int, a_end: int, new: Sequence[str], b: int, b_end: int) -> list[tuple[int, int]]:
    """Give the longest rising row of the pairs of tokens that occur once in each stretch."""
    places: dict[str, list[int]] = {}
    for at in range(a, a_end):
        places.setdefault(old[at], [0, 0, 0, 0])[0] += 1
        places[old[at]][1] = at
    for at in range(b, b_end):
        place = places.get(new[at])
        if place is not None:
            place[2] += 1
            place[3] = at
    pairs = [(place[1], place[3]) for place in places.values() if place[0] == 1 == place[2]]
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, other) in enumerate(pairs):  # a dict keeps the order of the old text
        pile = bisect_left(tops, other)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(other)
            ends.append(at)
        else:
            tops[pile] = other
            ends[pile] = at
    row: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]
