"""The frame of the pages that agentkit writes: one file that runs nothing and loads nothing, whatever stands in it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING

from agentkit.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


def page(title: str, style: str, parts: Iterable[str]) -> str:
    """Give a page whose policy allows its own style and nothing else.

    Args:
        title: Text; it is escaped.
        style: CSS of ours.
        parts: HTML that stands below the title; whoever makes it escapes what comes from files.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    shown = escape(visible(title))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{shown}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            f"<h1>{shown}</h1>",
            *parts,
            "</body>",
            "</html>",
            "",
        ]
    )
