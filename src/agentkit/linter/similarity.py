"""Texts that say nearly the same, found without comparing each with each.

Words are weighted by how few texts hold them (inverse document frequency), so that "use proactively for" counts next to nothing.
Two texts are alike when the weight of the words they share is large against the weight of all their words (weighted Jaccard). Only
texts that share one of their heaviest words are compared: if a word set's light rest weighs less than the threshold
allows, two alike texts have a word in common before it (prefix filtering, Bayardo, Ma and Srikant 2007). Texts of equal words are
one entry, and each word leads to a bounded number of entries, so that the time grows with the number of texts.
"""

from __future__ import annotations

import math
from array import array
from bisect import insort
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_Word = TypeVar("_Word", str, int)
"""A word, or the number that stands for it."""

_WORD = pattern(r"[^\W_]+")
_BUCKET = 32
"""Entries that one word leads to; of more, the word says little, and the text's other heavy words lead to the rest."""
_LONGEST = 4_000
"""Characters of a text that are compared."""
_ROUNDING = 1e-6
"""More than sums of weights are ever off by."""


class Pair(NamedTuple):
    """Two texts that are alike, by their place in the list; `earlier` stands before `later`."""

    earlier: int
    later: int
    likeness: float
    """0 to 1, and 1 for equal words."""


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """Give the different words of a text's beginning, without case; kept for texts that are asked for again and again."""
    return _words(text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text[:_LONGEST].casefold()))


def similar_pairs(texts: Iterable[str], threshold: float, fewest: int) -> Iterator[Pair]:
    """Give pairs of texts that are alike, in order of the later text. The texts themselves are not kept.

    Args:
        texts: What is compared.
        threshold: Likeness from which a pair is given.
        fewest: Different words that a text needs to be compared at all.
    """
    sets, frequency = _numbered(texts)
    weight = array("d", (math.log(1 + len(sets) / count) for count in frequency))
    same: dict[bytes, list[int]] = {}
    index: dict[int, array[int]] = {}
    total = array("d", bytes(8 * len(sets)))
    for at, own in enumerate(sets):
        if len(own) < fewest:
            continue
        # A word of this text alone leads to no other, and makes the text equal to none.
        shared = array("I", (word for word in own if frequency[word] > 1))
        if len(shared) == len(own):
            equal = same.setdefault(own.tobytes(), [])
            for earlier in equal[:_BUCKET]:
                yield Pair(earlier, at, 1.0)
            equal.append(at)
            if len(equal) > 1:
                continue
        total[at] = math.fsum(weight[word] for word in own)
        sets[at] = shared
        candidates: set[int] = set()
        for word in _heaviest(shared, weight.__getitem__, total[at] * threshold):
            found = index.setdefault(word, array("I"))
            candidates.update(found)
            if len(found) < _BUCKET:
                found.append(at)
        mine = frozenset(shared)
        for earlier in sorted(candidates):
            least, most = sorted((total[at], total[earlier]))
            if least < threshold * most * (1 - _ROUNDING):
                continue  # what they share weighs no more than the lighter of them
            both = math.fsum(weight[word] for word in sets[earlier] if word in mine)
            likeness = both / (least + most - both)
            if likeness >= threshold:
                yield Pair(earlier, at, likeness)


def _numbered(texts: Iterable[str]) -> tuple[list[array[int]], array[int]]:
    """Give the words of each text as sorted numbers, in the order of the words, and how many texts hold each word.

    Numbers, because the words of a hundred thousand texts would fill the memory.
    """
    numbers: dict[str, int] = {}
    sets: list[array[int]] = []
    for text in texts:
        sets.append(array("I", (numbers.setdefault(word, len(numbers)) for word in _words(text))))
    ranks = array("I", bytes(4 * len(numbers)))
    for rank, word in enumerate(sorted(numbers)):
        ranks[numbers[word]] = rank
    frequency = array("L", bytes(array("L").itemsize * len(numbers)))
    for at, own in enumerate(sets):
        sets[at] = array("I", sorted(ranks[number] for number in own))
        for rank in sets[at]:
            frequency[rank] += 1
    return sets, frequency


