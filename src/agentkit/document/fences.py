"""Where a frontmatter block starts and ends in a text."""

import re
from typing import NamedTuple

# Patterns stay text: they are compiled when first used, which well-formed files never need.
_OTHER_FORMAT = r"(?:---[ \t]*(?P<engine>[A-Za-z][\w+-]*)|\+\+\+)[ \t]*\r?(?:\n|\Z)"
# What stands before the block in public files: blank lines, HTML comments (122 of 6,279), a code fence around it all.
_BEFORE = r"(?:\s*<!--.*?-->)*\s*(?P<fence>(?:`{3,}+|~{3,}+)[^\n`]*+\n)?\s*"
_COMMENT_LIMIT = 10_000


class Fences(NamedTuple):
    """The parts of a text; offsets in code points. `text[open_end:close_start]` is the block, `text[body:]` the body."""

    before: int
    """Offset of the opening `---`: 0 when it is the first line, as it has to be."""
    open_end: int
    close_start: int
    body: int
    wrapped: bool = False
    """Whether a code fence was opened before the block."""


class Missing(NamedTuple):
    """There is no block to read; `reason` says why."""

    reason: str
    """`none` (no opening line), `unclosed`, or `format` (`---js`, `+++`)."""
    engine: str = ""


def locate(text: str) -> Fences | Missing:
    """Find the block. It opens with a line of three or more dashes and ends at the next such line.

    A `---` that is indented or has other text on its line is part of a value, and one after the closing line part of
    the body. Blank lines, HTML comments and a code fence before the block are read through.
    """
    before = 0
    wrapped = False
    open_end = _fence_end(text, 0)
    if open_end < 0:
        if (other := re.match(_OTHER_FORMAT, text)) is not None:
            return Missing("format", other["engine"] or "toml")
        ahead = re.match(_BEFORE, text[:_COMMENT_LIMIT], re.DOTALL)
        if ahead is None or ahead.end() == 0 or text[ahead.end() - 1] not in "\n>":
            return Missing("none")
        before = ahead.end()
        wrapped = ahead["fence"] is not None
        open_end = _fence_end(text, before)
        if open_end < 0:
            return Missing("none")
    close = open_end
    while (body := _fence_end(text, close)) < 0:
        close = text.find("\n---", close) + 1
        if not close:
            return Missing("unclosed")
    return Fences(before, open_end, close, body, wrapped)


def _fence_end(text: str, start: int) -> int:
    """Give where the line that starts here ends, when it is made of three or more dashes and blanks; else -1."""
    if not text.startswith("---", start):
        return -1
    end = text.find("\n", start)
    line = text[start:end] if end >= 0 else text[start:]
    if end >= 0:
        line = line.removesuffix("\r")
    if line.rstrip(" \t").strip("-"):
        return -1
    return end + 1 if end >= 0 else len(text)
