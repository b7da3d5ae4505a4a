"""Where a stretch of a prompt comes from, as a failure names it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from agentkit.display import visible
from agentkit.prompt.explanation import place_of

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.errors import AgentKitError
    from agentkit.prompt import Prompt
    from agentkit.prompt.provenance import PromptSpan

_VERBATIM = frozenset({"body", "base", "fragment", "skill"})
"""Kinds whose text stands in the file as it stands in the prompt, so that each of its lines has a line there."""
_SHOWN = 3


class Subject(NamedTuple):
    """A prompt, or a plain text taken for one."""

    text: str
    name: str
    """What to call it: `prompt of loader`."""
    spans: tuple[PromptSpan, ...]
    """Empty for a plain text."""


def subject_of(prompt: Prompt | str) -> Subject:
    """Give what an assertion is about."""
    if isinstance(prompt, str):
        return Subject(prompt, "the text", ())
    return Subject(prompt.text, f"prompt of {visible(prompt.persona)}", prompt.spans)


def shown_path(path: str | None) -> str:
    """Give a path as a failure names it: relative to the working directory where it lies in it, and safe to show."""
    if path is None:
        return ""
    shown = place_of(path)
    if shown == path and os.path.isabs(path):
        folder = os.path.join(os.getcwd(), "")
        shown = path.removeprefix(folder)
    return visible(shown)


def told(error: AgentKitError) -> str:
    """Give an error's text with its path as failures name it."""
    return visible(str(error).replace(error.path, shown_path(error.path), 1) if error.path else str(error))


def places(subject: Subject, start: int, end: int) -> str:
    """Give where a stretch of the text comes from: `agents/loader.md:12-14 (body of loader)`, several by commas.

    Args:
        subject: The text.
        start: Offset of the stretch in code points.
        end: Offset behind it; equal to `start` for a point between two characters, whose place is that before it.
    """
    found: list[str] = []
    point = max(start - 1, 0)
    for span in subject.spans:
        touched = span.start < end and start < span.end if end > start else span.start <= point < span.end
        if touched and span.path is not None:
            first, last = _lines(subject.text, span, start, end)
            lines = f":{first}" + (f"-{last}" if last not in (None, first) else "") if first is not None else ""
            found.append(f"{shown_path(span.path)}{lines} ({visible(span.label)})")
    if not found:
        return f"line {subject.text.count(chr(10), 0, start) + 1}"
    more = f" and {len(found) - _SHOWN} more places" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def _lines(text: str, span: PromptSpan, start: int, end: int) -> tuple[int | None, int | None]:
    if span.kind not in _VERBATIM or span.line is None:
        return span.line, span.end_line
    start = max(start, span.start)
    end = min(end, span.end)
    if end <= start:
        return span.line + text.count("\n", span.start, max(start - 1, span.start)), None
    return span.line + text.count("\n", span.start, start), span.line + text.count("\n", span.start, end - 1)


def told_finding(diagnostic: Diagnostic) -> str:
    """Give a finding's line with its path as failures name it."""
    return visible(str(diagnostic._replace(path=shown_path(diagnostic.path) or None)))
