"""`agentkit export`: the file of another harness, on stdout or in its place, and what it loses on stderr."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from agentkit import targets
from tests.cli.conftest import PROGRAM, agent, clean_environment, put

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

GEMINI = """\
---
name: dev
description: Works as dev. Use for work.
tools:
  - read_file
---
Do the work.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an agent of which a part cannot be carried over."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Read, Bash(git *)", "memory: user"))
    return tmp_path


def test_the_file_is_on_stdout_and_what_is_lost_on_stderr(run: Run, project: Path) -> None:
    """A line for each, with its place; the status is 0, for the file is what was asked for."""
    done = run("export", "dev", "--for", "gemini-cli", cwd=project)

    assert (done.status, done.out.decode()) == (0, GEMINI)
    assert done.err.splitlines() == [
        "lost: agents/dev.md:4:14: tools `Bash(git *)`: left out: Gemini CLI would give all of `run_shell_command`, which the file does not",
        "lost: agents/dev.md:5:9: memory `user`: Gemini CLI has no equivalent",
    ]


def test_a_path_and_stdin_are_exported_as_they_are_rendered(run: Run, project: Path) -> None:
    """By any way that render takes an agent."""
    by_path = run("export", "agents/dev.md", "--for", "gemini-cli", cwd=project)
    by_stdin = run("export", "-", "--for", "gemini-cli", stdin=(project / "agents/dev.md").read_bytes())

    assert by_path.out.decode() == by_stdin.out.decode() == GEMINI


@pytest.mark.parametrize(
    ("harness", "place"),
    [
        ("claude-code", ".claude/agents/data-analyst.md"),
        ("codex", ".codex/agents/data-analyst.toml"),
        ("copilot", ".github/agents/data-analyst.agent.md"),
        ("cursor", ".cursor/agents/data-analyst.md"),
        ("gemini-cli", ".gemini/agents/data-analyst.md"),
        ("opencode", ".opencode/agents/data-analyst.md"),
        ("qwen-code", ".qwen/agents/data-analyst.md"),
    ],
)
def test_into_writes_where_the_harness_looks(run: Run, tmp_path: Path, harness: str, place: str) -> None:
    """The same bytes as on stdout; what is there already and is the same is left alone, and doctor agrees."""
    shown = run("export", "data-analyst", "--for", harness)
    first = run("export", "data-analyst", "--for", harness, "--into", ".")
    second = run("export", "data-analyst", "--for", harness, "--into", ".")

    assert (first.status, first.out, (tmp_path / place).read_bytes()) == (0, b"", shown.out)
    assert first.err.endswith(f"wrote {place}\n")
    assert (second.status, second.err.splitlines()[-1]) == (0, f"{place} is current")
    if harness not in ("codex", "cursor"):
        checked = run("doctor", place, "--harness", harness)
        assert checked.status == 0, checked
        assert "loads" in checked.out.decode()


def test_a_file_of_somebody_s_own_is_not_replaced(run: Run, project: Path) -> None:
    """But with --force; a link is nobody's to replace."""
    own = put(project, ".gemini/agents/dev.md", "mine\n")
    refused = run("export", "dev", "--for", "gemini-cli", "--into", ".", cwd=project)
    kept = own.read_bytes()
    forced = run("export", "dev", "--for", "gemini-cli", "--into", ".", "--force", cwd=project)
    (project / ".qwen/agents").mkdir(parents=True)
    (project / ".qwen/agents/dev.md").symlink_to(own)
    linked = run("export", "dev", "--for", "qwen-code", "--into", ".", "--force", cwd=project)

    assert (refused.status, kept) == (1, b"mine\n")
    assert "exists already, not written (--force replaces it)" in refused.err
    assert (forced.status, own.read_text()) == (0, GEMINI)
    assert (linked.status, own.read_text()) == (1, GEMINI)
    assert "is a link or no regular file" in linked.err


