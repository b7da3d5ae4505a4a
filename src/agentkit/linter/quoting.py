"""A text as YAML that every reader reads as that text."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Give a text of one line in the quotes that need fewer escapes; in double ones where both need as many."""
    double = text.replace("\\", "\\\\").replace('"', '\\"')
    single = text.replace("'", "''")
    if "\t" in text or len(single) >= len(double):
        return '"' + double.replace("\t", "\\t") + '"'
    return f"'{single}'"


def block(text: str, newline: str, indent: str = "  ") -> str:
    """Give a text of several lines as a literal block, from the `|` on; it ends with no line end.

    Args:
        text: The text, lines separated by `\\n`, without blanks at its ends.
        newline: What ends a line in the file.
        indent: What stands before each line that is not empty.
    """
    return newline.join(["|-", *(indent + line if line else "" for line in text.split("\n"))])
