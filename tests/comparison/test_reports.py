"""Agents compared by what they mean: rights above all, then everything else that a reviewer asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import agentkit
from agentkit.comparison.formats import Style, markdown, writer
from agentkit.comparison.words import word_diff

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.comparison import Comparison

TEXTS = st.text(st.sampled_from("ab {}`|<>@\n\r\u202e\x1b😀-+[]"), max_size=120)


def agent(body: str = "Work.\n", **fields: str) -> str:
    head = "".join(f"{key}: {value}\n" for key, value in {"name": "worker", "description": "Works.", **fields}.items())
    return f"---\n{head}---\n{body}"


def folder(root: Path, **files: str) -> agentkit.Registry:
    """A folder with these agents, and skills under names that begin with `skill_`."""
    for name, text in files.items():
        path = root / "skills" / name[6:] / "SKILL.md" if name.startswith("skill_") else root / "agents" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return agentkit.load(root)


@pytest.fixture
def compared(tmp_path: Path) -> Any:
    """Compare two files, or two folders of them."""

    def compare(old: str | dict[str, str], new: str | dict[str, str]) -> Comparison:
        sides = [
            folder(tmp_path / side, **(files if isinstance(files, dict) else {"worker": files}))
            for side, files in (("old", old), ("new", new))
        ]
        return agentkit.diff(*sides)

    return compare


def rights(comparison: Comparison) -> list[str]:
    return [f"{right.effect} {right.text}" for change in comparison.changes for right in change.rights]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"tools": "Read"}, {"tools": "Read, Bash"}, ["gained Bash"]),
        ({"tools": "Read, Bash"}, {"tools": "Read"}, ["lost Bash"]),
        ({"tools": "Read"}, {}, ["gained every tool"]),
        ({"tools": "[]"}, {}, ["gained every tool"]),
        ({}, {"tools": "Read"}, ["lost every tool"]),
        ({"tools": "Read"}, {"tools": "[]"}, ["lost Read"]),
        ({"tools": "Read"}, {"tools": '"*"'}, ["gained every tool"]),
        ({"tools": "Bash(git *)"}, {"tools": "Bash"}, ["gained Bash"]),
        ({"tools": "Bash"}, {"tools": "Bash(git *)"}, ["lost Bash"]),
        ({"tools": "Bash(git *)"}, {"tools": "Bash(git log *)"}, ["lost Bash(git *)"]),
        ({"tools": "Bash(git log *)"}, {"tools": "Bash(git log; rm x)"}, ["gained Bash(git log; rm x)", "lost Bash(git log *)"]),
        ({"tools": "mcp__github"}, {"tools": "mcp__github__get"}, ["lost mcp__github"]),
        ({"tools": "mcp__github__get"}, {"tools": "mcp__github"}, ["gained mcp__github"]),
        ({"tools": "Agent(a)"}, {"tools": "Agent(a, b)"}, ["gained Agent(b)"]),
        ({"tools": "Agent(a)"}, {"tools": "Agent"}, ["gained Agent"]),
        ({"disallowedTools": "Bash"}, {}, ["gained Bash"]),
        ({}, {"disallowedTools": "Bash"}, ["lost Bash"]),
        ({"tools": "Read", "permissionMode": "plan"}, {"tools": "Read"}, ["gained permissionMode of whoever starts it"]),
        (
            {"tools": "Read"},
            {"tools": "Read", "permissionMode": "bypassPermissions"},
            ["gained permissionMode: bypassPermissions"],
        ),
        ({"tools": "Read"}, {"tools": "Read", "memory": "user"}, ["gained Write", "gained Edit"]),
        ({"tools": "Read", "isolation": "worktree"}, {"tools": "Read"}, ["gained works in the checkout"]),
        ({"tools": "Read, Grep"}, {"tools": "Grep, Read"}, ["changed the same tools"]),
    ],
)
def test_rights_gained_and_lost(compared: Any, old: dict[str, str], new: dict[str, str], expected: list[str]) -> None:
    comparison = compared(agent(**old), agent(**new))

    assert rights(comparison) == expected
    assert comparison.fails("rights") == any(right.startswith("gained") for right in expected)


def test_servers_and_hooks_are_rights(compared: Any) -> None:
    hook = "{PreToolUse: [{matcher: Bash, hooks: [{type: command, command: check.sh}]}]}"
    other = "{Stop: [{hooks: [{type: command, command: curl.sh}]}]}"
    old = agent(tools="Read", hooks=hook)
    new = agent(tools="Read", hooks=other, mcpServers="[github]")

    found = rights(compared(old, new))

    assert found[0] == "gained MCP server github"
    assert found[1].startswith("gained hook Stop: ")
    assert "curl.sh" in found[1]
    assert found[2].startswith("gained without hook PreToolUse(Bash): ")
    assert compared(old, agent(tools="Read", hooks=hook)).changes == ()


def test_the_same_is_not_named_and_what_only_reads_otherwise_is(compared: Any) -> None:
    assert compared(agent(), agent()).unchanged == 1
    (change,) = compared(
        "---\nname: worker\ndescription: Works.\n---\nx\n", "---\ndescription: 'Works.'\nname: worker\n---\nx\n"
    ).changes

    assert change.notes == ("only how it is written has changed: order, quotes, comments or line ends",)
    assert change.rights == change.fields == ()


def test_a_base_and_a_skill_count_where_they_are_used(compared: Any) -> None:
    """Its own file is the same: what it takes in is not."""
    own = agent(name="own", agentkit="{extends: base}", skills="[sql]")
    old = {"own": own, "base": agent(name="base", tools="Read"), "skill_sql": "---\nname: sql\ndescription: d\n---\nUse CTEs.\n"}
    new = {
        "own": own,
        "base": agent(name="base", tools="Read, Bash"),
        "skill_sql": "---\nname: sql\ndescription: d\n---\nUse windows.\n",
    }

    changes = {change.name: change for change in compared(old, new).changes}

    assert [right.text for right in changes["own"].gained] == ["Bash"]
    assert changes["own"].notes == ("its file is the same: what it takes in has changed",)
    assert [(skill.key, skill.effect) for skill in changes["own"].skills] == [("sql", "changed")]
    assert changes["own"].prompt is not None
    assert changes["sql"].kind == "skill"


def test_everything_that_a_reviewer_asks_for(compared: Any) -> None:
    old = agent(
        "# A\n\nOne two three.\n\n## Gone\n\nx\n\n## What You Don't Do\n\n- SQL (use `dba`)\n",
        description="Reviews. Triggers on SQL, dbt.", model="sonnet", skills="[sql]", color="red",
    )  # fmt: skip
    new = agent(
        "# A\n\nOne 2 three.\n\n## New\n\ny\n\n## What You Don't Do\n\n- SQL (use `architect`)\n",
        description="Reviews. Triggers on SQL, Spark.", model="opus", skills="[dbt]", color="blue",
    )  # fmt: skip

    (change,) = compared(old, new).changes

    assert change.model is not None
    assert (change.model.old, change.model.new, change.model.line) == ("sonnet", "opus", 4)
    assert [(each.key, each.effect) for each in change.skills] == [("dbt", "added"), ("sql", "removed")]
    assert [(each.key, each.effect) for each in change.triggers] == [("Spark", "added"), ("dbt", "removed")]
    assert [(each.key, each.effect) for each in change.handoffs] == [
        ("architect (delegation)", "added"),
        ("dba (delegation)", "removed"),
    ]
    assert [(each.effect, each.title) for each in change.sections] == [
        ("changed", "A"),
        ("added", "New"),
        ("changed", "What You Don't Do"),
        ("removed", "Gone"),
    ]
    assert [(each.key, each.old, each.new) for each in change.fields] == [("color", "red", "blue")]
    assert change.prompt is not None
    assert next(part.text for part in change.prompt.parts if part.kind == "removed") == "two"
    for what in ("skills", "model", "prompt", "any"):
        assert change.fails(what)
    assert not change.fails("rights")


def test_renamed_and_moved_agents_are_found(compared: Any) -> None:
    body = "Review each line. Take your time.\nSay what you saw.\n"
    (change,) = compared({"one": agent(body, name="one")}, {"two": agent(body + "Then stop.\n", name="two")}).changes

    assert (change.status, change.old_name, change.name) == ("changed", "one", "two")
    assert change.notes == ("renamed: was one", "moved: was agents/one.md")


def test_added_and_removed_agents_have_all_their_rights_in_view(compared: Any) -> None:
    comparison = compared(
        {"one": agent("A B C.\n", name="one", tools="Read")}, {"two": agent("Quite another text.\n", name="two", tools="Bash")}
    )

    assert [(change.name, change.status) for change in comparison.changes] == [("two", "added"), ("one", "removed")]
    assert rights(comparison) == ["gained Bash", "lost Read"]


def test_a_file_that_cannot_be_read_any_more_is_said(compared: Any) -> None:
    """There is no telling what it may do: that fails a check of rights."""
    comparison = compared(agent(), "---\nname: worker\n")

    assert [(change.status, change.name) for change in comparison.changes] == [("unreadable", "worker")]
    assert comparison.changes[0].notes[0].startswith("cannot be read now: ")
    assert [each.path.rpartition("/")[2] for each in comparison.unread] == ["worker.md"]
    assert comparison.fails("rights")


def test_a_prompt_that_cannot_be_rendered_is_said(compared: Any) -> None:
    comparison = compared(agent(), agent(agentkit="{extends: nobody}"))

    assert "cannot be rendered" in comparison.changes[0].notes[0]
    assert "unknown agent `nobody` to extend" in comparison.changes[0].notes[0]


@given(old=TEXTS, new=TEXTS)
def test_words_give_both_texts_back(old: str, new: str) -> None:
    """For any two texts, and so do the lines that are shown."""
    words = word_diff(old, new)

    assert "".join(part.text for part in words.parts if part.kind != "added") == old
    assert "".join(part.text for part in words.parts if part.kind != "removed") == new
    whole = [part for hunk in words.hunks(context=1_000) for line in hunk.lines for part in line]
    assert not words.hunks() or "".join(part.text for part in whole if part.kind != "added") == old


def test_words_of_large_texts_take_time_that_grows_with_them() -> None:
    """A text without anything in common, and one of repeated lines: it gives up on words, and says so."""
    old = "".join(f"alpha{at} beta\n" for at in range(20_000))
    new = "".join(f"gamma{at} delta\n" for at in range(20_000))

    words = word_diff(old, new)

    assert words.is_coarse
    assert word_diff("x y\n" * 20_000, "x z\n" * 20_000).parts


def in_markdown(comparison: Comparison) -> str:
    return writer("markdown")(comparison, Style())


HOSTILE = "```\n</details>\n<script>alert(1)</script>\n@everyone #1 | a | b |\n~~~\n`````\n<!-- x\n"


def hostile_pair(body: str) -> tuple[str, str]:
    return agent(tools="Read"), agent(body, tools="'Bash(x | `y` @me)'", model="'</summary> @all'", vibe="'| a | <b>'")


@given(text=TEXTS)
def test_a_comment_stays_what_it_is_whatever_the_files_hold(text: str) -> None:
    """Each heading, fold and table is ours: what a file says stands in code."""
    shown = markdown.code(text)
    html = MarkdownIt("commonmark").enable("table").render(f"| a | b |\n|---|---|\n| {shown} | x |\n")
    assert html.count("<td>") == 2
    assert html.count("<code>") == 1
    fenced = MarkdownIt("commonmark").render(markdown.block(text) + "\nend\n")
    assert fenced.count("<pre>") == 1
    assert fenced.endswith("<p>end</p>\n")


def test_a_hostile_agent_breaks_out_of_no_comment(compared: Any) -> None:
    text = in_markdown(compared(*hostile_pair(HOSTILE)))

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    outside = re.sub(r"<code[^>]*>.*?</code>", "", html, flags=re.DOTALL)
    assert (outside.count("<details>"), outside.count("</details>")) == (1, 1)
    assert "<script" not in outside
    assert "@" not in outside
    assert html.count("<tr>") == 2


def test_a_comment_is_never_longer_than_github_takes(compared: Any) -> None:
    old = {f"agent{at}": agent(f"{at}\n", name=f"agent{at}") for at in range(40)}
    new = {f"agent{at}": agent(f"{at} " + "new words here. " * 400 + "\n", name=f"agent{at}") for at in range(40)}

    text = in_markdown(compared(old, new))

    assert len(text) <= 65_536
    assert "more than a comment can hold" in text or "Left out, because" in text
    assert text.count("| agent `agent") == 40


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_no_format_lets_a_file_drive_a_terminal(compared: Any, name: str) -> None:
    text = writer(name)(compared(agent(), agent("a\x1b]0;x\x07b \u202e\n", vibe='"\\e[31m"')), Style())

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def test_the_text_reads_without_colour(compared: Any) -> None:
    text = writer("text")(compared(agent("One two.\n", tools="Read"), agent("One 2.\n", tools="Read, Bash")), Style())

    assert "  rights      + Bash  line 4\n" in text
    assert "    One [-two-]{+2+}.\n" in text
    assert text.endswith("rights gained: 1\n1 changed, 0 the same\n")
