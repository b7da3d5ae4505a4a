"""A persona written back as an agent file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.document import dumps
from agentkit.persona import NAMESPACE
from agentkit.tools import Tools, parse_tools

if TYPE_CHECKING:
    from agentkit.persona import Persona


def format_persona(persona: Persona) -> str:
    """Write a persona as the text of an agent file that every harness reads alike.

    The fields come in the order of the documentation, then the others, then agentkit's own where any are left; the body as it
    is. Reading the text gives an equal persona. Comments of the file that it was read from are not kept.

    Raises:
        WriteRefused: A value cannot be written so that it is read back the same.
    """
    return dumps(fields_of(persona), persona.body)


def fields_of(persona: Persona) -> dict[str, object]:
    """Give the fields of a persona as plain data that can be changed, under their names in a file; absent ones left out."""
    model = persona.model
    given: dict[str, object] = {
        "name": persona.name,
        "description": persona.description.text or None,
        "tools": _written(persona.tools),
        "disallowedTools": _written(persona.disallowed_tools),
        "model": None if model is None else [model.text, *model.alternatives] if model.alternatives else model.text,
        "permissionMode": persona.permission_mode,
        "maxTurns": persona.max_turns,
        "skills": list(persona.skills) or None,
        "mcpServers": thawed(persona.mcp_servers) or None,
        "hooks": thawed(persona.hooks),
        "memory": persona.memory,
        "background": persona.background,
        "omitClaudeMd": persona.omit_claude_md,
        "effort": persona.effort,
        "isolation": persona.isolation,
        "color": persona.color,
        "initialPrompt": persona.initial_prompt,
        "experimental": thawed(persona.experimental),
    }
    fields = {key: value for key, value in given.items() if value is not None}
    fields.update(thawed(persona.extra))
    if persona.agentkit:
        fields[NAMESPACE] = thawed(persona.agentkit)
    return fields


def _written(tools: Tools | None) -> str | list[str] | None:
    """Give a tool list as the comma string that nearly every file has; as a list where that would say something else."""
    if tools is None:
        return None
    text = str(tools)
    return text if tools and parse_tools(text) == tools else [grant.text for grant in tools]


def thawed(value: Any) -> Any:
    """Give plain data with every read-only mapping a dict and every tuple a list."""
    if isinstance(value, dict):
        return {key: thawed(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [thawed(inner) for inner in value]
    return value
