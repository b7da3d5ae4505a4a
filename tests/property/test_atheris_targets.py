"""The targets that are fuzzed by coverage: what they put an input through, without atheris, and that they would see a fault."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from benchmarks import atheris_targets as targets
from benchmarks import fuzz

from agentkit.linter import fixing
from tests.hostile.generated import FILES

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document


@pytest.mark.parametrize("name", targets.TARGETS)
def test_no_seed_is_a_finding(name: str) -> None:
    """The built-in seeds and the hostile ones that are short go through each target."""
    for data in [*fuzz.BUILT_IN, *(data for data in FILES.values() if len(data) < 1_000)]:
        targets.timed(targets.TARGETS[name], data)


def test_a_mended_byte_too_many_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `fix` changes beside what it says it edits is a finding."""
    real = fixing.fixed

    def greedy(document: Document, found: list[Diagnostic], *, unsafe: bool = False) -> fixing.Fixed:
        done = real(document, found, unsafe=unsafe)
        return done._replace(data=done.data.replace(b"Body", b"body")) if done.applied else done

    data = b"---\nname: a\ndescription: Use when: x\n---\nBody\n"
    targets.fix(data)
    monkeypatch.setattr(fixing, "fixed", greedy)

    with pytest.raises(AssertionError, match="a byte outside the edits"):
        targets.fix(data)


def test_a_slow_input_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input may take so much of the processor's time and no more."""
    monkeypatch.setattr(targets, "LIMIT", 0.01)

    def slow(_: bytes) -> None:
        end = time.process_time() + 0.02
        while time.process_time() < end:
            pass

    targets.timed(lambda _: None, b"")
    with pytest.raises(AssertionError, match=r"0\.0 s"):
        targets.timed(slow, b"")


def test_one_input_is_tried_again_without_atheris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run has saved is looked at with `--only`: nothing is raised for what is mended since."""
    path = tmp_path / "found.md"
    path.write_bytes(fuzz.BUILT_IN[0])
    monkeypatch.setattr(sys, "argv", ["atheris_targets", "render", "--only", str(path)])
    targets.main()
    monkeypatch.setattr(fuzz, "check_reading", lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        targets.main()


def test_seeds_and_words_are_files(tmp_path: Path) -> None:
    """Seeds are cut to the length of an input, a sample of a folder's files among them; each word is one that libFuzzer can read."""
    folder, more = tmp_path / "seeds", tmp_path / "more"
    folder.mkdir()
    more.mkdir()
    (folder / "old.md").touch()
    for number in range(targets.SAMPLE + 5):
        (more / f"{number}.md").write_bytes(b"x" * 5_000)
    count = targets.put_seeds(folder, [more], 1)
    targets.put_words(tmp_path / "words")

    sizes = [path.stat().st_size for path in folder.iterdir()]
    assert len(sizes) == count == len(fuzz.BUILT_IN) + len(FILES) + targets.SAMPLE
    assert max(sizes) == targets.LONGEST
    words = (tmp_path / "words").read_text(encoding="ascii").splitlines()
    assert r'"\x2d\x2d\x2d\x0a"' in words
    assert max(map(len, words)) <= 64 * 4 + 2
