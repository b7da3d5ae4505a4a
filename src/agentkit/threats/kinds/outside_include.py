"""A file outside the project that Claude Code pulls into the prompt for an `@`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.signals.credentials import FILES
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_PATTERN = r"(?:(?<=[\s(\[\"'*:-])|^)@(~/[\w./@+-]{1,200}|/(?:etc|home|users|root|var|proc|opt|usr|private|tmp)/[\w./@+-]{1,200}|(?:\.\./){2,20}[\w./@+-]{1,200})"


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" or view.depth:
        return
    for match in view.search(_PATTERN, ("@~/", "@/", "@../")):
        if view.fence(match.start()) is not None or view.is_quoted(match.start()):
            continue
        path = match[1]
        if (
            re.search(FILES, path) is not None
            or re.search(r"\.ssh/|\.aws/|/etc/(?:passwd|shadow)|\.gnupg|\.netrc", path) is not None
        ):
            yield KIND.verdict(
                *match.span(), f"a file of keys or accounts is pulled into the prompt: `{view.shown(*match.span())}`"
            )
        else:
            yield KIND.warning(
                *match.span(), f"a file outside the project is pulled into the prompt: `{view.shown(*match.span())}`"
            )


KIND = Kind("outside-include", ("AST03", "AST06", "LLM02", "CWE-22", "CWE-200"), ("@~/", "@/", "@../"), _find)
