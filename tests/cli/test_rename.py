"""`agentkit rename`: one name everywhere in a project, every other byte as it was, all or nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from agentkit import renaming
from agentkit.errors import WriteRefused
from agentkit.registry import load
from tests.cli.conftest import agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

CALLER = """\
---
name: caller
description: "Calls. Use the old-name agent when there is work."
tools: Read, Agent(Explore, old-name)
---
## What You Don't Do

- Tables (use `old-name`)

## Interaction with Other Agents

| Agent | You ask them for |
|---|---|
| old-name | tables |

## Others

| Domain | Primary Agent |
|---|---|
| SQL | **old-name** |

Integration with other agents:
- Work with old-name on tables
- Work with very-old-name on nothing

Use the `old-name` agent, ask @agent-old-name, and call `Task(subagent_type="old-name")`.
When late -> `old-name`. See [the file](old-name.md#top). The old-names are many.

```sh
cat old-name.md
```
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_agent_is_renamed_everywhere(run: Run, tmp_path: Path) -> None:
    """Name, file, grants, bullets, tables, lists, sentences, calls and links change; every other byte stays."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "agents/caller.md", CALLER)
    put(
        tmp_path,
        "agents/crlf.md",
        agent("crlf", 'tools: ["Agent(old-name)"]', body="Use the `old-name` agent.\n").replace("\n", "\r\n"),
    )
    done = run("rename", "old-name", "table-maker")
    expected = CALLER.replace("old-name", "table-maker").replace("very-table-maker", "very-old-name")
    expected = expected.replace("cat table-maker.md", "cat old-name.md").replace("The table-makers", "The old-names")

    assert (done.status, done.out.decode().splitlines()[0]) == (0, "moved ./agents/old-name.md -> ./agents/table-maker.md")
    assert tree(tmp_path) == {
        "agents/table-maker.md": agent("table-maker").replace("Works as table-maker", "Works as old-name").encode(),
        "agents/caller.md": expected.encode(),
        "agents/crlf.md": agent("crlf", 'tools: ["Agent(table-maker)"]', body="Use the `table-maker` agent.\n")
        .replace("\n", "\r\n")
        .encode(),
    }
    assert "renamed the agent old-name to table-maker: 14 places in 3 files\n" in done.err
    assert "left: ./agents/old-name.md:3:23 may be something else" in done.err
    assert run("lint", ".", "--format", "concise").out.count(b" AK2") == 1  # very-old-name, which there was none of before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("skills: clean-code, old, my-old", "skills: clean-code, new-one, my-old"),
        ("skills: [old, my-old] # old", "skills: [new-one, my-old] # old"),
        ("skills:\n  - 'old'  # was old\n  - my-old", "skills:\n  - 'new-one'  # was old\n  - my-old"),
        ('skills: "my-old, old"', 'skills: "my-old, new-one"'),
        ("skills: kit:old, group/old", "skills: kit:new-one, group/new-one"),
    ],
)
def test_a_skill_is_renamed_in_every_spelling(run: Run, tmp_path: Path, before: str, after: str) -> None:
    """The item of that name changes, one that only ends so and the comment do not."""
    put(tmp_path, "skills/group/old/SKILL.md", skill("old"))
    put(tmp_path, "skills/group/old/references/x.md", "x\n")
    put(
        tmp_path, "skills/my-old/SKILL.md", skill("my-old", "## Related Skills\n\n- `old`\n\n[x](../group/old/references/x.md)\n")
    )
    put(tmp_path, "agents/dev.md", agent("dev", before))
    done = run("rename", "old", "new-one")

    assert done.status == 0, done.err
    assert tree(tmp_path) == {
        "skills/group/new-one/SKILL.md": skill("new-one").encode(),
        "skills/group/new-one/references/x.md": b"x\n",
        "skills/my-old/SKILL.md": skill(
            "my-old", "## Related Skills\n\n- `new-one`\n\n[x](../group/new-one/references/x.md)\n"
        ).encode(),
        "agents/dev.md": agent("dev", after).encode(),
    }


def test_a_plain_word_is_renamed_where_a_list_names_it(run: Run, tmp_path: Path) -> None:
    """In a list of agents a bare word is the agent; elsewhere "use `x`" may be a program."""
    body = "Integration with other agents:\n- Work with debugger on faults\n\nUse `debugger` to step. The debugger steps.\n"
    put(tmp_path, "agents/debugger.md", agent("debugger"))
    put(tmp_path, "agents/dev.md", agent("dev", body=body))
    done = run("rename", "debugger", "fault-finder")

    assert done.status == 0
    assert (tmp_path / "agents/dev.md").read_text() == agent("dev", body=body.replace("with debugger", "with fault-finder"))
    assert "left: ./agents/dev.md:8:6 may be something else" in done.err


def test_a_dry_run_shows_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    """Moves first, then a unified diff with the new path."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Agent(old-name)"))
    before = tree(tmp_path)
    done = run("rename", "old-name", "new-name", "--dry-run")
    shown = done.out.decode()

    assert (done.status, tree(tmp_path)) == (0, before)
    assert shown.startswith("move ./agents/old-name.md -> ./agents/new-name.md\n--- a/./agents/dev.md\n+++ b/./agents/dev.md\n")
    assert "-tools: Agent(old-name)\n+tools: Agent(new-name)\n" in shown
    assert "--- a/./agents/old-name.md\n+++ b/./agents/new-name.md\n" in shown


