"""`agentkit list`, `agentkit show` and `agentkit which`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from agentkit import shipped
from agentkit.cli import list_command

from .conftest import UNCLOSED, agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run

SHIPPED = [
    "analytics-engineer",
    "backend-specialist",
    "code-reviewer",
    "data-analyst",
    "data-engineer",
    "data-scientist",
    "database-architect",
    "devops-engineer",
    "frontend-specialist",
    "security-auditor",
    "technical-writer",
    "test-engineer",
]
FULL = """\
---
name: dev
description: Works well. Use PROACTIVELY for work. Triggers on build, test.
tools: Read, Bash(git *)
disallowedTools: Write
model: opus
skills: [clean-code, nope, broken]
color-of-hat: green
---
# Dev

## What You Don't Do

- Schema design (use `database-architect`)
"""
CHARACTERS = len(FULL.split("---\n", 2)[2])


def first_words(out: bytes) -> list[str]:
    """Give the first word of each line."""
    return [line.split()[0] for line in out.decode().splitlines()]


# --- list ---


def test_the_shipped_agents_are_listed_by_name(run: Run) -> None:
    """Outside any project the list has the shipped agents, sorted, each with its summary."""
    done = run("list")

    assert (done.status, done.err) == (0, "")
    assert first_words(done.out) == SHIPPED
    assert all(len(line.split(maxsplit=1)) == 2 for line in done.out.decode().splitlines())


def test_the_projects_agents_are_listed_among_them(run: Run, tmp_path: Path) -> None:
    """The list has the project's agents too, a name that both have once, with the project's words."""
    put(tmp_path, "agents/dev.md", agent("dev"))
    put(tmp_path, "agents/own.md", agent("data-engineer"))

    done = run("list")

    assert first_words(done.out) == sorted([*SHIPPED, "dev"])
    assert "Works as data-engineer." in done.out.decode()


def test_the_skills_can_be_listed(run: Run, tmp_path: Path) -> None:
    """`list --skills` has the project's and the shipped skills, sorted."""
    put(tmp_path, "skills/bake/SKILL.md", skill("bake"))

    done = run("list", "--skills")

    names = first_words(done.out)
    assert done.status == 0
    assert {"bake", "clean-code", "testing-patterns"} <= set(names)
    assert names == sorted(names)


def test_the_list_is_json_on_request(run: Run, tmp_path: Path) -> None:
    """`list --json` is one object; each agent has name, summary, description, path."""
    put(tmp_path, "agents/dev.md", agent("dev"))

    data = json.loads(run("list", "--json").out)

    assert data["version"] == 1
    assert [row["name"] for row in data["agents"]] == sorted([*SHIPPED, "dev"])
    assert next(row for row in data["agents"] if row["name"] == "dev") == {
        "name": "dev",
        "summary": "Works as dev.",
        "description": "Works as dev. Use for work.",
        "path": "agents/dev.md",
    }


def test_the_list_of_skills_is_json_on_request(run: Run, tmp_path: Path) -> None:
    """`list --skills --json` has the skills under `skills`."""
    put(tmp_path, "root/skills/bake/SKILL.md", skill("bake"))

    data = json.loads(run("list", "--skills", "--json", "--root", "root").out)

    assert data == {
        "version": 1,
        "skills": [
            {
                "name": "bake",
                "summary": "Helps.",
                "description": "Helps. Use when it helps.",
                "path": "root/skills/bake/SKILL.md",
            }
        ],
    }


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_an_unreadable_agent_is_named_on_stderr(run: Run, tmp_path: Path, flags: tuple[str, ...]) -> None:
    """A file that cannot be read is named with its place on stderr; the others are listed."""
    put(tmp_path, "agents/broken.md", UNCLOSED)
    put(tmp_path, "agents/dev.md", agent("dev"))

    done = run("list", *flags)

    assert done.status == 0
    assert done.err.startswith("agents/broken.md:1:1: error AK005 ")
    assert b"dev" in done.out


def test_an_unreadable_skill_is_named_on_stderr(run: Run, tmp_path: Path) -> None:
    """A SKILL.md that cannot be read is named with its place on stderr; the others are listed."""
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)
    put(tmp_path, "skills/bake/SKILL.md", skill("bake"))

    done = run("list", "--skills")

    assert done.status == 0
    assert done.err.startswith("skills/broken/SKILL.md:1:1: error AK005 ")
    assert "bake" in first_words(done.out)


