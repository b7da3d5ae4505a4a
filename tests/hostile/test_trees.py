"""Links, settings and ignore files of a stranger's tree: none leads out of it, none stops a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit import files
from agentkit.errors import PersonaError
from agentkit.scope import Scope
from tests.cli.conftest import agent, put, run  # noqa: F401 - the fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

CANARY = "CANARY-7f3a"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project beside a folder of somebody's own."""
    put(tmp_path, "own/secret.md", agent("secret", body=f"{CANARY}\n").replace("Works as", f"{CANARY} works as"))
    put(tmp_path, "own/secret.txt", f"{CANARY}\n")
    put(tmp_path, "own/agents/deep.md", agent("deep", body=f"{CANARY}\n"))
    put(tmp_path, "project/agents/dev.md", agent("dev"))
    return tmp_path / "project"


COMMANDS = (
    ("lint", "--select", "ALL"),
    ("lint", ".", "--format", "json"),
    ("lint", "agents/link.md"),
    ("lint", ".", "--fix", "--unsafe-fixes"),
    ("lint", ".", "--diff", "--unsafe-fixes"),
    ("list",),
    ("list", "--json"),
    ("show", "agents/link.md"),
    ("show", "secret"),
    ("render", "agents/link.md"),
    ("render", "agents/link.md", "--as-agent"),
    ("render", "agents/link.md", "--explain", "--format", "html"),
    ("export", "agents/link.md", "--for", "codex"),
    ("doctor", "."),
    ("find", CANARY),
    ("rename", "dev", "other"),
)


