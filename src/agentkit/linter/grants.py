"""What rules about tool lists share: whose tools a list names, where its entries stand, and how one is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.fix import Edit
from agentkit.pattern import pattern
from agentkit.profiles.claude_code import TOOLS
from agentkit.profiles.tool_names import OTHER_TOOLS

if TYPE_CHECKING:
    from collections.abc import Collection

    from agentkit.linter.subject import Subject
    from agentkit.span import Span
    from agentkit.tools import Tools

_ELSEWHERE = pattern(r"(?:^|/)\.(?:github|opencode|gemini|qwen|kiro|cursor|codex)/|\.(?:agent|chatmode)\.md$")
# What stands between two entries: a comma, or the dash of a block list. Anything else, a comment say, is not ours to take.
_BETWEEN = pattern(r"[ \t]{0,200}(?:,\s{0,200}|\r?\n[ \t]{0,200}-[ \t]{1,200})")


def is_foreign(it: Subject) -> bool:
    """Tell whether an agent is made for another harness than Claude Code, so that what that does says nothing of it.

    By its place, its file's name, a `tools` mapping, or a tool that only another harness has, case counting.
    """
    if _ELSEWHERE.search(it.path.replace("\\", "/")) is not None:
        return True
    tools = it.persona.tools or ()
    if it.document.fields is not None and type(it.document.fields.get("tools")).__name__ == "Fields":
        return True
    return any(grant.name in OTHER_TOOLS and grant.name not in TOOLS for grant in tools if grant.kind in ("tool", "specified"))


def place(it: Subject, field: str, at: int) -> Span:
    """Give the place of an entry of `tools` or `disallowedTools`; of the whole list where the entry's is not known."""
    spans = it.persona.source.spans
    return spans.get(f"{field}[{at}]") or it.value(field)


def without(it: Subject, field: str, taken: Collection[int]) -> tuple[Edit, ...]:
    """Give the edits that take entries out of a list, each with its separator.

    Returns:
        The edits in order; none when nothing would be left, or when something but a separator stands between the entries.
    """
    spans = it.persona.source.spans
    count = len(listed(it, field) or ())
    places = [spans.get(f"{field}[{at}]") for at in range(count)]
    if len(taken) >= count:
        return ()
    edits: list[Edit] = []
    kept_before = False
    for at, span in enumerate(places):
        if at not in taken:
            kept_before = True
            continue
        other = places[at - 1] if kept_before else places[at + 1]
        if span is None or other is None:
            return ()
        first, second = (other, span) if kept_before else (span, other)
        if _BETWEEN.fullmatch(it.document.text, first.end, max(second.start, first.end)) is None:
            return ()
        edits.append(Edit(first.end, second.end, "") if kept_before else Edit(first.start, second.start, ""))
    return tuple(edits)


def listed(it: Subject, field: str) -> Tools | None:
    """Give the list of a field, `tools` or `disallowedTools`."""
    return it.persona.tools if field == "tools" else it.persona.disallowed_tools
