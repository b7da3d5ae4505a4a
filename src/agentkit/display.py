"""Text from files made safe to show in a terminal or a log."""

from __future__ import annotations

import re

# C0 and C1 controls (a terminal obeys them), line and paragraph separators, bidirectional controls (they reorder what
# a reviewer reads), characters without a glyph (soft hyphen, fillers, zero-width ones, tags, byte-order mark), lone
# surrogates (they cannot be encoded).
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """Give the text with every character that could drive a terminal, hide or reorder text written as an escape.

    The result is one line: a newline becomes `\\n`, ESC becomes `\\x1b`.
    """
    if text.isprintable() and text.isascii():
        return text
    return re.sub(_UNSAFE, _escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "backslashreplace").decode("ascii")


def columns(text: str) -> int:
    """Give the columns that a text takes in a terminal: two for wide characters, none for combining and joining ones."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(char) in ("Mn", "Me", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, width: int) -> str:
    """Give the text, visible, cut to `width` columns with an ellipsis at a word where it is longer."""
    text = visible(text)
    if columns(text) <= width:
        return text
    cut = text[: max(width - 1, 0)]
    while cut and columns(cut) > width - 1:
        cut = cut[:-1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return (at_word if len(at_word) > len(cut) * 2 // 3 else cut).rstrip(" ,;:.-") + "…"


def padded(text: str, width: int) -> str:
    """Give the text with blanks behind it up to `width` columns."""
    return text + " " * (width - columns(text))
