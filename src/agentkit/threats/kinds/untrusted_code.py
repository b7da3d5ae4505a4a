"""Code that is fetched from anybody's place and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import distrust
from agentkit.threats.signals.remote_run import MARKS
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    for hit in view.hits("remote_run"):
        reason = next((reason for url in hit.what.split() if (reason := distrust(url)) is not None), None)
        if reason is None:
            continue
        message = f"code from {reason} is run: `{view.shown(hit.start, hit.end)}`"
        if not view.runs(hit.start) and view.is_defensive(hit.start):
            yield KIND.info(hit.start, hit.end, f"{message}, in a text that warns of it")
        else:
            yield KIND.verdict(hit.start, hit.end, message)


KIND = Kind("untrusted-code", ("AST01", "AST02", "LLM03", "CWE-494", "CWE-829"), MARKS, _find)