def test_an_unreadable_skill_does_not_hide_others_of_its_folders_name(run: Run, tmp_path: Path) -> None:
    """A broken SKILL.md in a folder that another skill is named after hides no skill from the list."""
    put(tmp_path, "skills/bake/SKILL.md", UNCLOSED)
    put(tmp_path, "skills/oven/SKILL.md", skill("bake"))

    done = run("list", "--skills")

    assert done.status == 0
    assert {"bake", "clean-code"} <= set(first_words(done.out))


def test_roots_replace_project_and_library(run: Run, tmp_path: Path) -> None:
    """With --root only what lies there is listed; the option can be repeated."""
    put(tmp_path, "agents/own.md", agent("own"))
    put(tmp_path, "one/agents/a.md", agent("a"))
    put(tmp_path, "two/agents/b.md", agent("b"))

    done = run("list", "--root", "one", "--root", "two")

    assert first_words(done.out) == ["a", "b"]


def test_an_empty_root_says_so(run: Run, tmp_path: Path) -> None:
    """A root without agents gives an empty list and a warning on stderr."""
    (tmp_path / "empty").mkdir()

    done = run("list", "--root", "empty")

    assert done.out == b""
    assert done.err.startswith("warning: nothing found")


@pytest.mark.parametrize("call", [("list",), ("which", "data-engineer"), ("render", "data-engineer")])
def test_a_root_that_does_not_exist_is_a_wrong_call(run: Run, call: tuple[str, ...]) -> None:
    """`--root` of nothing exits 2 and names it."""
    done = run(*call, "--root", "nowhere")

    assert (done.status, done.out) == (2, b"")
    assert "nowhere" in done.err


def test_documents_in_an_agents_folder_are_not_listed(run: Run, tmp_path: Path) -> None:
    """README and CONTRIBUTING are no agents, and no fault."""
    put(tmp_path, "root/agents/README.md", "# Agents\n")
    put(tmp_path, "root/agents/CONTRIBUTING.md", "# How\n")
    put(tmp_path, "root/agents/dev.md", agent("dev"))

    done = run("list", "--root", "root")

    assert first_words(done.out) == ["dev"]
    assert done.err == ""


def test_an_odd_name_is_listed_visibly(run: Run, tmp_path: Path) -> None:
    """A name with ESC and a newline takes one line, escaped."""
    put(tmp_path, "root/agents/dev.md", '---\nname: "a\\e[31m\\nb"\ndescription: Odd.\n---\nBody.\n')

    done = run("list", "--root", "root")

    assert done.out == b"a\\x1b[31m\\nb  Odd.\n"


# --- show ---


def test_show_says_what_the_file_says(run: Run, tmp_path: Path) -> None:
    """Each field has its row; skills say whether they are there."""
    put(tmp_path, "agents/dev.md", FULL)
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)

    done = run("show", "dev")

    assert (done.status, done.err) == (0, "")
    assert done.out.decode().splitlines() == [
        "name          dev",
        "file          agents/dev.md",
        "description   Works well. Use PROACTIVELY for work. Triggers on build, test.",
        "triggers      build, test",
        "proactive     yes",
        "tools         Read, Bash(git *)",
        "not allowed   Write",
        "model         opus",
        "skills        clean-code",
        "              nope (missing)",
        "              broken (cannot be read)",
        "hand-offs     database-architect (delegation, line 14): Schema design",
        "sections      Dev (line 10)",
        "                What You Don't Do (line 12)",
        f"body          {CHARACTERS} characters",
    ]


def test_show_is_json_on_request(run: Run, tmp_path: Path) -> None:
    """`show --json` is one object with every field in its own type."""
    put(tmp_path, "agents/dev.md", FULL)
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)
    put(tmp_path, "skills/clean-code/SKILL.md", skill("clean-code"))

    data: dict[str, Any] = json.loads(run("show", "dev", "--json").out)

    assert data == {
        "version": 1,
        "name": "dev",
        "path": "agents/dev.md",
        "description": "Works well. Use PROACTIVELY for work. Triggers on build, test.",
        "summary": "Works well.",
        "proactive": True,
        "triggers": ["build", "test"],
        "tools": ["Read", "Bash(git *)"],
        "disallowed_tools": ["Write"],
        "model": "opus",
        "skills": [
            {"name": "clean-code", "path": "skills/clean-code/SKILL.md", "readable": True},
            {"name": "nope", "path": None, "readable": False},
            {"name": "broken", "path": "skills/broken/SKILL.md", "readable": False},
        ],
        "extends": None,
        "includes": [],
        "variables": [],
        "handoffs": [{"agent": "database-architect", "kind": "delegation", "text": "Schema design", "in_return": "", "line": 14}],
        "sections": [
            {"title": "Dev", "level": 1, "line": 10},
            {"title": "What You Don't Do", "level": 2, "line": 12},
        ],
        "extra": {"color-of-hat": "green"},
        "body_characters": CHARACTERS,
    }


