"""OpenAI Agents SDK: an `Agent`, and with it the agents that it hands off to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.adapters.adapter import Adapter
from agentkit.errors import NotFound, RenderError

if TYPE_CHECKING:
    from agents import Agent

    from agentkit.adapters.ask import Ask


class OpenAI(Adapter):
    """An agent of the OpenAI Agents SDK.

    The body becomes `instructions`, the description `handoff_description`. `to_openai` wires hand-offs: the agents that the
    body sends work to and those in `Agent(...)`, as far as the registry has them, and theirs in turn; one agent that is
    reached twice is one object. Their tools are called `transfer_to_` and the name with `_` for other characters.
    """

    title = "OpenAI Agents SDK"
    package = "openai-agents"
    module = "agents"
    extra = "openai"
    tested = "0.24.0, 2026-11-24"
    starts_agents = True

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `Agent` but for the hand-offs, which are objects."""
        for wanted in _wanted(ask):
            ask.lose("handoffs", wanted.agent, "a hand-off is an object; to_openai() makes it", wanted.line, wanted.column)
        return _keywords(ask)

    def build(self, ask: Ask) -> Agent[Any]:
        """Give an `Agent` whose hand-offs are wired.

        Raises:
            RenderError: Two agents of the team would have the same hand-off tool.
        """
        with self.installed():
            from agents import Agent, handoff
        asks = _team(ask)
        made = {name: Agent[Any](**_keywords(each), **({} if each is not ask else ask.arguments)) for name, each in asks.items()}
        tools: dict[str, str] = {}
        for name, each in asks.items():
            for wanted in _wanted(each):
                if wanted.agent not in made:
                    continue
                tool = "transfer_to_" + re.sub(r"[^a-zA-Z0-9_]", "_", wanted.agent)
                if tools.setdefault(tool, wanted.agent) != wanted.agent:
                    message = f"`{wanted.agent}` and `{tools[tool]}` would both be handed off to by the tool `{tool}`"
                    raise RenderError(message, path=each.persona.source.path, hint="leave one out with handoffs=[...]")
                made[name].handoffs.append(handoff(made[wanted.agent], tool_name_override=tool))
        return made[ask.persona.name]


class _Wanted(NamedTuple):
    """An agent that another hands work to, and where its file says so."""

    agent: str
    line: int | None
    column: int | None


def _keywords(ask: Ask) -> dict[str, Any]:
    given = {
        "name": ask.take("name"),
        "instructions": ask.text,
        "handoff_description": ask.take("description"),
        "model": ask.model(),
        "tools": ask.tools(),
    }
    return {key: value for key, value in given.items() if value is not None}


def _wanted(ask: Ask) -> list[_Wanted]:
    """Give the agents to hand off to, each once: those of the body, those of `Agent(...)`, or those that the caller names."""
    denied = [grant for grant in ask.persona.disallowed_tools or () if grant.kind in ("agent", "all")]
    if any(not grant.agents for grant in denied):
        return []
    started = [name for grant in ask.persona.tools or () for name in grant.agents]
    # In a body made of several files lines say nothing of any file.
    placed = ask.persona is ask.original
    wanted = [_Wanted(each.agent, *((each.line, each.column) if placed else (None, None))) for each in ask.persona.handoffs]
    wanted += [_Wanted(name, None, None) for name in started]
    if ask.handoffs is not None:
        wanted = [_Wanted(name, None, None) for name in ask.handoffs]
    kept = {each.agent: each for each in reversed(wanted)}
    for name in [ask.persona.name, *(name for grant in denied for name in grant.agents)]:
        kept.pop(name, None)
    return list(reversed(kept.values()))


def _team(ask: Ask) -> dict[str, Ask]:
    """Give the asks of an agent and of every agent that can be reached from it by hand-offs; what is missing is a loss."""
    asks = {ask.persona.name: ask}
    waiting = [ask]
    while waiting:
        each = waiting.pop(0)
        for wanted in _wanted(each):
            if wanted.agent in asks:
                continue
            try:
                other = each.registry[wanted.agent]
            except NotFound as error:
                why = f"no agent of that name can be handed off to ({error.hint})" if error.hint else "there is no such agent"
                each.lose("handoffs", wanted.agent, why, wanted.line, wanted.column)
                continue
            asks[wanted.agent] = each.beside(other)
            waiting.append(asks[wanted.agent])
    return asks


ADAPTER = OpenAI()
