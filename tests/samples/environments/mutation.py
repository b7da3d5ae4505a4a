"""mutmut: the settings and commands of a page on its function and tests, and the survivors that it tells of"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from tests.samples.sample import Sample

REQUIREMENTS = ("mutmut>=3.8", "pytest>=9")
HEAVY = True
FUNCTION = ("references/flaky-coverage-mutation.md", "def fee(")
SURVIVORS = ("references/flaky-coverage-mutation.md", "if cents >= 10_000:\n")
SETTINGS = ("references/flaky-coverage-mutation.md", "[tool.mutmut]")
COMMANDS = ("references/flaky-coverage-mutation.md", "mutmut run")


@cache
def mutated() -> tuple[Path, str]:
    """Run the commands in a project with the settings; give the project, which stands until the run ends, and what was printed."""
    folder = Path(tempfile.mkdtemp(prefix="sample-mutation-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    function, _, test = sample_at(*FUNCTION).text.partition("\n\n\ndef test_")
    files = {
        "pyproject.toml": sample_at(*SETTINGS).text,
        "src/billing/__init__.py": "", "src/billing/rounding.py": function + "\n", "src/billing/refund.py": "",
        "src/billing/other.py": function + "\n",
        "tests/test_rounding.py": f"from billing.rounding import fee\n\n\ndef test_{test}", "tests/test_refund.py": "",
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder, command(["bash", "-euo", "pipefail", "-c", sample_at(*COMMANDS).text], folder)


def commands(_: Path) -> None:
    """Each command says something of the first mutant."""
    _folder, said = mutated()
    expect("billing.rounding.x_fee__mutmut_1" in said and "--- src/billing/rounding.py" in said, said)


def settings(_: Path) -> None:
    """Only the modules that are named are mutated: the same function stands in another one."""
    _folder, said = mutated()
    expect("7/7" in said, said)


def survivors(_: Path) -> None:
    """The three survivors are those of the page."""
    folder, _said = mutated()
    names = [line.split(":")[0].strip() for line in command(["mutmut", "results"], folder).splitlines() if "survived" in line]
    shown = [command(["mutmut", "show", name], folder).splitlines() for name in names]
    lines = [line[1:].strip() for diff in shown for line in diff if line.startswith("+") and not line.startswith("+++")]
    expect(sorted(lines) == sorted(sample_at(*SURVIVORS).text.splitlines()), f"{lines}")


CHECKS = {
    SURVIVORS: ("these three of 7 mutants survive", survivors),
    SETTINGS: ("mutmut takes the settings; it mutates no other module", settings),
    COMMANDS: ("on the function and the tests of the page", commands),
}


def check(sample: Sample) -> Check | None:
    """Take the samples of the one page that is about mutation testing."""
    for place, (shows, run) in CHECKS.items():
        if sample.at(*place):
            return Check("runs", shows, run)
    return None
