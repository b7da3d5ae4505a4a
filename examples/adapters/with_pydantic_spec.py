"""A shipped agent as an AgentSpec of pydantic-ai: a YAML file that `Agent.from_file` reads.

    pip install 'agentkit-personas[pydantic-spec]'
    python with_pydantic_spec.py

It runs without network: a function stands in place of a model.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pydantic_ai import Agent
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

import agentkit

registry = agentkit.load()


def offline(_: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Answer as a model would."""
    exact = info.instructions == registry.render("data-engineer").text.strip("\r\n")
    print("prompt exact, but for line ends at its ends:", exact)
    return ModelResponse(parts=[TextPart("(no model asked)")])


# A spec has no tools; a program that has some names them in `Agent.from_file(path, tools=[...])`.
spec = registry["data-engineer"].to_pydantic_spec(registry=registry, drop=["tools"])
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "data-engineer.yaml")
    spec.to_file(path, schema_path=None)
    print(path.name, "has", len(path.read_text(encoding="utf-8").splitlines()), "lines")
    agent = Agent.from_file(path)
agent.run_sync("Why are yesterday's rows doubled?", model=FunctionModel(offline))
