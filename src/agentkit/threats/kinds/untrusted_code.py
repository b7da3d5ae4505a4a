"""Code that is fetched from anybody's place and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, distrust, is_stranger
from agentkit.threats.signals.remote_run import ANSWERED, IN_PROCESS, MARKS
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_IN_WORDS = (
    rf"\b(?:fetch|download|get|grab|retrieve|pull) (?:and|then|&) (?:run|execute|launch|install|start|open|source)\b[^\n]{{0,40}}?(?P<direct>{URL})|"
    rf"\b(?:fetch|download|get|grab|retrieve|pull|load|save)\b[^\n]{{0,80}}?(?P<url>{URL})[^\n]{{0,160}}?\b(?:run|execute|exec|source|launch|eval|start|open|pipe|invoke)\b "
    r"(?:it|them|that|this|the (?:downloaded |fetched |saved |resulting )?(?:script|file|installer|binary|program|result|contents?|code|payload|executable))"
    r"(?=[.,;)\n]| (?:with|before|as|on|in|using|and|to|through|via|locally|silently|at|first|now)\b|$)"
)
_DATA = (".csv", ".json", ".jsonl", ".pdf", ".png", ".jpg", ".md", ".txt", ".html", ".xml", ".yml", ".yaml", ".parquet", ".ipynb")


def _find(view: View) -> Iterator[Threat]:
    for hit in view.hits("remote_run"):
        urls = hit.what.split()
        reason = next((reason for url in urls if (reason := distrust(url)) is not None), None)
        if reason is None and IN_PROCESS in urls and any(map(is_stranger, urls[1:])):
            reason = "another machine, by the program itself,"
        if reason is None and ANSWERED in urls:
            reason = "whoever answers"
        if reason is None:
            continue
        message = f"code from {reason} is run: `{view.shown(hit.start, hit.end)}`"
        if not view.runs(hit.start) and view.is_defensive(hit.start):
            yield KIND.info(hit.start, hit.end, f"{message}, in a text that warns of it")
        else:
            yield KIND.verdict(hit.start, hit.end, message)
    if view.role == "script" and not view.depth:
        return
    for match in view.search(_IN_WORDS, ("http://", "https://")):
        url = match["url"] or match["direct"]
        reason = distrust(url)
        if reason is None or url.endswith(_DATA) or view.fence(match.start()) is not None or _is_refused(view, match.start()):
            continue
        yield KIND.verdict(*match.span(), f"code from {reason} is to be fetched and run: `{view.shown(*match.span())}`")


def _is_refused(view: View, start: int) -> bool:
    """Tell whether a sentence forbids what it says, or somebody else does it."""
    line, _ = view.line_span(start)
    return view.is_defensive(start) or compiled(r"\b(?:attackers?|malware|users? (?:who|that)|it|they|that|which|who|will|would|could|can|may) \Z").search(
        view.lower, max(line, start - 60), start
    ) is not None  # fmt: skip


KIND = Kind(
    "untrusted-code",
    ("AST01", "AST02", "LLM03", "CWE-494", "CWE-829"),
    (*MARKS, "fetch", "download", "grab", "retrieve", "get "),
    _find,
)
