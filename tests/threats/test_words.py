"""What words tell of a text is never less than what a look at all of it tells."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from agentkit.threats import decoding, plain
from agentkit.threats.engine import kinds
from agentkit.threats.view import View
from agentkit.threats.words import Sign, Words, may_stand, small

MARKS = tuple(sorted({mark for kind in kinds() for mark in kind.marks if isinstance(mark, str)}))
BLANKS = st.sampled_from((" ", "\n", "\t", "  ", "\r\n", "\n\n", ""))
PIECES = st.one_of(st.sampled_from(MARKS), st.sampled_from(MARKS).map(str.upper), st.text(max_size=6), st.just("İſK"))
TEXTS = st.lists(st.tuples(PIECES, BLANKS), max_size=12).map(lambda parts: "".join(piece + blank for piece, blank in parts))


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_a_mark_that_stands_is_told(texts: list[str]) -> None:
    """Whatever texts were read before, each mark in a text may stand in it."""
    words = Words()
    group = words.group(MARKS)
    for text in texts:
        standing = words.standing(frozenset(text.split()))

        assert standing.generation >= group.generation
        assert {mark for mark in MARKS if mark in small(text)} <= standing.sure | standing.maybe


def test_marks_that_do_not_stand_are_told_apart() -> None:
    """Words rule out a mark whose pieces stand in none of them, and one whose words are cut otherwise."""
    marks = ("the user", "curl", "rm -")
    may_stand("", marks)  # learnt from the next text on

    assert not may_stand("Theory of users: a model confirms cur ls.", marks)
    assert may_stand("tell the\nuser", marks)
    assert may_stand("CURL", marks)


RUNS = st.text("abcABC019+/_-=", min_size=15, max_size=45) | st.sampled_from(("ab" * 15, "AB" * 15, "0f" * 25, "-" * 30, "word"))
JOINTS = st.sampled_from(("\n", " \n", "\\\n", '"\n  "', "\n> ", " ", ".", "\r\n", "\n\n"))


@settings(max_examples=400)
@given(st.lists(st.tuples(RUNS, JOINTS), max_size=8).map(lambda parts: "".join(run + joint for run, joint in parts)))
def test_runs_are_found_where_a_word_is_like_them(text: str) -> None:
    """What is looked for around single words is what a search of the whole text finds, but for what cannot be decoded."""
    found = set(decoding.decoded(View(text, "agent")))

    assert found == set(decoding.decoded(View(text, "agent"), decoding._BASE64))


CODE = st.text("ab.+ '\"\\^`$\n{}nrxu0041ifsIFS:/", max_size=40)


@settings(max_examples=400)
@given(CODE)
def test_a_piece_shows_in_a_word(text: str) -> None:
    """Where a text is spelt otherwise, a word of it says so; lists of a command's words, too."""
    view = View(text, "agent")

    assert view.has(plain._SPELT) or re.search(plain._PIECES, view.lower) is None
    assert isinstance(plain._SPELT[0], Sign)
