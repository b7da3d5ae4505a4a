"""SVG: one picture that needs nothing else, with a bar an agent, its numbers written beside it.

Colour says nothing that a label does not: the parts of a bar differ in their pattern too, and `desc` says all in words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from agentkit.costs.formats._words import MODES, counted, family_words, parts_of
from agentkit.display import columns, shortened, visible

if TYPE_CHECKING:
    from agentkit.costs import AgentCost, Budget
    from agentkit.costs.formats import Style

_WIDTH = 960
_ROW = 30
_TOP = 112
_LETTER = 7.6
"""Width of a letter of the names, generously."""
_WIDEST_NAME = 36
_NUMBERS = 250
"""Room for the numbers behind the bars."""
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1d2430; }
.title { font-size: 17px; font-weight: 600; } .dim { fill: #5b6675; font-size: 12px; }
.page { fill: #fff; } .body { fill: #1f5fc4; } .rest { fill: url(#stripes); stroke: #1f5fc4; } .stripe { fill: #cfe0fa; } .line { stroke: #1f5fc4; }
@media (prefers-color-scheme: dark) { text { fill: #e4e8ee; } .dim { fill: #9da7b3; } .page { fill: #12161c; } .body, .line { fill: #79aef5;
  stroke: #79aef5; } .rest { stroke: #79aef5; } .stripe { fill: #1b3350; } }
"""

_STRIPES = """<defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="stripe" width="6" height="6"/><line class="line" x1="0" y1="0" x2="0" y2="6" stroke-width="2"/></pattern></defs>"""


def write(budget: Budget, style: Style) -> str:  # noqa: ARG001 - a picture has a width of its own
    """Give the picture as XML, and a newline. Names are text, escaped, without characters that XML or a reader would trip over."""
    title = f"Tokens of {len(budget.agents)} agents, {MODES[budget.mode]}"
    height = _TOP + _ROW * len(budget.agents) + 12
    left = 16 + _LETTER * max((min(columns(_safe(agent.name)), _WIDEST_NAME) for agent in budget.agents), default=0) + 12
    longest = max((budget.cost(agent).tokens for agent in budget.agents), default=0)
    room = _WIDTH - left - _NUMBERS
    said = "; ".join(_said(budget, agent) for agent in budget.agents)
    head = counted(budget).split("; ", 1)
    notes = [*head, family_words(budget)]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"',
            ' role="img" aria-labelledby="title desc">',
            f'<title id="title">{_text(title)}</title>',
            f'<desc id="desc">{_text("; ".join(notes))}. {_text(said)}.</desc>',
            f"<style>{_STYLE}</style>",
            _STRIPES,
            f'<rect class="page" width="{_WIDTH}" height="{height}"/>',
            f'<text class="title" x="16" y="28">{_text(title)}</text>',
            *(f'<text class="dim" x="16" y="{48 + 16 * at}">{_text(note)}</text>' for at, note in enumerate(notes)),
            f'<rect class="body" x="{left:.0f}" y="{_TOP - 20}" width="12" height="12"/>',
            f'<text class="dim" x="{left + 18:.0f}" y="{_TOP - 10}">body</text>',
            f'<rect class="rest" x="{left + 62:.0f}" y="{_TOP - 20}" width="12" height="12"/>',
            f'<text class="dim" x="{left + 80:.0f}" y="{_TOP - 10}">skills and what joins them</text>',
            *(_bar(budget, agent, _TOP + _ROW * at, left, room, longest) for at, agent in enumerate(budget.agents)),
            "</svg>",
            "",
        ]
    )


def _said(budget: Budget, agent: AgentCost) -> str:
    description, body, prompt, rest = parts_of(budget, agent)
    mark = "" if prompt.exact else "~"
    return f"{agent.name}: prompt {prompt}, of that body {body} and the rest {mark}{rest:,}; description {description}"


def _bar(budget: Budget, agent: AgentCost, top: int, left: float, room: float, longest: int) -> str:
    _, body, prompt, _ = parts_of(budget, agent)
    scale = room / longest if longest else 0
    whole = prompt.tokens * scale
    first = min(body.tokens * scale, whole)
    name = _text(shortened(_safe(agent.name), _WIDEST_NAME))
    return (
        f"<g><title>{_text(_said(budget, agent))}</title>"
        f'<text x="16" y="{top + 15}">{name}</text>'
        f'<rect class="body" x="{left:.1f}" y="{top}" width="{first:.1f}" height="20"/>'
        f'<rect class="rest" x="{left + first:.1f}" y="{top}" width="{whole - first:.1f}" height="20"/>'
        f'<text x="{left + whole + 8:.1f}" y="{top + 15}">{_text(str(prompt))} <tspan class="dim">{prompt.family}</tspan></text></g>'
    )


def _safe(text: str) -> str:
    """Give text of characters that XML 1.0 allows, the others visibly escaped."""
    return re.sub("[\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", visible(text))


def _text(text: str) -> str:
    return escape(_safe(text), {'"': "&quot;"})
