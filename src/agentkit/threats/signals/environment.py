"""The whole environment of a process, keys and all, taken in one piece; single variables are no signal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = ("secrets)", "env", "export -p", "set |", "declare -x", "getenv")
DUMP = (
    r"(?:^|[\s;&|`({\"'])(?:/usr/bin/)?(?:printenv|env)(?= *(?:\||>|\)|`|$|;|&&))|(?:^|[\s;(`])(?:export -p|declare -[px]+|set)(?= *[|)`>])|"
    r"\$\((?:/usr/bin/)?(?:env|printenv|export -p)\b(?! -)[^)\n]{0,80}\)|"
    r"(?:get-childitem|gci|dir|ls) env:|\[environment\]::getenvironmentvariables|"
    r"(?:dict|str|repr|json\.dumps|dumps|list|urlencode|parse\.urlencode)\((?:dict\()?(?:\*\*)?os\.environ(?!\[|\.get\()|"
    r"\{\*\*os\.environ\b|(?:data|json|params|body|payload|files)\s?=\s?(?:dict\()?os\.environ\b(?!\[|\.get\()|os\.environ\.items\(\)|"
    r"json\.stringify\((?:\{ ?\.\.\.)?process\.env\b(?!\.|\[)|object\.(?:entries|assign|keys)\((?:\{\}, ?)?process\.env\)|"
    r"(?:body|data|payload|json)\s?[:=]\s?\{? ?(?:\.\.\.)?process\.env\b(?![.\[])|"
    r"json\.stringify\([^\n;]{0,200}\bprocess\.env\b(?![.\[])|json\.dumps\([^\n;]{0,200}\bos\.environ\b(?!\[|\.get\()|"
    r"\b(?:data|json|params|body|payload)\s?=\s?\{[^}\n]{0,200}\bos\.environ\b(?!\[|\.get\()|\btojson\((?:secrets|env)\)|"
    r"\bos\.environ\(\)|env\.to_h(?:ash)?\b|system\.getenv\(\)|os\.environ\(\)|json_encode\(\$_(?:env|server)\)|http_build_query\(\$_env\)"
)


def find(view: View) -> Iterator[Hit]:
    """Give where the environment is taken whole."""
    for match in view.search(DUMP, MARKS):
        yield Hit(match.start(), match.end(), "the environment")
