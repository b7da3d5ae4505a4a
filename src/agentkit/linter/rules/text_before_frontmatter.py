from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import ReadingRule

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class TextBeforeFrontmatter(ReadingRule):
    """The `---` line is not the first line.

    ## Why is this bad?
    Harnesses look at the first line only: Claude Code takes the file for documentation, silently (documentation read 2026-10-08). In
    public files an HTML comment stands there (122 of 6,279), a blank line, or a code fence around the whole file (2026-11).

    ## Example
    ```markdown
    <!-- MIT -->
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the newest log first.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the newest log first.
    ```

    ## Fix safety
    Safe for blank lines. Unsafe for a comment, which becomes lines with `#` below the first `---` and is no part of the prompt there,
    and for a code fence around the file, whose lines go: that the file was meant to be loaded is a guess.
    """

    problem = problems.TEXT_BEFORE_FRONTMATTER
    fixes = "unsafe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Make the line of dashes the first one."""
        text = it.document.text
        before = text[: found.span.start]
        if not before.strip():
            return Fix("take the blank lines away", (Edit(0, len(before), ""),))
        edits = [Edit(0, len(before), "")]
        opening = re.match(r"[ \t]*(`{3,}|~{3,})", before.rstrip().rpartition("\n")[2].rpartition("-->")[2])
        comments = _comments(before)
        if comments:
            first = text.index("\n", found.span.start) + 1
            newline = "\r\n" if text[first - 2] == "\r" else "\n"
            lines = [line.strip() for comment in comments for line in comment.strip().split("\n")]
            edits.append(Edit(first, first, "".join(f"# {line}".rstrip() + newline for line in lines)))
        if opening is not None and (closing := _closing(it.document.body, opening[1])) is not None:
            start, end = closing
            edits.append(Edit(it.document.body_start + start, it.document.body_start + end, ""))
        what = "the comment" if comments else "the code fence"
        return Fix(f"move {what} below `---`" if comments else f"take {what} away", tuple(edits), safe=False)


def _comments(text: str) -> list[str]:
    """Give what stands in each comment. As a regular expression it would look for the end of each that is not closed, to the end."""
    found: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start + 4)) >= 0:
        found.append(text[start + 4 : close])
        end = close + 3
    return found


def _closing(body: str, opening: str) -> tuple[int, int] | None:
    """Give the line that closes a fence opened above the body: the last one, where it opens and closes none of the body's own."""
    last = re.search(rf"(?m)^{opening[0]}{{{len(opening)},}}[ \t]*+(?:\r?\n)?(?=\s*+\Z)", body[-_TAIL:])
    if last is None:
        return None
    above = len(body) - len(body[-_TAIL:])
    start = above + last.start()
    fences = re.findall(rf"(?m)^ {{0,3}}(?:`{{{len(opening)},}}|~{{{len(opening)},}})", body[:start])
    return (start, above + last.end()) if len(fences) % 2 == 0 else None


_TAIL = 200
"""Characters at the end of a body in which the closing line of a fence is looked for."""
