"""The sections of two bodies compared: added, removed, renamed, changed, each with its line."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.comparison.words import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.markdown import Section

SectionEffect = Literal["added", "removed", "renamed", "changed", "moved"]
"""`changed`: the text or the level. `moved`: only its place among its neighbours."""
_ALIKE = 0.6


class SectionChange(NamedTuple):
    """One section that differs. Its subsections count on their own, unless it is added or removed with them."""

    effect: SectionEffect
    title: str
    """Its title; the old one for what is removed. Empty for the text before the first heading."""
    old_title: str | None
    """The title before, for one that is renamed; else None."""
    line: int
    """Line of its heading in the new file, or in the old one for what is removed; 1-based."""
    detail: str = ""


def compare_sections(
    old: tuple[Sequence[Section], str, int], new: tuple[Sequence[Section], str, int]
) -> tuple[SectionChange, ...]:
    """Compare two bodies, each given as (heading tree, body, line of the file that it begins on)."""
    found: list[SectionChange] = []
    before, after = _preamble(*old), _preamble(*new)
    if before != after:
        effect: SectionEffect = "added" if not before.strip() else "removed" if not after.strip() else "changed"
        if before.strip() or after.strip():
            found.append(SectionChange(effect, "", None, new[2]))
    found += _compare(old[0], new[0])
    return tuple(found)


def _preamble(tree: Sequence[Section], body: str, _line: int) -> str:
    return body[: tree[0].start] if tree else body


def _own(section: Section) -> str:
    """Give what stands under a heading, down to the next one."""
    return section.text[: section.children[0].start - section.content_start] if section.children else section.text


def _compare(old: Sequence[Section], new: Sequence[Section]) -> Iterator[SectionChange]:
    partner = _partners(old, new)
    place_of = {id(section): place for place, section in enumerate(old)}
    order = sorted(partner)
    moved = _out_of_order([place_of[id(partner[at])] for at in order])
    for at, section in enumerate(new):
        before = partner.get(at)
        if before is None:
            yield SectionChange("added", section.title, None, section.line, _below(section))
            continue
        details = []
        if before.level != section.level:
            details.append(f"level {before.level} -> {section.level}")
        if before.title != section.title:
            if _own(before) != _own(section):
                details.append("text changed")
            yield SectionChange("renamed", section.title, before.title, section.line, ", ".join(details))
        elif details or _own(before) != _own(section):
            yield SectionChange("changed", section.title, None, section.line, ", ".join(details))
        yield from _compare(before.children, section.children)
    for at in moved:
        section = new[order[at]]
        yield SectionChange("moved", section.title, None, section.line)
    kept = {id(section) for section in partner.values()}
    for section in old:
        if id(section) not in kept:
            yield SectionChange("removed", section.title, None, section.line, _below(section))


def _out_of_order(places: list[int]) -> list[int]:
    """Give the indexes of the fewest places without which the rest rises."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [at]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [at for at in range(len(places)) if at not in kept]


def _below(section: Section) -> str:
    count = sum(1 for _ in section.walk()) - 1
    return f"with {count} below it" if count else ""


def _partners(old: Sequence[Section], new: Sequence[Section]) -> dict[int, Section]:
    """Pair neighbours: by title, the first of a title with the first of it; then those with mostly one text."""
    waiting: dict[str, list[Section]] = {}
    for section in old:
        waiting.setdefault(section.title, []).append(section)
    partner: dict[int, Section] = {}
    for at, section in enumerate(new):
        if waiting.get(section.title):
            partner[at] = waiting[section.title].pop(0)
    left = [section for sections in waiting.values() for section in sections]
    for at, section in enumerate(new):
        if at in partner or not left or len(left) * len(new) > 10_000:
            continue
        ratio, best = max((similarity(each.text, section.text), -place) for place, each in enumerate(left))
        if ratio >= _ALIKE:
            partner[at] = left.pop(-best)
    return partner
