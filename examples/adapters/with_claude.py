"""The shipped agents as subagents of the Claude Agent SDK.

    pip install 'agentkit-personas[claude]'
    python with_claude.py

It runs without network: in place of Claude Code stands a transport that answers from here and keeps what it is sent. Leave
`transport=` out to have the real one, which needs a key.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from claude_agent_sdk import ClaudeAgentOptions, ResultMessage, Transport, query

import agentkit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Offline(Transport):
    """Answers as Claude Code would, without asking a model."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def connect(self) -> None:
        """Do nothing: there is nobody to connect to."""

    async def write(self, data: str) -> None:
        """Keep what is sent, and answer it."""
        message = json.loads(data)
        self.sent.append(message)
        if message["type"] == "control_request":
            answer = {"subtype": "success", "request_id": message["request_id"], "response": {}}
            await self.waiting.put({"type": "control_response", "response": answer})
        else:
            result = {"subtype": "success", "is_error": False, "num_turns": 1, "session_id": "1", "result": "(no model asked)"}
            await self.waiting.put({"type": "result", "duration_ms": 0, "duration_api_ms": 0, **result})

    async def read_messages(self) -> AsyncIterator[dict[str, Any]]:
        """Give the answers, up to the result."""
        while True:
            message = await self.waiting.get()
            yield message
            if message["type"] == "result":
                return

    async def close(self) -> None:
        """Do nothing."""

    def is_ready(self) -> bool:
        """Say yes."""
        return True

    async def end_input(self) -> None:
        """Do nothing."""


async def main() -> None:
    """Ask once, with every shipped agent at hand."""
    registry = agentkit.load()
    options = ClaudeAgentOptions(
        agents={name: persona.to_claude(registry=registry) for name, persona in registry.items()},
        setting_sources=[],  # nothing but these agents: None would load the user's and the project's as well
    )
    transport = Offline()
    async for message in query(prompt="Why are yesterday's rows doubled?", options=options, transport=transport):
        if isinstance(message, ResultMessage):
            print("answer:", message.result)
    for name, agent in transport.sent[0]["request"]["agents"].items():
        exact = agent["prompt"] == registry.render(name).text
        print(f"{name}: tools {', '.join(agent['tools'])}; prompt exact: {exact}")


if __name__ == "__main__":
    asyncio.run(main())
