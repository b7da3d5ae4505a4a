"""FastAPI: samples whose application answers requests"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("fastapi>=0.165", "httpx>=0.28", "openapi-spec-validator>=0.7", "pyyaml>=6.0.3")


def check(sample: Sample) -> Check | None:
    """Run what imports FastAPI; each of these asks its own application and asserts what it answers."""
    if "fastapi" not in sample.imports():
        return None

    def run(folder: Path) -> None:
        # The count shows that a route was served: a sample whose requests are taken away must not pass.
        served = "\nimport fastapi as _f\nassert isinstance(app, _f.FastAPI) and app.openapi()['paths']\n"
        expect("assert" in sample.text, "it asserts nothing")
        python(sample.text + served, folder)

    asks = "ASGITransport" in sample.text
    return Check(
        "runs", "its requests are answered as it asserts" if asks else "its application's OpenAPI document is as it asserts", run
    )
