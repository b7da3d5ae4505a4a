"""HCL of Terraform: parsed; the providers cannot be fetched from a package registry"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("python-hcl2>=8",)
BLOCKS = {
    "terraform",
    "provider",
    "resource",
    "data",
    "variable",
    "output",
    "locals",
    "module",
    "moved",
    "removed",
    "import",
    "check",
}


def check(sample: Sample) -> Check | None:
    """Parse; every block at the top is one that Terraform has."""
    if sample.language != "hcl":
        return None

    def run(_: Path) -> None:
        import hcl2

        parsed = hcl2.loads(sample.text)
        expect(parsed and set(parsed) <= BLOCKS, f"blocks {sorted(parsed)}")

    return Check("parses", "python-hcl2 reads it, and its blocks are Terraform's", run)
