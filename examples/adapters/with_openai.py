"""A shipped agent in the OpenAI Agents SDK, with the agents that it hands off to.

    pip install 'agentkit-personas[openai]'
    python with_openai.py

It runs without network: in place of a model stands one that hands the question on, and answers nothing. Give
`models="gpt-5.5"`, or a table such as `{"inherit": "gpt-5.5"}`, to have a real one, which needs a key.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from agents import Model, ModelResponse, Runner, Usage, function_tool, set_tracing_disabled
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

import agentkit


class Offline(Model):
    """Hands the first question on, then answers; keeps the system prompts that it gets."""

    def __init__(self) -> None:
        self.prompts: list[str | None] = []

    async def get_response(self, system_instructions: str | None, *_: Any, **__: Any) -> ModelResponse:
        """Answer as a model would."""
        self.prompts.append(system_instructions)
        output: ResponseFunctionToolCall | ResponseOutputMessage
        if len(self.prompts) == 1:
            tool = "transfer_to_database_architect"
            output = ResponseFunctionToolCall(arguments="{}", call_id="1", name=tool, type="function_call")
        else:
            text = ResponseOutputText(annotations=[], text="(no model asked)", type="output_text")
            output = ResponseOutputMessage(id="2", content=[text], role="assistant", status="completed", type="message")
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> Any:
        """Refuse: this program does not stream."""
        raise NotImplementedError("this program does not stream")


@function_tool
def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


async def main() -> None:
    """Ask the data engineer, who hands the question on."""
    set_tracing_disabled(True)
    registry = agentkit.load()
    model = Offline()
    agent = registry["data-engineer"].to_openai(
        registry=registry,
        models=model,
        # What the files grant, and this program has: reading. The rest is left out knowingly.
        tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write", "NotebookEdit"])},
    )
    print("hands off to:", ", ".join(each.tool_name for each in agent.handoffs))
    result = await Runner.run(agent, "Which index does the orders table need?")
    print("answer:", result.final_output, "by", result.last_agent.name)
    for name, prompt in zip(("data-engineer", "database-architect"), model.prompts, strict=True):
        print(f"{name}: prompt exact: {prompt == registry.render(name).text}")


if __name__ == "__main__":
    asyncio.run(main())
