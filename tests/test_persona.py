"""Typed personas: descriptions, tools, models, fields, hand-offs."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest

import agentkit
from agentkit import markdown
from agentkit.description import Description
from agentkit.tools import parse_tools, split_names


def persona(frontmatter: str, body: str = "Body\n") -> agentkit.Persona:
    return agentkit.parse(f"---\n{frontmatter}\n---\n{body}", path="agents/x.md")


def test_every_documented_field_is_typed() -> None:
    """Each of the 18 fields has its own attribute; unknown keys are in `extra`, agentkit's own in `agentkit`."""
    found = persona(
        """\
name: full
description: All of it
tools: Read, Bash(git *)
disallowedTools: [Write]
model: opus
permissionMode: plan
maxTurns: 12
skills: a, b
mcpServers:
  - github
  - local: {command: x}
hooks:
  Stop:
    - command: say
memory: project
background: true
omitClaudeMd: "true"
effort: high
isolation: worktree
color: pink
initialPrompt: Begin.
experimental:
  cacheTtl: 5m
agentkit:
  examples: [one]
version: 1.10"""
    )

    assert not found.diagnostics
    assert (found.name, str(found.description), str(found.model)) == ("full", "All of it", "opus")
    assert (str(found.tools), str(found.disallowed_tools), found.skills) == ("Read, Bash(git *)", "Write", ("a", "b"))
    assert (found.permission_mode, found.max_turns, found.memory, found.background) == ("plan", 12, "project", True)
    assert (found.omit_claude_md, found.effort, found.isolation, found.color) == (True, "high", "worktree", "pink")
    assert found.mcp_servers == ("github", {"local": {"command": "x"}})
    assert found.hooks == {"Stop": ({"command": "say"},)}
    assert (found.initial_prompt, found.experimental) == ("Begin.", {"cacheTtl": "5m"})
    assert (found.agentkit, found.extra) == ({"examples": ("one",)}, {"version": "1.10"})
    assert found.body == "Body\n"


def test_personas_are_frozen_hashable_and_picklable() -> None:
    """A persona cannot be changed, is equal to one read from the same text, and travels to other processes."""
    one, other = persona("name: a\ntools: Read\nhooks: {Stop: []}"), persona("name: a\ntools: Read\nhooks: {Stop: []}")

    assert one == other
    assert hash(one) == hash(other)
    assert one.sections == ()
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert dataclasses.replace(one, name="b").name == "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "b"  # type: ignore[misc]
    assert not hasattr(one, "__dict__")
    for change in ("one.hooks['x'] = 1", "one.hooks.update(x=1)", "one.extra.clear()", "del one.hooks['Stop']"):
        with pytest.raises(TypeError, match="read-only"):
            exec(change)
    assert json.loads(json.dumps(one.hooks)) == {"Stop": []}


def test_what_a_persona_holds_is_frozen_and_hashable_too() -> None:
    """Its source, mappings, sections and hand-offs can be keys, and places cannot be moved."""
    found = persona("name: a\nhooks: {Stop: [{x: 1}]}\nversion: 1.10\nmcpServers: [{db: {port: 1}}]", BODY)

    for part in (found.source, found.hooks, found.extra, found.mcp_servers, found.sections, found.handoffs):
        assert hash(part) == hash(pickle.loads(pickle.dumps(part)))
    with pytest.raises(TypeError, match="read-only"):
        exec("found.source.spans['name'] = None")


def test_the_repr_of_a_persona_is_short() -> None:
    """A persona shows name and file, not its body."""
    assert repr(persona("name: a")) == "<Persona 'a' from agents/x.md>"


def test_text_fields_keep_their_text() -> None:
    """`on`, `1.10` and a date are names as they are written."""
    assert persona("name: on\ndescription: 1.10\ncolor: 0x1f").name == "on"
    assert persona("name: 1.10").name == "1.10"
    assert persona("name: 2024-01-01").name == "2024-01-01"


