"""A shipped agent in pydantic-ai.

    pip install 'agentkit-personas[pydantic-ai]'
    python with_pydantic_ai.py

It runs without network: a function stands in place of a model. Give `models="openai:gpt-5.5"` to have a real one, which needs a key.
"""

from __future__ import annotations

from pathlib import Path

from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

import agentkit

registry = agentkit.load()


def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


def offline(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Answer as a model would."""
    print("tools:", ", ".join(tool.name for tool in info.function_tools))
    print("prompt exact:", messages[0].parts[0].content == registry.render("data-engineer").text)
    return ModelResponse(parts=[TextPart("(no model asked)")])


agent = registry["data-engineer"].to_pydantic_ai(
    registry=registry,
    models=FunctionModel(offline),
    # What the file grants, and this program has: reading. The rest is left out knowingly.
    tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write"])},
)
print("answer:", agent.run_sync("Why are yesterday's rows doubled?").output)
