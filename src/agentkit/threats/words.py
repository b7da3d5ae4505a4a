"""Which marks can stand in a text, told by its words: most words of a text have been seen in others before."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Sign(NamedTuple):
    """A mark that is a pattern: in every text that holds what it is a mark of, it is found in a word, as blanks part words.

    The word is searched as it stands in the text, with a blank on either side. What matches has no blank in it.
    """

    pattern: str
    least: int = 1
    """Characters of the shortest word that can have it."""

    def in_words(self, words: Iterable[str]) -> Iterator[str]:
        """Give those of some words that have it."""
        long = [word for word in words if len(word) >= self.least]
        if long:
            search = compiled(self.pattern).search
            yield from (word for word in long if search(f" {word} ") is not None)


Mark = str | Sign
"""A piece of text in small letters, or a pattern of words."""


class Standing(NamedTuple):
    """Which marks stand in a text, of those that were looked for."""

    sure: frozenset[Mark]
    maybe: frozenset[Mark]
    """Marks whose pieces all stand in words of the text, though not side by side, perhaps."""
    generation: int


class Group(NamedTuple):
    """Marks that are asked for together."""

    marks: tuple[Mark, ...]
    every: frozenset[Mark]
    generation: int
    """That of the first texts in whose words they were looked for."""


def small(text: str) -> str:
    """Give a text in small letters, as long as it is: a few letters have longer small forms."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(each if len(each := char.lower()) == 1 else char for char in text)
    return lower


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first used: most texts need few of them. `^` and `$` stand for the ends of lines."""
    return re.compile(pattern, re.MULTILINE)


def _pieces(mark: str) -> tuple[str, ...]:
    """Give what of a mark stands in single words, with a blank where it is cut: `the user` is `the ` and ` user`."""
    parts = re.split(r"\s+", mark)
    last = len(parts) - 1
    whole = ((part, f"{' ' * (at > 0)}{part}{' ' * (at < last)}") for at, part in enumerate(parts))
    return tuple(piece for part, piece in whole if len(part) >= _LEAST)


class Words:
    """What words hold of marks, learnt from text to text."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}
        """By identity, and with the marks so that it stays theirs: hashing a hundred of them takes longer than what is looked up."""
        self._marks: frozenset[Mark] = frozenset()
        self._new: set[Mark] = set()
        """Marks that are looked for from the next text on."""
        self._generation = 0
        self._anywhere: frozenset[Mark] = frozenset()
        """Marks of which no word tells anything."""
        self._sure: dict[Mark, Mark] = {}
        """Marks that stand wherever they stand in a word, by that piece of them."""
        self._begun: dict[Mark, list[tuple[Mark, frozenset[Mark]]]] = {}
        """The others, with all of their pieces, by the first."""
        self._signs: tuple[Sign, ...] = ()
        self._short: tuple[str, ...] = ()
        self._starts: dict[str, list[tuple[str, str]]] = {}
        """Pieces by their first characters, with their last."""
        self._plain: set[str] = set()
        """Words that hold nothing."""
        self._telling: dict[str, tuple[Mark, ...]] = {}

    def group(self, marks: tuple[Mark, ...]) -> Group:
        """Give some marks as they can be asked for."""
        known = self._groups.get(id(marks))
        if known is None:
            if len(self._groups) > _MOST_GROUPS:
                self._groups.clear()
            every = frozenset(marks)
            self._new |= every - self._marks
            known = self._groups[id(marks)] = Group(marks, every, self._generation + (not every <= self._marks))
        return known

    def standing(self, words: frozenset[str]) -> Standing:
        """Give the marks that may stand in a text of some words."""
        if self._new or len(self._plain) + len(self._telling) > _MOST_WORDS:
            self._learn()
        others = words - self._plain
        held: set[Mark] = set()
        if new := others.difference(self._telling):
            held.update(*self._read(new))
        held.update(*map(self._telling.__getitem__, self._telling.keys() & others if new else others))
        maybe = {mark for first in held & self._begun.keys() for mark, pieces in self._begun[first] if pieces <= held}
        return Standing(frozenset(held & self._sure.keys()), self._anywhere | maybe, self._generation)

    def _learn(self) -> None:
        self._marks |= self._new
        self._new = set()
        self._generation += 1
        self._plain.clear()
        self._telling.clear()
        self._begun, self._starts, self._sure = {}, {}, {}
        self._signs = tuple(mark for mark in self._marks if isinstance(mark, Sign))
        self._sure.update((sign, sign) for sign in self._signs)
        anywhere = set[Mark]()
        pieces = set[str]()
        for mark in self._marks:
            if isinstance(mark, Sign):
                continue
            parts = _pieces(mark)
            pieces.update(parts)
            if not parts:
                anywhere.add(mark)
            elif parts == (mark,):
                self._sure[mark] = mark
            else:
                self._begun.setdefault(parts[0], []).append((mark, frozenset(parts)))
        self._anywhere = frozenset(anywhere)
        self._short = tuple(piece for piece in pieces if len(piece) < _START)
        for piece in pieces.difference(self._short):
            self._starts.setdefault(piece[:_START], []).append((piece[-_START:], piece))

    def _read(self, new: frozenset[str]) -> Iterator[Iterable[Mark]]:
        """Learn what words hold, all of them in one go, and give it."""
        words = list(new)
        text = f" {' '.join(words)} "
        starts = [*accumulate((len(word) + 1 for word in words), initial=1)][:-1]
        held: dict[int, set[Mark]] = {}  # by place among the words
        lower = small(text)
        parts = {lower[at : at + _START] for at in range(len(lower) - _START + 1)}
        begun = [each for start in self._starts.keys() & parts for each in self._starts[start]]
        for piece in (*self._short, *(piece for last, piece in begun if last in parts)):
            at = lower.find(piece)
            while at >= 0:
                place = bisect_right(starts, at + 1) - 1
                held.setdefault(place, set()).add(piece)
                at = lower.find(piece, starts[place] + len(words[place]))
        long = [word for word in words if len(word) >= _LONGER]
        for sign in self._signs:
            if sign.least >= _LONGER:
                having = set(sign.in_words(long))
                places = [place for place, word in enumerate(words) if word in having] if having else []
            else:
                places = [bisect_right(starts, match.start()) - 1 for match in compiled(sign.pattern).finditer(text)]
            for place in places:
                held.setdefault(place, set()).add(sign)
        for place, word in enumerate(words):
            if len(word) <= _LONG_WORD:
                if place in held:
                    self._telling[word] = tuple(held[place])
                else:
                    self._plain.add(word)
        yield from held.values()


_LEAST = 2
"""Characters of the shortest piece that tells anything."""
_START = 3
_MOST_WORDS = 300_000
"""Words that are kept: some 30 MB. The public corpus, of 5,891 files, has 470,000."""
_LONGER = 18
"""Characters from which on words are looked at apart: few are as long."""
_LONG_WORD = 40
_MOST_GROUPS = 10_000
WORDS = Words()


@lru_cache(maxsize=4)
def words_of(text: str) -> frozenset[str]:
    """Give the different words of a text, as blanks part them; of the last few texts they are known."""
    return frozenset(text.split())


@lru_cache(maxsize=4)
def standing_in(text: str) -> Standing:
    """Give the marks that may stand in a text: most texts hold few of some hundred; of the last few texts they are known."""
    return WORDS.standing(words_of(text))


def may_stand(text: str, marks: tuple[Mark, ...]) -> bool:
    """Tell whether one of some marks may stand in a text, case aside; where that is not known yet, it may."""
    group, standing = WORDS.group(marks), standing_in(text)
    return standing.generation < group.generation or not (
        standing.sure.isdisjoint(group.every) and standing.maybe.isdisjoint(group.every)
    )
