"""Something to be done without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = ("without", "silently", "automatically", "no confirmation")
_PATTERN = (
    r"\bwithout (?:asking|prompting|waiting for|seeking|requiring|requesting|(?:any |user |further |human |explicit )?(?:confirmation|approval|permission|consent|review))\b[^.\n]{0,40}|"
    r"\b(?:do not|don['’]t|never) (?:ask|wait|prompt)\b[^.\n]{0,30}\b(?:confirmation|permission|approval|consent)\b|\bsilently\b[^.\n]{0,30}"
)


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script":
        return
    for match in view.search(_PATTERN, _MARKS):
        yield KIND.info(*match.span(), f"something is done without asking: `{view.shown(*match.span())}`")


KIND = Kind("unasked-action", ("AST03", "LLM06", "CWE-862"), _MARKS, _find, facts_only=True)
