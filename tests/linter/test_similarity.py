"""Texts that say nearly the same: comparing again after a change gives what a first comparison gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agentkit.linter.similarity import Comparison, similar_pairs, words

WORDS = st.integers(0, 14).map(lambda at: f"w{at}")
TEXTS = st.lists(WORDS, min_size=0, max_size=9).map(" ".join)


@given(texts=st.lists(TEXTS, min_size=2, max_size=40), changes=st.lists(st.tuples(st.integers(0, 39), TEXTS), max_size=8))
def test_a_change_gives_the_pairs_of_a_first_comparison(texts: list[str], changes: list[tuple[int, str]]) -> None:
    """Texts replaced one after the other, or added at the end."""
    known = Comparison(0.5, 3)
    assert known.pairs(texts) == list(similar_pairs(texts, 0.5, 3))
    for at, text in changes:
        texts = [*texts, text] if at >= len(texts) else [*texts[:at], text, *texts[at + 1 :]]
        assert known.pairs(texts) == list(similar_pairs(texts, 0.5, 3))


@given(texts=st.lists(TEXTS, min_size=2, max_size=30))
def test_pairs_are_alike_and_in_order(texts: list[str]) -> None:
    """The later text's place counts first; texts of equal words are alike wholly, others less."""
    pairs = list(similar_pairs(texts, 0.5, 3))

    assert pairs == sorted(pairs, key=lambda pair: (pair.later, pair.earlier))
    for pair in pairs:
        assert pair.earlier < pair.later
        assert (pair.likeness == 1.0) == (words(texts[pair.earlier]) == words(texts[pair.later]))


def test_texts_that_differ_in_a_common_word_are_alike() -> None:
    """What nearly every text has weighs next to nothing, so that the rest decides."""
    others = [f"use it for subject{at} and matter{at} and thing{at}" for at in range(20)]
    texts = [*others, "use it for locks and queries in tables", "use it when locks and queries in tables"]

    assert [(pair.earlier, pair.later) for pair in similar_pairs(texts, 0.65, 6)] == [(20, 21)]
