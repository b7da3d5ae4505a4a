"""Targets: what each harness loads, with no right more than the file grants, and a line for all that is lost."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit import profiles, targets
from agentkit.document import parse
from agentkit.persona import persona_from
from agentkit.skill import skill_from
from agentkit.targets import toml
from agentkit.verdicts import verdict
from tests.conftest import ROOT
from tests.strategies import any_text, bodies

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.targets import Export

REGISTRY = agentkit.load(ROOT / "agents", ROOT / "skills")
HEAD = "---\nname: dev\ndescription: Develops. Use when code changes.\n"


def persona(fields: str = "", body: str = "Body of some length.\n") -> agentkit.Persona:
    """Give an agent with further fields."""
    return agentkit.parse(f"{HEAD}{fields}---\n{body}", path="agents/dev.md")


def exported(fields: str, harness: str, body: str = "Body of some length.\n") -> Export:
    """Export an agent with further fields."""
    return REGISTRY.export(persona(fields, body), harness)


def said(made: Export) -> list[str]:
    """Give the losses, without the file's name."""
    return [str(loss).removeprefix("agents/dev.md:") for loss in made.losses]


def written(made: Export) -> dict[str, object]:
    """Read the fields of an exported file, but name and description and, in TOML, the prompt."""
    read = tomllib.loads(made.text) if made.harness == "codex" else dict(_plain(made))
    return {key: value for key, value in read.items() if key not in ("name", "description", "developer_instructions")}


def _plain(made: Export) -> dict[str, object]:
    import frontmatter

    from agentkit.document.handler import Handler

    return dict(frontmatter.loads(made.text, handler=Handler()).metadata)


def body_of(made: Export) -> str:
    """Give the prompt that an exported file holds."""
    if made.harness == "codex":
        prompt: str = tomllib.loads(made.text)["developer_instructions"]
        return prompt
    return agentkit.parse(bytes(made)).body


def test_every_harness_with_agents_is_a_target() -> None:
    """The profiles say which harnesses read agents, and each of them has a target."""
    assert targets.names() == [key for key in profiles.names() if profiles.get(key).agents is not None]


# --- what ships loads everywhere ---


@pytest.mark.parametrize("harness", targets.names())
@pytest.mark.parametrize("name", REGISTRY)
def test_each_persona_that_ships_loads(name: str, harness: str) -> None:
    """The verdict on the exported file is `loads`, certain wherever anything is certain of the harness; the prompt is exact."""
    made = REGISTRY.export(name, harness)
    profile = profiles.get(harness)
    assert profile.agents is not None

    assert body_of(made) == REGISTRY.render(name, skills="none" if made.skills else "full").text
    if harness == "codex":
        keys = tomllib.loads(made.text)
        known = {field.name: field for field in profile.agents.fields}
        assert list(keys) == ["name", "description", "developer_instructions"]
        assert all(isinstance(value, str) and value.strip() and known[key].kinds == ("string",) for key, value in keys.items())
        return
    document = parse(bytes(made), made.place)
    found = verdict(document, persona_from(document), profile, made.place)
    assert (found.outcome, found.losses) == ("loads", ())
    assert found.uncertain == profile.second_hand == (harness == "cursor")
    assert found.place == profile.agents.places[0]


@pytest.mark.parametrize("name", REGISTRY.skills)
def test_each_skill_that_ships_loads(name: str) -> None:
    """In a client of the Agent Skills specification, which reads no agents, as it is."""
    path = ROOT / "skills" / name / "SKILL.md"
    document = parse(path.read_bytes(), str(path))
    found = verdict(
        document, skill_from(document, folder=str(path.parent), location=name), profiles.get("agent-skills"), str(path)
    )

    assert (found.label, found.losses) == ("loads", ())


