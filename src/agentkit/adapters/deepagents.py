"""deepagents: a subagent for `create_deep_agent(subagents=[...])`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from agentkit.adapters.adapter import Adapter

if TYPE_CHECKING:
    from deepagents import SubAgent

    from agentkit.adapters.ask import Ask

# The tools that deepagents gives every subagent, whatever its `tools` say, and the grants that they are for.
# Source: deepagents 0.7.32, FilesystemMiddleware, read 2026-11-24.
_OWN = {"write_file": "Write", "edit_file": "Edit", "execute": "Bash"}


class DeepAgents(Adapter):
    """A subagent of deepagents, a mapping.

    Without a tool list the key `tools` is left out, and the subagent inherits those of the main agent, unless it denies some: then
    it gets your table's, less those. deepagents gives every subagent tools of its own for reading, writing and running; where
    the file does not grant as much, that is a loss until `arguments` brings `middleware` or `permissions` of yours. Skills are
    in the prompt: deepagents takes whole folders of them, not names.
    """

    title = "deepagents subagent"
    package = "deepagents"
    module = "deepagents"
    extra = "deepagents"
    tested = "0.7.32, 2026-11-24"
    own_models = r"[a-z_]+:.+"

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the subagent as plain data."""
        persona = ask.persona
        given = {
            "name": ask.take("name"),
            "description": ask.take("description") or "",
            "system_prompt": ask.text,
            "model": ask.model(),
        }
        inherits = persona.tools is None and not persona.disallowed_tools and ask.table is None
        if inherits:
            ask.take("tools")
        else:
            given["tools"] = ask.tools() or []
            self._restrict(ask)
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> SubAgent:
        """Give the subagent, with deepagents there to take it."""
        with self.installed():
            import deepagents  # noqa: F401 - a subagent is a mapping; it says whether there is anything to take it
        return cast("SubAgent", {**self.keywords(ask), **ask.arguments})

    def _restrict(self, ask: Ask) -> None:
        """Say which tools of deepagents' own go beyond what the file grants."""
        if {"middleware", "permissions"} & ask.arguments.keys():
            return
        tools, denied = ask.persona.tools, {grant.name for grant in ask.persona.disallowed_tools or ()}
        names = {grant.name for grant in tools} if tools is not None else None
        beyond = [own for own, name in _OWN.items() if name in denied or (names is not None and not names & {name, "*"})]
        if beyond:
            hint = "restrict them with arguments={'middleware': [FilesystemMiddleware(tools=[...])]}"
            field, said = ("tools", tools) if names is not None else ("disallowedTools", ask.persona.disallowed_tools)
            ask.lose(field, said or "[]", f"deepagents adds {', '.join(beyond)} to every subagent; {hint}")


ADAPTER = DeepAgents()
