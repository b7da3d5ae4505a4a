"""Blocks that are there to be read: decision trees, templates, finished answers"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check

if TYPE_CHECKING:
    from tests.samples.sample import Sample

REQUIREMENTS = ()


def check(sample: Sample) -> Check | None:
    """Say what the block is."""
    if sample.language == "diff":
        return Check("illustrates", "lines of a change that the text talks about; there is no file to apply them to")
    if sample.language != "text":
        return None
    if "├──" in sample.text:
        return Check("illustrates", "a decision tree: no language to check it with")
    if sample.at("flaky-coverage-mutation.md"):
        return None  # the environment mutation finds these lines
    return Check("illustrates", "a template or a finished answer in plain text: no language to check it with")
