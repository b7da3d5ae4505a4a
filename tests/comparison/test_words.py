"""The word diff: exact on any two texts, readable on small changes, bounded on large ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agentkit.comparison.words import similarity, word_diff

TEXTS = st.text() | st.lists(st.sampled_from(["a", "b", "a b c", "", "x y\r", "\t- z"]), max_size=30).map("\n".join)


@given(TEXTS, TEXTS)
def test_both_texts_come_back(old: str, new: str) -> None:
    """What is the same or removed is the old text, what is the same or added the new one; in hunks nothing is lost either."""
    found = word_diff(old, new)

    assert "".join(part.text for part in found.parts if part.kind != "added") == old
    assert "".join(part.text for part in found.parts if part.kind != "removed") == new
    assert all(part.text for part in found.parts)
    shown = [part for hunk in found.hunks(context=10_000) for line in hunk.lines for part in line]
    if old != new:
        assert "".join(part.text for part in shown if part.kind != "added") == old
        assert "".join(part.text for part in shown if part.kind != "removed") == new


def test_one_word_is_one_word() -> None:
    """A changed word is shown in its line, with the lines around it."""
    old = "".join(f"line {at} stays as it is\n" for at in range(20))
    found = word_diff(old, old.replace("line 10 stays", "line 10 goes"))

    assert [part for part in found.parts if part.kind != "same"] == [("removed", "stays"), ("added", "goes")]
    assert (found.removed, found.added) == (1, 1)
    (hunk,) = found.hunks()
    assert (hunk.old_line, hunk.new_line, len(hunk.lines)) == (9, 9, 5)


def test_passages_with_little_in_common_stand_below_each_other() -> None:
    """Single words that two sentences share say nothing."""
    found = word_diff("Never touch the production database.\n", "Ask a person before a deploy.\n")

    assert [part.kind for part in found.parts] == ["removed", "added"]


def test_what_is_too_large_is_said() -> None:
    """A large stretch without a line or word that occurs once is given as replaced, and the diff says so."""
    found = word_diff("a b " * 3_000, "b c a " * 3_000)

    assert found.is_coarse
    assert not word_diff("one two", "one three").is_coarse


def test_large_texts_with_one_change_are_exact() -> None:
    """A megabyte of equal lines around a change needs no quadratic search."""
    lines = ["the same line\n"] * 60_000
    found = word_diff("".join([*lines, "old\n", *lines]), "".join([*lines, "new\n", *lines]))

    assert [part for part in found.parts if part.kind != "same"] == [("removed", "old\n"), ("added", "new\n")]


def test_similarity() -> None:
    """It runs from 0 to 1, by lines whatever their order."""
    assert similarity("a\nb\n", "b\na\n") == 1
    assert similarity("a\n", "b\n") == 0 == similarity("", "")
