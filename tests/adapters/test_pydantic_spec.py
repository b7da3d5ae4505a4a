"""pydantic-ai's AgentSpec: run by `make test-adapters`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("pydantic_handlebars", reason="needs the extra [pydantic-spec]: make test-adapters")
from tests.adapters.test_pydantic_ai import asked, pydantic_ai


def arrive(persona: agentkit.Persona) -> str:
    """Give the instructions that pydantic-ai hands to its model."""
    spec = persona.to_pydantic_spec(drop=[*fields_of(persona), "body", "tools"], skills="none")
    return "".join(asked(pydantic_ai.Agent.from_spec(spec)))


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_model_without_the_blanks_at_its_ends(body: str) -> None:
    assert arrive(agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")) == body.strip()


def test_templates_without_their_package_ask_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_handlebars", None)

    agentkit.parse(hard.agent("Plain.\n", tools="[]")).to_pydantic_spec()
    with pytest.raises(
        agentkit.MissingExtra, match=r"needs the package pydantic-ai-slim\[spec\] \(pip install .*\[pydantic-spec\]"
    ):
        agentkit.parse(hard.agent("{{ x }}\n", tools="[]")).to_pydantic_spec()


def test_ends_that_are_taken_off_are_a_loss() -> None:
    persona = agentkit.parse(hard.agent("  Indented.\n", tools="[]"))

    with pytest.warns(agentkit.AdapterLoss, match=r"body `' Indented\.\\n'`: pydantic-ai takes blanks off both ends"):
        persona.to_pydantic_spec()
    agentkit.parse(hard.agent("\nPlain.\n\n", tools="[]")).to_pydantic_spec(on_loss="raise")


def test_a_description_is_no_template() -> None:
    written = agentkit.dumps({"name": "a", "description": "Uses {{ ref('x') }}.", "tools": []}, "Work.\n")

    agent = pydantic_ai.Agent.from_spec(agentkit.parse(written).to_pydantic_spec())

    assert agent.render_description(None) == "Uses {{ ref('x') }}."


def test_the_spec_goes_through_a_file(tmp_path: Path) -> None:
    persona = agentkit.parse(hard.agent("Keep ${{ secrets.X }} and {{ ref('x') }}.", tools="[]", model="openai:gpt-5.5"))
    path = tmp_path / "agent.yaml"

    persona.to_pydantic_spec(on_loss="raise").to_file(path, schema_path=None)

    spec = pydantic_ai.AgentSpec.from_file(path)
    assert spec.model == "openai:gpt-5.5"
    spec.model = None
    assert asked(pydantic_ai.Agent.from_spec(spec)) == ["Keep ${{ secrets.X }} and {{ ref('x') }}."]


def test_tools_are_a_loss() -> None:
    for fields, said in (({}, "every tool"), ({"tools": "Read"}, "Read")):
        with pytest.warns(agentkit.AdapterLoss, match=f"tools `{said}`: a spec has no tools"):
            agentkit.parse(hard.agent(**fields)).to_pydantic_spec()
    agentkit.parse(hard.agent(tools="[]")).to_pydantic_spec(on_loss="raise")


def test_the_example_runs() -> None:
    printed = hard.run_example("with_pydantic_spec.py")

    assert printed.endswith("prompt exact, but for line ends at its ends: True\n")
