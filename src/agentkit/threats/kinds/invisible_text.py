"""Characters that nobody sees and a model reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import shortened
from agentkit.threats.invisible import invisible
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_SHOWN = 60


def _find(view: View) -> Iterator[Threat]:
    for run in invisible(view.text):
        said = f": `{shortened(run.text, _SHOWN)}`" if run.text else ""
        yield KIND.verdict(
            run.start,
            run.end,
            f"hidden text in {run.what}{said}" if "reorder" not in run.what else run.what,
            shortened(run.text, 160) if run.text else None,
        )


KIND = Kind("invisible-text", ("AST01", "AST05", "LLM01", "CWE-451", "CWE-1007"), (), _find, lowered=False)