def test_tools_left_out_differ_from_no_tools() -> None:
    """Without the field a persona inherits all tools (None); an empty list grants none."""
    assert persona("name: a").tools is None
    assert persona("name: a\ntools:").tools is None
    empty = persona("name: a\ntools: []").tools
    assert empty is not None
    assert len(empty) == 0
    assert persona("name: a\ntools: ''").tools == empty


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Read, Grep", ["Read", "Grep"]),
        ("[Read, Grep]", ["Read", "Grep"]),
        ("\n  - Read\n  - Grep", ["Read", "Grep"]),
        ('\n  - "Read, Grep"', ["Read", "Grep"]),
        ("Agent(a, b), Bash(git *)", ["Agent(a, b)", "Bash(git *)"]),
        ("\n  - Agent(a, b)\n  - Read", ["Agent(a, b)", "Read"]),
        ("'*'", ["*"]),
        ("Read", ["Read"]),
        ("Read,, Grep,", ["Read", "Grep"]),
    ],
)
def test_comma_strings_and_lists_mean_the_same(written: str, names: list[str]) -> None:
    """Grants come in order, split at commas outside parentheses."""
    tools = persona(f"name: a\ntools: {written}").tools

    assert tools is not None
    assert [str(grant) for grant in tools] == names


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("Read", "tool", (None, None, None, ())),
        ("Bash(git *)", "specified", ("git *", None, None, ())),
        ("mcp__github", "mcp-server", (None, "github", None, ())),
        ("mcp__github__*", "mcp-server", (None, "github", None, ())),
        ("mcp__github__create_issue", "mcp-tool", (None, "github", "create_issue", ())),
        ("github/create_issue", "mcp-tool", (None, "github", "create_issue", ())),
        ("github/*", "mcp-server", (None, "github", None, ())),
        ("Agent", "agent", (None, None, None, ())),
        ("Agent(a, b)", "agent", ("a, b", None, None, ("a", "b"))),
        ("Task", "agent", (None, None, None, ())),
        ("*", "all", (None, None, None, ())),
        ("Bash(", "tool", (None, None, None, ())),
        ("Agent(a", "tool", (None, None, None, ())),
    ],
)
def test_grants_are_typed(text: str, kind: str, detail: tuple[object, ...]) -> None:
    """Each form of a grant has its kind and parts, and its text as written."""
    (grant,) = parse_tools(text)

    assert (grant.kind, str(grant)) == (kind, text)
    assert (grant.specifier, grant.server, grant.tool, grant.agents) == detail


def test_a_tool_list_knows_names_and_texts() -> None:
    """`in` takes a tool's name or the grant's text."""
    tools = parse_tools("Read, Bash(git *)")

    names: list[object] = ["Bash", "Bash(git *)", tools[0], "Write"]

    assert [name in tools for name in names] == [True, True, True, False]


def test_a_tool_list_knows_grants_from_another_process() -> None:
    """A grant is in a list by what it says, not by being the same object."""
    tools = parse_tools("Read, Bash(git *)")

    assert all(grant in tools for grant in pickle.loads(pickle.dumps(tools)))


def test_a_mapping_that_only_denies_leaves_all_other_tools() -> None:
    """Without a grant the list is absent, as in OpenCode, and the denials stand."""
    found = persona("name: a\ntools:\n  write: false\n  edit: false")

    assert (found.tools, str(found.disallowed_tools)) == (None, "write, edit")


def test_brackets_that_do_not_close_protect_nothing() -> None:
    """A stray bracket does not swallow the names after it."""
    assert split_names("Bash(a[b), Read") == ["Bash(a[b)", "Read"]
    assert split_names("Bash(a, Read") == ["Bash(a", "Read"]


def test_a_mapping_of_tools_grants_what_is_true_and_takes_what_is_false() -> None:
    """OpenCode's `bash: false` is a denial."""
    found = persona("name: a\ntools:\n  read: true\n  bash: false")

    assert (str(found.tools), str(found.disallowed_tools)) == ("read", "bash")


@pytest.mark.parametrize(
    ("text", "kind"), [("inherit", "inherit"), ("sonnet", "alias"), ("claude-opus-5-5", "id"), ("openai/gpt-5", "id")]
)
def test_models_are_typed(text: str, kind: str) -> None:
    """A model keeps its text and says how it names the model."""
    model = persona(f"name: a\nmodel: {text}").model

    assert model is not None
    assert (str(model), model.kind) == (text, kind)


