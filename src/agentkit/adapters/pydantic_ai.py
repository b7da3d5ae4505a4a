"""pydantic-ai: an `Agent`. For an AgentSpec see `pydantic_spec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter

if TYPE_CHECKING:
    from pydantic_ai import Agent

    from agentkit.adapters.ask import Ask


class PydanticAI(Adapter):
    """An agent of pydantic-ai.

    The body becomes `system_prompt`, because `instructions` lose blanks and line ends at both ends. A system prompt is left out
    of a run that continues a history; `to_pydantic_ai` adds `ReinjectSystemPrompt`, so that it is there in every run, in place
    of another agent's. A model that the file names as `provider:name` is taken as it is.
    """

    title = "pydantic-ai agent"
    package = "pydantic-ai-slim"
    module = "pydantic_ai"
    extra = "pydantic-ai"
    tested = "2.68.0, 2026-11-24"
    own_models = r"[a-z_-]+:.+"

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `Agent`."""
        given = {
            "name": ask.take("name"),
            "description": ask.take("description"),
            "system_prompt": ask.text,
            "model": ask.model(),
            "tools": ask.tools(),
        }
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> Agent[Any, Any]:
        """Give an `Agent`."""
        with self.installed():
            from pydantic_ai import Agent
            from pydantic_ai.capabilities import ReinjectSystemPrompt
        given = {**self.keywords(ask), **ask.arguments}
        capabilities = [ReinjectSystemPrompt(replace_existing=True), *given.pop("capabilities", ())]
        return Agent(**given, capabilities=capabilities)


ADAPTER = PydanticAI()
