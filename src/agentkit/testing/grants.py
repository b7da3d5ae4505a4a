"""What an agent may use, against what it is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.covering import covers
from agentkit.display import visible
from agentkit.errors import CompositionError
from agentkit.persona import MEMORIES
from agentkit.profiles.claude_code import MEMORY_TOOLS
from agentkit.span import START
from agentkit.testing.places import shown_path
from agentkit.tools import parse_tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agentkit.persona import Persona
    from agentkit.tools import Grant, Tools


def assert_grants_within(
    persona: Persona, allowed: str | Iterable[str], *, registry: Mapping[str, Persona] | None = None
) -> None:
    """Assert that an agent may use nothing but some tools.

    `Read` allows `Read(*.md)` too, `Agent` allows `Agent(reviewer)`, `mcp__github` every tool of that server; a narrowed one,
    `Bash(git *)`, allows just what is written so. What `disallowedTools` takes away does not count; what `memory` adds does (Claude
    Code documentation, read 2026-10-08).

    Args:
        persona: The agent.
        allowed: Tools, as a `tools` list would grant them; a comma string works too.
        registry: Where the agent that it extends is looked up; needed for one that extends another.

    Raises:
        AssertionError: It may use another tool, or gives no list and so inherits every tool.
        CompositionError: It extends an agent, and no registry is given, or that has none of the name.
    """
    __tracebackhide__ = True
    may = parse_tools(allowed if isinstance(allowed, str) else list(allowed))
    whole, giver, memory_giver = _whole(persona, registry)
    name = visible(persona.name)
    shown = ", ".join(sorted(visible(grant.text) for grant in may)) or "none"
    if whole.tools is None:
        if any(grant.kind == "all" for grant in may):
            return
        raise AssertionError(
            f"{name} has no `tools`, and inherits every tool: {_place(giver, 'name')}\nallowed: {shown}\n"
            "to grant none, write `tools: []`"
        )
    lines = [
        f"  {visible(grant.text)}  {_place(giver, f'tools[{at}]', 'tools')}"
        for at, grant in enumerate(whole.tools)
        if not _is_denied(grant, whole.disallowed_tools) and not any(_covers(each, grant) for each in may)
    ]
    added = [tool for tool in _of_memory(whole) if not any(_covers(each, tool) for each in may)]
    if added:
        lines.append(f"  {', '.join(map(str, added))}  by `memory`, {_place(memory_giver, 'memory')}")
    if lines:
        raise AssertionError("\n".join([f"{name} may use more than is allowed:", *lines, f"allowed: {shown}"]))


def _whole(persona: Persona, registry: Mapping[str, Persona] | None) -> tuple[Persona, Persona, Persona]:
    """Give (the agent with what its base gives, whose file gives `tools`, whose file gives `memory`)."""
    extends = persona.agentkit.get("extends")
    if extends is None:
        return persona, persona, persona
    if registry is None:
        raise CompositionError(
            f"agent `{persona.name}` extends `{extends}`, whose tools count",
            path=persona.source.path,
            hint="give registry=registry",
        )
    from agentkit.prompt.composition import flatten, open_values

    flat = flatten(persona, registry, open_values(persona, registry))
    return flat.persona, flat.giver_of("tools"), flat.giver_of("memory")


def _of_memory(persona: Persona) -> Iterator[Grant]:
    if persona.memory in MEMORIES:
        given = {grant.name for grant in persona.tools or ()}
        for tool in parse_tools(list(MEMORY_TOOLS)):
            if tool.name not in given and not _is_denied(tool, persona.disallowed_tools):
                yield tool


def _is_denied(grant: Grant, denied: Tools | None) -> bool:
    """Tell whether a denied list takes the whole of a grant away; a specifier takes a part at most."""
    return any(each.specifier is None and _covers(each, grant) for each in denied or ())


def _covers(allowed: Grant, grant: Grant) -> bool:
    """Tell whether everything that a grant gives is allowed. A test allows no patterns: they are for what is written so."""
    if allowed.text == grant.text:
        return True
    is_pattern = (allowed.specifier is not None and allowed.kind != "agent") or "*" in (allowed.tool or "")
    return not is_pattern and covers(allowed, grant)


def _place(persona: Persona, *keys: str) -> str:
    spans = persona.source.spans
    span = next((spans[key] for key in keys if key in spans), START)
    return f"{shown_path(persona.source.path) or 'a text'}:{span.line}:{span.column}"
