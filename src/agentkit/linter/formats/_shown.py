"""What the formats share: a finding as one line, text that neither a terminal nor a build service takes for an order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic

ORDER = r"##(?=\w{0,20}\[)"
"""Two signs that build services look for anywhere in a line: `##[error]`, `##vso[...]`, `##teamcity[...]`."""
NO_FILE = "<text>"


def plain(text: str) -> str:
    """Give text as one visible line that no build service takes for an order."""
    text = visible(text)
    return re.sub(ORDER, r"#\\x23", text) if "##" in text else text


def shown_path(path: str | None) -> str:
    """Give a path so that a line that starts with it starts with nothing else: no order, no blank, no `: ` within."""
    if not path:
        return NO_FILE
    shown = plain(path).replace(": ", ":\\x20")
    return f"./{shown}" if shown[0].isspace() or shown[0] == ":" else shown


def place(found: Diagnostic) -> str:
    """Give `path:line:column`."""
    return f"{shown_path(found.path)}:{found.span.line}:{found.span.column}"


def said(found: Diagnostic) -> str:
    """Give message and hint."""
    return plain(f"{found.message} ({found.hint})" if found.hint else found.message)


def one_line(found: Diagnostic) -> str:
    """Give `path:line:column: severity CODE message (hint)`."""
    return f"{place(found)}: {found.severity.value} {found.code} {said(found)}"