@pytest.mark.parametrize(
    ("call", "status", "message"),
    [
        (("old-nam", "new"), 2, "no agent or skill named 'old-nam' in the project (did you mean old-name?)"),
        (("--skill", "old-name", "new"), 2, "no skill named 'old-name' in the project"),
        (("old-name", "dev"), 2, "`dev` is taken"),
        (("old-name", "data-engineer"), 2, "`data-engineer` is taken"),
        (("old-name", "a/b"), 2, "`a/b` is no name for an agent"),
        (("old-name", "old-name"), 2, "`old-name` is its name already"),
        (("both", "new"), 2, "`both` is an agent and a skill (say --agent or --skill)"),
        (("--skill", "both", "New_Name"), 2, "`New_Name` is no name for a skill"),
        (("data-engineer", "new"), 2, "`data-engineer` is not in the project"),
        (("twice", "new"), 2, "2 files are called `twice`"),
        (("folded", "new"), 2, "`folded` stands in a value over several lines"),
    ],
)
def test_what_cannot_be_done_whole_is_refused(run: Run, tmp_path: Path, call: tuple[str, ...], status: int, message: str) -> None:
    """The message says why, and nothing is written."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "agents/dev.md", agent("dev"))
    put(tmp_path, "agents/both.md", agent("both"))
    put(tmp_path, "skills/both/SKILL.md", skill("both"))
    put(tmp_path, "agents/twice.md", agent("twice"))
    put(tmp_path, "plugins/kit/agents/twice.md", agent("twice"))
    put(tmp_path, "skills/folded/SKILL.md", skill("folded"))
    put(tmp_path, "agents/user.md", agent("user", 'skills: "clean-code,\\', "  \\x20fol\\", '  ded"'))
    before = tree(tmp_path)
    done = run("rename", *call)

    assert message in done.err
    assert (done.status, done.out, tree(tmp_path)) == (status, b"", before)


def test_a_file_changed_meanwhile_stops_everything(tmp_path: Path) -> None:
    """The bytes are compared before the first write."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Agent(old-name)"))
    planned = renaming.plan(load(tmp_path), 1, "old-name", "new-name")
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Agent(old-name, other)"))
    before = tree(tmp_path)

    with pytest.raises(WriteRefused, match="has changed meanwhile"):
        renaming.write(planned)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("call", range(3))
def test_a_failure_midway_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int) -> None:
    """Whichever write or move fails, what was done before is undone."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Agent(old-name)"))
    planned = renaming.plan(load(tmp_path), 1, "old-name", "new-name")
    before = tree(tmp_path)
    calls = iter(range(100))

    def failing(name: str) -> None:
        real = getattr(os, name)

        def replacement(source: str, target: str) -> None:
            if next(calls) == call:
                raise OSError(28, "No space left on device")
            real(source, target)

        monkeypatch.setattr(os, name, replacement)

    failing("replace")
    failing("rename")

    with pytest.raises(WriteRefused, match="everything is as it was"):
        renaming.write(planned)
    assert tree(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes into read-only folders")
def test_a_folder_that_cannot_be_written_to(run: Run, tmp_path: Path) -> None:
    """The first file is put back when the second cannot be written."""
    put(tmp_path, "agents/old-name.md", agent("old-name"))
    put(tmp_path, "b/agents/dev.md", agent("dev", "tools: Agent(old-name)"))
    before = tree(tmp_path)
    (tmp_path / "b/agents").chmod(0o555)
    try:
        done = run("rename", "old-name", "new-name")
    finally:
        (tmp_path / "b/agents").chmod(0o755)

    assert (done.status, tree(tmp_path)) == (1, before)
