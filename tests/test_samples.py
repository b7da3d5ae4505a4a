"""The code samples in the personas and skills: each names its language, has a check, and has passed it as it stands.

The checks themselves are run by `make test-samples`, in environments of their own; here the record of what they found is held.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import markdown_it

from tests.conftest import ROOT
from tests.samples import page
from tests.samples import run as run_samples
from tests.samples.check import KINDS, Check, command
from tests.samples.environments import checks, environments
from tests.samples.sample import samples

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LANGUAGES = {
    "python", "sql", "yaml", "toml", "json", "hcl", "dockerfile", "bash", "text", "http", "ini", "diff", "ts", "tsx", "html", "css",
}  # fmt: skip
SAMPLES = list(samples())


def test_there_are_samples_and_each_names_its_language() -> None:
    """More than a hundred samples, every one in a language that is checked or is plain text."""
    assert len(SAMPLES) > 100
    assert [sample.place for sample in SAMPLES if sample.language not in LANGUAGES] == []


def test_no_fence_is_missed() -> None:
    """A Markdown parser sees as many fences in each file as are read as samples."""
    parser = markdown_it.MarkdownIt()
    for path in sorted({sample.path for sample in SAMPLES}):
        fences = [
            token for token in parser.parse((ROOT / path).read_text(encoding="utf-8")) if token.type in ("fence", "code_block")
        ]
        assert [token.content for token in fences] == [sample.text for sample in SAMPLES if sample.path == path], path


def test_every_sample_is_checked_and_passed_as_it_stands() -> None:
    """Each has a check in an environment, and the record of the last run has it, passed; else the message says what to run."""
    assert page.unsettled(page.load()) == []


def test_the_page_of_samples_is_current() -> None:
    """docs/samples.md is what the record gives."""
    assert page.PAGE.read_text(encoding="utf-8") == page.text(page.load())


def test_a_sample_that_changes_is_told() -> None:
    """Without the result of one sample, the record is not enough; a failure in it is not either."""
    record = page.load()
    sample, one, _ = checks()[0]
    results = record["environments"][one.name]["results"]
    results[sample.key] = "failed: it"
    assert f"{sample.place}: {one.name}: failed: it" in page.unsettled(record)
    del results[sample.key]
    assert f'{sample.place}: not run as it stands: make test-samples SAMPLES="{one.name}"' in page.unsettled(record)


def test_checks_say_what_they_are() -> None:
    """Each is of a known kind and says what; only what illustrates has nothing to run, and plain code never illustrates."""
    for sample, _, check in checks():
        assert check.kind in KINDS
        assert check.what
        assert (check.run is None) == (check.kind == "illustrates"), sample.place
        assert check.kind != "illustrates" or sample.language in ("text", "diff"), sample.place


def test_python_and_sql_are_executed() -> None:
    """Parsing is not enough for them: every Python sample runs, every SQL sample runs or is built by dbt."""
    executed = {sample.key for sample, _, check in checks() if check.kind in ("runs", "builds")}

    assert [sample.place for sample in SAMPLES if sample.language in ("python", "sql") and sample.key not in executed] == []


def test_every_place_that_an_environment_names_is_there() -> None:
    """A file and a text that name a sample find one: else an edit of the sample would end a stronger check unseen."""
    seen = 0
    for one in environments():
        module = importlib.import_module(f"tests.samples.environments.{one.name}")
        for value in vars(module).values():
            for key in value if isinstance(value, dict) else [value]:
                match key:
                    case (str(path), str(marker)) if path.endswith(".md"):
                        seen += 1
                        assert any(sample.at(path, marker) for sample in SAMPLES), (one.name, path, marker)
                    case _:
                        pass
    assert seen > 50


def test_a_sample_that_fails_is_recorded_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong exit code, and an exception of a library, are failures with their message; the others are checked all the same."""

    def exits(folder: Path) -> None:
        command([sys.executable, "-c", "print('so'); raise SystemExit(3)"], folder)

    def raises(folder: Path) -> None:
        raise KeyError("x")

    one = environments()[0]
    known = SAMPLES[:3]
    outcomes = [exits, raises, lambda _: None]
    made = tuple((sample, one, Check("runs", "it", run)) for sample, run in zip(known, outcomes, strict=True))
    monkeypatch.setattr(run_samples, "checks", lambda: made)

    results = list(run_samples.run(one).values())

    assert results[0].endswith("exit code 3\nso")
    assert results[1:] == ["failed: KeyError: 'x'", "passed"]
    assert capsys.readouterr().out.count("FAIL") == 2


def test_every_environment_has_a_sample() -> None:
    """An environment whose last sample went away goes, too; so does its record."""
    used = {one.name for _, one, _ in checks()}
    assert used == {one.name for one in environments()} == set(page.load()["environments"])
