"""Text for people: a row an agent with a bar, the prompt by family, the skills, and the limits with what they cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.costs.formats._words import MODES, counted, family_words, parts_of, skill_costs
from agentkit.display import columns, padded, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.costs import Budget, Cut
    from agentkit.costs.formats import Style

_WIDTH = 80
_WIDEST_BAR = 40
_SHOWN_CUTS = 5
_VERDICTS = {"within": "within", "over": "over", "too close to call": "close"}


def write(budget: Budget, style: Style) -> str:
    """Give the tables. Without a terminal no name is cut, and bars are made for 80 columns."""
    width = style.width or _WIDTH
    lines = [*_head(budget, width), "", *_agents(budget, style)]
    if budget.family is None and budget.agents:
        lines += ["", *_by_family(budget, style)]
    if any(agent.skills for agent in budget.agents):
        lines += ["", *_skills(budget, style)]
    lines += ["", *_limits(budget, style)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(budget: Budget, width: int) -> Iterator[str]:
    import textwrap

    number = len(budget.agents)
    yield f"{number} agent{'' if number == 1 else 's'} {MODES[budget.mode]}, most costly first"
    yield from textwrap.wrap(counted(budget), width)
    yield from textwrap.wrap(family_words(budget), width)


def _agents(budget: Budget, style: Style) -> Iterator[str]:
    width = style.width or _WIDTH
    rows = []
    for agent in budget.agents:
        description, body, prompt, rest = parts_of(budget, agent)
        mark = "" if prompt.exact else "~"
        rows.append((agent.name, (str(description), str(body), f"{mark}{rest:,}", str(prompt))))
    heads = ("descr.", "body", "skills", "prompt")
    sizes = [max(len(cells[at]) for _, cells in [("", heads), *rows]) for at in range(len(heads))]
    left = _left([name for name, _ in rows], style, sum(sizes) + 2 * len(sizes))
    room = min(width - left - sum(sizes) - 2 * (len(sizes) + 1), _WIDEST_BAR)
    longest = max((budget.cost(agent).tokens for agent in budget.agents), default=0)
    signs = ("█", "░") if style.blocks else ("#", "-")
    key = f"  {signs[0]} body {signs[1]} rest" if room >= 4 else ""
    yield _row("agent", left, heads, sizes) + (key if columns(key) <= room + 2 else "")
    for agent, (name, cells) in zip(budget.agents, rows, strict=True):
        _, body, prompt, _ = parts_of(budget, agent)
        yield _row(_name(name, left, style), left, cells, sizes) + _bar(body.tokens, prompt.tokens, longest, room, signs)


def _bar(body: int, prompt: int, longest: int, room: int, signs: tuple[str, str]) -> str:
    """Give a bar of which the longest takes all the room: first the body, then the rest of the prompt."""
    if room < 4 or not longest or not prompt:
        return ""
    whole = max(round(room * prompt / longest), 1)
    first = min(round(whole * body / prompt), whole)
    return "  " + signs[0] * first + signs[1] * (whole - first)


def _by_family(budget: Budget, style: Style) -> Iterator[str]:
    families = list(budget.descriptions)
    rows = [(agent.name, tuple(str(agent.prompt[family]) for family in families)) for agent in budget.agents]
    last = (f"descriptions of all {budget.described}", tuple(str(budget.descriptions[family]) for family in families))
    yield from _table("prompt by family", families, [*rows, last], style)


def _skills(budget: Budget, style: Style) -> Iterator[str]:
    rows = [(skill.name, (str(count), f"{times:,}")) for skill, count, times in skill_costs(budget)]
    yield from _table("skill", ("tokens", "prompts"), rows, style)


def _table(title: str, heads: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...]]], style: Style) -> Iterator[str]:
    sizes = [max(len(cells[at]) for _, cells in [("", tuple(heads)), *rows]) for at in range(len(heads))]
    left = max(_left([name for name, _ in rows], style, sum(sizes) + 2 * len(sizes)), len(title))
    yield _row(title, left, heads, sizes)
    for name, cells in rows:
        yield _row(_name(name, left, style), left, cells, sizes)


def _left(names: Sequence[str], style: Style, taken: int) -> int:
    """Give the columns of the names: on a terminal at most what is left, at least 10."""
    wide = max((columns(visible(name)) for name in names), default=5)
    return max(wide if style.width is None else min(wide, max(style.width - taken, 10)), 5)


def _name(name: str, left: int, style: Style) -> str:
    return visible(name) if style.width is None else shortened(name, left)


def _row(name: str, left: int, cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "  ".join([padded(name, left), *(cell.rjust(size) for cell, size in zip(cells, sizes, strict=True))])


def _limits(budget: Budget, style: Style) -> Iterator[str]:
    import textwrap

    width = style.width or _WIDTH
    yield "limits of harnesses (a ? where not all of it is documented)"
    for limit in budget.limits:
        number = f"{'~' if limit.estimated else ''}{limit.found:,} of {limit.limit:,} {limit.unit}"
        verdict = _VERDICTS[limit.verdict] + ("?" if limit.uncertain else "")
        yield from textwrap.wrap(f"{verdict:8}{limit.title}: {limit.what}, {number}", width, subsequent_indent=" " * 10)
        if limit.verdict == "within":
            continue
        yield from textwrap.wrap(f"{limit.note} ({limit.checked})", width, initial_indent=" " * 10, subsequent_indent=" " * 10)
        for cut in limit.cuts[:_SHOWN_CUTS]:
            yield from (shortened(line, width) if style.width is not None else line for line in _cut(cut))
        if len(limit.cuts) > _SHOWN_CUTS:
            yield f"          and {len(limit.cuts) - _SHOWN_CUTS} more; --format json has all"


def _cut(cut: Cut) -> Iterator[str]:
    name = f"          {cut.kind} {visible(cut.name)}"
    if cut.effect == "omitted":
        yield f"{name}: not listed"
    elif cut.effect == "dropped":
        yield f"{name}: name only, without its {cut.length:,} characters"
    elif cut.effect == "warned":
        yield f"{name}: {cut.length:,} characters"
    else:
        yield f"{name}: cut behind character {cut.kept:,} of {cut.length:,}"
        yield f"            {visible(cut.before[-20:])}|{visible(cut.text[:30])}"
