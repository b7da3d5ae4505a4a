"""Places in a text: offsets, lines and columns."""

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a document's text.

    Offsets count code points from the start of the text (0-based, `end` exclusive, a byte-order mark not counted).
    Lines and columns are 1-based, columns in code points; `end_column` is exclusive.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


START = Span(0, 0, 1, 1, 1, 1)
"""The place of a finding about a file as a whole."""


class Lines:
    """The line starts of a text. A line ends after `\\n`; a lone `\\r` ends none, as in editors and YAML 1.2 readers."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def __eq__(self, other: object) -> bool:
        """Compare by text."""
        return isinstance(other, Lines) and self._text == other._text

    def __hash__(self) -> int:
        """Hash by text."""
        return hash(self._text)

    def position(self, offset: int) -> tuple[int, int]:
        """Give (line, column), both 1-based, of an offset."""
        if self._starts is None and offset <= _NEAR:
            # Most findings are about the frontmatter; the lines of the body need not be known for them.
            before = self._text.rfind("\n", 0, offset) + 1
            return self._text.count("\n", 0, before) + 1, offset - before + 1
        starts = self._known()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def start_of(self, line: int) -> int:
        """Give the offset at which a line starts; `line` is 1-based."""
        return self._known()[line - 1]

    def text_of(self, line: int) -> str:
        """Give a line without its end; `line` is 1-based."""
        start = self.start_of(line)
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)].removesuffix("\r")

    def span(self, start: int, end: int) -> Span:
        """Give the span of two offsets."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(start, end, line, column, end_line, end_column)

    def _known(self) -> list[int]:
        if self._starts is None:
            lengths = (len(line) + 1 for line in self._text.split("\n")[:-1])
            self._starts = [0, *accumulate(lengths)]
        return self._starts


_NEAR = 4096
"""Offset up to which counting line ends is cheaper than finding all of them."""