class Comparison:
    """Texts compared as `similar_pairs` does, now and again after one or the other has changed: what a change does not touch is kept.

    A word's weight depends on all texts, so a change touches every text that holds a word of which there are more or fewer now. Sums
    are exact (`math.fsum`), so that they do not depend on an order, and the pairs are those of a first comparison.

    Args:
        threshold: Likeness from which a pair is given.
        fewest: Different words that a text needs to be compared at all.
    """

    def __init__(self, threshold: float, fewest: int) -> None:
        self._threshold = threshold
        self._fewest = fewest
        self._texts: list[str] = []
        self._last: list[Pair] = []
        self._sets: list[frozenset[str]] = []
        self._frequency: Counter[str] = Counter()
        self._weight: dict[str, float] = {}
        self._total: list[float] = []
        self._heavy: list[list[str]] = []
        # Word to the texts that it is one of the heaviest of, in order; of texts of equal words the first alone.
        self._leads: dict[str, list[int]] = {}
        # Of each text the earlier ones that it was compared with, with the drift up to which they stay unlike; and those it is like.
        self._compared: list[tuple[dict[int, float], list[Pair]]] = []
        self._drift = 0.0

    def pairs(self, texts: Sequence[str]) -> list[Pair]:
        """Give pairs of texts that are alike, in order of the later text."""
        if list(texts) == self._texts:
            return self._last
        before, self._texts = self._texts, list(texts)
        if len(before) == len(texts):
            known = zip(before, self._sets, texts, strict=True)
            sets = [own if old == text else words(text) for old, own, text in known]
        else:
            sets = [words(text) for text in texts]
        same: dict[frozenset[str], list[int]] = {}
        for at, own in enumerate(sets):
            if len(own) >= self._fewest:
                same.setdefault(own, []).append(at)
        first = {equal[0] for equal in same.values()}
        others, touched = self._weighed(sets)
        touched |= {at for at, heavy in enumerate(self._heavy) if bool(heavy) != (at in first)}
        moved = self._moved(touched, first)
        self._compare(others, touched, {at for word in moved for at in self._leads[word]})
        found = [pair for _, alike in self._compared for pair in alike]
        for equal in same.values():
            found += [Pair(earlier, at, 1.0) for place, at in enumerate(equal) for earlier in equal[: min(place, _BUCKET)]]
        self._last = sorted(found, key=lambda pair: (pair.later, pair.earlier))
        return self._last

    def _weighed(self, sets: list[frozenset[str]]) -> tuple[set[int], set[int]]:
        """Take these sets of words in place of those before, and weigh the words.

        Returns:
            The places of the texts that have other words, and of those of which a word weighs something else.
        """
        before, self._sets = self._sets, sets
        if len(before) != len(sets):
            self._frequency = Counter(word for each in sets for word in each)
            self._weight = {word: self._weight_of(word) for word in self._frequency}
            self._total, self._heavy, self._leads = [0.0] * len(sets), [[] for _ in sets], {}
            self._compared = [({}, []) for _ in sets]
            return set(range(len(sets))), set(range(len(sets)))
        others = {at for at, (old, new) in enumerate(zip(before, sets, strict=True)) if old is not new and old != new}
        counts: Counter[str] = Counter()
        for at in others:
            counts.update(sets[at])
            counts.subtract(before[at])
        moved = {word for word, count in counts.items() if count}
        for word in moved:
            self._frequency[word] += counts[word]
            old, new = self._weight.get(word, 0.0), self._weight_of(word)
            self._weight[word] = new
            if old and new:  # else no text has the word that has not changed itself
                self._drift += abs(new - old)
        return others, {at for at, own in enumerate(sets) if not moved.isdisjoint(own)} | others

    def _weight_of(self, word: str) -> float:
        count = self._frequency[word]
        return math.log(1 + len(self._sets) / count) if count else 0.0

    def _moved(self, touched: set[int], first: set[int]) -> set[str]:
        """Weigh these texts anew; give the words that lead to others now."""
        moved: set[str] = set()
        for at in sorted(touched):
            own, old = self._sets[at], self._heavy[at]
            self._total[at] = math.fsum(map(self._weight.__getitem__, own))
            new = _heaviest(own, self._weight.__getitem__, self._total[at] * self._threshold) if at in first else []
            self._heavy[at] = new
            for word in set(old).difference(new):
                self._leads[word].remove(at)
                moved.add(word)
            for word in set(new).difference(old):
                insort(self._leads.setdefault(word, []), at)
                moved.add(word)
        return moved

    def _compare(self, others: set[int], touched: set[int], led: set[int]) -> None:
        """Compare what may have come to be alike, or no longer is.

        Args:
            others: Texts that have other words.
            touched: Those, and texts of which words weigh something else.
            led: Texts that may have to be compared with others than before.
        """
        drift = self._drift
        for at, (before, alike) in enumerate(self._compared):
            is_led = at in touched or at in led
            if not is_led and touched.isdisjoint(before):
                continue
            leads = (self._leads[word][:_BUCKET] for word in self._heavy[at]) if is_led else ()
            earlier_ones = {earlier for lead in leads for earlier in lead if earlier < at} if is_led else before.keys()
            kept: dict[int, float] = {}
            again: list[int] = []
            for earlier in earlier_ones:
                until = before.get(earlier)
                if until is None or at in others or earlier in others:
                    again.append(earlier)
                elif until >= drift or (at not in touched and earlier not in touched):
                    kept[earlier] = until
                else:
                    again.append(earlier)
            found = [pair for pair in alike if pair.earlier in kept]
            for earlier in again:
                likeness, kept[earlier] = self._likeness(at, earlier)
                if likeness >= self._threshold:
                    found.append(Pair(earlier, at, likeness))
            self._compared[at] = kept, found

    def _likeness(self, at: int, earlier: int) -> tuple[float, float]:
        """Give how like two texts are, 0 where they are not alike by far, and the drift up to which they certainly stay unlike.

        Where the weights drift by d in sum, what is shared grows by d at most, and each total shrinks by d at most.
        """
        least, most = sorted((self._total[at], self._total[earlier]))
        room = (self._threshold * most - least) / (1 + self._threshold)
        if room > _ROUNDING:  # even if the one had every word of the other
            return 0.0, self._drift + room * (1 - _ROUNDING)
        shared = math.fsum(map(self._weight.__getitem__, self._sets[at] & self._sets[earlier]))
        every = least + most - shared
        room = (self._threshold * every - shared) / (1 + 3 * self._threshold)
        return shared / every, self._drift + room * (1 - _ROUNDING) if room > _ROUNDING else -math.inf


def _heaviest(own: Iterable[_Word], weight: Callable[[_Word], float], least: float) -> list[_Word]:
    """Give the words, heaviest first, without those at the end that together weigh less than `least`."""
    ordered = sorted(own, key=lambda word: (-weight(word), word))
    rest = 0.0
    while ordered and rest + weight(ordered[-1]) < least:
        rest += weight(ordered.pop())
    return ordered
