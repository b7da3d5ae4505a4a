"""Spark: run locally, with two threads"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("pyspark>=4.1",)
HEAVY = True
PROGRAMS = {"java": ("java", "-version")}


def check(sample: Sample) -> Check | None:
    """Run to the end of the stream."""
    if "pyspark" not in sample.imports():
        return None

    def run(folder: Path) -> None:
        said = python(sample.text, folder, flags=(), env={"TMPDIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"})
        expect(said.splitlines()[-1] == "0", f"rows were dropped by the watermark:\n{said[-2000:]}")

    return Check("runs", "the stream ends, and its watermark has dropped no row", run)
