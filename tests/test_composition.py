"""Composition: a base, fragments, and the flat file that says the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import agentkit
from agentkit.additions import Written, findings
from agentkit.agent_file import fields_of, format_persona
from agentkit.errors import CompositionError, RenderError
from agentkit.prompt.composition import MAX_NESTED
from tests.test_registry import skill, write

BASE = """\
---
name: base
description: Reviews code. Use before a merge.
tools: Read, Bash(git add:*, git commit:*)
disallowedTools: Write
model: sonnet
skills: [sql]
mcpServers: [github]
hooks:
  Stop: [{command: echo}]
vibe: calm
emoji: x
agentkit:
  examples: [review this]
  variables:
    depth: {type: int, default: 3}
---
Base {{ depth }} {{ region }}.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    skill(tmp_path / "skills/sql")
    write(tmp_path / "agents/base.md", BASE)
    return tmp_path


def child(root: Path, *lines: str, body: str = "Own.\n", name: str = "own") -> Path:
    """Write an agent with these lines of frontmatter."""
    return write(root / f"agents/{name}.md", "\n".join(["---", f"name: {name}", *lines, "---", body]))


def failure(root: Path, name: str = "own") -> str:
    """The error of rendering an agent, its path relative to the root."""
    with pytest.raises(CompositionError) as caught:
        agentkit.load(root).render(name)
    return str(caught.value).replace(f"{root}/", "")


def test_a_base_gives_what_the_agent_does_not(root: Path) -> None:
    """Body below body; fields of its own win, denials add up, the others are the base's; nothing of the composing is left."""
    child(root, "description: Mine.", "disallowedTools: Edit", "vibe: loud", "agentkit: {extends: base}")
    flat = agentkit.load(root).flatten("own")

    assert flat.body == "Base 3 {{ region }}.\n\nOwn.\n"
    assert fields_of(flat) == {
        "name": "own",
        "description": "Mine.",
        "tools": "Read, Bash(git add:*, git commit:*)",
        "disallowedTools": "Write, Edit",
        "model": "sonnet",
        "skills": ["sql"],
        "mcpServers": ["github"],
        "hooks": {"Stop": [{"command": "echo"}]},
        "vibe": "loud",
        "emoji": "x",
        "agentkit": {"examples": ["review this"]},
    }


def test_what_the_agent_gives_replaces(root: Path) -> None:
    """A list of its own is not merged, and an empty one is a list: `tools: []` and `skills: []` take all away."""
    child(root, "tools: []", "skills: []", "model: opus", "agentkit: {extends: base}")
    flat = agentkit.load(root).flatten("own")

    assert flat.tools == ()
    assert flat.tools is not None
    assert flat.skills == ()
    assert str(flat.model) == "opus"
    assert flat.description.text == "Reviews code. Use before a merge."


def test_a_persona_that_stands_alone_is_given_as_it_is(root: Path) -> None:
    """Flattening changes nothing where there is nothing to do."""
    child(root, "agentkit: {examples: [a]}")
    registry = agentkit.load(root)

    assert registry.flatten("own") is registry["own"]


def test_each_file_has_its_own_variables(root: Path) -> None:
    """A name that only the agent declares is text in its base; a base's variable holds in both, and can be declared anew."""
    lines = ("agentkit:", "  extends: base", "  variables:", "    region:", "    depth: {type: int, default: 9}")
    child(root, *lines, body="{{ depth }} {{ region }}\n")

    assert agentkit.load(root).render("own", skills="none", variables={"region": "eu"}).text == ("Base 9 {{ region }}.\n\n9 eu\n")


