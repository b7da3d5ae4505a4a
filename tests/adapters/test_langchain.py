"""LangChain itself: run by `make test-adapters`."""

from __future__ import annotations

import pytest

import agentkit
from agentkit.adapters.langchain import PROVIDERS
from agentkit.agent_file import fields_of
from tests.adapters import hard

pytest.importorskip("langchain", reason="needs the extra [langchain]: make test-adapters")
Offline = hard.example("with_langchain.py")["Offline"]


def arrive(persona: agentkit.Persona) -> str:
    """Give the system message that LangChain hands to its model."""
    model = Offline()
    made = persona.to_langchain(models=model, tools={}, drop=list(fields_of(persona)), skills="none")
    made.invoke({"messages": [{"role": "user", "content": "Hello."}]})
    return "".join(message.content for message in model.asked if message.type == "system")


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body


def test_tools_are_the_programs_own() -> None:
    def read(path: str) -> str:
        """Read."""
        return path

    model = Offline()
    made = agentkit.parse(hard.agent(tools="Read")).to_langchain(
        tools={"Read": read}, models=model, drop=["description"], on_loss="raise"
    )

    assert made.name == "worker"
    made.invoke({"messages": [{"role": "user", "content": "Hello."}]})
    assert model.offered == ["read"]


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert "tools" not in agentkit.parse(hard.agent()).as_langchain(drop=["tools", "description"])
    assert agentkit.parse(hard.agent(tools="[]")).as_langchain(drop=["description"])["tools"] == []


def test_a_model_is_needed() -> None:
    persona = agentkit.parse(hard.agent(tools="[]"), path="a.md")

    with pytest.raises(agentkit.RenderError, match=r"a.md: a LangChain agent needs a model \(pass models=...\)"):
        persona.to_langchain()


def test_a_model_with_a_provider_is_taken_and_no_vendor_is_guessed() -> None:
    from langchain.chat_models import base

    persona = agentkit.parse(hard.agent(tools="[]", model="openai:gpt-5.5"))
    assert persona.as_langchain(drop=["description"], on_loss="raise")["model"] == "openai:gpt-5.5"
    assert set(PROVIDERS) <= set(base._BUILTIN_PROVIDERS)
    # LangChain would take it for a model of Mistral AI.
    assert base._attempt_infer_model_provider("mistral:7b") == "mistralai"
    with pytest.warns(agentkit.AdapterLoss, match="model `mistral:7b`: no model is guessed across vendors"):
        assert "model" not in agentkit.parse(hard.agent(tools="[]", model="mistral:7b")).as_langchain(drop=["description"])


def test_the_description_is_a_loss() -> None:
    with pytest.warns(agentkit.AdapterLoss, match="description `Works.`: the LangChain agent has no equivalent"):
        agentkit.parse(hard.agent(tools="[]")).as_langchain()


def test_the_example_runs() -> None:
    printed = hard.run_example("with_langchain.py")

    assert printed == "tools: read\nprompt exact: True\nanswer: (no model asked)\n"
