from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.markdown import headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class HeadingJump(Rule):
    """A heading is more than one level below the one before it.

    ## Why is this bad?
    Tools that cut a body at its headings put the section under one that is not its parent. Models read over it. An opinion,
    and off: 36 in 5,891 public files.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    # Reading
    ### Rotated logs
    Read the newest log first.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    # Reading
    ## Rotated logs
    Read the newest log first.
    ```
    """

    code = "AK308"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each jump."""
        before = 6
        for heading in headings(it.body):
            if heading.level > before + 1:
                line = heading.line
                message = f"level {heading.level} follows level {before}: `{heading.title[:60]}`"
                span = it.in_body(line.offset, line.offset + len(line.text))
                yield self.at(it, span, message, f"write {'#' * (before + 1)}")
            before = heading.level

    check_skill = check_agent
