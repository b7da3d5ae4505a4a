"""pydantic-ai's AgentSpec: an agent as data, for YAML or JSON files and `Agent.from_spec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter
from agentkit.escaping import escape

if TYPE_CHECKING:
    from pydantic_ai import AgentSpec

    from agentkit.adapters.ask import Ask


class PydanticSpec(Adapter):
    """An AgentSpec of pydantic-ai.

    Its instructions and description are Handlebars templates as soon as they hold `{{`, so those are written to be given back. It
    has no tools: they are named where the agent is made, `Agent.from_spec(spec, tools=...)`, so the file's list is a loss unless
    it is empty or dropped. pydantic-ai takes blanks and line ends off both ends of instructions; where that takes more than line
    ends it is a loss.
    """

    title = "pydantic-ai AgentSpec"
    package = "pydantic-ai-slim"
    module = "pydantic_ai"
    extra = "pydantic-spec"
    tested = "2.68.0, 2026-11-24"
    own_models = r"[a-z_-]+:.+"

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the spec as plain data."""
        text = ask.text
        if text.strip() != text.strip("\r\n"):
            ask.lose(
                "body", repr(text[:20]), "pydantic-ai takes blanks off both ends of instructions; to_pydantic_ai() keeps them"
            )
        description = ask.take("description")
        given = {
            "name": ask.take("name"),
            "description": escape(description, "handlebars") if description else None,
            "instructions": escape(text, "handlebars"),
            "model": ask.model(),
        }
        self._tools(ask)
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> AgentSpec:
        """Give an `AgentSpec`."""
        with self.installed():
            from pydantic_ai import AgentSpec
        given = {**self.keywords(ask), **ask.arguments}
        if "{{" in f"{given.get('instructions')}{given.get('description')}":
            # pydantic-ai reads templates with a package of its own, and its error has no name that tells which.
            with self.installed("pydantic_handlebars", "pydantic-ai-slim[spec]"):
                import pydantic_handlebars  # noqa: F401
        return AgentSpec.from_dict(given)

    def _tools(self, ask: Ask) -> None:
        said = {"tools": ask.take("tools"), "disallowedTools": ask.take("disallowedTools")}
        if ask.persona.tools is None:
            said["tools"] = "every tool"
        for field, value in said.items():
            if value:
                ask.lose(field, value, "a spec has no tools; name them in Agent.from_spec(spec, tools=...)")


ADAPTER = PydanticSpec()