@pytest.mark.parametrize("target", ["../../own/secret.md", "../../own/secret.txt"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_link_out_of_the_project_is_not_followed(run: Run, project: Path, command: tuple[str, ...], target: str) -> None:  # noqa: F811
    """Nothing of the file that it leads to is in any output; lint has AK023."""
    (project / "agents/link.md").symlink_to(target)
    before = (project.parent / "own/secret.md").read_bytes()
    done = run(*command, cwd=project)

    assert CANARY not in done.out.decode()
    assert CANARY not in done.err.replace(f"'{CANARY}'", "")
    assert "Traceback" not in done.err
    assert done.status in (0, 1, 2)
    assert (project.parent / "own/secret.md").read_bytes() == before
    assert (project / "agents/link.md").is_symlink()
    if command[0] == "lint" and "--diff" not in command and "--fix" not in command:
        assert b"AK023" in done.out


def test_a_link_within_the_project_is_followed(project: Path) -> None:
    """One set of files for several harnesses, linked, is common; so is a folder that is a link."""
    put(project, "shared/reviewer.md", agent("reviewer"))
    (project / "agents/reviewer.md").symlink_to("../shared/reviewer.md")
    (project / ".claude").mkdir()
    (project / ".claude/agents").symlink_to("../agents")

    assert agentkit.read(project / "agents/reviewer.md").name == "reviewer"
    assert agentkit.read(project / ".claude/agents/reviewer.md").name == "reviewer"
    assert sorted(agentkit.load(project)) == ["dev", "reviewer"]


def test_a_link_within_the_project_to_what_is_no_markdown_is_not_followed(project: Path) -> None:
    """A `.env` that the user has put into a stranger's checkout is not the stranger's to read."""
    put(project, ".env", f"TOKEN={CANARY}\n")
    (project / "agents/env.md").symlink_to("../.env")

    with pytest.raises(PersonaError, match="a link to a file that is no Markdown, not followed") as caught:
        agentkit.read(project / "agents/env.md")

    assert [found.code for found in caught.value.diagnostics] == ["AK023"]


@pytest.mark.parametrize("place", ["agents", ".claude"])
def test_a_folder_of_the_project_that_is_a_link_out_of_it_is_not_entered(run: Run, project: Path, place: str) -> None:  # noqa: F811
    """Where agents are looked for without being named; it is told among what was skipped."""
    put(project, ".agents/agents/other.md", agent("other"))
    if place == "agents":
        (project / "agents/dev.md").unlink()
        (project / "agents").rmdir()
        (project / "agents").symlink_to("../own")
    else:
        (project / ".claude").symlink_to("../own")
    done = run("lint", "--show-skipped", cwd=project)

    assert "a link to a folder outside the project, not followed" in done.err
    assert run("render", "secret", cwd=project).status == 2
    assert run("render", "deep", cwd=project).status == 2


def test_servers_are_not_read_through_a_link(project: Path) -> None:
    """A `.mcp.json` that is a link names no server: its keys would be offered as what was meant."""
    from agentkit.servers import configured_servers

    put(project.parent, "own/config.json", f'{{"mcpServers": {{"{CANARY}": {{}}}}}}')
    (project / ".mcp.json").symlink_to("../own/config.json")

    assert configured_servers(str(project)) is None
    (project / ".mcp.json").unlink()
    put(project, ".mcp.json", '{"mcpServers": {"github": {}}}')
    assert configured_servers(str(project)) == frozenset({"github"})


# --- settings ---


SETTINGS = {
    "a number of 5,000 digits": "a = " + "9" * 5_000,
    "5,000 lists": "a = " + "[" * 5_000,
    "a key of 30,000 parts": "a" + ".a" * 30_000 + " = 1",
    "three megabytes": "#" * 3_000_000,
    "a pattern that is none": 'exclude = ["\\\\"]',
    "a pattern that takes hours": f'exclude = ["{"*a" * 9}*b"]',
    "a folder elsewhere": 'roots = ["../own"]',
    "an absolute folder": 'roots = ["/"]',
    "a folder with a NUL": 'roots = ["a\\u0000b"]',
    "an escape as key": '"a\\u001b[2J" = 1',
    "a table that is a number": "severity = 3",
    "code": 'plugins = ["os"]',
}


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_cannot_be_used_are_one_message(run: Run, project: Path, text: str) -> None:  # noqa: F811
    """Status 2, the file named, nothing that drives a terminal, and no wait."""
    put(project, "agentkit.toml", text + "\n")
    started = time.monotonic()
    done = run("lint", cwd=project)

    assert done.status == 2, done.err
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err
    assert time.monotonic() - started < 20  # a guard against hanging, not a measurement


@pytest.mark.parametrize("text", ["tool = 3\n# tool.agentkit\n", "[tool.agentkit]\n", '[tool.other]\na = "tool.agentkit"\n'])
def test_a_pyproject_without_settings_is_passed_over(run: Run, project: Path, text: str) -> None:  # noqa: F811
    """Whatever it is that `tool` holds."""
    put(project, "pyproject.toml", text)

    assert run("lint", cwd=project).status == 0


def test_globs_of_rules_take_no_time(run: Run, project: Path) -> None:  # noqa: F811
    """Python's own matching of globs does not try every length."""
    put(project, "agents/" + "a" * 245 + ".md", agent("x"))
    put(project, "agentkit.toml", f'[per-file-ignores]\n"{"*a" * 40}*b" = ["AK1"]\n"[z-a]" = ["AK1"]\n"[" = ["AK1"]\n')

    assert run("lint", cwd=project).status == 0


# --- .gitignore ---


IGNORED = {
    "a pattern that takes hours": "*a" * 9 + "*b",
    "5,000 that take 2 ms each": "\n".join(["*a*a*b"] * 5_000),
    "20,000 patterns": "\n".join(["*b"] * 20_000),
    "double stars": "**/a/" * 12 + "b",
    "a backslash": "\\",
    "a range the wrong way": "[z-a]b",
    "nothing but a mark": "!",
    "a set in a set": "[[a\n[z-a]",
    "a pattern of a megabyte": "a" * 1_000_001,
}


@pytest.mark.parametrize("text", IGNORED.values(), ids=IGNORED)
def test_an_ignore_file_neither_stops_a_run_nor_is_passed_over_in_silence(tmp_path: Path, text: str) -> None:
    """What cannot be used leaves nothing out, the other lines do, and the file is named."""
    (tmp_path / ".git").mkdir()
    put(tmp_path, ".gitignore", f"agents/left.md\n{text}\n")
    put(tmp_path, "agents/" + "a" * 245 + ".md", agent("x"))
    put(tmp_path, "agents/left.md", agent("left"))
    started = time.monotonic()
    found, skipped = files.walk(tmp_path, scope=Scope(tmp_path))

    assert [each.location for each in found] == ["agents/" + "a" * 245 + ".md"]
    assert any(each.path.endswith(".gitignore") and "leaves nothing out" in each.reason for each in skipped)
    assert time.monotonic() - started < 20  # a guard against hanging, not a measurement


def test_ordinary_patterns_are_all_used(tmp_path: Path) -> None:
    """Nothing that projects write for their builds is refused."""
    (tmp_path / ".git").mkdir()
    put(tmp_path, ".gitignore", "*.py[cod]\n**/build/**/*.tmp.*\n*~\n.env*\n!keep-*.md\n*.egg-info/\nlogs/**/*.log\n[Bb]in/\n")
    put(tmp_path, "agents/dev.md", agent("dev"))
    found, skipped = files.walk(tmp_path, scope=Scope(tmp_path))

    assert len(found) == 1
    assert skipped == []
