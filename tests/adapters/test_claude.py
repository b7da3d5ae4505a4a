"""The Claude Agent SDK itself: run by `make test-adapters`."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

sdk = pytest.importorskip("claude_agent_sdk", reason="needs the extra [claude]: make test-adapters")


def arrive(persona: agentkit.Persona) -> str:
    """Give the prompt as the SDK sends it to Claude Code, over the example's transport."""
    transport = hard.example("with_claude.py")["Offline"]()

    async def ask() -> None:
        made = persona.to_claude(drop=list(fields_of(persona)), skills="native")
        options = sdk.ClaudeAgentOptions(agents={"it": made}, setting_sources=[])
        async for _ in sdk.query(prompt="Hello.", options=options, transport=transport):
            pass

    asyncio.run(ask())
    prompt: str = transport.sent[0]["request"]["agents"]["it"]["prompt"]
    return prompt


@pytest.mark.parametrize("body", hard.BODIES)
def test_the_body_reaches_the_harness(body: str) -> None:
    persona = agentkit.parse(f"---\nname: a\ndescription: d\n---\n{body}")

    made = persona.to_claude()

    assert arrive(persona) == body
    assert type(made.prompt) is str
    assert {key: value for key, value in asdict(made).items() if value is not None} == persona.as_claude()


def test_the_example_runs() -> None:
    printed = hard.run_example("with_claude.py")

    assert printed.startswith("answer: (no model asked)\n")
    assert "data-engineer: tools Read, Grep, Glob, Bash, Edit, Write; prompt exact: True\n" in printed
    assert "False" not in printed


def test_a_definition_holds_every_field_that_it_has_a_place_for() -> None:
    persona = agentkit.parse(
        hard.agent(
            tools="Read, Bash(git *)",
            disallowedTools="Write",
            model="opus",
            memory="project",
            mcpServers="[github, {local: {command: x}}]",
            initialPrompt="Go.",
            maxTurns="7",
            background="true",
            effort="high",
            permissionMode="plan",
            skills="[sql]",
        )
    )

    made = persona.to_claude(skills="native", on_loss="raise")

    assert made == sdk.AgentDefinition(
        description="Works.",
        prompt="Review.\n",
        tools=["Read", "Bash(git *)"],
        disallowedTools=["Write"],
        model="opus",
        memory="project",
        mcpServers=["github", {"local": {"command": "x"}}],
        initialPrompt="Go.",
        maxTurns=7,
        background=True,
        effort="high",
        permissionMode="plan",
        skills=["sql"],
    )


def test_no_tools_and_all_tools_are_kept_apart() -> None:
    assert agentkit.parse(hard.agent()).to_claude().tools is None
    assert agentkit.parse(hard.agent(tools="[]")).to_claude().tools == []


def test_the_library_goes_into_the_options() -> None:
    registry = agentkit.load()

    options = sdk.ClaudeAgentOptions(
        agents={name: persona.to_claude(registry=registry, on_loss="raise") for name, persona in registry.items()},
        setting_sources=[],
    )

    assert {name: made.prompt for name, made in options.agents.items()} == {name: registry.render(name).text for name in registry}
    json.dumps({name: persona.as_claude(registry=registry) for name, persona in registry.items()})
