"""A sentence that orders something to be sent to an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.signals.order_to_send import MARKS
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" and not view.depth:
        return
    for hit in view.hits("order_to_send"):
        words = view.lower[hit.start : hit.end]
        if (
            compiled(
                r"^(?:send|upload|post|forward|transmit|exfiltrate|submit|deliver|relay|e?-?mail|leak|beacon|ship|sync|transfer|back|share)"
            ).match(words)
            is None
            or view.fence(hit.start) is not None
        ):
            continue
        yield KIND.warning(hit.start, hit.end, f"something is to be sent away: `{view.shown(hit.start, hit.end)}`")


KIND = Kind("upload-order", ("AST01", "LLM02", "CWE-200"), MARKS, _find, facts_only=True)