def test_skills_stay_a_field_where_the_harness_or_the_length_asks_for_it() -> None:
    """Claude Code looks them up; Copilot takes no more than 30,000 characters, and that is said."""
    claude, copilot, short = (REGISTRY.export(*args) for args in (
        ("data-engineer", "claude-code"), ("data-engineer", "copilot"), ("technical-writer", "copilot")
    ))  # fmt: skip

    assert claude.skills == copilot.skills == REGISTRY["data-engineer"].skills
    assert short.skills == ()
    (reason,) = (loss.reason for loss in copilot.losses if loss.field == "skills")
    assert reason.startswith("with them the prompt has 3")
    assert reason.endswith("more than GitHub Copilot takes; they stay a field, which not all of it is known to read (?)")
    assert len(body_of(copilot)) < 30_000 < len(REGISTRY.render("data-engineer").text)


# --- rights ---

CASES = [
    ("tools: Read, Bash(git:*)\n", "claude-code", {"tools": "Read, Bash(git:*)"}, ["`Bash(git:*)` may narrow nothing: it is all of Bash (?)"]),
    ("tools: Read, Bash(git *)\n", "gemini-cli", {"tools": ["read_file"]}, ["Gemini CLI would give all of `run_shell_command`"]),
    ("tools: Read, Bash(git:*)\n", "opencode", {"permission": {"*": "deny", "read": "allow", "bash": {"*": "deny", "git *": "allow"}}}, []),
    ("tools: Bash(git log), Bash(ls *)\n", "opencode", {"permission": {"*": "deny", "bash": {"*": "deny", "git log": "allow", "ls *": "allow"}}}, []),
    ("tools: Bash(git *), Bash\n", "opencode", {"permission": {"*": "deny", "bash": "allow"}}, []),
    ("tools: Bash, Bash(git *)\n", "opencode", {"permission": {"*": "deny", "bash": "allow"}}, []),
    ("tools: Bash(l?)\n", "opencode", {"permission": {"*": "deny"}}, ["OpenCode would give all of `bash`"]),
    ("tools: Agent(a, b)\n", "opencode", {"permission": {"*": "deny", "task": {"*": "deny", "a": "allow", "b": "allow"}}}, []),
    ("tools: Agent(*)\n", "opencode", {"permission": {"*": "deny"}}, ["OpenCode would give all of `task`"]),
    ("tools: mcp__hub__get_*\n", "gemini-cli", {"tools": []}, ["no tool of Gemini CLI is known that does the same"]),
    ("tools: Agent(a, b)\n", "copilot", {"tools": []}, ["GitHub Copilot would give all of `agent`"]),
    ("tools: Task\n", "copilot", {"tools": ["agent"]}, []),
    ("tools: Edit\n", "copilot", {"tools": ["edit"]}, ["here it is `edit`, which gives Write too"]),
    ("tools: edit, MultiEdit\n", "copilot", {"tools": ["edit"]}, ["here it is `edit`, which gives Write too"]),
    ("tools: Write\ndisallowedTools: Edit\n", "opencode", {"permission": {"*": "deny"}}, ["`edit` would give `Edit` too, which the file denies"]),
    ("tools: mcp__hub, mcp__hub__x\n", "copilot", {"tools": ["hub/*", "hub/x"]}, []),
    ("tools: mcp__hub, mcp__hub__x\n", "gemini-cli", {"tools": ["mcp_hub_*", "mcp_hub_x"]}, []),
    ("tools: mcp__hub, mcp__hub__x\n", "opencode", {"permission": {"*": "deny", "hub_*": "allow", "hub_x": "allow"}}, []),
    ("tools: hub/x, mcp__hub\n", "qwen-code", {"tools": ["mcp__hub__x", "mcp__hub"]}, []),
    ("tools: mcp__hub\ndisallowedTools: mcp__hub__x\n", "gemini-cli", {"tools": []}, ["`mcp_hub_*` would give `mcp__hub__x` too"]),
    ("tools: Read, Monitor, read_file\n", "gemini-cli", {"tools": ["read_file"]}, ["no tool of Gemini CLI is known that does the same"]),
    ("tools: []\n", "gemini-cli", {"tools": []}, []),
    ("tools: []\n", "opencode", {"permission": {"*": "deny"}}, []),
    ("tools: []\n", "codex", {"sandbox_mode": "read-only"}, ["gives an agent every tool of its session; `sandbox_mode` keeps it from writing"]),
    ("tools: Read, Grep\n", "cursor", {"readonly": True}, ["gives an agent every tool of its session; `readonly` keeps it from writing"]),
    ("tools: Read, MultiEdit\n", "codex", {}, ["OpenAI Codex gives an agent every tool of its session"]),
    ("tools: Bash(git *)\n", "codex", {}, ["OpenAI Codex gives an agent every tool of its session"]),
    ("tools: '*'\n", "gemini-cli", {}, []),
    ("", "gemini-cli", {}, []),
    ("disallowedTools: Bash(rm *)\n", "qwen-code", {"disallowedTools": ["run_shell_command"]}, ["which takes PowerShell away too"]),
    ("disallowedTools: Write\n", "opencode", {"permission": {"edit": "deny"}}, ["here it is `edit`, which takes Edit and NotebookEdit away too"]),
    ("disallowedTools: Bash, Write, Edit\n", "cursor", {}, ["Cursor gives an agent every tool of its session"]),
    ("disallowedTools: Bash, Write, Edit, NotebookEdit, PowerShell\n", "cursor", {"readonly": True}, ["`readonly` keeps it from writing"]),
    ("permissionMode: plan\ntools: Read, Bash, Write\n", "gemini-cli", {"tools": ["read_file"]}, ["no tool is given that can write"]),
    ("permissionMode: plan\n", "codex", {"sandbox_mode": "read-only"}, ["no tool is given that can write"]),
    ("permissionMode: plan\n", "qwen-code", {"permissionMode": "plan"}, []),
    ("permissionMode: bypassPermissions\n", "gemini-cli", {}, ["Gemini CLI has no equivalent"]),
    ("sandbox_mode: danger-full-access\n", "codex", {}, ["not carried over, for in OpenAI Codex it might give rights"]),
    ("permission: allow\n", "opencode", {}, ["not carried over, for in OpenCode it might give rights"]),
    ("hooks: {Stop: []}\nmcpServers: [hub]\n", "qwen-code", {}, ["write it there, as `mcpServers`", "write it there, as `hooks`"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "harness", "expected", "reasons"), CASES)
def test_no_right_is_more_than_the_file_grants(
    fields: str, harness: str, expected: dict[str, object], reasons: list[str]
) -> None:
    """A grant that cannot be kept as narrow is left out, a denial takes what it touches with it, and both are said."""
    made = exported(fields, harness)
    written_fields = {key: value for key, value in written(made).items() if key != "mode"}

    assert written_fields == expected
    assert len(said(made)) == len(reasons), said(made)
    for reason, line in zip(reasons, said(made), strict=True):
        assert reason in line


@pytest.mark.parametrize("harness", ["copilot", "gemini-cli"])
def test_a_denial_alone_becomes_a_list_of_the_rest(harness: str) -> None:
    """Where nothing can be denied, all that is known and not denied is listed; what denies all MCP tools needs the same elsewhere."""
    made = exported("disallowedTools: Bash\n", harness)
    qwen = exported("disallowedTools: mcp__*\n", "qwen-code")
    form = profiles.get(harness).agents
    assert form is not None
    assert form.tools is not None
    shell = form.tools.from_claude["Bash"]

    assert written(made)["tools"] == [each for each in dict.fromkeys(form.tools.from_claude.values()) if each != shell]
    assert any("kept by a list of every other tool that is known" in line for line in said(made))
    assert "read_file" in str(written(qwen)["tools"])


def test_an_empty_list_that_would_give_every_tool_is_refused() -> None:
    """In Qwen Code an empty list limits nothing."""
    with pytest.raises(agentkit.ExportRefused, match=r"an empty list gives every tool there \(grant one that it has: Read"):
        exported("tools: []\n", "qwen-code")


# --- fields ---

FIELDS = [
    ("model: inherit\n", "opencode", {}, []),
    ("model: sonnet\n", "claude-code", {"model": "sonnet"}, []),
    ("model: sonnet\n", "codex", {}, ["model `sonnet`: not known to be a model in OpenAI Codex"]),
    ("model: claude-opus-5-5\n", "gemini-cli", {}, ["model `claude-opus-5-5`: not known to be a model in Gemini CLI"]),
    ("model: gemini-3-pro\n", "gemini-cli", {"model": "gemini-3-pro"}, []),
    ("model: gpt-5\n", "opencode", {}, ["model `gpt-5`: not known to be a model in OpenCode"]),
    ("model: anthropic/claude-sonnet-5\n", "opencode", {"model": "anthropic/claude-sonnet-5"}, []),
    ("model: anthropic/claude-sonnet-5\n", "codex", {}, ["not known to be a model in OpenAI Codex"]),
    ("model: Claude Sonnet 5\n", "copilot", {"model": "Claude Sonnet 5"}, []),
    ("model: [gpt-5, opus, gpt-6]\n", "copilot", {"model": ["gpt-5", "gpt-6"]}, ["model `opus`: "]),
    ("model: [gpt-5, gpt-6]\n", "codex", {"model": "gpt-5"}, ["model `gpt-6`: OpenAI Codex takes one model"]),
    ("maxTurns: 5\n", "gemini-cli", {"max_turns": 5}, []),
    ("maxTurns: 5\n", "opencode", {"steps": 5}, []),
    ("maxTurns: 5\n", "copilot", {}, ["maxTurns `5`: GitHub Copilot has no equivalent"]),
    ("effort: high\n", "codex", {"model_reasoning_effort": "high"}, []),
    ("effort: max\n", "codex", {}, ["effort `max`: no value that OpenAI Codex takes for `model_reasoning_effort`"]),
    ("background: true\n", "cursor", {"is_background": True}, []),
    ("background: true\nis_background: false\n", "cursor", {"is_background": True}, ["is_background `false`: another field gives `is_background`"]),
    ("tools: Read\nreadonly: false\n", "cursor", {"readonly": True}, ["tools `Read`: ", "readonly `false`: another field gives `readonly`"]),
    ("color: red\n", "qwen-code", {"color": "red"}, []),
    ("color: red\n", "opencode", {}, ["color `red`: no value that OpenCode takes for `color`"]),
    ("memory: user\n", "qwen-code", {}, ["memory `user`: Qwen Code has no equivalent"]),
    ("mode: primary\n", "opencode", {"mode": "primary"}, []),
    ("temperature: 1\n", "opencode", {"temperature": 1}, []),
    ("temperature: 0.2\n", "gemini-cli", {}, ["temperature `0.2`: no value that Gemini CLI takes"]),
    ("metadata: {a: b}\n", "copilot", {"metadata": {"a": "b"}}, []),
    ("category: x\n", "gemini-cli", {}, ["category `x`: no harness reads it"]),
    ("category: x\nmaxTurns: 3\n", "claude-code", {"category": "x", "maxTurns": 3}, []),
    ("agentkit:\n  examples: [a]\n", "copilot", {}, ["agentkit `examples`: agentkit's own, which no harness reads"]),
    ("agentkit:\n  examples: [a]\n", "claude-code", {"agentkit": {"examples": ["a"]}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "harness", "expected", "reasons"), FIELDS)
def test_a_field_is_carried_or_said_to_be_lost(
    fields: str, harness: str, expected: dict[str, object], reasons: list[str]
) -> None:
    """Under the harness's own name where it takes the value; else a line with its place in the file."""
    made = exported(fields, harness)
    found = written(made)
    if harness == "opencode" and "mode" not in expected:
        assert found.pop("mode") == "subagent"

    assert {
        key: str(value) if key in ("maxTurns", "temperature", "max_turns", "steps") else value for key, value in found.items()
    } == {
        key: str(value) if key in ("maxTurns", "temperature", "max_turns", "steps") else value for key, value in expected.items()
    }
    assert len(made.losses) == len(reasons), said(made)
    for reason, loss in zip(reasons, made.losses, strict=True):
        assert reason in str(loss)
        assert loss.line is not None


def test_a_base_gives_its_fields_and_its_place(tmp_path: Path) -> None:
    """The file that is exported stands alone, with variables filled in; a loss names the file that has the field."""
    (tmp_path / "base.md").write_text("---\nname: base\ndescription: d\ntools: Read\nmemory: user\n---\nBase.\n")
    (tmp_path / "dev.md").write_text(
        "---\nname: dev\ndescription: D.\nagentkit:\n  extends: base\n  variables:\n    x: {type: int}\n---\nOwn {{ x }}.\n"
    )
    registry = agentkit.load(tmp_path)
    made = registry.export("dev", "gemini-cli", variables={"x": 7})

    assert body_of(made) == registry.render("dev", variables={"x": 7}).text
    assert body_of(made) == "Base.\n\nOwn 7.\n"
    assert [str(loss) for loss in made.losses] == [f"{tmp_path}/base.md:5:9: memory `user`: Gemini CLI has no equivalent"]


def test_what_only_claude_code_replaces_is_said(tmp_path: Path) -> None:
    """`$ARGUMENTS` of a skill stands in the prompt as it is."""
    (tmp_path / "skills" / "go").mkdir(parents=True)
    (tmp_path / "skills" / "go" / "SKILL.md").write_text(
        "---\nname: go\ndescription: Goes. Use when going.\n---\nRun $ARGUMENTS.\n"
    )
    (tmp_path / "dev.md").write_text(f"{HEAD}skills: [go]\n---\nBody of some length.\n")
    registry = agentkit.load(tmp_path)

    (loss,) = registry.export("dev", "qwen-code").losses
    assert str(loss).removeprefix(f"{tmp_path}/") == (
        "skills/go/SKILL.md:5:5: skills `$ARGUMENTS`: only Claude Code replaces it; it stands in the prompt as it is"
    )
    assert registry.export("dev", "claude-code").losses == ()


# --- names, and what is refused ---

REFUSED = [
    ("SQL Reviewer", "gemini-cli", "is not what it takes: lowercase letters", "--as sql-reviewer gives it another there"),
    ("system", "qwen-code", "name `system` is reserved", "--as system-agent "),
    ("_dev", "gemini-cli", "passes over a file that is called .gemini/agents/_dev.md", "--as dev "),
    ("a:b", "claude-code", "the name `a:b` cannot be that of a file", "--as a-b "),
    ("../../x", "codex", "cannot be that of a file", "--as x-agent "),
    ("con", "opencode", "the name `con` cannot be that of a file", "--as con-agent "),
    ("日本", "opencode", "", ""),
    ("-x", "claude-code", "name `-x` is not what it takes", "--as x-agent "),
    ("x" * 201, "cursor", "cannot be that of a file", "--as " + "x" * 50),
    (".dev", "codex", "cannot be that of a file", "--as dev "),
    ("", "codex", "the name `` cannot be that of a file", "--as agent "),
]


@pytest.mark.parametrize(("name", "harness", "message", "way_out"), REFUSED)
def test_a_name_that_is_forbidden_is_an_error_with_a_way_out(name: str, harness: str, message: str, way_out: str) -> None:
    """The name that is proposed is taken; other names are nobody's business."""
    one = replace(persona(), name=name)
    if not message:
        assert REGISTRY.export(one, harness).place == f".opencode/agents/{name}.md"
        return
    with pytest.raises(agentkit.ExportRefused) as raised:
        REGISTRY.export(one, harness)

    assert message in raised.value.message
    assert raised.value.hint is not None
    assert raised.value.hint.startswith(way_out)
    other = raised.value.hint.split()[1]
    assert REGISTRY.export(one, harness, called=other).name == other


@pytest.mark.parametrize(
    ("data", "harness", "message"),
    [
        (f"{HEAD}---\nShort.\n", "qwen-code", "a body of 6 characters, at least 10 are needed"),
        (f"{HEAD}---\n \n", "codex", "OpenAI Codex drops a file without developer_instructions"),
        ("---\nname: dev\n---\nBody of some length.\n", "codex", "OpenAI Codex drops a file without description"),
        ("---\nname: dev\n---\nBody of some length.\n", "gemini-cli", "no description"),
    ],
)
def test_what_would_not_load_is_refused(data: str, harness: str, message: str) -> None:
    """With what to write, rather than a file that the harness drops."""
    with pytest.raises(agentkit.ExportRefused, match=message) as raised:
        REGISTRY.export(agentkit.parse(data), harness)

    assert raised.value.hint is not None
    assert raised.value.hint.startswith("write ")


def test_a_built_in_agent_of_codex_is_replaced_and_that_is_said() -> None:
    """`worker` is no error there."""
    (loss,) = REGISTRY.export(replace(persona(), name="worker"), "codex").losses

    assert "the name is reserved" in str(loss)


@pytest.mark.parametrize(
    ("harness", "message"),
    [
        ("gemni", r"no harness named 'gemni' \(did you mean gemini-cli\?\)"),
        ("agent-skills", r"Agent Skills client reads skills alone, no agents \(harnesses with agents: claude-code"),
        ("codex,cursor", r"no harness named 'codex,cursor' \(harnesses with agents"),
    ],
)
def test_an_unknown_harness_is_told_with_the_nearest(harness: str, message: str) -> None:
    """Where none is near, all are named."""
    with pytest.raises(agentkit.NotFound, match=message):
        REGISTRY.export("data-engineer", harness)


# --- any text ---

odd = st.lists(
    st.sampled_from(["'''", '"""', "'", '"', "\\", "\r", "\n", "\r\n", "\t", "\x00", "\x7f", "\x1b", "\u2028", "---\n", "é", " "])
).map("".join)
texts = bodies() | odd | any_text


@pytest.mark.parametrize("harness", targets.names())
@given(body=texts)
def test_any_body_arrives_as_it_is(harness: str, body: str) -> None:
    """Character for character, read by agentkit or a TOML reader from the bytes; or refused, because the harness drops it."""
    one = replace(persona(), body=body)
    try:
        made = REGISTRY.export(one, harness)
    except agentkit.ExportRefused:
        assert (harness == "qwen-code" and len(body.strip()) < 10) or (harness == "codex" and not body.strip())
        return
    read = (
        tomllib.loads(bytes(made).decode())["developer_instructions"] if harness == "codex" else agentkit.parse(bytes(made)).body
    )

    assert read == body


@pytest.mark.parametrize("harness", targets.names())
@given(description=texts)
def test_any_description_arrives_as_it_is(harness: str, description: str) -> None:
    """Blanks around it aside, which agentkit's own reading takes off."""
    given_text = description.strip()
    one = replace(persona(), description=agentkit.Description(given_text))
    try:
        made = REGISTRY.export(one, harness)
    except agentkit.ExportRefused:
        assert not given_text
        return
    if harness == "codex":
        assert tomllib.loads(bytes(made).decode())["description"] == given_text
    else:
        assert agentkit.parse(bytes(made)).description.text == given_text


@given(st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), texts))
def test_a_toml_reader_gives_every_text_back(fields: dict[str, str]) -> None:
    """Quotes, backslashes, control characters, lone CR, CR LF, quotes at the end."""
    assert tomllib.loads(toml.dumps(fields)) == fields


def test_toml_is_as_plain_as_it_can_be() -> None:
    """A prompt stands there as it is unless that would change it."""
    assert toml.dumps({"a": 'x "y" \\'}) == 'a = "x \\"y\\" \\\\"\n'
    assert toml.dumps({"a": '\\d "x"\n'}) == "a = '''\n\\d \"x\"\n'''\n"
    assert toml.dumps({"a": "'''\n\\\r\n"}) == 'a = """\n\'\'\'\n\\\\\\r\n"""\n'


@pytest.mark.parametrize("harness", targets.names())
def test_what_no_file_can_hold_is_an_error(harness: str) -> None:
    """A lone surrogate is no UTF-8."""
    with pytest.raises(agentkit.WriteRefused, match="lone surrogate at 19"):
        REGISTRY.export(replace(persona(), body="Body of some length\ud800."), harness)
