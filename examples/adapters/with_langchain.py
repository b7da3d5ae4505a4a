"""A shipped agent in LangChain.

    pip install 'agentkit-personas[langchain]'
    python with_langchain.py

It runs without network: a class stands in place of a model. Give `models="openai:gpt-5.5"` to have a real one, which needs its package
and a key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

import agentkit


class Offline(BaseChatModel):
    """Answers as a model would, and keeps what it is asked."""

    asked: list[BaseMessage] = []
    offered: list[str] = []

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        """Keep the names of the tools."""
        self.offered[:] = [getattr(tool, "name", None) or tool.__name__ for tool in tools]
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        self.asked[:] = messages
        return ChatResult(generations=[ChatGeneration(message=AIMessage("(no model asked)"))])


def read(path: str) -> str:
    """Read a file."""
    return Path(path).read_text(encoding="utf-8")


def main() -> None:
    """Ask once."""
    registry = agentkit.load()
    model = Offline()
    agent = registry["data-engineer"].to_langchain(
        registry=registry,
        models=model,
        # What the file grants, and this program has: reading. The rest is left out knowingly.
        tools={"Read": read, **dict.fromkeys(["Grep", "Glob", "Bash", "Edit", "Write"])},
        drop=["description"],
    )
    answer = agent.invoke({"messages": [{"role": "user", "content": "Why are yesterday's rows doubled?"}]})
    print("tools:", ", ".join(model.offered))
    print("prompt exact:", model.asked[0].content == registry.render("data-engineer").text)
    print("answer:", answer["messages"][-1].content)


if __name__ == "__main__":
    main()
