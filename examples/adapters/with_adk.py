"""A shipped agent in Google ADK, its skills loaded when they are needed.

    pip install 'agentkit-personas[adk]'
    python with_adk.py

It runs without network: a class stands in place of a model. Give `models="gemini-3.5-flash"` to have a real one, which needs a key.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.runners import InMemoryRunner
from google.genai import types

import agentkit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Offline(BaseLlm):
    """Answers as a model would, and keeps what it is asked."""

    model: str = "offline"
    asked: list[LlmRequest] = []

    async def generate_content_async(self, llm_request: LlmRequest, stream: bool = False) -> AsyncGenerator[LlmResponse, None]:
        """Answer at once."""
        del stream
        self.asked.append(llm_request)
        yield LlmResponse(content=types.Content(role="model", parts=[types.Part(text="(no model asked)")]))


def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


async def main() -> None:
    """Ask once."""
    registry = agentkit.load()
    model = Offline()
    agent = registry["data-engineer"].to_adk(
        registry=registry,
        models=model,
        skills="native",
        # What the file grants, and this program has: reading. The rest is left out knowingly.
        tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write"])},
    )
    runner = InMemoryRunner(agent)
    session = await runner.session_service.create_session(app_name=runner.app_name, user_id="me")
    question = types.Content(role="user", parts=[types.Part(text="Why are yesterday's rows doubled?")])
    async for event in runner.run_async(user_id="me", session_id=session.id, new_message=question):
        print("answer:", event.content.parts[0].text, "by", event.author)
    print("tools:", ", ".join(model.asked[0].tools_dict))
    print("body exact:", model.asked[0].config.system_instruction.startswith(registry["data-engineer"].body))


if __name__ == "__main__":
    asyncio.run(main())
