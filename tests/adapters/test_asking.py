"""What all adapters share, without any framework: losses, tools, models, skills. See the other files for the real ones."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit import adapters
from agentkit.adaptable import Adaptable
from agentkit.adapters import adk
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

NAMES = adapters.names()


def losses(name: str, text: bytes, **options: Any) -> list[tuple[str, str]]:
    """The fields that are lost, with what they say."""
    return [(loss.field, loss.said) for loss in adapters.keywords(name, agentkit.parse(text), **options).losses]


@cache
def always_lost(name: str) -> list[tuple[str, str]]:
    """What a framework has no place for in the plainest of agents, such as a description."""
    return losses(name, hard.agent(), tools={}, models="some:model")


def test_every_adapter_has_its_two_methods_and_the_other_way_round() -> None:
    """The folder is the list; the methods are written out for editors."""
    methods = {name for name in vars(Adaptable) if name.startswith(("as_", "to_"))}

    assert methods == {f"{verb}_{name}" for verb in ("as", "to") for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_an_adapter_says_what_it_is(name: str) -> None:
    adapter = adapters.get(name)

    assert adapter.__doc__
    assert adapter.tested
    assert adapter.package
    assert getattr(Adaptable, f"as_{name}").__doc__


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", hard.BODIES)
def test_arguments_are_plain_data(name: str, body: str) -> None:
    """What JSON writes and reads is the same, whatever the body."""
    text = f"---\nname: pipeline-reviewer\ndescription: Reviews.\n---\n{body}"
    value = adapters.keywords(name, agentkit.parse(text), tools={}, models="some:model").value

    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_field_is_carried_or_lost(name: str, text: str) -> None:
    """A key that nobody knows is a loss with its place; nothing vanishes."""
    written = agentkit.dumps({"name": "worker", "description": "Works.", "vibe": text}, "Work.\n")

    lost = adapters.keywords(name, agentkit.parse(written, path="w.md"), tools={}, models="some:model").losses

    new = [loss for loss in lost if (loss.field, loss.said) not in always_lost(name)]
    assert [(loss.field, loss.path, loss.line) for loss in new] == [("vibe", "w.md", 4)]
    assert "\n" not in str(new[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_field_that_is_dropped_knowingly_is_no_loss(name: str) -> None:
    text = hard.agent(vibe="calm")

    assert losses(name, text, tools={}, models="some:model", drop=["vibe"]) == always_lost(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_tool_list_and_an_empty_one_are_kept_apart(name: str) -> None:
    """None inherits every tool: the framework's own way, or a loss. [] is none, and nothing is lost."""
    inherits = adapters.keywords(name, agentkit.parse(hard.agent()), models="some:model")
    has_none = adapters.keywords(name, agentkit.parse(hard.agent(tools="[]")), models="some:model")

    assert (inherits.value, inherits.losses) != (has_none.value, has_none.losses)


def test_a_table_of_tools_is_all_that_there_is_to_inherit() -> None:
    inherits = adapters.keywords("openai", agentkit.parse(hard.agent()), tools={"Read": "r", "Shell": ["a", "b"], "No": None})

    assert inherits == (
        {"name": "worker", "instructions": "Review.\n", "handoff_description": "Works.", "tools": ["r", "a", "b"]},
        (),
    )


@pytest.mark.parametrize(
    ("fields", "table", "given", "lost"),
    [
        ({"tools": "Read, Grep"}, {"Read": "r", "Grep": "g", "Bash": "b"}, ["r", "g"], []),
        ({"tools": "Grep, Read, Grep"}, {"Read": "r", "Grep": "g"}, ["g", "r"], []),
        ({"tools": "Read, Grep"}, {"Read": "r", "Grep": None}, ["r"], []),
        ({"tools": "Read, Grep"}, {"Read": "r"}, ["r"], [("tools", "Grep")]),
        ({"tools": "Bash(git *)"}, {"Bash": "b"}, [], [("tools", "Bash(git *)")]),
        ({"tools": "Bash(git *)"}, {"Bash(git *)": "git", "Bash": "b"}, ["git"], []),
        ({"tools": "mcp__github"}, {"mcp__github": ["x", "y"]}, ["x", "y"], []),
        ({"tools": '"*"'}, {"Read": "r", "Bash": "b"}, ["r", "b"], []),
        ({"disallowedTools": "Bash"}, {"Read": "r", "Bash": "b", "Bash(git *)": "git"}, ["r"], []),
        ({"disallowedTools": "mcp__github"}, {"mcp__github__a": "a", "mcp__jira__b": "b"}, ["b"], []),
        ({"disallowedTools": "Bash(rm *)"}, {"Read": "r", "Bash": "b"}, ["r"], [("disallowedTools", "Bash(rm *)")]),
        ({"disallowedTools": "mcp__github__del"}, {"mcp__github": ["x"]}, [], [("disallowedTools", "mcp__github__del")]),
        ({"tools": "Read", "disallowedTools": "Read"}, {"Read": "r"}, [], []),
        ({"disallowedTools": '"*"'}, {"Read": "r"}, [], []),
        ({"disallowedTools": "mcp__github__get_*"}, {"mcp__github__get_it": "x", "Read": "r"}, ["r"], []),
        ({"disallowedTools": "Task"}, {"Agent": "a", "Read": "r"}, ["r"], []),
    ],
)
def test_an_agent_never_gets_more_than_its_file_grants(
    fields: dict[str, str], table: dict[str, Any], given: list[str], lost: list[tuple[str, str]]
) -> None:
    """A narrowed grant needs a tool of its own; a denial that cannot be kept keeps the tool back."""
    value, found = adapters.keywords("openai", agentkit.parse(hard.agent(**fields)), tools=table)

    assert value["tools"] == given
    assert [(loss.field, loss.said) for loss in found] == lost


