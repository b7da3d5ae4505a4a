"""A shipped agent in a crew of CrewAI's.

    pip install 'agentkit-personas[crewai]'
    python with_crewai.py

It runs without network: a class stands in place of a model. Give `models="openai/gpt-5.5"` to have a real one, which needs a key.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("CREWAI_DISABLE_TELEMETRY", "true")  # before the import: no network

from crewai import BaseLLM, Crew, Task
from crewai.tools import tool

import agentkit


class Offline(BaseLLM):
    """Answers as a model would, and keeps what it is asked."""

    asked: list[list[dict[str, Any]]] = []
    offered: list[str] = []

    def call(self, messages: Any, tools: Any = None, *_: Any, **__: Any) -> str:
        """Answer at once."""
        self.asked.append([dict(message) for message in messages])
        self.offered[:] = [each["function"]["name"] for each in tools or ()]
        return "(no model asked)"

    def supports_function_calling(self) -> bool:
        """Say yes: tools go to the model as such, not as text."""
        return True


@tool("read")
def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


def main() -> None:
    """Ask once."""
    registry = agentkit.load()
    model = Offline(model="offline")
    agent = registry["data-engineer"].to_crewai(
        registry=registry,
        models=model,
        # What the file grants, and this program has: reading. The rest is left out knowingly.
        tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write"])},
    )
    task = Task(description="Why are the rows of {day} doubled?", expected_output="A cause.", agent=agent)
    answer = Crew(agents=[agent], tasks=[task]).kickoff(inputs={"day": "yesterday"})
    print("tools:", ", ".join(model.offered))
    print("prompt exact:", registry.render("data-engineer").text in model.asked[0][0]["content"])
    print("answer:", answer.raw)


if __name__ == "__main__":
    main()
