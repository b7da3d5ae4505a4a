"""deepagents itself: run by `make test-adapters`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

deepagents = pytest.importorskip("deepagents", reason="needs the extra [deepagents]: make test-adapters")
Offline = hard.example("with_deepagents.py")["Offline"]


def delegate(subagent: Any, **options: Any) -> Any:
    """Run a main agent that delegates at once; give the model that the subagent was run with."""
    model = Offline(subagent["name"])
    main = deepagents.create_deep_agent(model=Offline(subagent["name"]), subagents=[{**subagent, "model": model}], **options)
    main.invoke({"messages": [{"role": "user", "content": "Hello."}]})
    return model


def arrive(persona: agentkit.Persona) -> str:
    """Give the subagent's system message."""
    made = persona.to_deepagents(drop=list(fields_of(persona)), skills="none", tools={})
    return "".join(message.text for message in delegate(made).asked if message.type == "system")


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def read(path: str) -> str:
    """Read."""
    return path


def search(text: str) -> str:
    """Search."""
    return text


def test_no_list_inherits_and_an_empty_one_does_not() -> None:
    inherits = agentkit.parse(hard.agent()).to_deepagents(on_loss="raise")
    has_none = agentkit.parse(hard.agent(tools="[]")).to_deepagents(on_loss="raise")

    assert "tools" not in inherits
    assert has_none["tools"] == []
    assert "search" in delegate(inherits, tools=[search]).offered
    assert "search" not in delegate(has_none, tools=[search]).offered


OWN = ["ls", "read_file", "write_file", "edit_file", "delete", "glob", "grep", "execute"]
"""What deepagents 0.7.32 gives every subagent, where the backend runs commands."""


def offered(subagent: Any, **options: Any) -> list[str]:
    """Give the tools that a subagent's model is offered on a backend that runs commands."""
    from deepagents.backends import LocalShellBackend

    found: list[str] = delegate(subagent, backend=LocalShellBackend(virtual_mode=True), **options).offered
    return found


@pytest.mark.parametrize(
    ("fields", "table", "names"),
    [
        ({}, None, [*OWN, "search"]),
        ({"tools": '"*"'}, {}, OWN),
        ({"tools": "[]"}, None, []),
        ({"tools": "Read"}, None, ["read_file"]),
        ({"tools": "Read"}, {"Read": read}, ["read"]),
        ({"tools": "Read"}, {"Read": None}, []),
        ({"tools": "Glob, Grep, MultiEdit"}, None, ["ls", "edit_file", "glob", "grep"]),
        ({"tools": "Read, Bash"}, {}, ["read_file", "delete", "execute"]),
        ({"tools": "Bash(git *)"}, {"Bash(git *)": search}, ["search"]),
        ({"tools": "Read, Bash", "disallowedTools": "Bash"}, None, ["read_file"]),
        ({"disallowedTools": "Write, Bash"}, {"Search": search}, ["ls", "read_file", "edit_file", "glob", "grep", "search"]),
    ],
)
def test_a_subagent_is_offered_what_its_file_grants(fields: dict[str, str], table: Any, names: list[str]) -> None:
    """Of deepagents' own tools too, and no loss is left to tell."""
    made = agentkit.parse(hard.agent(**fields)).to_deepagents(tools=table, on_loss="raise")

    assert offered(made, tools=[search]) == names


class Insistent(Offline):  # type: ignore[valid-type,misc]
    """A model that calls a tool that it was not offered."""

    def _generate(self, messages: list[Any], *_: Any, **__: Any) -> Any:
        from langchain_core.messages import AIMessage
        from langchain_core.outputs import ChatGeneration, ChatResult

        self.asked[:] = messages
        calls = [{"name": "write_file", "args": {"file_path": "/x", "content": "y"}, "id": "2"}]
        answer = AIMessage("done") if messages[-1].type == "tool" else AIMessage("", tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=answer)])


def test_a_tool_that_is_kept_back_is_not_run_either() -> None:
    made = agentkit.parse(hard.agent(tools="Read")).to_deepagents()
    model = Insistent(made["name"])
    main = deepagents.create_deep_agent(model=Offline(made["name"]), subagents=[{**made, "model": model}])

    async def ask() -> Any:
        return await main.ainvoke({"messages": [{"role": "user", "content": "Hello."}]})

    for files in (main.invoke({"messages": [{"role": "user", "content": "Hello."}]}), asyncio.run(ask())):
        assert not files.get("files")
        assert [message.text for message in model.asked if message.type == "tool"] == [
            "`write_file` is not granted to this agent."
        ]


