"""Changes that take findings away and nothing else: applied to a text, read again, and written only when all else is equal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.document import parse, plain_value
from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.linter import Report
    from agentkit.span import Edit

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
    together, they are tried one at a time.

    Args:
        document: The file as it is.
        found: Its findings; those without a fix are passed over.
        unsafe: Whether fixes that are not safe count too.

    Returns:
        The bytes, the same as the document's when nothing could be applied.
    """
    wanted = [each for each in found if each.fix is not None and each.fix.edits and (each.fix.safe or unsafe)]
    chosen: list[Diagnostic] = []
    for each in sorted(wanted, key=lambda each: (_edits(each)[0].start, each.code)):
        if not _overlap(_edits(each), [edit for other in chosen for edit in _edits(other)]):
            chosen.append(each)
    if not chosen:
        return Fixed(bytes(document), (), ())
    data = _applied(document, chosen)
    if _what_else_changed(document, data, chosen) is None:
        return Fixed(data, tuple(chosen), ())
    kept: list[Diagnostic] = []
    refused: list[tuple[Diagnostic, str]] = []
    for each in chosen:
        reason = _what_else_changed(document, _applied(document, [*kept, each]), [*kept, each])
        if reason is None:
            kept.append(each)
        else:
            refused.append((each, reason))
    return Fixed(_applied(document, kept), tuple(kept), tuple(refused))


def _edits(found: Diagnostic) -> tuple[Edit, ...]:
    assert found.fix is not None
    return found.fix.edits


def _overlap(edits: Sequence[Edit], others: Sequence[Edit]) -> bool:
    """Tell whether an edit touches another: two insertions at one place do too, their order would be chance."""
    return any(
        (edit.start < other.end and other.start < edit.end) or (edit.start == other.start) for edit in edits for other in others
    )


def _applied(document: Document, found: Sequence[Diagnostic]) -> bytes:
    """Give the bytes with the edits made. The byte-order mark, which no offset counts, stands at -1."""
    shift = 1 if document.has_bom else 0
    text = (_BOM if document.has_bom else "") + document.text
    parts: list[str] = []
    at = 0
    for edit in sorted(edit for each in found for edit in _edits(each)):
        parts += [text[at : edit.start + shift], edit.text]
        at = edit.end + shift
    return "".join([*parts, text[at:]]).encode("utf-8", "surrogateescape")


def _what_else_changed(document: Document, data: bytes, found: Sequence[Diagnostic]) -> str | None:
    """Give what is not as it was, though no fix says it changes that; None when all is well."""
    after = parse(data, document.path)
    changes = {key for each in found if each.fix is not None for key in each.fix.changes}
    before_values, after_values = _values(document, changes), _values(after, changes)
    if before_values != after_values:
        differing = [key for key, value in after_values if (key, value) not in before_values]
        differing += [key for key, value in before_values if (key, value) not in after_values]
        return f"the value of `{differing[0][:60]}` would change" if differing else "the order of the fields would change"
    body_edits = [edit for each in found for edit in _edits(each) if edit.end > document.body_start]
    body = document.body
    for edit in sorted(body_edits, reverse=True):
        start = max(edit.start - document.body_start, 0)
        body = body[:start] + edit.text + body[edit.end - document.body_start :]
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
                changed = True
        if not changed:
            break
        report, document_of = check(after)
    after = {path: data for path, data in after.items() if data != before[path]}
    return Mended({path: before[path] for path in after}, after, count, tuple(refused.values()), report)


def write(mended: Mended) -> list[WriteRefused]:
    """Write the mended files, each whole or not at all; give what could not be written."""
    from agentkit.writing import replace

    failed: list[WriteRefused] = []
    for path, data in sorted(mended.after.items()):
        try:
            replace(Path(path), data, mended.before[path])
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
