"""pydantic-ai itself: run by `make test-adapters`."""

from __future__ import annotations

from typing import Any

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

pydantic_ai = pytest.importorskip("pydantic_ai", reason="needs the extra [pydantic-ai]: make test-adapters")


def asked(agent: Any, **options: Any) -> list[str]:
    """Give the system prompts that a run hands to its model."""
    from pydantic_ai.messages import ModelResponse, SystemPromptPart, TextPart
    from pydantic_ai.models.function import FunctionModel

    found: list[str] = []

    def answer(messages: list[Any], info: Any) -> ModelResponse:
        found.extend(part.content for message in messages for part in message.parts if isinstance(part, SystemPromptPart))
        found.extend([info.instructions] if info.instructions else [])
        return ModelResponse(parts=[TextPart("done")])

    agent.run_sync("Hello.", model=FunctionModel(answer), **options)
    return found


def arrive(persona: agentkit.Persona) -> str:
    """Give the prompt that pydantic-ai hands to its model."""
    made = persona.to_pydantic_ai(tools={}, drop=list(fields_of(persona)), skills="none")
    return "".join(asked(made))


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_the_prompt_is_there_in_a_run_that_continues_anothers() -> None:
    first = agentkit.parse(hard.agent("First.\n")).to_pydantic_ai(tools={})
    second = agentkit.parse(hard.agent("Second.\n")).to_pydantic_ai(tools={})
    from pydantic_ai.models.test import TestModel

    history = first.run_sync("Hello.", model=TestModel()).all_messages()

    assert asked(second, message_history=history) == ["Second.\n"]


def test_tools_are_the_programs_own() -> None:
    def read(path: str) -> str:
        """Read."""
        return path

    made = agentkit.parse(hard.agent(tools="Read")).to_pydantic_ai(tools={"Read": read}, on_loss="raise")
    from pydantic_ai.models.test import TestModel

    model = TestModel(call_tools=["read"])
    made.run_sync("Hello.", model=model)
    assert [tool.name for tool in model.last_model_request_parameters.function_tools] == ["read"]
    assert (made.name, made.description) == ("worker", "Works.")


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert "tools" not in agentkit.parse(hard.agent()).as_pydantic_ai(drop=["tools"])
    assert agentkit.parse(hard.agent(tools="[]")).as_pydantic_ai()["tools"] == []


def test_a_model_with_its_provider_is_taken_as_it_is() -> None:
    persona = agentkit.parse(hard.agent(tools="[]", model="openai:gpt-5.5"))

    assert persona.as_pydantic_ai(on_loss="raise")["model"] == "openai:gpt-5.5"


def test_the_example_runs() -> None:
    printed = hard.run_example("with_pydantic_ai.py")

    assert printed == "tools: read\nprompt exact: True\nanswer: (no model asked)\n"
