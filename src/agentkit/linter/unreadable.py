"""The change that lets YAML read values that it rejects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Fix
from agentkit.document import Scalar
from agentkit.linter.quoting import block, quoted
from agentkit.span import Edit

if TYPE_CHECKING:
    from agentkit.document import Document, Entry


def fix_of_values(document: Document) -> Fix | None:
    """Give the change that puts every value that YAML rejects in quotes or in a block; None when there is none of them."""
    if not document.recovered or document.fields is None:
        return None
    broken = [entry for entry in document.fields.entries if isinstance(entry.value, Scalar) and entry.value.verbatim]
    if not broken:
        return None
    names = " and ".join(f"`{entry.key.text}`" for entry in broken[:3])
    edits = tuple(_edit(document, entry) for entry in broken)
    how = "in a block" if any("\n" in each.value.text for each in broken if isinstance(each.value, Scalar)) else "in quotes"
    return Fix(f"put the value of {names} {how}", edits)


def _edit(document: Document, entry: Entry) -> Edit:
    value = entry.value
    assert isinstance(value, Scalar)
    text = document.text
    colon = text.index(":", entry.key.end)
    if "\n" not in value.text:
        gap = text[colon + 1 : value.start]
        if gap.strip(" "):  # a line end, or a tab that YAML does not take
            return Edit(colon + 1, value.end, f" {quoted(value.text)}")
        return Edit(value.start, value.end, quoted(value.text))
    newline = "\r\n" if "\r\n" in text[colon : value.end] else "\n"
    return Edit(colon + 1, value.end, f" {block(value.text, newline)}")
