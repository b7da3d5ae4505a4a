"""The Microsoft Agent Framework itself: run by `make test-adapters`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit import adapters
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

sdk = pytest.importorskip("agent_framework", reason="needs the extra [agent-framework]: make test-adapters")
Offline = hard.example("with_agent_framework.py")["Offline"]


def read(path: str) -> str:
    """Read."""
    return path


def run(agent: Any) -> Any:
    """Run an agent offline; give its client, which keeps what it was asked."""
    asyncio.run(agent.run("Hello."))
    return agent.client


def arrive(persona: agentkit.Persona) -> str:
    """Give the system message that the framework's clients hand to their model."""
    made = persona.to_agent_framework(models=Offline(), tools={}, drop=list(fields_of(persona)), skills="none")
    return "".join(message.text for message in run(made).asked if message.role == "system")


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_name_description_tools_and_model_arrive() -> None:
    persona = agentkit.parse(hard.agent(tools="Read", model="sonnet"))

    made = persona.to_agent_framework(
        tools={"Read": read},
        models={"sonnet": "gpt-5.5"},
        arguments={"client": Offline(), "default_options": {"temperature": 0.2}},
        on_loss="raise",
    )

    assert (made.name, made.description) == ("worker", "Works.")
    options = run(made).options
    assert [tool.name for tool in options["tools"]] == ["read"]
    assert (options["model"], options["temperature"]) == ("gpt-5.5", 0.2)


def test_a_table_holds_clients_too() -> None:
    client = Offline()

    assert agentkit.parse(hard.agent(tools="[]", model="sonnet")).to_agent_framework(models={"sonnet": client}).client is client


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert "tools" not in agentkit.parse(hard.agent()).as_agent_framework(drop=["tools"])
    assert agentkit.parse(hard.agent(tools="[]")).as_agent_framework(on_loss="raise")["tools"] == []


def test_a_client_is_needed() -> None:
    persona = agentkit.parse(hard.agent(tools="[]"), path="a.md")

    with pytest.raises(
        agentkit.RenderError, match=r"a.md: an agent of the Microsoft Agent Framework needs a chat client \(pass "
    ):
        persona.to_agent_framework(models="gpt-5.5")


def project(folder: Path, skill: bytes) -> agentkit.Persona:
    """An agent with one skill, `sql`."""
    (folder / "agents").mkdir()
    (folder / "skills" / "sql").mkdir(parents=True)
    (folder / "skills" / "other").mkdir()
    (folder / "skills" / "sql" / "SKILL.md").write_bytes(skill)
    (folder / "skills" / "other" / "SKILL.md").write_bytes(b"---\nname: other\ndescription: Not granted.\n---\nNo.\n")
    (folder / "agents" / "a.md").write_bytes(hard.agent("Use {{ it }}.\n", name="a", tools="[]", skills="[sql]"))
    return agentkit.read(folder / "agents" / "a.md")


def test_skills_are_handed_over(tmp_path: Path) -> None:
    """The named one alone; also where an event loop runs."""
    persona = project(tmp_path, b"---\nname: sql\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    async def inside() -> Any:
        agent = persona.to_agent_framework(models=Offline(), skills="native", on_loss="raise")
        await agent.run("Hello.")
        return agent.client

    client = asyncio.run(inside())

    assert client.asked[0].text.startswith("Use {{ it }}.\n")
    assert "Writes SQL." in client.asked[0].text
    assert "Not granted." not in client.asked[0].text
    assert "load_skill" in [tool.name for tool in client.options["tools"]]
    assert persona.as_agent_framework(skills="native")["skill_folders"] == [str(tmp_path / "skills" / "sql")]


def test_your_own_context_providers_stay(tmp_path: Path) -> None:
    persona = project(tmp_path, b"---\nname: sql\ndescription: Writes SQL.\n---\nUse CTEs.\n")
    own = sdk.SkillsProvider([], source_id="own")

    made = persona.to_agent_framework(models=Offline(), skills="native", arguments={"context_providers": [own]})

    assert [each.source_id for each in made.context_providers] == ["agent_skills", "own"]


def test_a_skill_that_the_framework_would_skip_is_an_error(tmp_path: Path) -> None:
    persona = project(tmp_path, b"---\nname: sequel\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    with pytest.raises(agentkit.RenderError, match=r"sql/SKILL.md: the Microsoft Agent Framework does not load this skill"):
        persona.to_agent_framework(models=Offline(), skills="native")


def test_a_missing_skill_is_an_error() -> None:
    persona = agentkit.parse(hard.agent(tools="[]", skills="[no-such-skill]"), path="a.md")

    with pytest.raises(agentkit.MissingSkill, match="unknown skill `no-such-skill`"):
        persona.to_agent_framework(models=Offline(), skills="native")


def test_the_library_loads() -> None:
    registry = agentkit.load()

    for name, persona in registry.items():
        made, lost = adapters.build(
            "agent_framework", persona, registry=registry, models=Offline(), skills="native", tools={}, drop=["tools"]
        )
        assert made.name == name
        assert lost == ()


def test_the_example_runs() -> None:
    printed = hard.run_example("with_agent_framework.py")

    assert printed.startswith("tools: read, load_skill")
    assert printed.endswith("body exact: True\nskills offered: True\nanswer: (no model asked)\n")
