"""A phrase that takes earlier instructions back, or gives the model a role without rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.signals.override import MARKS
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" and not view.depth:
        return
    for hit in view.hits("override"):
        message = f"earlier instructions are taken back: `{view.shown(hit.start, hit.end)}`"
        line, _ = view.line_span(hit.start)
        begins = compiled(
            r"[ \t>*_#-]{0,8}(?:\d{1,4}[.)] )?(?:(?:please|from now on|now|your|and|you (?:must|should|are to|will)|important|system|attention)[:, ]{1,2}|[^`\"'“]{0,200}[.!:;] ){0,2}"
        ).fullmatch(view.lower, line, hit.start)
        if begins is None or view.is_quoted(hit.start) or view.is_defensive(hit.start) or view.fence(hit.start) is not None:
            yield KIND.info(hit.start, hit.end, message)
        else:
            yield KIND.warning(hit.start, hit.end, message)


KIND = Kind("override-phrase", ("AST05", "LLM01", "CWE-1427"), MARKS, _find, facts_only=True)
