"""deepagents itself: run by `make test-adapters`."""

from __future__ import annotations

from typing import Any

import pytest

import agentkit
from agentkit.agent_file import fields_of
from tests.adapters import hard

deepagents = pytest.importorskip("deepagents", reason="needs the extra [deepagents]: make test-adapters")
Offline = hard.example("with_deepagents.py")["Offline"]


def delegate(subagent: Any, **options: Any) -> Any:
    """Run a main agent that delegates at once; give the model that the subagent was run with."""
    model = Offline(subagent["name"])
    main = deepagents.create_deep_agent(model=Offline(subagent["name"]), subagents=[{**subagent, "model": model}], **options)
    main.invoke({"messages": [{"role": "user", "content": "Hello."}]})
    return model


def arrive(persona: agentkit.Persona) -> str:
    """Give the subagent's system message up to what deepagents adds below it."""
    made = persona.to_deepagents(drop=list(fields_of(persona)), skills="none", tools={})
    text = "".join(message.text for message in delegate(made).asked if message.type == "system")
    return text if len(text) <= len(persona.body) else text[: len(persona.body)]


@pytest.mark.parametrize("body", [body for body in hard.BODIES if body])
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
    has_none = agentkit.parse(hard.agent(tools="[]")).to_deepagents(drop=["tools"], on_loss="raise")

    assert "tools" not in inherits
    assert has_none["tools"] == []
    assert "search" in delegate(inherits, tools=[search]).offered
    assert "search" not in delegate(has_none, tools=[search]).offered


def test_tools_are_the_programs_own() -> None:
    made = agentkit.parse(hard.agent(tools="Read, Write, Edit, Bash")).to_deepagents(
        tools={"Read": read, **dict.fromkeys(["Write", "Edit", "Bash"])}, on_loss="raise"
    )

    assert made["tools"] == [read]
    assert "read" in delegate(made).offered


def test_what_deepagents_adds_beyond_the_file_is_a_loss_until_it_is_restricted() -> None:
    from deepagents.middleware.filesystem import FilesystemMiddleware

    persona = agentkit.parse(hard.agent(tools="Read"))
    with pytest.warns(agentkit.AdapterLoss, match="deepagents adds write_file, edit_file, execute to every subagent"):
        loose = persona.to_deepagents(tools={"Read": read})

    strict = persona.to_deepagents(
        tools={"Read": read}, arguments={"middleware": [FilesystemMiddleware(tools=["read_file"])]}, on_loss="raise"
    )

    assert "write_file" in delegate(loose).offered
    assert "write_file" not in delegate(strict).offered


def test_a_denial_keeps_it_from_inheriting() -> None:
    persona = agentkit.parse(hard.agent(disallowedTools="Search"))

    with pytest.warns(agentkit.AdapterLoss, match="tools `every tool`"):
        made = persona.to_deepagents()
    assert made["tools"] == []
    assert persona.to_deepagents(tools={"Read": read, "Search": search})["tools"] == [read]


def test_the_example_runs() -> None:
    printed = hard.run_example("with_deepagents.py")

    assert printed == "prompt exact: True\nanswer: (no model asked)\n"
