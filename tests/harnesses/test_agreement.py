"""Our verdicts beside those of the validators that others publish. Runs only with `--harnesses FOLDER`: `make test-harnesses`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.harnesses import agreement

RECORD = ROOT / "docs" / "harness-agreement.md"


@pytest.fixture
def installed(request: pytest.FixtureRequest) -> Path:
    """The folder that the validators are installed in."""
    folder = request.config.getoption("--harnesses")
    if folder is None:
        pytest.skip("compares with programs of others; `make test-harnesses` installs and runs them")
    return Path(folder).resolve()


def test_agreement(installed: Path, shared: Path, corpus: Path, tmp_path: Path, update: bool) -> None:
    """Whatever differs has a reason; the record is what this run gives."""
    samples = [*agreement.tricky(shared), *agreement.of_corpus(corpus)]
    (binary,) = installed.glob("npm/node_modules/@anthropic-ai/claude-code-*/claude")
    claude = agreement.claude_code(samples, binary, tmp_path / "claude")
    skills = agreement.skills_ref(samples, installed / "skills-ref/bin/python", tmp_path / "skills-ref")
    text = agreement.page(
        [
            (
                "Claude Code: `claude plugin validate` 2.1.197",
                "A file that it takes has to load in our eyes with its fields, in `.claude/`; one that it objects to has not.",
                claude,
            ),
            (
                "Agent Skills: `skills-ref` 0.1.1",
                "A skill that it takes has to load in our eyes without a loss; one that it objects to has not.",
                skills,
            ),
        ]
    )
    if update:
        RECORD.write_text(text, encoding="utf-8")

    assert len(samples) == 371
    assert [
        (each.sample.label, each.theirs, each.ours.label) for each in (*claude, *skills) if not each.agrees and not each.reason
    ] == []
    assert RECORD.read_text(encoding="utf-8") == text