@pytest.mark.parametrize(
    ("fields", "text", "value"),
    [((), "tools         all (none are listed)", None), (("tools: []",), "tools         none", [])],
)
def test_show_tells_no_tools_from_all_tools(
    run: Run, tmp_path: Path, fields: tuple[str, ...], text: str, value: list[str] | None
) -> None:
    """Tools left out are all tools, an empty list is none, in text and JSON."""
    put(tmp_path, "agents/dev.md", agent("dev", *fields))

    shown = run("show", "dev").out.decode()
    data = json.loads(run("show", "dev", "--json").out)

    assert text in shown.splitlines()
    assert data["tools"] == value


def test_show_takes_a_path(run: Run, tmp_path: Path) -> None:
    """A path shows that file, with skills of its own project."""
    path = put(tmp_path, "project/agents/dev.md", agent("dev", "skills: mine"))
    put(tmp_path, "project/skills/mine/SKILL.md", skill("mine"))

    data = json.loads(run("show", str(path), "--json").out)

    assert data["path"] == str(path)
    assert data["skills"][0]["readable"] is True


def test_show_names_what_is_wrong_on_stderr(run: Run, tmp_path: Path) -> None:
    """A file that is read with a recovery is shown, with the finding on stderr."""
    put(tmp_path, "agents/dev.md", "---\nname: dev\ndescription: Use: often\n---\nBody.\n")

    done = run("show", "dev")

    assert done.status == 0
    assert b"description   Use: often\n" in done.out
    assert done.err.startswith("agents/dev.md:3:17: error AK011 ")


def test_show_of_an_unreadable_file_is_an_error(run: Run, tmp_path: Path) -> None:
    """A file that cannot be read exits 1 with its place and prints nothing."""
    put(tmp_path, "agents/broken.md", UNCLOSED)

    done = run("show", "broken")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: agents/broken.md:1:1: ")


def test_show_keeps_control_characters_off_the_terminal(run: Run, tmp_path: Path) -> None:
    """Whatever the fields hold, the shown text has no control character but its own newlines."""
    odd = r'"a\e[31m\rb\x9b"'
    put(tmp_path, "dev.md", agent(odd, f"tools: [{odd}]", f"model: {odd}", f"skills: [{odd}]", body="# A\x1b[31mB\n"))

    done = run("show", "dev.md")

    assert done.status == 0
    assert done.out.decode().replace("\n", "").isprintable()


# --- which ---


def test_which_gives_the_file_of_a_name(run: Run, tmp_path: Path) -> None:
    """The path of the one file of that name, as a path from the working directory."""
    put(tmp_path, "agents/dev.md", agent("dev"))

    done = run("which", "dev")

    assert (done.status, done.out, done.err) == (0, b"agents/dev.md\n", "")


def test_which_shows_what_the_project_shadows(run: Run, tmp_path: Path) -> None:
    """The project's file stands first, the shipped one below it as shadowed."""
    shipped = run("which", "data-engineer").out.decode().strip()
    put(tmp_path, "agents/data-engineer.md", agent("data-engineer"))

    done = run("which", "data-engineer")

    assert done.out.decode() == f"agents/data-engineer.md\n  shadows {shipped}\n"


def test_which_keeps_the_stated_precedence(run: Run, tmp_path: Path) -> None:
    """The file of that name wins, then agents/, .claude/, .agents/, .agent/, then the order of paths."""
    for place in (".agent/agents/x.md", ".agents/agents/x.md", ".claude/agents/x.md", "agents/z.md", "agents/y.md"):
        put(tmp_path, place, agent("dev"))
    put(tmp_path, ".agent/agents/dev.md", agent("dev"))

    done = run("which", "dev")

    assert done.out.decode().replace("  shadows ", "").splitlines() == [
        ".agent/agents/dev.md",
        "agents/y.md",
        "agents/z.md",
        ".claude/agents/x.md",
        ".agents/agents/x.md",
        ".agent/agents/x.md",
    ]


