"""Semgrep: a rule is run on code that it must find, and on code that it must not"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("semgrep>=1.140",)
HEAVY = True
CODE = """\
def bad(session, key):
    return session.get(Invoice, key)

def bad_query(session, key):
    return session.scalar(select(Order).where(Order.id == key))

def good(session, key, tenant):
    return session.scalar(select(Order).where(Order.id == key, Order.tenant_id == tenant))

def other(session, key):
    return session.get(Country, key)
"""


def check(sample: Sample) -> Check | None:
    """Run a rule."""
    if sample.language != "yaml" or "pattern-either" not in sample.text:
        return None

    def run(folder: Path) -> None:
        (folder / "rules").mkdir()
        (folder / "rules" / "rule.yaml").write_text(sample.text, encoding="utf-8")
        (folder / "code.py").write_text(CODE, encoding="utf-8")
        words = ["--metrics=off", "--disable-version-check"]
        said = command(["semgrep", "scan", "--config", "rules/", *words, "--json", "--quiet", "code.py"], folder)
        lines = [found["start"]["line"] for found in json.loads(said[said.index("{") :])["results"]]
        expect(lines == [2, 5], f"findings in lines {lines}")

    return Check("runs", "finds both loads without a tenant, and neither of the others", run)
