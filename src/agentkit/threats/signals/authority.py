"""Tags that pass a text off as the system's or as more than text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = (
    "important>",
    "system",
    "[inst]",
    "<<sys>>",
    "<|im_start|>",
    "admin>",
    "[admin",
    "[important",
    "instructions>",
    "assistant>",
    "urgent>",
    "<secret>",
)
PATTERN = (
    r"<(?:important|critical|urgent|system(?:[-_ ](?:reminder|prompt|message|override|instructions?|note|update))?|admin|assistant|"
    r"hidden|secret|priority|override|mandatory|developer|instructions?_override|system_instructions)>|"
    r"(?<![\w`\]])\[(?:system(?: (?:prompt|message|override|note|notice|update|instructions?|directive))?|inst|admin|important system[^\]\n]{0,20}|"
    r"hidden|developer|assistant)(?::[^\]\n]{0,60})?\](?![(\[])|<<sys>>|<\|(?:im_start|system|start_header_id)\|>|"
    r"(?:^|\n)[ \t]{0,80}(?:#{1,4} |\*\*)?(?:system|admin) (?:override|message|notice|directive|update)(?:\*\*)?:"
)


def find(view: View) -> Iterator[Hit]:
    """Give each tag."""
    for match in view.search(PATTERN, MARKS):
        if view.fence(match.start()) is None:
            yield Hit(match.start(), match.end(), match[0].strip())