def test_fragments_come_last_each_once(root: Path) -> None:
    """Fragments follow the body in order, theirs after each; one that is reached twice stands at its first place."""
    write(root / "fragments/a.md", "---\nagentkit:\n  includes: [c.md]\n---\nA {{ depth }} {{ x }}\n")
    write(root / "fragments/b.md", "B, no newline")
    write(root / "fragments/c.md", "\r\nC\r\n")
    write(root / "agents/base.md", BASE.replace("  variables:", "  includes: ../fragments/c.md\n  variables:"))
    child(
        root,
        "agentkit:",
        "  extends: base",
        "  variables: {x: {default: '{{ depth }}'}}",
        "  includes: [../fragments/b.md, ../fragments/a.md, ../fragments/b.md]",
    )
    prompt = agentkit.load(root).render("own", skills="none")

    assert prompt.text == "Base 3 {{ region }}.\n\r\nC\r\n\nOwn.\n\nB, no newline\n\nA 3 {{ depth }}\n"
    assert [(span.kind, Path(span.path or "").name, span.line) for span in prompt.spans if span.kind != "join"] == [
        ("base", "base.md", 19),
        ("variable", "base.md", 17),
        ("base", "base.md", 19),
        ("fragment", "c.md", 1),
        ("body", "own.md", 8),
        ("fragment", "b.md", 1),
        ("fragment", "a.md", 5),
        ("variable", "base.md", 17),
        ("fragment", "a.md", 5),
        ("variable", "own.md", 5),
        ("fragment", "a.md", 5),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("agentkit: {extends: bsae}", "agents/own.md:3:21: unknown agent `bsae` to extend (did you mean base?)"),
        ("agentkit: {extends: own}", "agents/own.md:3:21: agent `own` extends itself"),
        ("agentkit: {extends: second}", "agents/own.md:3:21: a cycle: `second` extends `own` (take one of the two away)"),
        ("agentkit: {extends: third}", "agents/own.md:3:21: agent `third` extends another, `base` (a base stands alone"),
        ("agentkit: {extends: broken}", "agents/own.md:3:21: agent `broken`, to extend, cannot be read"),
        ("agentkit: {includes: [a.md]}", "agents/own.md:3:23: fragment `a.md` cannot be opened: no such file"),
        ("agentkit: {includes: a.txt}", "agents/own.md:3:22: fragment `a.txt` is no Markdown file (a fragment ends in .md)"),
        ("agentkit: {includes: /etc/x.md}", "agents/own.md:3:22: `/etc/x.md` is no relative path"),
        ('agentkit: {includes: ["a\\\\b.md"]}', "agents/own.md:3:23: `a\\b.md` is no relative path"),
        ("agentkit: {includes: ../../x.md}", "agents/own.md:3:22: fragment `../../x.md` lies outside the project"),
        ("agentkit: {includes: own.md}", "agents/own.md:3:22: a cycle: `own.md` leads back to itself"),
        ("agentkit: {includes: [third.md]}", "agents/third.md:3:21: a fragment cannot have `extends`"),
        ("agentkit: {includes: [../f/loop.md]}", "f/loop.md:2:23: a cycle: `loop2.md` leads back"),
    ],
)
def test_what_cannot_be_composed_is_an_error_at_its_place(root: Path, line: str, message: str) -> None:
    """Unknown, broken, cyclic, foreign: the error stands at the name or path that leads there."""
    child(root, "agentkit: {extends: own}", name="second")
    child(root, "agentkit: {extends: base}", name="third")
    write(root / "agents/broken.md", "---\nname: broken\n")
    write(root / "f/loop.md", "---\nagentkit: {includes: [loop2.md]}\n---\n")
    write(root / "f/loop2.md", "---\nagentkit: {includes: [loop.md]}\n---\n")
    child(root, line)

    if "loop2.md` leads" in message:  # found where the circle closes
        message = "f/loop2.md:2:23: a cycle: `loop.md` leads back to itself"
    assert failure(root).startswith(message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("agentkit: {extends: [a]}", "`agentkit.extends` is not a name"),
        ("agentkit: {includes: {a: b}}", "`agentkit.includes` is not a list"),
        ("agentkit: {includes: [a.md, [b]]}", "`agentkit.includes[1]` is not a path"),
    ],
)
def test_values_of_another_type_are_findings(root: Path, line: str, message: str) -> None:
    """A base or fragments of the wrong type stop rendering, and the linter can tell of them."""
    child(root, line)
    registry = agentkit.load(root)

    with pytest.raises(RenderError) as caught:
        registry.render("own")
    assert message in str(caught.value)
    assert [message in found.message for found in findings(registry["own"])] == [True]


def test_fragments_cannot_leave_the_project(root: Path) -> None:
    """A link out of the project is outside of it; a repository's root is the project's."""
    outside = write(root.parent / f"{root.name}-outside/x.md", "Secret\n")
    (root / "agents/link.md").symlink_to(outside)
    child(root, "agentkit: {includes: link.md}")
    assert "fragment `link.md` lies outside the project" in failure(root)

    (root / ".git").mkdir()
    write(root / "shared/s.md", "Shared\n")
    write(root / "packages/p/agents/deep.md", "---\nname: deep\nagentkit: {includes: ../../../shared/s.md}\n---\nDeep\n")
    assert agentkit.load(root).render("deep").text == "Deep\n\nShared\n"


