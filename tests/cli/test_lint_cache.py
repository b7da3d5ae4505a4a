"""`agentkit lint` with what earlier runs have kept: the same output, byte for byte, and ways to do without."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from .conftest import agent, put

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what is kept, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "agentkit"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    put(root, "agents/dev.md", agent("dev", "tools: Raed, Grep\nskills: [nothing-like-it]"))
    put(root, "agents/second.md", agent("second"))
    put(root, "skills/pdf/SKILL.md", "---\nname: PDF\ndescription: Reads PDF files. Use for forms.\n---\nRun `scripts/a.py`.\n")
    return root


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--format", "json"),
        ("--format", "sarif"),
        ("--statistics",),
        ("--select", "ALL", "--show-skipped"),
        ("--diff", "--unsafe-fixes"),
        ("--jobs", "2"),
    ],
    ids=" ".join,
)
def test_a_second_run_prints_the_same(run: Run, tree: Path, cache: Path, options: tuple[str, ...]) -> None:
    """Without, cold and warm, whatever is printed."""
    without = run("lint", "--no-cache", *options, cwd=tree)
    assert not cache.exists()
    cold = run("lint", *options, cwd=tree)
    assert len(list(cache.glob("*.lint"))) == 1
    warm = run("lint", *options, cwd=tree)

    assert without.status == 1
    assert without == cold == warm


def test_a_mended_file_is_checked_as_it_is_now(run: Run, tree: Path, cache: Path) -> None:
    """`--fix` after a run that has kept everything, and again after itself."""
    before = run("lint", "--format", "concise", cwd=tree)
    mended = run("lint", "--fix", "--unsafe-fixes", "--format", "concise", cwd=tree)
    after = run("lint", "--format", "concise", cwd=tree)

    assert cache.exists()
    assert "name: pdf" in (tree / "skills/pdf/SKILL.md").read_text()
    assert before.out != after.out
    assert mended.out == after.out == run("lint", "--no-cache", "--format", "concise", cwd=tree).out
    assert run("lint", "--fix", "--format", "concise", cwd=tree).out == after.out


def test_a_baseline_is_taken_off_what_is_kept(run: Run, tree: Path, cache: Path) -> None:
    """A report is kept as it is before a baseline takes out what is known."""
    assert run("lint", "--write-baseline", "known.json", cwd=tree).status == 0
    assert run("lint", "--baseline", "known.json", cwd=tree).status == 0
    assert run("lint", cwd=tree).status == 1
    assert cache.exists()


def test_settings_can_forbid_it(run: Run, tree: Path, cache: Path) -> None:
    """`cache = false` keeps nothing; what is no truth value is said."""
    put(tree, "agentkit.toml", "cache = false\n")
    assert run("lint", cwd=tree).status == 1
    assert not cache.exists()
    put(tree, "agentkit.toml", 'cache = "no"\n')
    done = run("lint", cwd=tree)
    assert done.status == 2
    assert "`cache` is not true or false" in done.err


def test_a_text_on_stdin_and_an_audit_keep_nothing(run: Run, tree: Path, cache: Path) -> None:
    """An editor's buffer is another one each time; an audit looks at everything itself."""
    run("lint", "--stdin-filename", "agents/dev.md", cwd=tree, stdin=(tree / "agents/dev.md").read_bytes())
    run("audit", ".", cwd=tree)

    assert not cache.exists()


def test_a_folder_that_cannot_be_written_is_no_matter(run: Run, tree: Path, cache: Path) -> None:
    """A file stands in its place: the same output, and not a word about it."""
    expected = run("lint", "--no-cache", cwd=tree)
    cache.parent.mkdir()
    cache.write_bytes(b"")
    assert run("lint", cwd=tree) == expected
    cache.unlink()
    run("lint", cwd=tree)
    shutil.copy(next(cache.glob("*.lint")), tree.parent / "copy")
    next(cache.glob("*.lint")).write_bytes(b"agentkit cache 1\nnothing")
    assert run("lint", cwd=tree) == expected
