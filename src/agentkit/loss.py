"""What of an agent file is lost on its way to a framework or harness: said with its place, never silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.persona import Persona
    from agentkit.span import Span

_LONGEST = 60
_RIGHTS = ("tools", "disallowedTools", "permissionMode", "mcpServers", "hooks", "isolation")
"""The fields that say what an agent may do."""


class Loss(NamedTuple):
    """Something that an agent file says and a framework or harness has no place for."""

    field: str
    """The field under its name in the file, such as `permissionMode`."""
    said: str
    """What the file says there, shortened to 60 characters."""
    reason: str
    """Why it is lost, and what can be done."""
    path: str | None
    """The file; None for a persona that was read from a text."""
    line: int | None
    """1-based; None when the place is not known."""
    column: int | None

    def __str__(self) -> str:
        """Give `path:line:column: field said: reason`."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{self.field} `{self.said}`: {self.reason}"
        return visible(f"{place}: {text}" if place else text)


def loss_of(giver: Persona, field: str, said: object, reason: str, line: int | None = None, column: int | None = None) -> Loss:
    """Make a loss; its place is found where none is given.

    Args:
        giver: The persona whose file gives the field.
        field: Its name in the file.
        said: What the file says there: a value, or an entry of a list.
        reason: Why it is lost.
        line: 1-based line, where it is known.
        column: 1-based column.
    """
    text = " ".join(shown(said).split())
    span = _span_of(giver, field, text)
    if line is None and span is not None:
        line, column = span.line, span.column
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return Loss(field, short, reason, giver.source.path, line, column)


def in_order(losses: Iterable[Loss], fields: Iterable[str]) -> tuple[Loss, ...]:
    """Give losses with those of rights first, then in the order of the file's fields."""
    order = {field: at for at, field in enumerate(fields)}
    return tuple(sorted(losses, key=lambda loss: (loss.field not in _RIGHTS, order.get(loss.field, -1))))


def shown(value: Any) -> str:
    """Give a field's value in a line: what a list holds, the keys of a mapping."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if isinstance(value, dict):
        return ", ".join(value)
    return str(value)


def _span_of(giver: Persona, field: str, text: str) -> Span | None:
    """Give the place of a field, or of the entry of a list that has this text."""
    spans = giver.source.spans
    for at, grant in enumerate({"tools": giver.tools, "disallowedTools": giver.disallowed_tools}.get(field) or ()):
        if grant.text == text and f"{field}[{at}]" in spans:
            return spans[f"{field}[{at}]"]
    return spans.get(field)
