"""`agentkit doctor`: who loads a file, whole or degraded, and what shadows what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .conftest import UNCLOSED, Run, agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path


def test_one_file_is_a_table_with_the_reasons_below(run: Run, tmp_path: Path) -> None:
    """All harnesses have a row; the losses of each stand below with line and column."""
    put(tmp_path, ".claude/agents/dev.md", agent("dev", "tools: Read, Frobnicate"))

    done = run("doctor", ".claude/agents/dev.md")

    lines = done.out.decode().splitlines()
    assert done.status == 1
    assert lines[0] == ".claude/agents/dev.md: agent `dev`"
    assert [line.split("  ")[0] for line in lines[3:11]] == [
        "Agent Skills client", "Claude Code", "OpenAI Codex", "GitHub Copilot", "Cursor", "Gemini CLI", "OpenCode", "Qwen Code",
    ]  # fmt: skip
    assert "Claude Code          degraded   in .claude/agents" in lines
    assert "Gemini CLI           dropped    not read" in lines
    assert "  4:14 `Frobnicate` is no tool it knows" in lines
    assert "  4:8 drops it: `tools` is text, not a list" in lines
    assert max(map(len, lines)) <= 80


def test_a_folder_is_counted_and_its_bad_files_named(run: Run, tmp_path: Path) -> None:
    """Counts come first, then each file that does not load for certain where it counts."""
    put(tmp_path, ".claude/agents/good.md", agent("good"))
    put(tmp_path, ".claude/agents/bad.md", "---\nname: bad\ndescription: Use: x\n---\nBody.\n")
    put(tmp_path, ".claude/skills/one/SKILL.md", skill("one"))

    done = run("doctor", ".")

    text = done.out.decode()
    assert done.status == 1
    assert text.startswith("2 agents and 1 skill\n\nharness ")
    assert "Claude Code                  3      2         0        1         0          0\n" in text
    assert "\n./.claude/agents/bad.md\n  3:17 Claude Code drops this file: unquoted `: ` in" in text
    assert "good.md" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_all_well_exits_0(run: Run, tmp_path: Path) -> None:
    """A library file is judged by the harness it is written for."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Read"))

    assert run("doctor", ".").status == 0
    assert run("doctor").status == 0
    assert run("doctor", "agents/dev.md", "--harness", "gemini-cli").status == 1


def test_only_the_harnesses_that_are_asked_for(run: Run, tmp_path: Path) -> None:
    """`--harness` takes keys, separated by commas or repeated."""
    put(tmp_path, "agents/dev.md", agent("dev"))

    done = run("doctor", "agents/dev.md", "--harness", "copilot,codex", "--harness", "cursor", "--json")

    (file,) = json.loads(done.out)["files"]
    assert [each["harness"] for each in file["verdicts"]] == ["copilot", "codex", "cursor"]


def test_an_unknown_harness_is_an_error_with_the_nearest(run: Run, tmp_path: Path) -> None:
    """The call is wrong, and the message says what was meant."""
    put(tmp_path, "agents/dev.md", agent("dev"))

    done = run("doctor", ".", "--harness", "claud-code")

    assert (done.status, done.out) == (2, b"")
    assert "did you mean claude-code?" in done.err


def test_nothing_to_check_exits_2(run: Run, tmp_path: Path) -> None:
    """An empty folder and a missing one are no green run."""
    assert run("doctor", ".").status == 2
    assert "nothing to check" in run("doctor", ".").err
    assert run("doctor", "nowhere").status == 2


def test_json_holds_all(run: Run, tmp_path: Path) -> None:
    """Files, verdicts with losses, shadows and skipped files are one object."""
    put(tmp_path, ".claude/agents/a.md", agent("twin"))
    put(tmp_path, ".claude/agents/sub/b.md", agent("twin"))
    put(tmp_path, ".claude/agents/README.md", "# Agents\n")
    put(tmp_path, ".claude/agents/open.md", UNCLOSED)

    done = run("doctor", ".", "--json")

    data = json.loads(done.out)
    assert sorted(data) == ["files", "harnesses", "shadows", "skipped", "unreadable", "version"]
    assert [(file["path"], file["name"]) for file in data["files"]] == [
        ("./.claude/agents/a.md", "twin"), ("./.claude/agents/open.md", None), ("./.claude/agents/sub/b.md", "twin"),
    ]  # fmt: skip
    claude = [shadow for shadow in data["shadows"] if shadow["harness"] == "claude-code"]
    assert claude[0]["paths"] == ["./.claude/agents/a.md", "./.claude/agents/sub/b.md"]
    assert data["skipped"] == [{"path": "./.claude/agents/README.md", "reason": "documentation by its name"}]
    assert data["harnesses"][1] == {"key": "claude-code", "title": "Claude Code", "checked": "2026-11-24"}


def test_a_single_file_knows_what_it_shadows(run: Run, tmp_path: Path) -> None:
    """The project around the file is looked at for files of its name."""
    put(tmp_path, ".claude/agents/a.md", agent("twin"))
    put(tmp_path, ".claude/agents/sub/b.md", agent("twin"))
    put(tmp_path, ".claude/agents/c.md", agent("other"))

    out = run("doctor", ".claude/agents/a.md").out.decode()

    assert "Claude Code: `twin` stands 2 times; which one counts is chance\n" in out
    assert "  .claude/agents/sub/b.md\n" in out


def test_nothing_in_a_file_can_forge_output(run: Run, tmp_path: Path) -> None:
    """Control characters come out as escapes, in text as in JSON."""
    odd = '"a\\e[31m\\nClaude Code: loads\\u202e"'
    put(tmp_path, "agents/dev.md", f"---\nname: {odd}\ndescription: D.\n{odd}: x\ntools: [{odd}]\n---\nBody.\n")

    for call in (("doctor", "agents/dev.md"), ("doctor", "."), ("doctor", ".", "--json")):
        out = run(*call).out.decode()

        assert all(line.isprintable() for line in out.split("\n"))
    assert "\nClaude Code: loads" not in run("doctor", "agents/dev.md").out.decode()
