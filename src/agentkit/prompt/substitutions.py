"""Text in skills that only one harness replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.pattern import pattern
from agentkit.span import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.skill import Skill
    from agentkit.span import Span

# Claude Code, documentation read 2026-08-22. A `$0` or `$name` is not looked for: in shell code it means something else.
_SUBSTITUTION = pattern(r"\$ARGUMENTS(?:\[\d+\])?(?!\w)|\$\{CLAUDE_[A-Z_]+\}|(?<![\w`])!`[^`\n]+`(?!`)")
_SHOWN = 60


def harness_substitutions(skill: Skill) -> Iterator[tuple[str, Span]]:
    """Find what Claude Code replaces or runs in a skill: `$ARGUMENTS`, `${CLAUDE_…}`, and commands in ``!`…` ``.

    Yields:
        (the text, at most 60 characters of it; its place in the file), in order.
    """
    if not any(mark in skill.body for mark in ("$ARGUMENTS", "${CLAUDE_", "!`")):
        return
    lines: Lines | None = None
    offset = skill.source.body_start
    for match in _SUBSTITUTION.finditer(skill.body):
        lines = lines or Lines(skill.body)
        span = lines.span(match.start(), match.end())
        below = skill.source.body_line - 1
        place = span._replace(
            start=span.start + offset, end=span.end + offset, line=span.line + below, end_line=span.end_line + below
        )
        yield match[0][:_SHOWN], place
