"""The change that lets YAML read values that it rejects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit.document import LONG_TEXT, Fields, Items, Scalar, parse
from agentkit.fix import Edit, Fix
from agentkit.linter.quoting import block, quoted
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.document import Document, Entry, Node

_LIST_OR_MAPPING = pattern(r"[\[{]|-[ \t]|[^\n]*\n[^\n]*(?:-[ \t]|:[ \t\n])")


def fix_of_values(document: Document) -> Fix | None:
    """Give the change that makes YAML read a file's fields as the tolerant reading does; None when there is nothing to change.

    Values that YAML rejects go into quotes or a block, tabs of an indentation become blanks, and a key gets the blank after its colon.
    It is unsafe where the tolerant reading is in doubt: the text is kept, what it was meant as may not be.
    """
    if not document.recovered or document.fields is None:
        return None
    edits: list[Edit] = []
    names: list[str] = []
    blocks = False
    for entry in document.fields.entries:
        own = [*_edits_of_value(document, entry)]
        if own:
            edits += own
            names.append(f"`{_cut(entry.key.text)}`")
            blocks = blocks or "|-" in own[-1].text
    if not edits:
        return None
    what = " and ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
    first = document.fields.entries[0].key.start  # a line above stays where it is, and the result is refused for it
    safe = not any(doubt.start > first for doubt in doubts(document))
    return Fix(f"write {what} so that YAML reads {'them' if len(names) > 1 else 'it'}", tuple(edits), safe=safe)


_NAMED = 3


class Doubt(NamedTuple):
    """A place where the tolerant reading may not be what was meant."""

    start: int
    """Offset in the document's text, as `end`."""
    end: int
    message: str


def doubts(document: Document) -> Iterator[Doubt]:
    """Give where a list or mapping could only be read as text, a field became part of a text, or a line part of no field."""
    if not document.recovered or document.fields is None:
        return
    fields = document.fields
    before = document.text[fields.start : fields.entries[0].key.start]
    for line in re.finditer(r"(?m)^[ \t]*([^\s#][^\n]*)", before.rstrip("\"'")):
        yield Doubt(fields.start + line.start(1), fields.start + line.end(1), f"`{_cut(line[1])}` belongs to no field")
    for entry in fields.entries:
        value, key = entry.value, _cut(entry.key.text)
        if not (isinstance(value, Scalar) and value.verbatim):
            continue
        if entry.key.text not in LONG_TEXT:
            if _LIST_OR_MAPPING.match(value.text):
                yield Doubt(value.start, value.end, f"`{key}` looks like a list or mapping and can only be read as text")
            continue
        text = document.text[value.start : value.end].partition("<example>")[0]
        for swallowed in re.finditer(r"(?m)^([a-z][\w-]*):(?![/:])", text):
            if swallowed[1] not in _SPEAKERS:
                start = value.start + swallowed.start()
                message = f"`{_cut(swallowed[1])}:` is read as a line of `{key}`, not as a field"
                yield Doubt(start, value.start + swallowed.end(1), message)


_SPEAKERS = frozenset({"user", "assistant", "human", "commentary", "context"})


def _cut(text: str) -> str:
    return text.strip()[:60]


def _edits_of_value(document: Document, entry: Entry) -> Iterator[Edit]:
    value, text = entry.value, document.text
    colon = text.index(":", entry.key.end)
    tight = value.start == colon + 1 < value.end
    if isinstance(value, Scalar) and value.verbatim:
        if "\n" in value.text:
            newline = "\r\n" if "\r\n" in text[colon : value.end] else "\n"
            column = entry.key.start - text.rfind("\n", 0, entry.key.start) - 1
            yield Edit(colon + 1, value.end, f" {block(value.text, newline, ' ' * (column + 2))}")
        elif tight or text[colon + 1 : value.start].strip(" "):  # no blank, a line end, or a tab that YAML does not take
            yield Edit(colon + 1, value.end, f" {quoted(value.text)}")
        else:
            yield Edit(value.start, value.end, quoted(value.text))
        return
    if tight:
        yield Edit(colon + 1, colon + 1, " ")
    inside = [Edit(each.start, each.end, quoted(each.text)) for each in _scalars(value) if each.verbatim]
    tabs = [*re.finditer(r"(?m)^[ ]*\t[ \t]*", text[colon : value.end])]
    if tabs and not parse(f"---\n{text[entry.key.start : value.end]}\n---\n").recovered:
        tabs = []  # YAML takes these: they are part of a text
    indents = [Edit(colon + each.start(), colon + each.end(), each[0].replace("\t", "  ")) for each in tabs]
    yield from sorted([*inside, *indents])


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Fields):
        for entry in node.entries:
            yield from _scalars(entry.value)
