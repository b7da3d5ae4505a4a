"""Our reading of frontmatter against PyYAML's: every value equal as text, or something is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks import fuzz
from benchmarks.differential import ours, pyyaml, silent
from benchmarks.fixes import block_of
from hypothesis import given, settings

from tests.strategies import agent_files

if TYPE_CHECKING:
    from pathlib import Path


def differs(data: bytes) -> bool:
    block = block_of(data)
    return block is not None and silent(ours(data), pyyaml(block))


@pytest.mark.slow
def test_public_files_are_read_alike(corpus: Path) -> None:
    """None of thousands is read otherwise without a word."""
    files = sorted(path for path in corpus.rglob("*.md") if path.is_file())

    assert len(files) > 5_000
    assert [path for path in files if differs(path.read_bytes())] == []


def test_hostile_files_are_read_alike(shared: Path) -> None:
    """The files that are made to be read in two ways are read alike, or reported."""
    files = sorted((shared / "hostile").rglob("*.md")) + sorted((shared / "tricky").rglob("*.md"))

    assert files
    assert [path for path in files if path.stat().st_size < 100_000 and differs(path.read_bytes())] == []


@given(agent_files())
@settings(max_examples=200, deadline=None)
def test_any_file_is_read_alike(data: bytes) -> None:
    """Files of every style, right and wrong."""
    assert not differs(data)


def test_mutated_files_are_read_alike() -> None:
    """A thousand inputs of the fuzzer."""
    assert [number for number in range(1_000) if differs(fuzz.mutated(fuzz.BUILT_IN, 11, number))] == []


@pytest.mark.parametrize(
    ("mine", "other", "says"), [(("a", False), "b", True), (("a", True), "b", False), (("a", False), "a", False)]
)
def test_what_counts_as_silent(mine: tuple[object, bool], other: object, says: bool) -> None:
    """A difference that nothing is said of."""
    assert silent(mine, other) is says
