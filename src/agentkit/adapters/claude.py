"""Claude Agent SDK: a subagent for `ClaudeAgentOptions(agents={name: definition})`, or for `claude --agents JSON`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter

if TYPE_CHECKING:
    from claude_agent_sdk import AgentDefinition

    from agentkit.adapters.ask import Ask
    from agentkit.tools import Tools

# The fields that stay as they are. Source: claude_agent_sdk.types.AgentDefinition, 0.2.187, read 2026-11-24.
_SAME = ("memory", "mcpServers", "initialPrompt", "maxTurns", "background", "effort", "permissionMode")


class Claude(Adapter):
    """A subagent of the Claude Agent SDK.

    The name is the key under which the definition is given. Tools stay names, as written; a table replaces those that it
    holds. Without a list the key `tools` is left out, and the agent inherits every tool. The model stays as written unless
    `models` says otherwise. With `skills="native"` the names are handed over, and the SDK loads those that its
    `setting_sources` reach; else their text is in the prompt. `hooks`, `isolation`, `omitClaudeMd`, `experimental` and
    `color` have no place in a definition.
    """

    title = "Claude Agent SDK"
    package = "claude-agent-sdk"
    module = "claude_agent_sdk"
    extra = "claude"
    tested = "0.2.187, 2026-11-24"
    native_skills = True

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `AgentDefinition`; what the file does not give is left out."""
        ask.take("name")
        given = {
            "description": ask.take("description") or "",
            "prompt": ask.text,
            "tools": _names(ask, "tools", ask.persona.tools),
            "disallowedTools": _names(ask, "disallowedTools", ask.persona.disallowed_tools),
            "model": _model(ask),
            "skills": ask.take("skills") if ask.skills == "native" else None,
            **{field: ask.take(field) for field in _SAME},
        }
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> AgentDefinition:
        """Give an `AgentDefinition`."""
        with self.installed():
            from claude_agent_sdk import AgentDefinition
        return AgentDefinition(**{**self.keywords(ask), **ask.arguments})


def _names(ask: Ask, field: str, tools: Tools | None) -> list[Any] | None:
    """Give a tool list as names, those in the caller's table replaced; None when there is no list."""
    ask.take(field)
    if tools is None:
        return None
    names: list[Any] = []
    for grant in tools:
        value = (ask.table or {}).get(grant.text, grant.text)
        names += [] if value is None else list(value) if isinstance(value, list | tuple) else [value]
    return names


def _model(ask: Ask) -> Any:
    """Give the model as written; where the file gives a choice of several, the first."""
    written = ask.persona.model
    if written is not None and ask.models is None:
        ask.take("model")
        if written.alternatives:
            ask.lose("model", ", ".join(written.alternatives), "an agent has one model here; the first is taken")
        return written.text
    return ask.model()


ADAPTER = Claude()