def test_a_denial_that_the_caller_takes_over_keeps_nothing_back() -> None:
    persona = agentkit.parse(hard.agent(disallowedTools="Bash(rm *)"))

    assert adapters.keywords("openai", persona, tools={"Bash": "careful"}, drop=["disallowedTools"]).value["tools"] == ["careful"]


@pytest.mark.parametrize(
    ("model", "models", "value", "lost"),
    [
        ("sonnet", {"sonnet": "gpt-5.5"}, "gpt-5.5", []),
        ("sonnet", "gpt-5.5", "gpt-5.5", []),
        ("sonnet", None, None, [("model", "sonnet")]),
        ("sonnet", {"opus": "gpt-5.5"}, None, [("model", "sonnet")]),
        ("inherit", None, None, []),
        ("inherit", {"inherit": "gpt-5.5"}, "gpt-5.5", []),
        ("[opus, sonnet]", {"sonnet": "gpt-5.5"}, "gpt-5.5", []),
    ],
)
def test_no_model_is_guessed(model: str, models: Any, value: str | None, lost: list[tuple[str, str]]) -> None:
    adapted = adapters.keywords("openai", agentkit.parse(hard.agent(model=model)), tools={}, models=models)

    assert adapted.value.get("model") == value
    assert [(loss.field, loss.said) for loss in adapted.losses] == lost


def test_losses_come_rights_first_with_their_places() -> None:
    lost = adapters.keywords("openai", agentkit.parse(hard.AGENT, path="a.md"), tools={"Read": "r"}).losses

    assert [str(loss).partition(":")[2].partition(": ")[0] for loss in lost[:2]] == ["4:14", "4:27"]
    assert [(loss.field, loss.said, loss.line) for loss in lost] == [
        ("tools", "Bash(git *)", 4),
        ("tools", "mcp__github__list_issues", 4),
        ("permissionMode", "plan", 7),
        ("model", "sonnet", 6),
        ("color", "red", 8),
        ("team", "data", 9),
    ]


def test_a_loss_warns_at_the_line_that_asks() -> None:
    with pytest.warns(agentkit.AdapterLoss) as caught:
        agentkit.parse(hard.AGENT, path="a.md").as_openai()

    assert caught[0].filename == __file__
    text = str(caught[0].message)
    assert text.startswith("the OpenAI Agents SDK has no place for 7 parts of `pipeline-reviewer`:\n  a.md:4:8: tools `Read`: ")
    assert len(text.splitlines()) == 8


def test_a_loss_can_be_raised() -> None:
    persona = agentkit.parse(hard.AGENT, path="a.md")

    with pytest.raises(agentkit.AdapterLoss) as raised:
        persona.as_openai(on_loss="raise")
    assert raised.value.losses[0].said == "Read"
    assert (raised.value.path, raised.value.line, raised.value.column) == ("a.md", 4, 8)
    with pytest.raises(ValueError, match="'warn' or 'raise'"):
        persona.as_openai(on_loss="ignore")  # type: ignore[arg-type]


def test_a_hostile_value_drives_no_terminal() -> None:
    persona = agentkit.parse(b'---\nname: a\ndescription: d\nvibe: "\\e[31m\\u202e"\n---\nb\n')

    assert "\x1b" not in str(adapters.keywords("openai", persona, tools={}).losses[0])


def test_a_base_gives_what_the_agent_does_not_say(tmp_path: Path) -> None:
    """The loss names the file that says it."""
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "base.md").write_bytes(hard.agent("Base.\n", name="base", permissionMode="plan", tools="Read"))
    (tmp_path / "agents" / "own.md").write_bytes(hard.agent("Own.\n", name="own", agentkit="{extends: base}"))
    registry = agentkit.load(tmp_path)

    value, lost = adapters.keywords("openai", registry["own"], registry=registry, tools={"Read": "r"})

    assert value["instructions"] == "Base.\n\nOwn.\n"
    assert value["tools"] == ["r"]
    assert [(loss.field, loss.path, loss.line) for loss in lost] == [("permissionMode", str(tmp_path / "agents" / "base.md"), 4)]


