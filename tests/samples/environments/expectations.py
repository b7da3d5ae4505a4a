"""Great Expectations (GX Core): expectations run on a data frame"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("great-expectations>=1.24", "pandas")
HEAVY = True


def check(sample: Sample) -> Check | None:
    """Run; the sample asserts which expectations fail, and with which severity."""
    if "great_expectations" not in sample.imports():
        return None

    def run(folder: Path) -> None:
        said = python(sample.text, folder, flags=("-X", "dev"), env={"GX_ANALYTICS_ENABLED": "False"})
        expect("expect_column_values_to_be_unique" in said, said)

    return Check("runs", "its own asserts on a data frame hold", run)