def test_a_narrowed_denial_keeps_the_tool_back_and_says_so() -> None:
    persona = agentkit.parse(hard.agent(tools="Read, Bash", disallowedTools="Bash(rm *)"))

    with pytest.warns(agentkit.AdapterLoss, match=r"one part .*\n.*disallowedTools `Bash\(rm \*\)`: it narrows `Bash`"):
        made = persona.to_deepagents()

    assert offered(made) == ["read_file"]
    assert offered(persona.to_deepagents(drop=["disallowedTools"])) == ["read_file", "delete", "execute"]


def test_a_tool_of_the_programs_own_of_the_same_name_stands_in() -> None:
    def execute(command: str) -> str:
        """Run a git command."""
        return command

    made = agentkit.parse(hard.agent(tools="Bash(git *)")).to_deepagents(tools={"Bash(git *)": execute}, on_loss="raise")

    assert offered(made) == ["execute"]


def test_plain_data_cannot_keep_tools_back_which_is_a_loss() -> None:
    persona = agentkit.parse(hard.agent(tools="Read, Edit, Grep, Glob"))

    with pytest.warns(agentkit.AdapterLoss, match="deepagents gives every subagent write_file, delete, execute; to_deepagents"):
        assert "middleware" not in persona.as_deepagents()
    persona.as_deepagents(drop=["tools"], on_loss="raise")


def test_a_filesystem_middleware_of_yours_decides() -> None:
    from deepagents.middleware.filesystem import FilesystemMiddleware

    persona = agentkit.parse(hard.agent(tools="Read"))
    yours = FilesystemMiddleware(tools=["read_file"])

    made = persona.to_deepagents(arguments={"middleware": [yours]}, on_loss="raise")

    assert made["middleware"] == [yours]
    assert offered(made) == ["read_file"]
    with pytest.warns(agentkit.AdapterLoss, match="deepagents gives every subagent ls; your FilesystemMiddleware has them"):
        persona.to_deepagents(arguments={"middleware": [FilesystemMiddleware(tools=["read_file", "ls"])]})


def skill(folder: Path, name: str) -> None:
    """Write a skill."""
    (folder / name).mkdir(parents=True)
    (folder / name / "SKILL.md").write_text(f"---\nname: {name}\ndescription: About {name}.\n---\nUse it.\n", encoding="utf-8")


def test_skills_are_handed_over_as_folders(tmp_path: Path) -> None:
    from deepagents.backends import FilesystemBackend

    skill(tmp_path / "skills", "sql")
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "a.md").write_bytes(hard.agent("Body.\n", name="a", skills="[sql]", tools="Read"))
    persona = agentkit.read(tmp_path / "agents" / "a.md")

    made = persona.to_deepagents(skills="native", on_loss="raise")
    text = delegate(made, backend=FilesystemBackend(virtual_mode=False)).asked[0].text

    assert persona.as_deepagents(skills="native", drop=["tools"])["skills"] == [(tmp_path / "skills").as_posix()]
    assert made["system_prompt"] == "Body.\n"
    assert text.startswith("Body.\n")
    assert "About sql." in text

    skill(tmp_path / "skills", "other")
    with pytest.warns(agentkit.AdapterLoss, match="skills `other`: not named in the file; deepagents takes whole folders"):
        persona.to_deepagents(skills="native")


def test_a_skill_that_is_missing_or_not_loaded_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "a.md").write_bytes(hard.agent(name="a", skills="[sql]", tools="[]"))
    persona = agentkit.read(tmp_path / "agents" / "a.md")

    with pytest.raises(agentkit.MissingSkill, match="unknown skill `sql`"):
        persona.to_deepagents(skills="native")
    skill(tmp_path / "skills", "sql")
    (tmp_path / "skills" / "sql" / "SKILL.md").write_text("---\nname: sql\n---\nNo description.\n", encoding="utf-8")
    with pytest.raises(agentkit.RenderError, match=r"sql/SKILL.md: the deepagents subagent does not load this skill"):
        agentkit.read(tmp_path / "agents" / "a.md").to_deepagents(skills="native")


def test_a_denial_keeps_it_from_inheriting() -> None:
    persona = agentkit.parse(hard.agent(disallowedTools="Search"))

    with pytest.warns(agentkit.AdapterLoss, match="tools `every tool`"):
        made = persona.to_deepagents()
    assert made["tools"] == []
    assert persona.to_deepagents(tools={"Read": read, "Search": search})["tools"] == [read]


def test_the_example_runs() -> None:
    printed = hard.run_example("with_deepagents.py")

    assert (
        printed
        == "tools: ls, read_file, write_file, edit_file, delete, glob, grep\nprompt exact: True\nanswer: (no model asked)\n"
    )
