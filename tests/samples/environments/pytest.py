"""pytest, Hypothesis, Sybil, coverage: samples that are tests, and settings of the tools"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.samples.check import Check, Failed, command, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("coverage>=7.10", "duckdb>=1.4", "hypothesis>=6.170", "pytest>=9", "pytest-timeout>=2.4", "sybil>=9")
PLAIN = ("-q", "-p", "no:cacheprovider", "-W", "error")


def passes(words: tuple[str, ...], folder: Path) -> None:
    """Run pytest: something passes, nothing fails or is skipped."""
    said = command([sys.executable, "-m", "pytest", *words], folder)
    last = said.strip().splitlines()[-1]
    if " passed" not in last or any(word in last for word in ("failed", "skipped", "error", "xfailed")):
        raise Failed(said)


def tests(sample: Sample, folder: Path) -> None:
    """Let pytest run a sample as a test file."""
    (folder / "test_sample.py").write_text(sample.text, encoding="utf-8")
    passes((*PLAIN, "test_sample.py"), folder)


def sybil(sample: Sample, folder: Path) -> None:
    """Use a sample as conftest.py: an example that is wrong must fail."""
    (folder / "conftest.py").write_text(sample.text, encoding="utf-8")
    (folder / "good.md").write_text("```python\nassert 1 + 1 == 2\n```\n", encoding="utf-8")
    passes((*PLAIN, "good.md"), folder)
    (folder / "bad.md").write_text("```python\nassert 1 + 1 == 3\n```\n", encoding="utf-8")
    command([sys.executable, "-m", "pytest", *PLAIN, "bad.md"], folder, expect=[1])


def settings(sample: Sample, folder: Path) -> None:
    """Run a test under the settings; a marker that they do not know must fail."""
    (folder / "pyproject.toml").write_text(sample.text, encoding="utf-8")
    (folder / "tests").mkdir()
    test = folder / "tests" / "test_it.py"
    test.write_text("import pytest\n@pytest.mark.slow\ndef test_it(request):\n"
                    "    assert request.config.getini('timeout') == '60'\n", encoding="utf-8")  # fmt: skip
    passes(("-q", "-p", "no:cacheprovider"), folder)
    test.write_text("import pytest\n@pytest.mark.sloow\ndef test_it(): ...\n", encoding="utf-8")
    command([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], folder, expect=[2])


def coverage(sample: Sample, folder: Path) -> None:
    """Measure a package whose half is not covered: `fail_under` must stop it, and not when all is covered."""
    (folder / "pyproject.toml").write_text(sample.text, encoding="utf-8")
    (folder / "billing").mkdir()
    module = folder / "billing" / "__main__.py"
    (folder / "billing" / "__init__.py").write_text("", encoding="utf-8")
    for text, code in (("import sys\nif len(sys.argv) > 1:\n    print(1)\n    print(2)\n    print(3)\n", 2), ("print(1)\n", 0)):
        module.write_text(text, encoding="utf-8")
        run = [sys.executable, "-m", "coverage"]
        command([*run, "erase"], folder)
        command([*run, "run", "-m", "billing"], folder)
        command([*run, "combine"], folder)
        command([*run, "report"], folder, expect=[code])


def check(sample: Sample) -> Check | None:
    """Run what pytest would collect, what configures it, and Hypothesis profiles."""
    if sample.language == "toml" and "[tool.pytest]" in sample.text:
        return Check(
            "runs", "pytest takes the settings; an unknown marker fails under them", lambda folder: settings(sample, folder)
        )
    if sample.language == "toml" and "[tool.coverage.run]" in sample.text:
        return Check("runs", "coverage takes the settings; too little covered fails", lambda folder: coverage(sample, folder))
    if sample.language != "python" or "sqlalchemy" in sample.imports():
        return None
    if sample.tests():
        return Check("runs", "its tests pass", lambda folder: tests(sample, folder))
    if "sybil" in sample.imports():
        return Check("runs", "as conftest.py: a right example passes, a wrong one fails", lambda folder: sybil(sample, folder))
    if "hypothesis" in sample.imports():
        return Check(
            "runs", "its own asserts hold", lambda folder: expect(python(sample.text, folder) == "", "it printed something")
        )
    return None
