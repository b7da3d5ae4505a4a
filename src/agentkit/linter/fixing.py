"""Changes that take findings away and nothing else: applied to a text, read again, and written only when all else is equal."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.document import parse, plain_value
from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.fix import Edit
    from agentkit.linter import Report

MAX_ROUNDS = 10
"""How often a file is mended and checked again; what is not mended by then is given up and said."""
_BOM = "\ufeff"


class Fixed(NamedTuple):
    """A file's bytes after its fixes."""

    data: bytes
    applied: tuple[Diagnostic, ...]
    """The findings whose fix is in `data`."""
    refused: tuple[tuple[Diagnostic, str], ...]
    """The findings whose fix would change something else, and what."""


def fixed(document: Document, found: Iterable[Diagnostic], *, unsafe: bool = False) -> Fixed:
    """Apply the fixes of a file's findings.

    Of fixes that overlap the first counts; the other is for the next round. The result is read again: every field that no fix
    says it changes has to have the value it had, and the body has to be what the edits make of it. Where that fails for all of them
    together, each half of them is tried, down to the single ones.

    Args:
        document: The file as it is.
        found: Its findings; those without a fix are passed over.
        unsafe: Whether fixes that are not safe count too.

    Returns:
        The bytes, the same as the document's when nothing could be applied.
    """
    wanted = [each for each in found if each.fix is not None and each.fix.edits and (each.fix.safe or unsafe)]
    taken = _Taken()
    chosen = [each for each in sorted(wanted, key=lambda each: (_edits(each)[0].start, each.code)) if taken.add(_edits(each))]
    kept: list[Diagnostic] = []
    refused: list[tuple[Diagnostic, str]] = []
    # Halves of what does not pass together: few that are wrong among many cost few readings.
    waiting = [chosen] if chosen else []
    while waiting:
        part = waiting.pop()
        reason = _what_else_changed(document, _applied(document, [*kept, *part]), [*kept, *part])
        if reason is None:
            kept += part
        elif len(part) == 1:
            refused.append((part[0], reason))
        else:
            middle = len(part) // 2
            waiting += [part[middle:], part[:middle]]
    return Fixed(_applied(document, kept), tuple(kept), tuple(refused))


class _Taken:
    """The stretches that edits take up, in order."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, edits: Sequence[Edit]) -> bool:
        """Take the stretches of these edits, if none of them touches one that is taken; tell whether.

        Two insertions at one place touch each other: which of them comes first would be chance.
        """
        if any(self._touched(edit) for edit in edits):
            return False
        for edit in edits:
            insort(self._spans, (edit.start, edit.end))
        return True

    def _touched(self, edit: Edit) -> bool:
        at = bisect_left(self._spans, (edit.start, edit.start))
        before = self._spans[at - 1] if at else (-2, -2)
        after = self._spans[at] if at < len(self._spans) else (edit.end + 1, edit.end + 1)
        return before[0] == edit.start or before[1] > edit.start or after[0] == edit.start or after[0] < edit.end


def _edits(found: Diagnostic) -> tuple[Edit, ...]:
    assert found.fix is not None
    return found.fix.edits


def _applied(document: Document, found: Sequence[Diagnostic]) -> bytes:
    """Give the bytes with the edits made. The byte-order mark, which no offset counts, stands at -1."""
    shift = 1 if document.has_bom else 0
    text = (_BOM if document.has_bom else "") + document.text
    return _edited(text, (edit for each in found for edit in _edits(each)), -shift).encode("utf-8", "surrogateescape")


def _edited(text: str, edits: Iterable[Edit], start: int) -> str:
    """Give a stretch of a document's text with the edits made; `start` is its offset. What an edit has above it stays out."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        parts += [text[at : max(edit.start - start, 0)], edit.text]
        at = edit.end - start
    return "".join([*parts, text[at:]])


def _what_else_changed(document: Document, data: bytes, found: Sequence[Diagnostic]) -> str | None:
    """Give what is not as it was, though no fix says it changes that; None when all is well."""
    after = parse(data, document.path)
    if after.fields is None and document.fields is not None and after.diagnostics:
        return f"the file could not be read any more: {min(each.code for each in after.diagnostics)}"
    changes = {key for each in found if each.fix is not None for key in each.fix.changes}
    before_values, after_values = _values(document, changes), _values(after, changes)
    if before_values != after_values:
        for old, new in zip_longest(before_values, after_values):
            if old != new:
                key = old[0] if new is None or (old is not None and old[0] == new[0]) else new[0]
                return f"the value of `{key[:60]}` would change"
    body_edits = (edit for each in found for edit in _edits(each) if max(edit.start + 1, edit.end) > document.body_start)
    body = _edited(document.body, body_edits, document.body_start)
    if after.body != body:
        return "the body would change"
    # What reading the file finds has to be less by what is mended, and nothing new.
    left = Counter(each.code for each in document.diagnostics)
    left.subtract(each.code for each in found if each.code in left)
    worse = Counter(each.code for each in after.diagnostics) - left
    return f"the file would still have {min(worse)}" if worse else None


