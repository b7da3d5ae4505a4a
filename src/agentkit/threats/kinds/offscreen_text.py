"""Text so far to the right that an editor does not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_PATTERN = r"\S[^\n]{0,400}?[ \t\u00a0\u2000-\u200a\u3000]{120,2000}(?=\S)"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, (" " * 120, "\t" * 30, "\u00a0" * 60, "\u3000" * 60)):
        end = view.line_span(match.end())[1]
        if "|" not in view.text[match.start() : match.end()]:
            yield KIND.info(match.end(), end, f"text stands far to the right: `{view.shown(match.end(), end)}`")


KIND = Kind("offscreen-text", ("AST05", "LLM01", "CWE-451"), (" " * 120, "\t" * 30, "\u00a0" * 60, "\u3000" * 60), _find)