def test_a_list_of_models_keeps_the_alternatives() -> None:
    """Of a list the first is the model."""
    model = persona("name: a\nmodel: [GPT-5, Claude Sonnet 4.5 (copilot)]").model

    assert model is not None
    assert (str(model), model.alternatives) == ("GPT-5", ("Claude Sonnet 4.5 (copilot)",))


@pytest.mark.parametrize(
    ("field", "code", "line", "column"),
    [
        ("maxTurns: many", "AK104", 3, 11),
        ("maxTurns: 0", "AK105", 3, 11),
        ("maxTurns: " + "9" * 5000, "AK104", 3, 11),
        ("background: perhaps", "AK104", 3, 13),
        ("permissionMode: plam", "AK105", 3, 17),
        ("effort: [high]", "AK104", 3, 9),
        ("description: [a]", "AK104", 3, 14),
        ("skills: {a: b}", "AK104", 3, 9),
        ("skills: [a, [b]]", "AK104", 3, 13),
        ("hooks: x", "AK104", 3, 8),
    ],
)
def test_a_value_of_the_wrong_type_is_a_finding_at_its_place(field: str, code: str, line: int, column: int) -> None:
    """The persona loads all the same; the finding stands at the value."""
    (found,) = persona(f"name: a\n{field}").diagnostics

    assert (found.code, found.span.line, found.span.column) == (code, line, column)


def test_a_list_item_without_a_value_is_told_from_text() -> None:
    """A null in a list of names is called what it is."""
    messages = [found.message for found in persona("name: a\ntools: [null, '']\nskills:\n  -\n  - x").diagnostics]

    assert messages == ["`tools[0]` is null, not text", "`skills[0]` is empty, not text"]


def test_a_misspelt_value_names_the_nearest() -> None:
    """`plam` is answered with `plan`."""
    assert persona("name: a\npermissionMode: plam").diagnostics[0].hint == "did you mean plan?"


def test_each_name_of_a_list_has_its_place() -> None:
    """A name in a comma string, and one in a list, stands at its own column."""
    string = persona("name: a\nskills: one, two").source.spans["skills[1]"]
    listed = persona("name: a\nskills:\n  - one\n  - two").source.spans["skills[1]"]

    tool = persona("name: a\ntools: Read, Agent(b, c), Grep").source.spans["tools[2]"]

    assert (string.line, string.column) == (3, 14)
    assert (tool.line, tool.column) == (3, 27)
    assert (listed.line, listed.column) == (5, 5)


def test_without_a_name_the_file_gives_it() -> None:
    """The name is the file's, without `.md` or `.agent.md`, dots inside kept."""
    assert agentkit.parse("---\ndescription: x\n---\n", path="a/powershell-5.1.md").name == "powershell-5.1"
    assert agentkit.parse("---\ndescription: x\n---\n", path="a/dev.agent.md").name == "dev"


def test_a_file_that_cannot_be_a_persona_says_why() -> None:
    """The error has path, line, column and hint, and the findings."""
    with pytest.raises(agentkit.PersonaError) as caught:
        agentkit.parse("---\nname: a\n", path="a.md")

    assert (caught.value.path, caught.value.line, caught.value.column) == ("a.md", 1, 1)
    assert str(caught.value).startswith("a.md:1:1: the frontmatter that opens here is never closed [AK005]")
    assert caught.value.hint
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


DESCRIPTIONS = [
    ("Does X. Use PROACTIVELY for Y. Triggers on a b, C, d-e.", "Does X.", True, ("a b", "C", "d-e")),
    ("Does X", "Does X", False, ()),
    ("Use e.g. Node.js v2.0 for it. More.", "Use e.g. Node.js v2.0 for it.", False, ()),
    ("Do not use proactively.", "Do not use proactively.", False, ()),
    ("Never use this agent proactively.", "Never use this agent proactively.", False, ()),
    ("Use U.S. law, i.e. that. X", "Use U.S. law, i.e. that.", False, ()),
    ("Dr. Who. Two.", "Dr. Who.", False, ()),
    ("It triggers on failure a page. Triggers on a, e.g. b, c.", "It triggers on failure a page.", False, ("a", "e.g. b", "c")),
    ("MUST BE USED for X!", "MUST BE USED for X!", True, ()),
    ("X. Triggers on: 'a, b', \"c\", and d", "X.", False, ("a, b", "c", "d")),
    ("X. Triggers on keywords: lint, Node.js, format. Then.", "X.", False, ("lint", "Node.js", "format")),
    ("X. Triggers on a,\n  b\n\nOther", "X.", False, ("a", "b")),
    ("触发。更多。", "触发。", False, ()),
    ("X. Triggers on a, b.\n<example>\nuser: c, d.\n</example>", "X.", False, ("a", "b")),
    ("", "", False, ()),
]


