"""What a frontmatter block is made of: scalars, lists and mappings that know where they stand.

Offsets count code points in the document's text, `end` exclusive.
"""

from typing import NamedTuple

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

LONG_TEXT = frozenset({"description", "when_to_use", "initialPrompt"})
"""Fields of which every line is text, whatever it looks like."""


class Scalar(NamedTuple):
    """A text, number, boolean or null; `text` is the value as YAML folds it, never converted."""

    text: str
    plain: bool
    """Whether it stands without quotes and is no block scalar: only then can it mean null, true or a number."""
    start: int
    end: int
    verbatim: bool = False
    """Whether YAML cannot read it and the text counts as it stands between `start` and `end`."""

    @property
    def is_null(self) -> bool:
        """Whether the value is absent: nothing after the colon, `~` or `null`."""
        return self.plain and self.text in _NULLS


class Items(NamedTuple):
    """A list."""

    items: "tuple[Node, ...]"
    start: int
    end: int


class Entry(NamedTuple):
    """A key and its value. A key that stands twice has two entries."""

    key: Scalar
    value: "Node"


class Fields(NamedTuple):
    """A mapping, entries in the order they are written."""

    entries: tuple[Entry, ...]
    start: int
    end: int

    def get(self, key: str) -> "Node | None":
        """Give the value of a key, None when there is none. Of a key that stands twice the last one counts."""
        return next((entry.value for entry in reversed(self.entries) if entry.key.text == key), None)


Node = Scalar | Items | Fields


_DIGITS = 18


def _is_integer(text: str) -> bool:
    """Tell whether a text is a decimal integer that, converted, is written the same again."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _DIGITS:
        return False
    return digits[0] != "0" or text == "0"


def plain_value(node: Node) -> object:
    """Give a node as plain Python data: str, int, bool, None, list and dict, which JSON can hold.

    Text stays as written: only unquoted `true`, `false`, `null`, `~`, an empty value and decimal integers of up to 18
    digits without leading zeros are converted. `on`, `1.10`, `2024-01-01`, `0x1f`, `.nan` remain text, so that every
    value can be written back as it was.
    """
    if isinstance(node, Scalar):
        if not node.plain:
            return node.text
        if node.text in _NULLS:
            return None
        if node.text in _BOOLEANS:
            return _BOOLEANS[node.text]
        return int(node.text) if _is_integer(node.text) else node.text
    if isinstance(node, Items):
        return [plain_value(item) for item in node.items]
    return {entry.key.text: plain_value(entry.value) for entry in node.entries}
