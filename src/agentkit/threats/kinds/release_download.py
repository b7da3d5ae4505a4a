"""A program or an archive to download from a repository's releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = ("/releases/", "/raw/")
_PATTERN = r"https?://[^\s'\"<>`)\]]{3,200}/(?:releases/(?:latest/)?download|raw)/[^\s'\"<>`)\]]{1,200}\.(?:exe|msi|dmg|pkg|zip|rar|7z|scr|iso|jar|appimage|apk|bat|ps1)(?![\w-]|\.\w)"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        yield KIND.info(*match.span(), f"a program to download: `{view.shown(*match.span())}`")


KIND = Kind("release-download", ("AST02", "LLM03", "CWE-494"), _MARKS, _find, facts_only=True)
