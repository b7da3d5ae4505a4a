"""The names that a file mentions: each shape, its place, and that any text can be looked through."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentkit.document import parse
from agentkit.persona import persona_from
from agentkit.references import Reference, bare, find_references, fold
from agentkit.skill import skill_from

HEAD = "---\nname: dev\ndescription: Develops.\n---\n"


def found_in(text: str, *, skill: bool = False) -> tuple[Reference, ...]:
    document = parse(text)
    item = skill_from(document, folder="", location="skills/dev/SKILL.md") if skill else persona_from(document)
    return find_references(document, item)


def shown(text: str, *, skill: bool = False) -> list[tuple[str, str, str]]:
    return [(each.kind, each.name, each.form) for each in found_in(text, skill=skill)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("### What You Don't Do\n\n- x (use `a-b`)\n", ("agent", "a-b", "delegation")),
        ("## Interaction with Agents\n\n| Agent | Asks |\n|---|---|\n| a-b | x |\n", ("agent", "a-b", "interaction")),
        ("Integration with other agents:\n- Collaborate with a-b on x\n", ("agent", "a-b", "list")),
        ("## Related Agents\n\n- **a-b**: x\n", ("agent", "a-b", "related")),
        ("| Domain | Owner Agent |\n|---|---|\n| x | `a-b` |\n", ("agent", "a-b", "table")),
        ("Then use the a-b agent.\n", ("agent", "a-b", "named")),
        ("Then start subagent `a-b`.\n", ("agent", "a-b", "named")),
        ("Ask @agent-a-b.\n", ("agent", "a-b", "mention")),
        ('```\nTask(subagent_type="kit:a-b")\n```\n', ("agent", "kit:a-b", "parameter")),
        ("Delegate this to `a-b`.\n", ("agent", "a-b", "sentence")),
        ("Hand off to **a-b**.\n", ("agent", "a-b", "use")),
        ("x → `a-b`\n", ("agent", "a-b", "arrow")),
        ("Ask @a-b.\n", ("agent", "a-b", "at")),
        ("Integration with other agents:\n- Work with tester on x\n", ("agent", "tester", "word")),
        ("Load the `a-b` skill.\n", ("skill", "a-b", "named")),
        ("Call Skill(a-b).\n", ("skill", "a-b", "call")),
        ("## Related Skills\n\n- `kit:a-b`\n", ("skill", "kit:a-b", "related")),
        ("Read `skills/a-b/SKILL.md`.\n", ("skill", "a-b", "path")),
        ("See [x](notes/a%20b.md#top).\n", ("file", "notes/a%20b.md#top", "link")),
        ("See [x].\n\n[x]: notes/a.md\n", ("file", "notes/a.md", "link")),
    ],
)
def test_each_shape(body: str, expected: tuple[str, str, str]) -> None:
    """One name, once, in the form that the module names."""
    assert shown(HEAD + body) == [expected]


def test_the_frontmatter() -> None:
    """Skills, grants and servers of any spelling; the place is the name's own."""
    text = (
        "---\nname: dev\ndescription: Ask the a-b agent.\nskills: ['sql', \"my-sql\"]\ntools: Read, Agent(x, 'y'), mcp__git__log\n"
        "mcpServers:\n  - git # git\n---\n"
    )
    found = found_in(text)

    assert [(each.kind, each.name, each.form, each.field) for each in found] == [
        ("agent", "a-b", "named", "description"),
        ("skill", "sql", "field", "skills"),
        ("skill", "my-sql", "field", "skills"),
        ("agent", "x", "grant", "tools"),
        ("agent", "y", "grant", "tools"),
        ("server", "git", "grant", "tools"),
        ("server", "git", "field", "mcpServers"),
    ]
    assert all(each.exact and text[each.span.start : each.span.end] == each.name for each in found)


def test_a_skill_names_its_files_and_its_agent() -> None:
    """`agent`, `allowed-tools`, and paths below references, scripts and assets."""
    text = "---\nname: dev\ndescription: D.\nagent: a-b\nallowed-tools: Agent(c) mcp__git__log\n---\nRead references/x.md, `scripts/y.py`.\n"

    assert shown(text, skill=True) == [
        ("agent", "a-b", "field"),
        ("agent", "c", "grant"),
        ("server", "git", "grant"),
        ("file", "references/x.md", "bundled"),
        ("file", "scripts/y.py", "bundled"),
    ]


def test_code_is_left_alone() -> None:
    """In a fence or comment only a call's `subagent_type` counts."""
    assert shown(HEAD + "```\nUse the a-b agent, [x](y/z.md)\n```\n<!-- use the a-b agent -->\n") == []


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Code Reviewer", "code-reviewer"),
        ("code_reviewer", "code-reviewer"),
        ("kit:code-reviewer", "code-reviewer"),
        ("a::code-reviewer", "code-reviewer"),
        ("code-reviewer.md", "code-reviewer"),
        ("agent-code-reviewer", "code-reviewer"),
        ("agent-", "agent"),
        ("agent", "agent"),
    ],
)
def test_names_are_compared_folded(name: str, folded: str) -> None:
    """Case, blanks, underscores, plugin and ending do not count."""
    assert fold(name) == folded


def test_bare_names() -> None:
    """Plugin, folder and marketplace go; what is nothing but a marketplace stays."""
    assert [bare(name) for name in ("kit:x", "game/x", "x@market", "@x")] == ["x", "x", "x", "@x"]


PIECES = st.sampled_from(
    ["`a-b`", "**c**", "@agent-d", "agent", "skill", "use the ", "-> ", "| ", "|---|\n", "\n- ", "\n\n", "## Interaction with agents\n",
     "Integration with other agents:\n", "Related Skills\n", "subagent_type: ", "](x/y.md)", "references/z.md", "(use `e`)", "\r\n", "é", "\0"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=40), st.booleans())
def test_any_text_can_be_looked_through(pieces: list[str], skill: bool) -> None:
    """Places are in order, inside the text, and hold the name."""
    text = HEAD + "".join(pieces)
    document_text = parse(text).text
    found = found_in(text, skill=skill)

    assert list(found) == sorted(found, key=lambda each: (each.span.start, each.kind, each.name))
    assert all(document_text[each.span.start : each.span.end] == each.name for each in found if each.exact)


@pytest.mark.parametrize(
    "piece",
    ["a-b-c-d", "`a` ", "use the ", "@a", "agent ", "| agent ", "](", "[x]: y\n", "references/a", "- with a-b ", "-> ", "**", "delegate to ",
     "[", "a:", "subagent_type: a", "../", " agents ", "\n- x (use `a`)"],
)  # fmt: skip
def test_a_large_text_made_of_one_piece_is_looked_through(piece: str) -> None:
    """400,000 characters of it take a part of the bound; a quadratic reading takes minutes."""
    text = HEAD + "Integration with other agents:\n- " + piece * (400_000 // len(piece))
    document = parse(text)
    item = persona_from(document)
    started = time.process_time()
    find_references(document, item)

    assert time.process_time() - started < 10
