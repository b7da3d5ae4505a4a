"""Texts that say nearly the same, found without comparing each with each.

Words are weighted by how few texts hold them (inverse document frequency), so that "use proactively for" counts next to nothing.
Two texts are alike when the weight of the words they share is large against the weight of all their words (weighted Jaccard). Only
texts that share one of their heaviest words are compared: if a word set's light rest weighs less than the threshold
allows, two alike texts have a word in common before it (prefix filtering, Bayardo, Ma and Srikant 2007). Texts of equal words are
one entry, and each word leads to a bounded number of entries, so that the time grows with the number of texts.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = pattern(r"[^\W_]+")
_BUCKET = 32
"""Entries that one word leads to; of more, the word says little, and the text's other heavy words lead to the rest."""
_LONGEST = 4_000
"""Characters of a text that are compared."""


class Pair(NamedTuple):
    """Two texts that are alike, by their place in the list; `earlier` stands before `later`."""

    earlier: int
    later: int
    likeness: float
    """0 to 1, and 1 for equal words."""


def words(text: str) -> frozenset[str]:
    """Give the different words of a text's beginning, without case."""
    return frozenset(_WORD.findall(text[:_LONGEST].casefold()))


def similar_pairs(texts: Sequence[str], threshold: float, fewest: int) -> Iterator[Pair]:
    """Give pairs of texts that are alike, in order of the later text.

    Args:
        texts: What is compared.
        threshold: Likeness from which a pair is given.
        fewest: Different words that a text needs to be compared at all.
    """
    sets = [words(text) for text in texts]
    frequency = Counter(word for each in sets for word in each)
    weight = {word: math.log(1 + len(texts) / count) for word, count in frequency.items()}
    same: dict[frozenset[str], list[int]] = {}
    index: dict[str, list[int]] = {}
    total: dict[int, float] = {}
    for at, own in enumerate(sets):
        if len(own) < fewest:
            continue
        equal = same.setdefault(own, [])
        for earlier in equal[:_BUCKET]:
            yield Pair(earlier, at, 1.0)
        equal.append(at)
        if len(equal) > 1:
            continue
        total[at] = sum(weight[word] for word in own)
        candidates: set[int] = set()
        for word in _heaviest(own, weight, total[at] * threshold):
            found = index.setdefault(word, [])
            candidates.update(found)
            if len(found) < _BUCKET:
                found.append(at)
        for earlier in sorted(candidates):
            shared = sum(weight[word] for word in own & sets[earlier])
            likeness = shared / (total[at] + total[earlier] - shared)
            if likeness >= threshold:
                yield Pair(earlier, at, likeness)


def _heaviest(own: frozenset[str], weight: dict[str, float], least: float) -> list[str]:
    """Give the words, heaviest first, without those at the end that together weigh less than `least`."""
    ordered = sorted(own, key=lambda word: (-weight[word], word))
    rest = 0.0
    while ordered and rest + weight[ordered[-1]] < least:
        rest += weight[ordered.pop()]
    return ordered
