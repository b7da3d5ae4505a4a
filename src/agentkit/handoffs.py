"""Hand-offs: which agents a persona's body sends work to, or works with.

Read from the two forms that the reference file uses: a bullet such as ``- ML modeling (use `data-scientist`)`` under a
heading such as "What You DON'T Do", and the rows of a table under one such as "Interaction with Other Agents". A name
counts where it stands in backticks or bold; in a table's first column also bare. Elsewhere "(use `x`)" most often names a
program or a file: of 18 such bullets in 5,891 public files that named nothing known, none meant an agent (2026-11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit import markdown
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.markdown import Section

_NAME = r"[A-Za-z0-9][\w.-]*"
_USE = pattern(
    rf"\((?:please\s+)?(?:use|see|ask|call|delegate\s+to|hand\s+(?:off|over)\s+to|defer\s+to)\s+(?:the\s+)?"
    rf"(?:`@?{_NAME}`|\*\*@?{_NAME}\*\*)[^()]*\)",
    re.IGNORECASE,
)
_ASKED = pattern(r"\((?:please|use|see|ask|call|delegate|hand|defer)\b", re.IGNORECASE)
_EVERY_NAME = pattern(rf"`@?({_NAME})`|\*\*@?({_NAME})\*\*")
_MARKED = pattern(rf"(?:`@?({_NAME})`|\*\*`?@?({_NAME})`?\*\*|@?({_NAME}))")
_INTERACTION = pattern(r"\binteract|\bother agents\b|\bcollaborat|\bhand-?offs?\b|\bworks? with\b", re.IGNORECASE)
_BOUNDARY = pattern(
    r"\b(?:do(?:es)?\s+not|don't|doesn't|not)\b.*\b(?:do|does|use|handle|cover|own|your|my)\b|\bnot\s+(?:to|for|when)\b"
    r"|\bout\s+of\s+scope\b|\bboundar|\bdelegat|\bhand-?(?:off|over)|\bother\s+agents\b|\bcollaborat|\binteract|\bescalat",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200
_AGENT_COLUMN = pattern(r"(?:sub-?)?agents?\b", re.IGNORECASE)


HandoffKind = Literal["delegation", "interaction"]
"""How a persona names another agent.

`delegation`: work that is not its own and goes to the other, "(use `x`)". `interaction`: work that goes both ways, a row
of the interaction table.
"""


class Handoff(NamedTuple):
    """One mention of another agent."""

    agent: str
    kind: HandoffKind
    text: str
    """What is handed off: the bullet without the "(use `x`)", or what the row says is asked of the agent."""
    in_return: str
    """What the agent asks for, from the row's further cells; empty for a delegation."""
    line: int
    """Line in the file, 1-based."""
    column: int
    """Column of the agent's name, in code points, 1-based."""


def may_hand_off(body: str) -> bool:
    """Tell whether a body may hold hand-offs, without its heading tree: most hold neither form of words."""
    return _ASKED.search(body) is not None or ("|" in body and "agent" in body.lower())


def find_handoffs(tree: tuple[Section, ...]) -> tuple[Handoff, ...]:
    """Give the hand-offs of a body, whose heading tree this is, in the order of the text."""
    found = {(each.line, each.column): each for each in (*_delegations(tree), *_interactions(tree))}
    return tuple(found[place] for place in sorted(found))


def _delegations(tree: tuple[Section, ...]) -> Iterator[Handoff]:
    for section in _sections_titled(tree, _BOUNDARY):
        if "(" not in section.text:
            continue
        for bullet in markdown.bullets(section.text):
            said = 0
            for use in _USE.finditer(bullet.text):
                what = bullet.text[said : use.start()]
                said = use.end()
                what = re.sub(r"\A[^\w`*\"'(]+", "", what).strip(" :-\u2013\u2014")
                for name in _EVERY_NAME.finditer(bullet.text, use.start(), use.end()):
                    group = 1 if name[1] else 2
                    line, column = bullet.place(name.start(group))
                    yield Handoff(name[group], "delegation", what, "", section.content_line + line - 1, column)


def _interactions(tree: tuple[Section, ...]) -> Iterator[Handoff]:
    for section in _sections_titled(tree, _INTERACTION):
        if "|" not in section.text:
            continue
        header: tuple[str, ...] = ()
        names_agents = False
        for row in markdown.table_rows(section.text):
            if row.header is not header:
                header = row.header
                names_agents = _AGENT_COLUMN.match(header[0][:_LONGEST_TITLE].strip("*` ")) is not None
            marked = _MARKED.fullmatch(row.cells[0]) if names_agents else None
            if marked is None:
                continue
            agent = marked[1] or marked[2] or marked[3]
            cells = (*row.cells[1:], "", "")
            column = row.line.text.find(agent) + 1
            line = section.content_line + row.line.number - 1
            yield Handoff(agent, "interaction", cells[0], cells[1], line, column)


def _sections_titled(tree: tuple[Section, ...], title: re.Pattern[str]) -> Iterator[Section]:
    """Give the sections whose title matches, subsections included; a section inside one that is given is not given again."""
    pending = list(reversed(tree))
    while pending:
        section = pending.pop()
        if title.search(section.title[:_LONGEST_TITLE].replace("\u2019", "'")) is not None:
            yield section
        else:
            pending.extend(reversed(section.children))