def test_which_and_render_mean_the_same_file(run: Run, tmp_path: Path) -> None:
    """What `which` gives first is what `render` renders."""
    put(tmp_path, "agents/a.md", agent("dev", body="OF A\n"))
    put(tmp_path, ".claude/agents/dev.md", agent("dev", body="OF DEV\n"))

    assert run("which", "dev").out.splitlines()[0] == b".claude/agents/dev.md"
    assert run("render", "dev").out == b"OF DEV\n"


def test_the_first_root_wins(run: Run, tmp_path: Path) -> None:
    """Of two roots the one that is named first counts."""
    put(tmp_path, "one/agents/dev.md", agent("dev"))
    put(tmp_path, "two/agents/dev.md", agent("dev"))

    done = run("which", "dev", "--root", "two", "--root", "one")

    assert done.out == b"two/agents/dev.md\n  shadows one/agents/dev.md\n"


def test_which_finds_skills(run: Run, tmp_path: Path) -> None:
    """`which --skill` gives the SKILL.md of a name and what it shadows."""
    shipped = run("which", "--skill", "clean-code").out.decode().strip()
    put(tmp_path, "skills/clean-code/SKILL.md", skill("clean-code"))

    done = run("which", "--skill", "clean-code")

    assert done.out.decode() == f"skills/clean-code/SKILL.md\n  shadows {shipped}\n"


@pytest.mark.parametrize("name", ["pc-games", "game-development/pc-games", "plugin:pc-games", "pc-games@market"])
def test_which_resolves_skills_as_agents_name_them(run: Run, tmp_path: Path, name: str) -> None:
    """Folder, path, `plugin:name` and `name@marketplace` lead to the same SKILL.md."""
    put(tmp_path, "skills/game-development/pc-games/SKILL.md", skill("pc-games"))

    done = run("which", "--skill", name)

    assert done.out == b"skills/game-development/pc-games/SKILL.md\n"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("which", "data-enginer"), "no agent named 'data-enginer' (did you mean data-engineer?)"),
        (("which", "--skill", "clean-cod"), "no skill named 'clean-cod' (did you mean clean-code?)"),
        (("show", "data-enginer"), "no agent named 'data-enginer' (did you mean data-engineer?)"),
    ],
)
def test_an_unknown_name_is_a_wrong_call_that_names_the_nearest(run: Run, call: tuple[str, ...], message: str) -> None:
    """A mistyped name exits 2, prints nothing on stdout and offers the right one."""
    done = run(*call)

    assert (done.status, done.out, done.err) == (2, b"", f"error: {message}\n")


@pytest.mark.parametrize(
    ("command", "text"),
    [
        pytest.param("which", UNCLOSED, id="which-unreadable"),
        pytest.param("which", agent("other"), id="which-other-name"),
        pytest.param("show", agent("other"), id="show-other-name"),
    ],
)
def test_no_unknown_name_is_offered_itself(run: Run, tmp_path: Path, command: str, text: str) -> None:
    """A name that only the file's name stands for is never answered with "did you mean" the same name."""
    put(tmp_path, "agents/broken.md", text)

    done = run(command, "broken")

    assert done.status != 0
    assert "did you mean broken?" not in done.err


def test_which_shows_a_path_visibly(run: Run, tmp_path: Path) -> None:
    """A path with a newline takes one line, escaped."""
    put(tmp_path, "agents/a\nb.md", agent("dev"))

    done = run("which", "dev")

    assert done.out == b"agents/a\\nb.md\n"


def test_what_ships_is_read_where_it_is_not_what_was_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of shipped files counts for files of the same bytes alone."""
    monkeypatch.chdir(tmp_path)
    known = dict(shipped.AGENTS)
    rows = list_command._shipped(skills=False)
    place = "agents/data-engineer.md"
    monkeypatch.setattr(shipped, "AGENTS", {**known, place: (known[place][0], 1, *known[place][2:])})

    assert rows is not None
    assert [row["name"] for row in rows] == SHIPPED
    assert list_command._shipped(skills=False) is None
