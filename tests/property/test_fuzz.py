"""The mutation fuzzer of benchmarks/fuzz.py: a short run of it, and that it would see what it looks for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from benchmarks import fuzz

from agentkit.document import parse
from agentkit.errors import AgentKitError

if TYPE_CHECKING:
    from agentkit.document import Document


def test_mutated_files_break_nothing() -> None:
    """A few hundred inputs from the built-in seeds, all of them checked, mended, rendered and written."""
    found, _ = fuzz.fuzz(fuzz.BUILT_IN, range(400), seed=7, share=1)

    assert found == []


def test_an_input_is_made_again_from_its_number() -> None:
    """Whatever is found can be looked at again; one number is not another's input."""
    inputs = [fuzz.mutated(fuzz.BUILT_IN, 1, number) for number in range(50)]

    assert inputs == [fuzz.mutated(fuzz.BUILT_IN, 1, number) for number in range(50)]
    assert len(set(inputs)) > 40
    assert inputs != [fuzz.mutated(fuzz.BUILT_IN, 2, number) for number in range(50)]


@pytest.mark.parametrize("fault", ["raises", "is slow", "other bytes"])
def test_the_fuzzer_sees_a_fault(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """What raises, takes more than a second, or gives other bytes back is reported with its input."""

    def broken(data: bytes, path: str | None = None) -> Document:
        if fault == "raises":
            raise TypeError("planted")
        if fault == "is slow":
            end = time.process_time() + 1.1
            while time.process_time() < end:
                pass
            return parse(data, path)
        return parse(data + b"!", path)

    monkeypatch.setattr(fuzz, "parse", broken)
    found, _ = fuzz.fuzz(fuzz.BUILT_IN, range(3, 4), share=1000)

    assert [each.data for each in found] == [fuzz.mutated(fuzz.BUILT_IN, 1, 3)]


@pytest.mark.parametrize("text", ["NaN", "[-Infinity]", '"\udc80"', "{"])
def test_json_is_read_strictly(text: str) -> None:
    """What Python writes and reads beyond the standard is refused."""
    with pytest.raises((ValueError, AgentKitError)):
        fuzz.strict(text)
