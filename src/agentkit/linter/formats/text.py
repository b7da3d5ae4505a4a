"""For people: each finding with the line that it is about, and what can be done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.display import columns, visible
from agentkit.linter.formats._shown import ORDER, place, plain, said
from agentkit.span import START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter import Report
    from agentkit.linter.formats import Style
    from agentkit.verdicts import Verdict

_COLORS = {"error": "\x1b[31m\x1b[1m", "warning": "\x1b[33m\x1b[1m", "info": "\x1b[36m\x1b[1m"}
_END = "\x1b[0m"
_TAB = 4
_LONGEST_LINE = 1_000
"""Characters of a file's line that are shown where nothing says how many there is room for."""
_LEAST = 20
"""Columns of the file's line that are shown on the narrowest terminal."""


def write(report: Report, style: Style) -> Iterator[str]:
    """Give each finding as a line `path:line:column: severity CODE message (hint)`, and below it indented lines.

    They are the line of the file with the place marked, what `--fix` would do, and after the last finding of a file what harnesses
    do with the file. On a terminal a long line of a file is cut, around the place; elsewhere one of more than 1,000 characters. Empty when
    there is no finding.
    """
    found = report.diagnostics
    for at, each in enumerate(found):
        word = each.severity.value
        painted = f"{_COLORS[word]}{word}{_END}" if style.color else word
        yield f"{place(each)}: {painted} {each.code} {said(each)}\n"
        line = report.lines.get((each.path or "", each.span.line))
        gutter = len(str(each.span.line)) + 2
        if line is not None and each.span != START:
            yield from _marked(line, each, style.width)
        if each.fix is not None:
            option = "--fix" if each.fix.safe else "--unsafe-fixes"
            yield f"{'':>{gutter}} = fix: {plain(each.fix.title)} ({option})\n"
        if at + 1 == len(found) or found[at + 1].path != each.path:
            yield from (f"{'':>{gutter}} = {plain(line)}\n" for line in _verdict_lines(report.verdicts.get(each.path or "", ())))


def _verdict_lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Give one line for each harness that does not take a file whole."""
    for verdict in verdicts:
        if verdict.outcome not in ("loads", "not-read"):
            yield verdict.summary


def _marked(line: str, found: Diagnostic, width: int | None) -> Iterator[str]:
    """Give a line of a file, and below it the place marked with carets."""
    first = min(found.span.column - 1, len(line))
    last = found.span.end_column - 1 if found.span.end_line == found.span.line else len(line)
    last = min(max(last, first), len(line))
    line, first, last = _around(line, first, last)
    before, marked, after = _shown(line, first, last)
    number = f"  {found.span.line} | "
    if width is not None:
        before, marked, after = _window(before, marked, after, max(width - len(number), _LEAST))
    yield f"{number}{before}{marked}{after}".rstrip() + "\n"
    yield f"{'| ':>{len(number)}}{' ' * columns(before)}{'^' * max(columns(marked), 1)}\n"


def _around(line: str, first: int, last: int) -> tuple[str, int, int]:
    """Cut a line that nobody reads whole, wherever it goes: with a finding every few characters it would be printed as often."""
    if len(line) <= _LONGEST_LINE:
        return line, first, last
    last = min(last, first + _LONGEST_LINE // 2)
    start, end = max(first - _LONGEST_LINE // 4, 0), last + _LONGEST_LINE // 4
    head, tail = "…" * (start > 0), "…" * (end < len(line))
    return f"{head}{line[start:end]}{tail}", first - start + len(head), last - start + len(head)


def _shown(line: str, first: int, last: int) -> tuple[str, str, str]:
    """Give the line before, at and behind a place, each as it is shown: tabs as blanks, orders and controls as escapes."""
    if line.isascii() and line.isprintable() and "##" not in line:
        return line[:first], line[first:last], line[last:]
    signs = {match.start() + 1 for match in re.finditer(ORDER, line)}
    parts: list[str] = []
    column = 0
    for start, end in ((0, first), (first, last), (last, len(line))):
        cells: list[str] = []
        for at in range(start, end):
            char = line[at]
            cell = "\\x23" if at in signs else visible(char)
            if char == "\t":
                cell = " " * (_TAB - column % _TAB)
            cells.append(cell)
            column += columns(cell)
        parts.append("".join(cells))
    return parts[0], parts[1], parts[2]


def _window(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut a shown line to some columns so that the place stays in sight, with an ellipsis where something is cut."""
    if columns(before) + columns(marked) + columns(after) <= room:
        return before, marked, after
    if columns(before) + min(columns(marked), room // 2) >= room - 1:
        before = "…" + _end(before, room // 3)
    left = room - columns(before)
    if columns(marked) + columns(after) <= left:
        return before, marked, after
    if columns(marked) >= left:
        return before, _start(marked, left - 1) + "…", ""
    return before, marked, _start(after, left - columns(marked) - 1) + "…"


def _start(text: str, room: int) -> str:
    cut = text[: max(room, 0)]
    while cut and columns(cut) > room:
        cut = cut[:-1]
    return cut


def _end(text: str, room: int) -> str:
    cut = text[-room:] if room > 0 else ""
    while cut and columns(cut) > room:
        cut = cut[1:]
    return cut
