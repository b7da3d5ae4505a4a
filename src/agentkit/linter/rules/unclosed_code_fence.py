from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.diagnostic import Confidence, Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.markdown import Fence

_INNER = re.compile(r"^[ \t]{0,12}(?:[-*+][ \t]{1,4})?(`{3,}|~{3,})[ \t]?\w", re.MULTILINE)

_SHOWS_MARKDOWN = ("", "markdown", "md", "mdx", "text")


class UnclosedCodeFence(Rule):
    """A code fence opens and never closes.

    ## Why is this bad?
    By CommonMark the rest of the text is code: headings, lists and links in it are none for tools that read the structure,
    and a model has to guess which lines are samples and which are instructions. The cause is often further up: a block
    that shows Markdown and has fences inside is closed by the first of them, and from there on all fences are swapped. Write such
    a block with four backticks. Of 5,891 public files 66 have one, and all 66 were meant otherwise (2026-11-24).

    ## Example
    ```markdown
    ---
    name: reporter
    description: Reports test runs. Use after a run.
    ---
    Quote the failure:
    ~~~text
    FAILED test_a

    Then name the commit.
    ```

    Use instead:
    ```markdown
    ---
    name: reporter
    description: Reports test runs. Use after a run.
    ---
    Quote the failure:
    ~~~text
    FAILED test_a
    ~~~

    Then name the commit.
    ```
    """

    code = "AK306"
    severity = Severity.WARNING
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the fence, and the block that swallowed its partner where that shows."""
        fences = it.fences
        if not fences or fences[-1].is_closed:
            return
        last = fences[-1]
        left = it.body[last.content_start :].strip()
        message = "the code fence is never closed: the rest of the text is code" if left else "a code fence that closes nothing"
        swapped = next((fence for fence in fences if _has_inner(it.body, fence)), None)
        if swapped is None:
            hint = f"close it with {last.mark[:10]}" if left else "take it out, or open the block it should close"
        else:
            line = it.in_body(swapped.start, swapped.start).line
            marks = "backticks" if swapped.mark[0] == "`" else "tildes"
            hint = f"the block of line {line} swallows a fence that opens another: close it before"
            if swapped.info.lower() in _SHOWS_MARKDOWN:
                hint = f"the block of line {line} has a fence inside: open and close it with {len(swapped.mark) + 1} {marks}"
        start = last.start
        yield self.at(it, it.in_body(start, start + len(last.mark)), message, hint)

    check_skill = check_agent


def _has_inner(body: str, fence: Fence) -> bool:
    """Tell whether a block holds a line that was meant to open one: marks with a language, which never close a block."""
    return any(
        inner[1][0] == fence.mark[0] and len(inner[1]) >= len(fence.mark)
        for inner in _INNER.finditer(body, fence.content_start, fence.content_end)
    )