def test_a_folder_that_leads_outside_is_not_written_to(run: Run, project: Path) -> None:
    """Only below the folder that is named, whatever a link in it says."""
    outside = project.parent / f"{project.name}-outside"
    outside.mkdir()
    (project / ".gemini").symlink_to(outside)
    done = run("export", "dev", "--for", "gemini-cli", "--into", ".", cwd=project)

    assert done.status == 1
    assert "its folder is a link that leads outside, not written (-o FILE names it)" in done.err
    assert list(outside.iterdir()) == []


def test_output_goes_into_a_file(run: Run, project: Path) -> None:
    """Whole, and never over another without --force."""
    first = run("export", "dev", "--for", "gemini-cli", "-o", "out.md", cwd=project)
    second = run("export", "dev", "--for", "gemini-cli", "-o", "out.md", cwd=project)

    assert (first.status, first.out, (project / "out.md").read_text()) == (0, b"", GEMINI)
    assert second.status == 1


def test_another_name_is_a_way_out(run: Run, tmp_path: Path) -> None:
    """A name that the harness forbids is an error that says how to go on."""
    put(tmp_path, "agents/r.md", agent("SQL Reviewer"))
    refused = run("export", "SQL Reviewer", "--for", "gemini-cli", "--into", ".")
    done = run("export", "SQL Reviewer", "--for", "gemini-cli", "--as", "sql-reviewer", "--into", ".")

    assert (refused.status, refused.out) == (1, b"")
    assert "(--as sql-reviewer gives it another there)" in refused.err
    assert (done.status, (tmp_path / ".gemini/agents/sql-reviewer.md").read_text().splitlines()[1]) == (0, "name: sql-reviewer")


def test_variables_are_filled_in(run: Run, tmp_path: Path) -> None:
    """As render does."""
    put(
        tmp_path, "agents/dev.md", agent("dev", "agentkit:", "  variables:", "    x: {type: int}", body="Take {{ x }} of them.\n")
    )
    missing = run("export", "dev", "--for", "codex")
    done = run("export", "dev", "--for", "codex", "--var", "x=3")

    assert missing.status == 2
    assert done.status == 0
    assert b"Take 3 of them.\n" in done.out


def test_a_missing_skill_is_an_error_or_a_note(run: Run, tmp_path: Path) -> None:
    """As in render; the note is in the prompt, and said."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [nothing]"))
    refused = run("export", "dev", "--for", "codex")
    done = run("export", "dev", "--for", "codex", "--allow-missing")

    assert refused.status == 1
    assert "unknown skill `nothing`" in refused.err
    assert done.status == 0
    assert b"the skill `nothing` is declared by this agent and was not found" in done.out
    assert "lost: agents/dev.md:4:9: skills `nothing`: missing: a note stands in the prompt in its place" in done.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("export", "data-engineer"), "Missing option '--for'"),
        (("export", "data-engineer", "--for", "gemni"), "did you mean gemini-cli?"),
        (("export", "data-engineer", "--for", "agent-skills"), "reads skills alone"),
        (("export", "data-enginer", "--for", "codex"), "did you mean data-engineer"),
        (("export", "data-engineer", "--for", "codex", "-o", "x", "--into", "."), "-o and --into do not go together"),
        (("export", "data-engineer", "--for", "codex", "--force"), "--force goes with -o FILE or --into FOLDER"),
        (("export", "data-engineer", "--for", "codex", "--into", "nowhere"), "nowhere: no such folder"),
    ],
)
def test_a_wrong_call_is_told(run: Run, tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    """With status 2, and nothing written."""
    done = run(*args)

    assert (done.status, done.out) == (2, b"")
    assert message in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_enough_ends_it_quietly(project: Path) -> None:
    """A pipe into `head` is no error."""
    with subprocess.Popen(
        [*PROGRAM, "export", "data-engineer", "--for", "codex"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()

    assert process.returncode == 0
    assert "Traceback" not in said


def test_the_harnesses_are_in_the_help_and_completed(run: Run) -> None:
    """The help names each one that there is."""
    words = "agentkit export data-engineer --for c"
    env = {"_AGENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    shown = "".join(run("export", "--help").out.decode().split())

    assert ",".join(targets.names()) in shown
    assert run(env=env).out.decode().split() == [f"plain,{name}" for name in targets.names() if name.startswith("c")]
