"""How a prompt differs from the one that is stored: changed lines, each hunk under the file it comes from."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from agentkit.display import visible
from agentkit.testing.places import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.testing.places import Subject

_COMPARED = 2_000
"""Lines between the first and the last difference up to which they are matched; matching takes time in the square of them."""
_CONTEXT = 1
_SHOWN_LINES = 60
_WIDEST = 160
_AROUND = 40


class Hunk(NamedTuple):
    """Lines that differ: numbers of lines, 0-based, end exclusive."""

    old: int
    old_end: int
    new: int
    new_end: int


def difference(stored: str, subject: Subject) -> str:
    """Give the lines that differ, `-` stored and `+` now, each hunk under the place that it comes from."""
    if stored.replace("\r\n", "\n") == subject.text.replace("\r\n", "\n"):
        return (
            "only line ends differ (CR LF against LF): a checkout may have turned them;\n"
            "`__prompts__/** -text` in .gitattributes keeps stored prompts as they are"
        )
    old, new = stored.split("\n"), subject.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in new)]
    lines: list[str] = []
    for hunk in hunks(old, new):
        start, end = starts[hunk.new], min(starts[hunk.new_end], len(subject.text))
        lines.append(f"at {places(subject, start, max(start, end))}:")
        lines += [f"    {_clipped(visible(line))}" for line in new[max(hunk.new - _CONTEXT, 0) : hunk.new]]
        taken, added = old[hunk.old : hunk.old_end], new[hunk.new : hunk.new_end]
        paired = len(taken) == len(added)
        lines += [f"  - {_focused(line, added[at] if paired else '')}" for at, line in enumerate(taken)]
        lines += [f"  + {_focused(line, taken[at] if paired else '')}" for at, line in enumerate(added)]
        lines += [f"    {_clipped(visible(line))}" for line in new[hunk.new_end : hunk.new_end + _CONTEXT]]
    if stored.endswith("\n") != subject.text.endswith("\n"):
        lines.append(
            "the stored prompt ends "
            + ("with a newline, this one does not" if stored.endswith("\n") else "without a newline, this one with one")
        )
    if len(lines) > _SHOWN_LINES:
        lines = [*lines[:_SHOWN_LINES], f"... and {len(lines) - _SHOWN_LINES:,} more lines"]
    return "\n".join(lines)


def hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """Give the lines that differ, in order."""
    first = 0
    shortest = min(len(old), len(new))
    while first < shortest and old[first] == new[first]:
        first += 1
    last = 0
    while last < shortest - first and old[len(old) - 1 - last] == new[len(new) - 1 - last]:
        last += 1
    one, other = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(one), len(other)) > _COMPARED:
        yield Hunk(first, len(old) - last, first, len(new) - last)
        return
    from difflib import SequenceMatcher

    for tag, start, end, new_start, new_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Hunk(first + start, first + end, first + new_start, first + new_end)


def _focused(line: str, other: str) -> str:
    """Give a line, the part around what differs from another where it is long; blanks at its end are shown as `·`."""
    kept = line.rstrip(" \t")
    if len(line) <= _WIDEST or not other:
        return _clipped(visible(kept) + "·" * (len(line) - len(kept)))
    at = next(
        (at for at, (left, right) in enumerate(zip(line, other, strict=False)) if left != right), min(len(line), len(other))
    )
    start = max(at - _AROUND, 0)
    return ("…" if start else "") + _clipped(visible(line[start:]))


def _clipped(line: str) -> str:
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"