def test_skills_are_found_beside_the_file_as_the_command_finds_them(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    (tmp_path / "skills" / "sql").mkdir(parents=True)
    (tmp_path / "skills" / "sql" / "SKILL.md").write_bytes(b"---\nname: sql\ndescription: SQL.\n---\nUse CTEs.\n")
    (tmp_path / "agents" / "a.md").write_bytes(hard.agent(name="a", skills="[sql]"))
    persona = agentkit.read(tmp_path / "agents" / "a.md")

    full = adapters.keywords("openai", persona, tools={})
    none = adapters.keywords("openai", persona, tools={}, skills="none")

    assert "Use CTEs." in full.value["instructions"]
    assert full.losses == ()
    assert none.value["instructions"] == "Review.\n"
    assert [(loss.field, loss.said) for loss in none.losses] == [("skills", "sql")]
    with pytest.raises(agentkit.RenderError, match="no skills by name"):
        adapters.keywords("openai", persona, skills="native")
    with pytest.raises(agentkit.MissingSkill, match="unknown skill `sql`"):
        persona.as_openai(registry=agentkit.load(tmp_path / "agents"))


def test_variables_are_filled() -> None:
    text = hard.agent("To {{ who }}, {{ other }}.\n", agentkit="{variables: {who: {type: str}}}")

    assert adapters.keywords("openai", agentkit.parse(text), tools={}, variables={"who": "me"}).value["instructions"] == (
        "To me, {{ other }}.\n"
    )
    with pytest.raises(agentkit.VariableError):
        agentkit.parse(text).as_openai(tools={})


def test_further_arguments_win() -> None:
    value = adapters.keywords("openai", agentkit.parse(hard.agent()), tools={}, arguments={"name": "x", "output_type": "y"}).value

    assert (value["name"], value["output_type"]) == ("x", "y")


def test_an_unknown_adapter_is_told_the_nearest() -> None:
    with pytest.raises(agentkit.NotFound, match="did you mean claude"):
        adapters.get("cluade")


def test_arguments_import_no_framework_and_nothing_of_the_network() -> None:
    """`as_` in a process of its own, for all adapters."""
    code = (
        "import sys, warnings, agentkit\n"
        "from agentkit import adapters\n"
        "warnings.simplefilter('ignore')\n"
        "persona = agentkit.load()['data-engineer']\n"
        "for name in adapters.names(): getattr(persona, 'as_' + name)(models='a:b')\n"
        "print(sorted(name for name in sys.modules if '.' not in name))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.strip("[]\n").replace("'", "").split(", "))

    assert not modules & {"socket", "ssl", "http", "urllib3", "requests", "httpx", "asyncio", "pydantic", "anyio"}
    assert not modules & {adapters.get(name).module.partition(".")[0] for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_a_framework_that_is_missing_is_named_with_its_extra(name: str) -> None:
    adapter = adapters.get(name)
    blocked = "import sys; sys.modules[%r] = None; import warnings; warnings.simplefilter('ignore'); import agentkit\n"
    code = blocked % adapter.module + (
        f"try: agentkit.load()['data-engineer'].to_{name}(models='a:b')\nexcept agentkit.MissingExtra as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert f"package {adapter.package} (pip install 'agentkit-personas[{adapter.extra}]')" in done.stdout


def test_claude_tools_stay_names() -> None:
    persona = agentkit.parse(hard.agent(tools="Read, Bash(git *), Agent(a, b)", disallowedTools="Write", model="[opus, sonnet]"))

    value, lost = adapters.keywords("claude", persona, tools={"Read": "mcp__fs__read"})

    assert value == {
        "description": "Works.",
        "prompt": "Review.\n",
        "tools": ["mcp__fs__read", "Bash(git *)", "Agent(a, b)"],
        "disallowedTools": ["Write"],
        "model": "opus",
    }
    assert [(loss.field, loss.said) for loss in lost] == [("model", "sonnet")]


def test_claude_takes_skills_by_name() -> None:
    persona = agentkit.parse(hard.agent(skills="[sql, dbt]"))

    assert adapters.keywords("claude", persona, skills="native") == (
        {"description": "Works.", "prompt": "Review.\n", "skills": ["sql", "dbt"]},
        (),
    )


def test_a_persona_without_losses_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert agentkit.parse(hard.agent()).as_claude() == {"description": "Works.", "prompt": "Review.\n"}


@given(name=st.text(min_size=1, max_size=12) | st.text("ab-_5f2 ", min_size=1, max_size=12))
def test_a_name_goes_to_adk_and_back(name: str) -> None:
    """A Python identifier, and no two names become one."""
    there = adk.name_in_adk(name)

    assert there.isidentifier()
    assert there != "user"
    assert adk.name_in_file(there) == name


def test_an_ordinary_name_stays_readable_in_adk() -> None:
    names = ["data-engineer", "worker", "my_agent", "3d-artist", "user"]

    assert [adk.name_in_adk(name) for name in names] == [
        "data_engineer",
        "worker",
        "my__5f__agent",
        "__33__d_artist",
        "__75____73____65____72__",
    ]
