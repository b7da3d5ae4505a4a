"""LangChain: what `create_agent` takes, or the agent that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter
from agentkit.errors import RenderError

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from agentkit.adapters.ask import Ask


class LangChain(Adapter):
    """An agent of LangChain's `create_agent`.

    The body becomes `system_prompt`, never a prompt template: those take braces for their own. A model is needed; one that the
    file names as `provider:name` is taken as it is. The description has no place: deepagents has one. Names of skills have
    none either; their text is in the prompt.
    """

    title = "LangChain agent"
    package = "langchain"
    module = "langchain"
    extra = "langchain"
    tested = "1.5.2, 2026-11-24"
    own_models = r"[a-z_]+:.+"

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `create_agent`."""
        given = {"name": ask.take("name"), "system_prompt": ask.text, "model": ask.model(), "tools": ask.tools()}
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> CompiledStateGraph[Any, Any, Any, Any]:
        """Give the agent, a graph.

        Raises:
            RenderError: No model is given.
        """
        with self.installed():
            from langchain.agents import create_agent
        given = {**self.keywords(ask), **ask.arguments}
        if "model" not in given:
            raise RenderError(f"a {self.title} needs a model", path=ask.persona.source.path, hint="pass models=...")
        return create_agent(**given)


ADAPTER = LangChain()
