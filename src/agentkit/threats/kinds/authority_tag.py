"""A tag that passes text off as the system's or as more than text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.signals.authority import MARKS
from agentkit.threats.threat import Kind
from agentkit.threats.view import View, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Hit, Threat

_REACH = 1_500
_CLOSE = 200
"""Characters of a line within which a tag belongs to what the one before it is about."""
_ENDS = r"</|\[/|\n\n\n"


def _find(view: View) -> Iterator[Threat]:
    is_script = view.role == "script"  # the description of a tool stands in one
    looked = -_CLOSE
    last = 0
    wants: str | None = None
    for hit in view.hits("authority"):
        if (view.is_quoted(hit.start) and not is_script) or (
            "important" in hit.what and view.text[hit.start : hit.end].strip() != view.text[hit.start : hit.end].strip().upper()
        ):
            continue
        if hit.start >= looked + _CLOSE or view.line(hit.start) != view.line(looked):
            looked = hit.start
            last, wants = _wanted(view, hit)
        else:
            last = max(last, hit.end)
        shown = view.shown(hit.start, hit.end)
        if wants is not None and not view.is_defensive(hit.start):
            yield KIND.verdict(hit.start, last, f"`{shown}` lends its text authority, and {wants}")
        elif is_script:
            continue
        elif view.is_defensive(hit.start):
            yield KIND.info(hit.start, hit.end, f"`{shown}` in a text that warns of it")
        else:
            yield KIND.warning(hit.start, hit.end, f"`{shown}` lends its text authority")


def _wanted(view: View, hit: Hit) -> tuple[int, str | None]:
    """Give where the text of a tag ends, and what it wants that is no business of its."""
    end = compiled(_ENDS).search(view.lower, hit.end, hit.end + _REACH)
    last = end.start() if end is not None else min(view.around(hit.end, 0, 4)[1], hit.end + _REACH)
    inner = View(view.text[hit.end : last], view.role, view.depth + 1)
    wants = None
    if inner.hits("override"):
        wants = "it takes earlier instructions back"
    elif inner.hits("concealment") and (
        inner.hits("order_to_send") or inner.hits("sending") or any(each.what != "words" for each in inner.hits("credentials"))
    ):
        wants = "it asks to act unseen"
    elif inner.hits("order_to_send") and (inner.hits("credentials") or inner.hits("environment")):
        wants = "it asks to send secrets away"
    elif (
        (inner.hits("concealment"))
        and compiled(r"\b(?:read|cat|open|pass|include|copy|put|append)\b").search(inner.lower)
        and inner.hits("credentials")
    ):
        wants = "it asks for secrets"
    return last, wants


KIND = Kind("authority-tag", ("AST05", "LLM01", "CWE-1427"), MARKS, _find)
