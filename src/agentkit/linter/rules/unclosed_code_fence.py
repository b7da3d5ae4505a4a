from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern
from agentkit.problems import TEXT_BEFORE_FRONTMATTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.markdown import Fence

_INNER = pattern(r"^[ \t]{0,3}(`{3,}|~{3,})[ \t]?\w", re.MULTILINE)

_SHOWS_MARKDOWN = ("markdown", "md", "mdx")


class UnclosedCodeFence(Rule):
    """A code fence is never closed, or too early.

    ## Why is this bad?
    By CommonMark the rest of the text is code: headings, lists and links in it are none for tools that read the structure,
    and a model has to guess which lines are samples and which are instructions.

    The cause is often further up: a block that shows Markdown is ended by the first fence inside it that closes, and from there on
    code and text are swapped, whether one fence is left over at the end or not. Such a block needs four backticks; the
    finding then stands at its beginning. Of 5,891 public files 91 have one or the other; in all 67 that were read it was
    meant otherwise (2026-11-24).

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
        """Report the block of Markdown that ends too early, else the fence that nothing closes."""
        fences = it.fences
        # A fence around the whole file opens above the frontmatter, which is a finding of its own.
        if not fences or any(found.code == TEXT_BEFORE_FRONTMATTER.code for found in it.document.diagnostics):
            return
        swallowing = next((fence for fence in fences if _has_inner(it.body, fence)), None)
        if swallowing is not None and swallowing.info.lower().partition(" ")[0] in _SHOWS_MARKDOWN:
            marks = "backticks" if swallowing.mark[0] == "`" else "tildes"
            hint = f"open and close it with {len(swallowing.mark) + 1} {marks}"
            message = "a fence inside this block of Markdown ends it: below, code and text are swapped"
            yield self._finding(it, swallowing, message, hint)
        elif not fences[-1].is_closed:
            last = fences[-1]
            left = it.body[last.content_start :].strip()
            message = (
                "the code fence is never closed: the rest of the text is code" if left else "a code fence that closes nothing"
            )
            hint = f"close it with {last.mark[:10]}" if left else "take it out, or open the block it should close"
            if swallowing is not None:
                hint = "a block further up ends at a fence that it shows: give a block that shows fences one more backtick"
            yield self._finding(it, last, message, hint)

    def _finding(self, it: Subject, fence: Fence, message: str, hint: str) -> Diagnostic:
        return self.at(it, it.in_body(fence.start, fence.start + len(fence.mark)), message, hint)

    check_skill = check_agent


def _has_inner(body: str, fence: Fence) -> bool:
    """Tell whether a block holds a line that was meant to open one: marks with a language, which never close a block."""
    return any(
        inner[1][0] == fence.mark[0] and len(inner[1]) >= len(fence.mark)
        for inner in _INNER.finditer(body, fence.content_start, fence.content_end)
    )
