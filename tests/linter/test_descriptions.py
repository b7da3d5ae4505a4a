"""Descriptions of a whole registry: the budget, the likeness of many texts, limits that the configuration names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.config import Config
from agentkit.linter import lint
from agentkit.linter.similarity import similar_pairs
from agentkit.registry import load_around
from tests.test_registry import write

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.diagnostic import Diagnostic


def found(folder: Path, rule: str, **settings: tuple[str, ...]) -> list[Diagnostic]:
    registry, own = load_around([folder])
    return list(lint(registry, own, Config(select=(rule,), **settings)).diagnostics)  # type: ignore[arg-type]


def put_agents(folder: Path, count: int, words: int) -> None:
    for at in range(count):
        text = f"Reviews part {at} of it. " + "Use before a merge of many tables. " * (words // 7 + (at == 3))
        write(folder / f"a{at}.md", f"---\nname: a{at}\ndescription: {text}\n---\nBody.\n")


def test_descriptions_over_the_budget_are_one_finding_at_the_longest(tmp_path: Path) -> None:
    """A hundred agents of some 200 tokens are one finding, which names the three longest."""
    put_agents(tmp_path / ".claude/agents", 100, 150)
    (one,) = found(tmp_path, "descriptions-over-budget")

    assert (one.path or "").endswith("a3.md")
    assert (one.span.line, one.span.column) == (3, 14)
    assert "the 100 agents in " in one.message
    assert "more than 15,000" in one.message
    assert (one.hint or "").startswith("shorten the longest: a3 (")


def test_a_collection_has_no_budget(tmp_path: Path) -> None:
    """Agents outside `.claude/agents/` are not all read at once; names are counted once."""
    put_agents(tmp_path / "agents", 100, 150)
    for at in range(100):
        write(tmp_path / f".claude/agents/{at}/a.md", f"---\nname: a\ndescription: {'Use it. ' * 80}\n---\nBody.\n")

    assert found(tmp_path, "descriptions-over-budget") == []


def test_a_limit_holds_where_the_configuration_names_its_harness(tmp_path: Path) -> None:
    """600 characters are too many for Factory Droid, wherever the file lies, and for nobody else."""
    write(tmp_path / "agents/a.md", f"---\nname: a\ndescription: {'x' * 600}\n---\nBody.\n")

    assert [one.code for one in found(tmp_path, "long-description", harnesses=("factory-droid", "qwen-code"))] == ["AK142"]
    assert found(tmp_path, "long-description", harnesses=("qwen-code",)) == []


def test_likeness_is_weighted_by_rarity() -> None:
    """What all texts share counts little: two that share only it are not alike, two that share the rest are."""
    common = "use this agent proactively for every kind of work with"
    texts = [f"{common} topic{at} and matter{at} by method{at}" for at in range(50)]
    texts.append(f"{common} topic7 and matter7 by hand")

    assert [(pair.earlier, pair.later) for pair in similar_pairs(texts, 0.5, 6)] == [(7, 50)]


def test_many_equal_texts_are_compared_a_bounded_number_of_times() -> None:
    """A thousand texts of equal words, and a thousand of one pattern, give at most a few dozen pairs each."""
    equal = ["reviews the plans of slow queries before a merge"] * 1000
    pattern = [f"reviews the plans of slow queries before merge number {at}" for at in range(1000)]

    assert len(list(similar_pairs(equal, 0.65, 6))) < 33 * 1000
    assert len(list(similar_pairs(pattern, 0.3, 6))) < 33 * 10 * 1000
