"""Fields that a file has and its documentation does not: which are misspellings, and the change that puts one right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit import persona, skill
from agentkit.fix import Edit, Fix
from agentkit.nearest import is_slip, nearest
from agentkit.persona import Persona
from agentkit.profiles.claude_code import SKILL_FIELDS
from agentkit.profiles.field_names import NO_GRANTS, OTHER_AGENT_FIELDS
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.document import Entry
    from agentkit.linter.subject import Subject

_GRANTING = frozenset(
    """
    tools disallowedTools permissionMode hooks mcpServers memory isolation allowed-tools disallowed-tools shell
    disable-model-invocation user-invocable context agent
    """.split()
)
"""Fields that decide what an agent may do, or what runs: a setting that was dead must not come alive unseen."""


class UnknownKey(NamedTuple):
    """A field that no documentation of its kind of file knows."""

    entry: Entry
    meant: str | None
    """The documented field that it resembles; None when it resembles none."""


def unknown_keys(it: Subject) -> Iterator[UnknownKey]:
    """Give the fields of an agent or skill that are neither documented nor agentkit's own, in order.

    Fields that another harness documents resemble nothing, and are left out in another harness's folder.
    """
    if it.document.fields is None or it.item is None:
        return
    elsewhere = is_for_another(it.path)
    present = {entry.key.text for entry in it.document.fields.entries}
    for entry in it.document.fields.entries:
        key = entry.key.text
        if key not in it.item.extra:
            continue
        if isinstance(it.item, Persona):
            if key in NO_GRANTS or (elsewhere and key in OTHER_AGENT_FIELDS):
                continue
            close = nearest(key, persona.FIELDS, 1) if key not in OTHER_AGENT_FIELDS else ()
        else:
            if key in SKILL_FIELDS:
                continue
            close = nearest(key, [*skill.FIELDS, *SKILL_FIELDS], 1)
        meant = close[0] if close and _is_misspelt(key, close[0], present) else None
        yield UnknownKey(entry, meant)


def _is_misspelt(key: str, meant: str, present: set[str]) -> bool:
    """Tell a misspelling from a field of its own, such as `short-description` or `model_id`."""
    if is_slip(key, meant):
        return True
    return meant not in present and meant not in re.split(r"[-_ ]", key)


def renaming(it: Subject, entry: Entry, meant: str, *, safe: bool | None = None) -> Fix | None:
    """Give the change that writes a field's documented name; None when the file has that field already.

    It is safe when one slip lies between the two and the field decides nothing that the agent may do.
    """
    fields = it.document.fields
    if fields is None or fields.get(meant) is not None:
        return None
    key = entry.key.text
    if safe is None:
        safe = is_slip(key, meant) and meant not in _GRANTING
    return Fix(f"write `{meant}`", (Edit(entry.key.start, entry.key.end, meant),), safe, (key, meant))