def _values(document: Document, changes: set[str]) -> list[tuple[str, object]]:
    if document.fields is None:
        return []
    return [(entry.key.text, plain_value(entry.value)) for entry in document.fields.entries if entry.key.text not in changes]


class Mended(NamedTuple):
    """What became of a project's findings."""

    before: dict[str, bytes]
    """Path to the bytes as they were, of each file that changes."""
    after: dict[str, bytes]
    """Path to the bytes as they are to be."""
    applied: int
    """How many findings are taken away."""
    edits: dict[str, tuple[tuple[Edit, ...], ...]]
    """Path to the edits that were made, by round; the offsets of each round count in the text that the one before gave."""
    changes: dict[str, frozenset[str]]
    """Path to the fields whose values the fixes were allowed to change."""
    refused: tuple[tuple[Diagnostic, str], ...]
    """Findings whose fix would change something else, and what."""
    report: Report
    """What is found when all is mended."""


def mend(check: Callable[[dict[str, bytes]], tuple[Report, Callable[[str], Document | None]]], *, unsafe: bool) -> Mended:
    """Mend files and check again, until nothing is left to mend. Nothing is written.

    Args:
        check: Checks the project with these bytes in place of what is on disk; gives the report, and a file's document.
        unsafe: Whether fixes that are not safe count too.
    """
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    refused: dict[tuple[str | None, str, int], tuple[Diagnostic, str]] = {}
    edits: dict[str, tuple[tuple[Edit, ...], ...]] = {}
    changes: dict[str, frozenset[str]] = {}
    count = 0
    report, document_of = check(after)
    for _ in range(MAX_ROUNDS):
        changed = False
        by_path: dict[str, list[Diagnostic]] = {}
        for each in report.diagnostics:
            if each.fix is not None and each.path is not None:
                by_path.setdefault(each.path, []).append(each)
        for path, found in by_path.items():
            document = document_of(path)
            if document is None:
                continue
            result = fixed(document, found, unsafe=unsafe)
            refused.update({(each.path, each.code, each.span.start): (each, why) for each, why in result.refused})
            if result.data != bytes(document):
                before.setdefault(path, bytes(document))
                after[path] = result.data
                count += len(result.applied)
                edits[path] = (*edits.get(path, ()), tuple(sorted(edit for each in result.applied for edit in _edits(each))))
                keys = (key for each in result.applied if each.fix is not None for key in each.fix.changes)
                changes[path] = changes.get(path, frozenset()).union(keys)
                changed = True
        if not changed:
            break
        report, document_of = check(after)
    else:
        for each in report.diagnostics:
            if each.fix is not None and (each.fix.safe or unsafe):
                refused[each.path, each.code, each.span.start] = each, f"it is found again after {MAX_ROUNDS} rounds"
    after = {path: data for path, data in after.items() if data != before[path]}
    before = {path: before[path] for path in after}
    made = {path: edits[path] for path in after}, {path: changes[path] for path in after}
    return Mended(before, after, count, *made, tuple(refused.values()), report)


def write(
    mended: Mended, status_of: Callable[[str], os.stat_result | None] = lambda _: None, within: Iterable[str] | None = None
) -> list[WriteRefused]:
    """Write the mended files, each whole or not at all; give what could not be written.

    Args:
        mended: The files.
        status_of: Gives how a file stood when it was read: another one in its place is not written.
        within: Files and folders outside of which nothing is written; None for anywhere.
    """
    from agentkit.writing import replace

    failed: list[WriteRefused] = []
    roots = None if within is None else tuple(within)
    for path, data in sorted(mended.after.items()):
        try:
            replace(Path(path), data, mended.before[path], seen=status_of(path), within=roots)
        except WriteRefused as error:
            failed.append(error)
    return failed


def difference(mended: Mended) -> str:
    """Give the change of every file as a unified diff, by path."""
    from difflib import unified_diff

    parts: list[str] = []
    for path, data in sorted(mended.after.items()):
        old, new = (_lines(each) for each in (mended.before[path], data))
        for line in unified_diff(old, new, f"a/{path}", f"b/{path}", n=2):
            parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _lines(data: bytes) -> list[str]:
    """Give the lines with their ends. Not splitlines(): a lone carriage return ends none."""
    text = data.decode("utf-8", "surrogateescape")
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