def test_fragments_are_not_nested_without_end(root: Path) -> None:
    """A chain of fragments is followed so far and no further."""
    for at in range(MAX_NESTED + 2):
        write(root / f"f/{at}.md", f"---\nagentkit: {{includes: {at + 1}.md}}\n---\n{at}\n")
    child(root, "agentkit: {includes: ../f/0.md}")

    assert failure(root) == f"f/{MAX_NESTED - 1}.md:2:22: fragments are nested more than {MAX_NESTED} deep"


def test_a_body_that_grows_beyond_a_file_is_refused(root: Path) -> None:
    """A long default used a hundred thousand times, and many large fragments, are an error at once and not out of memory."""
    head = f"agentkit: {{variables: {{x: {{default: {'v' * 60_000}}}}}}}"
    child(root, head, body="{{x}}" * 100_000)
    assert failure(root).startswith("agents/own.md: the whole body has more than 1,048,576 bytes")

    for at in range(30):
        write(root / f"f/{at}.md", "\u00e9" * 100_000)
    child(root, f"agentkit: {{includes: [{', '.join(f'../f/{at}.md' for at in range(30))}]}}")
    assert failure(root).startswith("agents/own.md: the whole body has more than")
    child(root, f"agentkit: {{includes: [{', '.join(f'../f/{at}.md' for at in range(6))}]}}")
    assert failure(root).startswith("agents/own.md: the whole body has more than")


def test_a_text_without_a_file_has_no_fragments(root: Path) -> None:
    """There is nothing that a path could be relative to."""
    persona = agentkit.parse("---\nagentkit: {includes: a.md}\n---\n")

    with pytest.raises(CompositionError, match="a text that is no file"):
        agentkit.load(root).render(persona)


def test_a_missing_skill_of_a_base_is_an_error_in_its_file(root: Path) -> None:
    """The place is where the name stands, though the agent that is rendered is another."""
    write(root / "agents/base.md", BASE.replace("[sql]", "[sqll]"))
    child(root, "agentkit: {extends: base}")

    with pytest.raises(agentkit.MissingSkill) as caught:
        agentkit.load(root).render("own")
    assert str(caught.value) == f"{root}/agents/base.md:7:10: unknown skill `sqll` (did you mean sql?)"


words = st.text(st.characters(codec="utf-8"), max_size=20)
pieces = st.lists(words | st.sampled_from(["{{ v }}", "{{ w }}", "${{ v }}", "---\n", "\n", "\r\n", "{{{ v }}}"]), max_size=5)
grants = st.lists(st.sampled_from(["Read", "Bash(git *, ls)", "mcp__x__y", "Agent(a, b)"]), max_size=3)


@given(pieces.map("".join), pieces.map("".join), pieces.map("".join), words, grants, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
def test_the_flat_file_gives_the_same_prompt(
    tmp_path_factory: pytest.TempPathFactory, own: str, base: str, fragment: str, value: str, tools: list[str], alone: bool
) -> None:
    """Rendered from its flat file an agent has the same prompt, byte for byte, and an equal persona."""
    root = tmp_path_factory.mktemp("flat")
    skill(root / "skills/sql")
    write(
        root / "agents/base.md",
        f"---\nname: base\ntools: {tools}\nskills: sql\nagentkit: {{variables: {{w: {{default: q}}}}}}\n---\n{base}",
    )
    write(root / "f.md", f"---\nx: 1\n---\n{fragment}")
    extends = "" if alone else "  extends: base\n"
    write(
        root / "agents/own.md",
        f"---\nname: own\nx: '1.10'\nagentkit:\n{extends}  includes: ../f.md\n  variables:\n    v:\n---\n{own}",
    )
    registry = agentkit.load(root)
    text = format_persona(registry.flatten("own", variables={"v": value}))
    read = agentkit.parse(text, path=str(root / "agents/own.md"))

    assert read == registry.flatten("own", variables={"v": value})
    for mode in ("full", "list", "none"):
        assert registry.render(read, skills=mode).text == registry.render("own", skills=mode, variables={"v": value}).text
    assert not any(found.code.startswith("AK0") for found in read.diagnostics)


@pytest.mark.slow
def test_public_agents_come_back_from_their_flat_file(corpus: Path) -> None:
    """Each public agent written back is read as an equal persona, and its prompt is the same."""
    count = 0
    for path in sorted(corpus.rglob("*.md")):
        try:
            persona = agentkit.read(path)
        except agentkit.PersonaError:
            continue
        count += 1
        assert agentkit.parse(format_persona(persona), path=str(path)) == persona, os.fspath(path)
    assert count > 5000


def test_text_of_the_command_line_takes_any_type() -> None:
    """`Written` is text for str, and read for the others."""
    assert str(Written("a")) == "a"
    assert type(str(Written("a"))) is str
