"""A shipped agent in the Microsoft Agent Framework, its skills loaded when they are needed.

    pip install 'agentkit-personas[agent-framework]'
    python with_agent_framework.py

It runs without network: in place of a chat client stands one that answers from here. Give `models=OpenAIChatClient(...)`, of the package
agent-framework-openai, to have a real one, which needs a key.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_framework import BaseChatClient, ChatResponse, FunctionInvocationLayer, Message, prepend_instructions_to_messages

import agentkit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Offline(FunctionInvocationLayer, BaseChatClient):
    """Answers as a chat client would, and keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Message] = []
        self.options: Mapping[str, Any] = {}

    async def _inner_get_response(self, *, messages: Sequence[Message], options: Mapping[str, Any], **_: Any) -> ChatResponse:
        # The clients for real models put the instructions in front in this way.
        self.asked = prepend_instructions_to_messages(list(messages), options.get("instructions"))
        self.options = options
        return ChatResponse(messages=[Message("assistant", ["(no model asked)"])])


def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


async def main() -> None:
    """Ask once."""
    registry = agentkit.load()
    client = Offline()
    agent = registry["data-engineer"].to_agent_framework(
        registry=registry,
        models=client,
        skills="native",
        # What the file grants, and this program has: reading. The rest is left out knowingly.
        tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write"])},
    )
    answer = await agent.run("Why are yesterday's rows doubled?")
    body, skills = registry["data-engineer"].body, registry["data-engineer"].skills
    print("tools:", ", ".join(tool.name for tool in client.options["tools"]))
    print("body exact:", client.asked[0].text.startswith(body))
    print("skills offered:", all(f"<name>{name}</name>" in client.asked[0].text for name in skills))
    print("answer:", answer.text)


if __name__ == "__main__":
    asyncio.run(main())
