"""Code that is fetched and run, from a place that gives no reason for distrust by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import distrust, is_known_installer, is_local, is_open, is_stranger
from agentkit.threats.signals.remote_run import ANSWERED, IN_PROCESS, MARKS
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View


def _find(view: View) -> Iterator[Threat]:
    for hit in view.hits("remote_run"):
        urls = [each for each in hit.what.split() if "://" in each]
        if (
            ANSWERED in hit.what
            or (IN_PROCESS in hit.what and any(map(is_stranger, urls)))
            or not urls
            or any(distrust(url) for url in urls)
            or all(is_local(url) or is_open(url) for url in urls)
        ):
            continue
        message = f"code is fetched and run: `{view.shown(hit.start, hit.end)}`"
        if all(map(is_known_installer, urls)) or (not view.runs(hit.start) and view.is_defensive(hit.start)):
            yield KIND.info(hit.start, hit.end, message)
        else:
            yield KIND.warning(hit.start, hit.end, message)


KIND = Kind("piped-installer", ("AST02", "LLM03", "CWE-494"), MARKS, _find, facts_only=True)
