"""SARIF 2.1.0, for code scanning and for editors.

Source: OASIS Standard SARIF 2.1.0 with errata 01, and GitHub's documentation of SARIF support, read 2026-11-24.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from urllib.parse import quote

from agentkit import __version__
from agentkit.display import visible
from agentkit.linter.fingerprint import fingerprints, place_of
from agentkit.linter.formats._shown import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter import Report
    from agentkit.linter.formats import Style
    from agentkit.linter.pages import Page

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PRECISION = {"exact": "very-high", "heuristic": "high", "advisory": "medium"}


def write(report: Report, style: Style) -> Iterator[str]:  # noqa: ARG001 - read by a service
    """Give a log of one run, and a newline. Its rules are those that found something."""
    found_codes = {found.code for found in report.diagnostics}
    pages = [page for page in report.pages() if page.code in found_codes]
    index = {page.code: at for at, page in enumerate(pages)}
    marks = fingerprints(report.diagnostics, report.lines, report.folder)
    run = {
        "tool": {"driver": {"name": "agentkit", "semanticVersion": __version__, "rules": [_rule(page) for page in pages]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder that agentkit was run in."}}},
        "results": [_result(found, mark, index) for found, mark in zip(report.diagnostics, marks, strict=True)],
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(page: Page) -> dict[str, object]:
    return {
        "id": page.code,
        "name": "".join(word.capitalize() for word in page.slug.split("-")),
        "shortDescription": {"text": page.title},
        "help": {"text": f"{page.title}\n\n{page.text}".rstrip(), "markdown": f"# {page.title}\n\n{page.text}".rstrip()},
        "defaultConfiguration": {"level": _LEVELS[page.severity.value], "enabled": page.default},
        "properties": {"precision": _PRECISION[page.confidence.value], "tags": [page.slug]},
    }


def _result(found: Diagnostic, mark: str, index: dict[str, int]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": found.code,
        "level": _LEVELS[found.severity.value],
        "message": {"text": _without_links(said(found))},
        "partialFingerprints": {"agentkit/v1": mark},
    }
    if found.code in index:
        result["ruleIndex"] = index[found.code]
    if found.path:
        span = found.span
        region = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
        file = _file(found.path)
        result["locations"] = [{"physicalLocation": {"artifactLocation": file, "region": region}}]
        if found.fix is not None and found.fix.edits:
            changes = [
                {
                    "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
                    "insertedContent": {"text": edit.text},
                }
                for edit in found.fix.edits
            ]
            change = {"artifactLocation": file, "replacements": changes}
            result["fixes"] = [{"description": {"text": visible(found.fix.title)}, "artifactChanges": [change]}]
            result["properties"] = {"fixIsSafe": found.fix.safe}
    return result


def _file(path: str) -> dict[str, object]:
    """Give where a file is: relative to the working directory, with an absolute address when it lies elsewhere."""
    place = place_of(path)
    if os.path.isabs(place) or place.split("/")[0] == "..":
        whole = os.path.abspath(place).replace(os.sep, "/")
        return {"uri": f"file://{'' if whole[0] == '/' else '/'}{_address(whole)}"}
    return {"uri": _address(place), "uriBaseId": "%SRCROOT%"}


def _address(path: str) -> str:
    """Percent-encode a path; a byte that is not UTF-8 stays that byte."""
    try:
        return quote(os.fsencode(path))
    except UnicodeEncodeError:  # no file has such a name, a caller's text may
        return quote(path.encode("utf-8", "surrogatepass"))


def _without_links(text: str) -> str:
    """Give a message of which no part is a link, as SARIF makes one of `[text](address)`."""
    if "](" not in text:
        return text
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
