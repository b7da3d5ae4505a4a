"""Text so far to the right that an editor does not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

# A run of blanks is taken once and as a whole: what could start or end anywhere in it takes seconds on some thousands of them.
_PATTERN = r"(?<=\S)[ \t\u00a0\u2000-\u200a\u3000]{120,}+(?=\S)"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, (" " * 120, "\t" * 30, "\u00a0" * 60, "\u3000" * 60)):
        start, end = view.line_span(match.end())
        if "|" not in view.text[max(start, match.start() - 400) : match.start()]:
            yield KIND.info(match.end(), end, f"text stands far to the right: `{view.shown(match.end(), end)}`")


KIND = Kind(
    "offscreen-text", ("AST05", "LLM01", "CWE-451"), (" " * 120, "\t" * 30, "\u00a0" * 60, "\u3000" * 60), _find, facts_only=True
)
