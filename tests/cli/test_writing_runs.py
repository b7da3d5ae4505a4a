"""Runs that write: two at once, swept temporaries, errors amid others, killed ones."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from benchmarks import kill

from tests.cli.conftest import PROGRAM, Run, agent, clean_environment, put
from tests.cli.test_lint_fixes import BROKEN, MENDED
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 100
# A process that runs the command once for each line it is told, so that two of them start together.
PLAYER = """
import sys
from agentkit.cli import lint_command, rename_command
for line in sys.stdin:
    name, *words = line.split()
    command = {"lint": lint_command, "rename": rename_command}[name].command
    try:
        command.main(words, standalone_mode=False)
        status = 0
    except SystemExit as end:
        status = end.code or 0
    print("status", status, flush=True)
"""


def players(folder: Path) -> list[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PLAYER]
    return [
        subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=clean_environment(),
        )
        for _ in range(2)
    ]


def together(both: list[subprocess.Popen[str]], *lines: str) -> list[int]:
    """Tell both processes what to run, the second as soon as the first is told; give their statuses."""
    for process, line in zip(both, lines, strict=True):
        assert process.stdin is not None
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    statuses = []
    for process in both:
        assert process.stdout is not None
        statuses.append(next(int(line.split()[1]) for line in process.stdout if line.startswith("status ")))
    return statuses


def named(text: str, name: str) -> str:
    """Give a text of test_lint_fixes another name, and words of its own."""
    return text.replace("name: dev", f"name: {name}").replace("Works. Use when: work", f"Does {name} things. Use when: {name}")


def tree_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_renames_at_once_give_one_of_the_serial_results(tmp_path: Path) -> None:
    """One of them renames, everywhere; the other finds nothing of that name and changes nothing."""
    start = {
        "agents/dev.md": agent("dev"),
        **{f"agents/a{number}.md": agent(f"a{number}", body="Ask `dev-er` and @agent-dev-er.\n") for number in range(3)},
        "agents/dev-er.md": agent("dev-er"),
    }
    results = []
    for new in ("one-x", "two-y"):
        folder = tmp_path / new
        for place, text in start.items():
            put(folder, place, text)
        subprocess.run([*PROGRAM, "rename", "dev-er", new], cwd=folder, check=True, capture_output=True)
        results.append(tree_of(folder))
    folder = tmp_path / "both"
    folder.mkdir()
    both = players(folder)
    for number in range(ROUNDS):
        for path in folder.rglob("*.md"):
            path.unlink()
        for place, text in start.items():
            put(folder, place, text)
        lines = ["rename dev-er one-x", "rename dev-er two-y"]
        statuses = together(both, *(lines if number % 2 else lines[::-1]))
        assert sorted(map(bool, statuses)) == [False, True], number
        assert tree_of(folder) in results, number
    for process in both:
        process.communicate("")


def test_two_fixes_at_once_give_the_serial_result(tmp_path: Path) -> None:
    """Both end well: the second reads what the first has written. One has the project, one a folder of it."""
    both = players(tmp_path)
    for number in range(ROUNDS):
        for name in ("dev", "tester"):
            put(tmp_path, f"agents/{name}.md", named(BROKEN, name))
        assert together(both, "lint . --fix", "lint agents --fix") == [0, 0], number
        assert tree_of(tmp_path) == {f"agents/{name}.md": named(MENDED, name).encode() for name in ("dev", "tester")}, number
    for process in both:
        process.communicate("")


@pytest.mark.parametrize(
    "args",
    [
        ("lint", "--fix"),
        ("rename", "dev", "dev-er"),
        ("lock",),
        ("render", "dev", "-o", "agents/out.txt"),
        ("export", "dev", "--for", "codex", "-o", "agents/dev.toml"),
        ("budget", "--write", "agents/b.json"),
        ("lint", "--write-baseline", "agents/base.json"),
    ],
    ids=" ".join,
)
def test_what_a_killed_run_left_is_swept_and_said(run: Run, tmp_path: Path, args: tuple[str, ...]) -> None:
    """The next run that writes in the folder takes it away, and says which file it was."""
    put(tmp_path, "agents/dev.md", agent("dev", body="Ask dev.\n"))
    folder = "." if args == ("lock",) else "agents"
    left = put(tmp_path, f"{folder}/.dev.md.0123456789ab.agentkit-tmp", b"half")
    os.utime(left, (time.time() - 60, time.time() - 60))

    done = run(*args)

    assert (done.status, left.exists()) == (0, False)
    assert f"{left.name}: a run that was killed has left it" in done.err.replace("\n", " ")


def test_after_an_error_the_other_files_are_written(run: Run, tmp_path: Path) -> None:
    """A link that leads outside is not written through; the rest is mended, and the run fails."""
    outside = put(tmp_path, "outside.md", BROKEN)
    put(tmp_path, "p/agents/after.md", BROKEN.replace("name: dev", "name: after"))
    put(tmp_path, "p/agents/zz.md", BROKEN.replace("name: dev", "name: zz"))
    (tmp_path / "p/agents/dev.md").symlink_to(outside)

    done = run("lint", "--fix", cwd=tmp_path / "p")

    assert done.status == 1
    assert "agents/dev.md:1:1: warning AK023 a link to a file outside the project" in done.out.decode()
    assert outside.read_text() == BROKEN
    assert all(b'"' in (tmp_path / f"p/agents/{name}.md").read_bytes() for name in ("after", "zz"))


@pytest.mark.parametrize("kind", ["symlink", "rewritten"])
def test_a_file_swapped_between_reading_and_writing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """What has taken the place of a file that was read is left alone; the others are mended."""
    from click.testing import CliRunner

    from agentkit.cli import lint_command
    from agentkit.linter import fixing

    real = fixing.write
    elsewhere = put(tmp_path, "other/elsewhere.txt", BROKEN)
    path = put(tmp_path, "agents/dev.md", BROKEN)
    other = put(tmp_path, "agents/zz.md", BROKEN.replace("name: dev", "name: zz"))

    def swapped(*args: object) -> object:
        path.unlink()
        path.symlink_to(elsewhere) if kind == "symlink" else path.write_text("theirs")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fixing, "write", swapped)
    done = CliRunner().invoke(lint_command.command, ["--fix"])

    assert done.exit_code == 1
    assert "agents/dev.md: " in done.output
    assert elsewhere.read_text() == BROKEN
    assert path.read_text() == (BROKEN if kind == "symlink" else "theirs")
    assert '"' in other.read_text()


@pytest.mark.skipif(not hasattr(os, "fork") or sys.platform == "darwin", reason="the runs are forked")
def test_killed_runs_lose_nothing(tmp_path: Path) -> None:
    """The short form of benchmarks/kill.py: 20 kills over three projects."""
    for repository in range(3):
        for number in range(40):
            put(tmp_path, f"{repository}/agents/a{number}.md", BROKEN.replace("name: dev", f"name: a{number}"))
    script = "import sys; from pathlib import Path; from benchmarks import kill; o = kill.run(Path(sys.argv[1]), 20, 1); print(tuple(o))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=clean_environment(),
    )
    outcome = kill.Outcome(*ast.literal_eval(done.stdout))
    assert outcome.kills == 20
    assert outcome.amid > 0  # or nothing was tried
    assert (outcome.torn, outcome.unswept, outcome.unfinished) == ((), (), ())
