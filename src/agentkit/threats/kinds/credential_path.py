"""A file or store of keys is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.signals.credentials import MARKS
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    for hit in view.hits("credentials"):
        if hit.what != "words":
            yield KIND.info(hit.start, hit.end, f"a place of keys or accounts is named: `{view.shown(hit.start, hit.end)}`")


KIND = Kind("credential-path", ("AST03", "LLM02", "CWE-522"), MARKS, _find, facts_only=True)
