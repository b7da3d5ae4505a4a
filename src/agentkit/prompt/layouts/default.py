"""Generated from default.md.j2 by scripts/compile_layouts.py: change that, not this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.prompt.variables import LayoutVariables


def parts(layout: LayoutVariables) -> Iterator[str]:
    """Give the prompt in parts, in order."""
    yield layout.body
    yield layout.gap
    for skill in layout.skills:
        yield "\n<skill "
        yield skill.attributes
        yield ">\n"
        yield skill.body
        yield skill.gap
        yield "</skill>\n"
    if layout.listing:
        yield "\n"
        yield layout.listing
        yield "\n"
