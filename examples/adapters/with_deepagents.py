"""The shipped agents as subagents of deepagents.

    pip install 'agentkit-personas[deepagents]'
    python with_deepagents.py

It runs without network: a class stands in place of a model, and delegates the first question. Give `models="openai:gpt-5.5"` to have a
real one, which needs its package and a key.
"""

from __future__ import annotations

from typing import Any

from deepagents import create_deep_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

import agentkit


class Offline(BaseChatModel):
    """Delegates when it can, else answers; keeps what it is asked."""

    to: str
    asked: list[BaseMessage] = []
    offered: list[str] = []

    def __init__(self, to: str) -> None:
        super().__init__(to=to)  # type: ignore[call-arg]

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        """Keep the names of the tools."""
        self.offered[:] = [getattr(tool, "name", None) or tool.__name__ for tool in tools]
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        self.asked[:] = messages
        answer = AIMessage("(no model asked)")
        if "task" in self.offered and messages[-1].type == "human":
            call = {"name": "task", "args": {"description": "Look.", "subagent_type": self.to}, "id": "1"}
            answer = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=answer)])


def main() -> None:
    """Ask once; the main agent delegates to the data engineer."""
    registry = agentkit.load()
    model = Offline("data-engineer")
    # No tools of this program's own: deepagents brings tools for reading, writing and running, and each subagent gets those that
    # its file grants. NotebookEdit is left out knowingly.
    tools = {"NotebookEdit": None}
    subagents = [persona.to_deepagents(registry=registry, models=model, tools=tools) for persona in registry.values()]
    agent = create_deep_agent(model=Offline("data-engineer"), subagents=subagents)
    answer = agent.invoke({"messages": [{"role": "user", "content": "Why are yesterday's rows doubled?"}]})
    print("tools:", ", ".join(model.offered))
    print("prompt exact:", model.asked[0].text == registry.render("data-engineer").text)
    print("answer:", answer["messages"][-1].content)


if __name__ == "__main__":
    main()
