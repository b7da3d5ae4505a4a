"""A text that is YAML from end to end: a file of values, not a frontmatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.document import MAX_BLOCK
from agentkit.document.reader import YAMLTrouble, read
from agentkit.span import Lines

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Node


def parse_yaml(text: str, path: str | None = None) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read a text that is YAML from end to end, as safely as a frontmatter: no tags, no aliases, limits on depth and size.

    Returns:
        The root node, None when there is none or it cannot be read; and what is wrong.
    """
    lines = Lines(text)
    if len(text) > MAX_BLOCK:
        message = f"{len(text):,} characters of YAML; agentkit reads up to {MAX_BLOCK:,}"
        return None, (problems.TOO_LARGE.at(message, path),)
    try:
        root, troubles = read(text)
    except YAMLTrouble as trouble:
        root, troubles = None, [trouble]
    found = (each.problem.at(each.message, path, lines.span(each.start, each.end), each.hint) for each in troubles)
    return root, tuple(found)
