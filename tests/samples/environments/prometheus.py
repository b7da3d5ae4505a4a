"""Prometheus: promtool checks rules and settings, and runs the tests of rules"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect
from tests.samples.sample import ROOT, sample_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ()
DEBIAN = ("prometheus",)
HEAVY = True
PROMTOOL = str(ROOT / ".samples" / "prometheus" / "debian" / "usr" / "bin" / "promtool")
RULES = {
    "pipelines.yml": ("observability/references/pipelines-and-batch.md", "PipelineDataStale\n        expr"),
    "rules.yml": ("observability/references/slo-burn-rate-rules.md", "name: http-sli\n"),
}
"""Which rules a test file loads, by the name it uses."""


def check(sample: Sample) -> Check | None:
    """Take rules, tests of rules, and scrape settings."""
    if sample.language != "yaml":
        return None

    def rules(folder: Path) -> None:
        (folder / "rules.yml").write_text(sample.text, encoding="utf-8")
        expect("SUCCESS" in command([PROMTOOL, "check", "rules", "rules.yml"], folder), "no success")

    def tests(folder: Path) -> None:
        for name, place in RULES.items():
            if name in sample.text:
                (folder / name).write_text(sample_at(*place).text, encoding="utf-8")
        (folder / "tests.yml").write_text(sample.text, encoding="utf-8")
        command([PROMTOOL, "test", "rules", "tests.yml"], folder)

    def settings(folder: Path) -> None:
        (folder / "prometheus.yml").write_text(sample.text, encoding="utf-8")
        expect("SUCCESS" in command([PROMTOOL, "check", "config", "prometheus.yml"], folder), "no success")

    if sample.text.startswith("groups:") and "rules:" in sample.text:
        return Check("builds", "promtool accepts the rules", rules)
    if sample.text.startswith("rule_files:"):
        return Check("runs", "promtool runs these tests on the rules of the page", tests)
    if sample.text.startswith("scrape_configs:"):
        return Check("builds", "promtool accepts the settings", settings)
    return None
