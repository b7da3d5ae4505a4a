"""LangChain: what `create_agent` takes, or the agent that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter
from agentkit.errors import RenderError

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from agentkit.adapters.ask import Ask

# The providers that `init_chat_model` takes before a colon; of other names it guesses a vendor, so that `mistral:7b`, a name as
# Ollama has them, would become one of Mistral AI's. Source: langchain 1.5.2, chat_models/base.py, read 2026-11-24.
PROVIDERS = (
    "anthropic anthropic_bedrock azure_ai azure_openai baseten bedrock bedrock_converse bedrock_mantle_anthropic bedrock_mantle_openai "
    "cohere deepseek fireworks google_anthropic_vertex google_genai google_vertexai groq huggingface ibm langsmith litellm meta "
    "mistralai nvidia ollama openai openrouter perplexity together upstage xai"
).split()
NAMED = f"(?:{'|'.join(PROVIDERS)}):.+"
"""A pattern of the model names that LangChain takes without guessing."""


class LangChain(Adapter):
    """An agent of LangChain's `create_agent`.

    The body becomes `system_prompt`, never a prompt template: those take braces for their own. A model is needed; one that the
    file names as `provider:name`, with a provider that LangChain knows, is taken as it is. The description has no place: deepagents has one. Names of skills have
    none either; their text is in the prompt.
    """

    title = "LangChain agent"
    package = "langchain"
    module = "langchain"
    extra = "langchain"
    tested = "1.5.2, 2026-11-24"
    own_models = NAMED

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
