"""Google ADK itself: run by `make test-adapters`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit import adapters
from agentkit.adapters.adk import name_in_file
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

adk = pytest.importorskip("google.adk", reason="needs the extra [adk]: make test-adapters")
Offline = hard.example("with_adk.py")["Offline"]


def read(path: str) -> str:
    """Read."""
    return path


def run(agent: Any) -> Any:
    """Run an agent offline; give the request that its model got."""
    from google.adk.runners import InMemoryRunner
    from google.genai import types

    async def ask() -> None:
        runner = InMemoryRunner(agent)
        session = await runner.session_service.create_session(app_name=runner.app_name, user_id="me")
        question = types.Content(role="user", parts=[types.Part(text="Hello.")])
        async for _ in runner.run_async(user_id="me", session_id=session.id, new_message=question):
            pass

    asyncio.run(ask())
    return agent.model.asked[-1]


def arrive(persona: agentkit.Persona) -> str:
    """Give the system instruction that ADK hands to its model, without the two sentences that ADK adds below it."""
    made = persona.to_adk(models=Offline(), tools={}, drop=list(fields_of(persona)), skills="none")
    text: str = run(made).config.system_instruction
    added = f'You are an agent. Your internal name is "{made.name}". The description about you is "{made.description}".'
    assert text.endswith(added)
    return text.removesuffix(added).removesuffix("\n\n")


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_name_description_tools_and_model_arrive() -> None:
    persona = agentkit.parse(hard.agent(name="data-engineer", tools="Read", model="gemini-3.5-flash"))

    made = persona.to_adk(tools={"Read": read}, on_loss="raise")

    assert (made.name, made.description, made.model, made.tools) == ("data_engineer", "Works.", "gemini-3.5-flash", [read])
    assert list(run(persona.to_adk(tools={"Read": read}, models=Offline())).tools_dict) == ["read"]


@pytest.mark.parametrize("name", ["user", "3d-artist", "Code Reviewer", "my_agent", "-", "class", "日本-e\u0301", "a--b"])
def test_any_name_is_taken(name: str) -> None:
    persona = agentkit.parse(agentkit.dumps({"name": name, "description": "Works.", "tools": []}, "Work.\n"))

    assert name_in_file(persona.to_adk(on_loss="raise").name) == name


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert "tools" not in agentkit.parse(hard.agent()).as_adk(drop=["tools"])
    assert agentkit.parse(hard.agent(tools="[]")).as_adk(on_loss="raise")["tools"] == []


def test_an_instruction_of_yours_stands_beside_the_body() -> None:
    made = agentkit.parse(hard.agent("Use {{ it }}.\n", tools="[]")).to_adk(
        models=Offline(), arguments={"instruction": "Be brief."}
    )

    request = run(made)

    assert request.config.system_instruction.startswith("Use {{ it }}.\n")
    assert any("Be brief." in part.text for content in request.contents for part in content.parts)


def test_an_instruction_that_is_a_function_is_exact_too() -> None:
    """As the docs say for ADK's Live API."""
    text = "Use {{ it }} in {path}.\n"
    own = {"static_instruction": None, "instruction": lambda _: text}

    made = agentkit.parse(hard.agent(text, tools="[]")).to_adk(models=Offline(), arguments=own)

    assert run(made).config.system_instruction.startswith(f"{text}\n\nYou are an agent.")


def project(folder: Path, skill: bytes) -> agentkit.Persona:
    """An agent with one skill, `sql`."""
    (folder / "agents").mkdir()
    (folder / "skills" / "sql").mkdir(parents=True)
    (folder / "skills" / "sql" / "SKILL.md").write_bytes(skill)
    (folder / "agents" / "a.md").write_bytes(hard.agent("Use {{ it }}.\n", name="a", tools="[Read]", skills="[sql]"))
    return agentkit.read(folder / "agents" / "a.md")


def test_skills_are_handed_over(tmp_path: Path) -> None:
    persona = project(tmp_path, b"---\nname: sql\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    made = persona.to_adk(models=Offline(), tools={"Read": read}, skills="native", on_loss="raise")

    assert {"read", "list_skills", "load_skill"} <= set(run(made).tools_dict)
    assert [skill.name for skill in made.tools[1]._list_skills()] == ["sql"]
    assert persona.as_adk(tools={"Read": read}, skills="native") == {
        "name": "a",
        "description": "Works.",
        "static_instruction": "Use {{ it }}.\n",
        "tools": [read],
        "skill_folders": [str(tmp_path / "skills" / "sql")],
    }


def test_a_skill_that_adk_does_not_load_is_an_error(tmp_path: Path) -> None:
    persona = project(tmp_path, b"---\nname: sequel\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    with pytest.raises(
        agentkit.RenderError, match=r"sql/SKILL.md: the Google ADK does not load this skill: Skill name 'sequel' does not"
    ):
        persona.to_adk(models=Offline(), tools={"Read": read}, skills="native")


def test_a_missing_skill_is_an_error() -> None:
    persona = agentkit.parse(hard.agent(tools="[]", skills="[no-such-skill]"), path="a.md")

    with pytest.raises(agentkit.MissingSkill, match="unknown skill `no-such-skill`"):
        persona.to_adk(skills="native")


def test_the_library_loads() -> None:
    registry = agentkit.load()

    for name, persona in registry.items():
        made, lost = adapters.build(
            "adk", persona, registry=registry, models=Offline(), skills="native", tools={}, drop=["tools"]
        )
        assert name_in_file(made.name) == name
        assert lost == ()


def test_the_example_runs() -> None:
    printed = hard.run_example("with_adk.py")

    assert printed.startswith("answer: (no model asked) by data_engineer\ntools: read, list_skills, load_skill")
    assert printed.endswith("body exact: True\n")
