"""Altair with vl-convert, Matplotlib: charts are drawn into files"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.samples.check import Check, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("altair>=6", "matplotlib>=3.10", "pandas>=3", "vl-convert-python>=1.9")
HEAVY = True


def check(sample: Sample) -> Check | None:
    """Run, and look for the picture."""
    if not sample.imports() & {"altair", "matplotlib"}:
        return None
    drawn = re.findall(r'"(\w+\.png)"', sample.text)

    def run(folder: Path) -> None:
        python(sample.text, folder, env={"MPLCONFIGDIR": str(folder)})
        for name in drawn:
            picture = (folder / name).read_bytes()
            expect(picture.startswith(b"\x89PNG") and len(picture) > 5000, f"{name} is no picture of some size")

    return Check("runs", f"draws {' and '.join(drawn)}" if drawn else "its own asserts hold", run)
