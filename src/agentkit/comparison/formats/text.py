"""Text for people: each agent with what differs by topic, rights first, then the words of its prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.comparison.formats._rows import gained, marked, passages, plain, rows, summary, titles, tokens_of
from agentkit.display import columns, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.comparison import AgentChange, Comparison
    from agentkit.comparison.formats import Style
    from agentkit.comparison.words import Part, WordDiff

_COLORS = {"+": "32", "-": "31", "~": "33", "removed": "31", "added": "32", "gain": "1;31", "title": "1", "place": "36"}


def write(comparison: Comparison, style: Style) -> str:
    """Give the changes, and a line of counts. Words are marked `[-gone-]{+new+}`, with or without colour."""
    lines = [f"{visible(comparison.old)} -> {visible(comparison.new)}"]
    for change in comparison.changes:
        lines += ["", *_change(change, style)]
    lines.append("")
    lines += [f"cannot be read: {visible(each.path)}: {visible(each.reason)}" for each in comparison.unread]
    if comparison.passed:
        count = len(comparison.passed)
        lines.append(f"{count} other file{'' if count == 1 else 's'}, no agent or skill; --format json names them")
    if gained(comparison):
        lines.append(_painted(f"rights gained: {gained(comparison)}", "gain", style))
    lines.append(summary(comparison))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _change(change: AgentChange, style: Style) -> Iterator[str]:
    title, path = titles(change)
    place = f"  {visible(path)}" if path else ""
    yield _painted(visible(title), "title", style) + f"  {change.status}" + place
    for note in change.notes:
        yield f"  note: {visible(note)}"
    topic = ""
    for row in rows(change):
        head = "" if row.topic == topic else row.topic
        topic = row.topic
        line = f"  line {row.line}" if row.line is not None else ""
        room = max(style.width - 14 - len(line) - 4, 24)
        text = visible(row.text)
        detail = ""
        if row.detail:
            left = room - columns(text) - 3
            detail = f" ({shortened(row.detail, max(left, 24))})"
        yield f"  {head:11} {_painted(f'{row.sign} {text}', row.sign, style)}{detail}{line}"
    if change.description is not None:
        yield from _words("description", change.description, style, places=False)
    for at, text in enumerate(tokens_of(change)):
        yield f"  {'' if at else 'tokens':11} {text}"
    if change.prompt is not None and change.status == "changed":
        yield from _words("prompt" if change.kind == "agent" else "text", change.prompt, style, places=True)


def _words(topic: str, words: WordDiff, style: Style, *, places: bool) -> Iterator[str]:
    coarse = "  (too much to compare word by word: some lines stand as replaced)" if words.is_coarse else ""
    yield f"  {topic}{coarse}"
    for place, lines in passages(words):
        if places:
            yield "    " + _painted(place, "place", style)
        for line in lines:
            yield "    " + (_colored(line) if style.color else plain(line))


def _colored(line: Sequence[Part]) -> str:
    marks = {"same": "{}", "removed": "\x1b[31m[-{}-]\x1b[0m", "added": "\x1b[32m{{+{}+}}\x1b[0m"}
    return "".join(marks[part.kind].format(part.text) for part in marked(line) if part.text)


def _painted(text: str, kind: str, style: Style) -> str:
    return f"\x1b[{_COLORS[kind]}m{text}\x1b[0m" if style.color and kind in _COLORS else text
