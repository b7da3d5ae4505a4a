"""The OpenAI Agents SDK itself: run by `make test-adapters`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

# Not `agents`: without the SDK that is the folder of the shipped personas.
pytest.importorskip("agents.run", reason="needs the extra [openai]: make test-adapters")
import agents


class Parrot(agents.Model):
    """A model that keeps what it is asked, and answers at once or with a call."""

    def __init__(self, call: str | None = None) -> None:
        self.asked: list[tuple[str | None, list[str]]] = []
        self.call = call

    async def get_response(self, system_instructions: str | None, *args: Any, **kwargs: Any) -> Any:
        from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

        handoffs: Any = kwargs.get("handoffs") or next((arg for arg in args if arg and isinstance(arg[0], agents.Handoff)), [])
        self.asked.append((system_instructions, [each.tool_name for each in handoffs]))
        if self.call is not None and len(self.asked) == 1:
            output: Any = ResponseFunctionToolCall(arguments="{}", call_id="1", name=self.call, type="function_call")
        else:
            text = ResponseOutputText(annotations=[], text="done", type="output_text")
            output = ResponseOutputMessage(id="1", content=[text], role="assistant", status="completed", type="message")
        return agents.ModelResponse(output=[output], usage=agents.Usage(), response_id=None)

    def stream_response(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


def run(agent: Any) -> Any:
    """Run an agent offline."""
    agents.set_tracing_disabled(True)
    return asyncio.run(agents.Runner.run(agent, "Hello."))


def arrive(persona: agentkit.Persona) -> str:
    """Give the prompt that the SDK hands to its model."""
    model = Parrot()
    lost = ["tools", "disallowedTools", "model", "handoffs", "skills", *fields_of(persona)]
    run(persona.to_openai(models=model, tools={}, handoffs=[], drop=lost, skills="none"))
    return model.asked[0][0] or ""


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_the_example_runs() -> None:
    printed = hard.run_example("with_openai.py")

    hands_off_to = printed.partition("hands off to: ")[2].partition("\n")[0].split(", ")
    assert {"transfer_to_data_scientist", "transfer_to_database_architect"} <= set(hands_off_to)
    assert printed.endswith("data-engineer: prompt exact: True\ndatabase-architect: prompt exact: True\n")


def test_tools_are_the_programs_own() -> None:
    tool = agents.function_tool(lambda path: path, name_override="read", description_override="Reads.")
    made = agentkit.parse(hard.agent(tools="Read")).to_openai(tools={"Read": tool}, models="gpt-5.5", on_loss="raise")

    assert (made.tools, made.model, made.handoff_description) == ([tool], "gpt-5.5", "Works.")


def test_hand_offs_are_wired_both_ways_and_taken() -> None:
    """The shipped agents name each other; each is one object, and a call of the tool hands over."""
    registry = agentkit.load()
    model = Parrot("transfer_to_data_scientist")

    made = registry["data-engineer"].to_openai(registry=registry, models=model, tools={}, drop=["tools"])
    result = run(made)

    assert model.asked[0][0] == registry.render("data-engineer").text
    assert "transfer_to_database_architect" in model.asked[0][1]
    assert result.last_agent.name == "data-scientist"
    assert model.asked[1][0] == registry.render("data-scientist").text
    assert "transfer_to_data_engineer" in model.asked[1][1]


def project(folder: Path, **bodies: str) -> agentkit.Registry:
    """Agents that name each other."""
    (folder / "agents").mkdir()
    for name, body in bodies.items():
        (folder / "agents" / f"{name}.md").write_bytes(hard.agent(body, name=name.replace("__", "-"), tools="[]"))
    return agentkit.load(folder)


def test_who_is_missing_is_a_loss_with_its_place(tmp_path: Path) -> None:
    registry = project(tmp_path, first="## What You Don't Do\n\n- SQL (use `second`)\n- UX (use `nobody`)\n", second="Work.\n")

    with pytest.warns(agentkit.AdapterLoss, match=r"first.md:9:12: handoffs `nobody`: ") as caught:
        made = registry["first"].to_openai(registry=registry)

    assert len(caught) == 1
    assert [each.tool_name for each in made.handoffs] == ["transfer_to_second"]


def test_the_caller_chooses_whom_to_hand_off_to(tmp_path: Path) -> None:
    registry = project(tmp_path, first="Work.\n", second="Work.\n")

    made = registry["first"].to_openai(registry=registry, handoffs=["second"], on_loss="raise")

    assert [each.tool_name for each in made.handoffs] == ["transfer_to_second"]


def test_two_names_for_one_tool_are_refused(tmp_path: Path) -> None:
    body = "## What You Don't Do\n\n- A (use `a-b`)\n- B (use `a_b`)\n"
    registry = project(tmp_path, first=body, a__b="Work.\n", a_b="Work.\n")

    with pytest.raises(agentkit.RenderError, match="would both be handed off to by the tool `transfer_to_a_b`"):
        registry["first"].to_openai(registry=registry)


def test_denied_agents_are_not_handed_off_to(tmp_path: Path) -> None:
    registry = project(tmp_path, first="Work.\n", second="Work.\n", third="Work.\n")
    text = "## What You Don't Do\n\n- A (use `second`)\n- B (use `third`)\n"
    some = agentkit.parse(hard.agent(text, tools="[]", disallowedTools="Agent(second)"))
    none = agentkit.parse(hard.agent(text, tools="[]", disallowedTools="Agent"))

    assert [each.tool_name for each in some.to_openai(registry=registry).handoffs] == ["transfer_to_third"]
    assert none.to_openai(registry=registry).handoffs == []
