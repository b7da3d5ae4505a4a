"""CrewAI itself: run by `make test-adapters`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit import adapters
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

os.environ.update(CREWAI_DISABLE_TELEMETRY="true", CREWAI_TRACING_ENABLED="false", OTEL_SDK_DISABLED="true")
crewai = pytest.importorskip("crewai", reason="needs the extra [crewai]: make test-adapters")
Offline = hard.example("with_crewai.py")["Offline"]
read = hard.example("with_crewai.py")["read"]


def run(agent: Any, **inputs: str) -> str:
    """Run an agent offline in a crew; give the system message that its model got."""
    task = crewai.Task(description="Do.", expected_output="Done.", agent=agent)
    crewai.Crew(agents=[agent], tasks=[task]).kickoff(inputs={"x": "filled", **inputs})
    message = agent.llm.asked[-1][0]
    assert message["role"] == "system"
    text: str = message["content"]
    return text


def arrive(persona: agentkit.Persona) -> str:
    """Give what stands in CrewAI's own sentence for the backstory, in a run with inputs and a tool."""
    made = persona.to_crewai(models=Offline(model="offline"), tools={"Read": read}, drop=list(fields_of(persona)), skills="none")
    text = run(made)
    before, behind = f"You are {made.role}. ", f"\nYour personal goal is: {made.goal}"
    assert text.startswith(before)
    assert text.endswith(behind)
    return text[len(before) : -len(behind)]


@pytest.mark.parametrize("body", [*hard.BODIES, "Ask {input}, {tools}, {tool_names}.\n", "{role} {goal} {backstory} {x}"])
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_what_a_user_writes_does_not_get_into_the_prompt() -> None:
    """Without a crew, too, and where tools are told as text."""

    class Old(Offline):  # type: ignore[misc, valid-type]
        def supports_function_calling(self) -> bool:
            return False

    persona = agentkit.parse(hard.agent("Keep {input} and {tools}.\n", description="For {input}.", tools="Read"))
    old = Old(model="offline")
    made = persona.to_crewai(models=old, tools={"Read": read})

    made.kickoff("Mischief!")

    system = old.asked[-1][0]["content"]
    assert system.startswith("You are worker. Keep {input} and {tools}.\n\nYour personal goal is: For {input}.")
    assert "Tool Name: read" in system
    assert "Mischief!" not in system


@pytest.mark.parametrize(
    "arguments", [{"use_system_prompt": False}, {"system_template": "S: {{ .System }}", "prompt_template": "P: {{ .Prompt }}"}]
)
def test_a_prompt_in_one_message_is_exact_too(arguments: dict[str, Any]) -> None:
    made = agentkit.parse(hard.agent("Keep {input} and {x}.\n", tools="[]")).to_crewai(
        models=Offline(model="offline"), arguments=arguments
    )

    made.kickoff("Hello?")

    text = made.llm.asked[-1][0]["content"]
    assert "Keep {input} and {x}.\n\nYour personal goal is: Works." in text
    assert "Hello?" in text.replace("Keep {input}", "")


def test_a_copy_keeps_its_braces() -> None:
    made = agentkit.parse(hard.agent("Keep {x} and {input}.\n", tools="[]")).to_crewai(models=Offline(model="offline"))

    assert "Keep {x} and {input}.\n" in run(made.copy())


def test_the_plain_arguments_say_that_braces_are_filled() -> None:
    persona = agentkit.parse(hard.agent("See /users/{id}.\n", tools="[]"), path="a.md")

    value, lost = adapters.keywords("crewai", persona)

    assert value == {"role": "worker", "goal": "Works.", "backstory": "See /users/{id}.\n", "tools": []}
    assert [(loss.field, loss.said) for loss in lost] == [("body", "{id}")]
    assert adapters.build("crewai", persona, models=Offline(model="offline")).losses == ()
    assert adapters.keywords("crewai", persona, drop=["body"]).losses == ()


def test_name_description_tools_model_and_turns_arrive() -> None:
    model = Offline(model="offline")
    persona = agentkit.parse(hard.agent(tools="Read", model="sonnet", maxTurns="7"))

    made = persona.to_crewai(tools={"Read": read}, models={"sonnet": model}, on_loss="raise")

    assert (made.role, made.goal, made.llm, made.max_iter) == ("worker", "Works.", model, 7)
    assert isinstance(made, crewai.Agent)
    run(made)
    assert model.offered == ["read"]


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert "tools" not in agentkit.parse(hard.agent()).as_crewai(drop=["tools"])
    assert agentkit.parse(hard.agent(tools="[]")).as_crewai(on_loss="raise")["tools"] == []


def project(folder: Path, skill: bytes) -> agentkit.Persona:
    """An agent with one skill, `sql`, beside one that it does not name."""
    (folder / "agents").mkdir()
    for name, text in {"sql": skill, "other": b"---\nname: other\ndescription: Not granted.\n---\nNo.\n"}.items():
        (folder / "skills" / name).mkdir(parents=True)
        (folder / "skills" / name / "SKILL.md").write_bytes(text)
    (folder / "agents" / "a.md").write_bytes(hard.agent("Use {{ it }}.\n", name="a", tools="[]", skills="[sql]"))
    return agentkit.read(folder / "agents" / "a.md")


def test_skills_are_handed_over(tmp_path: Path) -> None:
    """The named one alone, to be loaded when it is needed."""
    persona = project(tmp_path, b"---\nname: sql\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    made = persona.to_crewai(models=Offline(model="offline"), skills="native", on_loss="raise")
    system = run(made)

    assert system.startswith("You are a. Use {{ it }}.\n\nYour personal goal is: Works.")
    assert '<skill name="sql">' in system
    assert "Not granted." not in system
    assert "Use CTEs." not in system
    assert made.llm.offered == ["load_skill"]
    assert persona.as_crewai(skills="native")["skill_folders"] == [str(tmp_path / "skills" / "sql")]


def test_a_skill_that_crewai_does_not_load_is_an_error(tmp_path: Path) -> None:
    persona = project(tmp_path, b"---\nname: sequel\ndescription: Writes SQL.\n---\nUse CTEs.\n")

    with pytest.raises(
        agentkit.RenderError, match=r"sql/SKILL.md: the CrewAI agent does not load this skill: Directory name 'sql'"
    ):
        persona.to_crewai(models=Offline(model="offline"), skills="native")


def test_a_missing_skill_is_an_error() -> None:
    persona = agentkit.parse(hard.agent(tools="[]", skills="[no-such-skill]"), path="a.md")

    with pytest.raises(agentkit.MissingSkill, match="unknown skill `no-such-skill`"):
        persona.to_crewai(models=Offline(model="offline"), skills="native")


def test_the_library_loads() -> None:
    registry = agentkit.load()

    for name, persona in registry.items():
        made, lost = adapters.build(
            "crewai", persona, registry=registry, models=Offline(model="offline"), skills="native", tools={}, drop=["tools"]
        )
        assert (made.role, made.backstory) == (name, persona.body)
        assert [skill.name for skill in made.skills] == list(persona.skills)
        assert lost == ()


def test_the_example_runs() -> None:
    printed = hard.run_example("with_crewai.py")

    assert "tools: read\nprompt exact: True\nanswer: (no model asked)\n" in printed
