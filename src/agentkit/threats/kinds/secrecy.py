"""An order to keep something from the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.signals.concealment import MARKS
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" and not view.depth:
        return
    for hit in view.hits("concealment"):
        yield KIND.info(hit.start, hit.end, f"something is to be kept from the user: `{view.shown(hit.start, hit.end)}`")


KIND = Kind("secrecy", ("AST05", "LLM01", "CWE-1427"), MARKS, _find, facts_only=True)