@pytest.mark.parametrize(("text", "summary", "proactive", "triggers"), DESCRIPTIONS)
def test_descriptions(text: str, summary: str, proactive: bool, triggers: tuple[str, ...]) -> None:
    """The first sentence, whether it asks to be used, and the trigger words."""
    description = Description(text)

    assert (description.summary, description.proactive, description.triggers) == (summary, proactive, triggers)


def test_examples_are_the_text_in_their_blocks() -> None:
    """Each `<example>` gives its text; one that is not closed runs to the next or to the end."""
    text = "X. <example> one </example> <example>two <example>three"

    assert Description(text).examples == ("one", "two", "three")


def test_names_are_split_outside_brackets_and_quotes_go() -> None:
    """Commas and line ends split; parentheses protect; quotes around a name are taken off."""
    assert split_names("a, 'b', \"c\", d(e, f), g[h, i]") == ["a", "b", "c", "d(e, f)", "g[h, i]"]
    assert split_names("'a, b', 'it's', \"c") == ["a, b", "it's", '"c']
    assert split_names("[a, b]") == ["a", "b"]
    assert split_names("a\nb") == ["a", "b"]
    assert split_names(" , ") == []


BODY = """\
# Title

### What You DON'T Do

- ❌ ML modeling (use `data-scientist`)
- Dashboards (collaborate with data analysts)
- Two things (use `one-agent` or **other-agent**)
- More than one line
  of `text` (use
  `text`)

## Work

- Run it (use `make`)

```markdown
- Fenced (use `nobody`)
```

## Interaction with Other Agents

| Agent        | You ask them for... | They ask you for... |
| ------------ | ------------------- | ------------------- |
| `a-agent`    | X                   | Y                   |
| **b-agent**  | Z                   |                     |
| plain-agent  | V                   | W                   |
| not an agent | -                   | -                   |
"""


def test_handoffs_are_read_from_bullets_and_tables() -> None:
    """Bullets under a boundary heading delegate; rows of the interaction table interact; code and other bullets do not."""
    found = persona("name: a", BODY).handoffs

    assert [(each.agent, each.kind, each.text, each.in_return, each.line, each.column) for each in found] == [
        ("data-scientist", "delegation", "ML modeling", "", 8, 23),
        ("one-agent", "delegation", "Two things", "", 10, 20),
        ("other-agent", "delegation", "Two things", "", 10, 36),
        ("text", "delegation", "More than one line of `text`", "", 13, 4),
        ("a-agent", "interaction", "X", "Y", 27, 4),
        ("b-agent", "interaction", "Z", "", 28, 5),
        ("plain-agent", "interaction", "V", "W", 29, 3),
    ]


def test_sections_and_handoffs_are_computed_once_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a persona scans no body; what has been computed is kept."""
    scanned: list[str] = []
    sections = markdown.sections

    def noted(body: str, first_line: int) -> tuple[markdown.Section, ...]:
        scanned.append(body)
        return sections(body, first_line)

    monkeypatch.setattr(markdown, "sections", noted)
    found = persona("name: a", BODY)

    assert scanned == []
    assert found.handoffs is found.handoffs
    assert found.sections is found.sections
    assert scanned == [BODY]


def test_handoffs_stand_at_the_same_place_with_crlf() -> None:
    """A file's line ends change neither the line nor the column of a hand-off."""
    assert persona("name: a", BODY.replace("\n", "\r\n")).handoffs == persona("name: a", BODY).handoffs


def test_a_section_is_found_by_its_title() -> None:
    """Case and the kind of apostrophe do not count; a title that is not there names the nearest."""
    found = persona("name: a", BODY)

    assert found.section("what you don\u2019t do").line == 6
    assert found.section("WORK").text.startswith("\n- Run it")
    with pytest.raises(agentkit.NotFound, match="Work"):
        found.section("Wrok")
