from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.diagnostic import Fix
from agentkit.linter.rule import ReadingRule
from agentkit.span import Edit

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
    Safe: blank lines before the block go. A comment or a code fence is left to a person: it is somebody's text.
    """

    problem = problems.TEXT_BEFORE_FRONTMATTER
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Take blank lines before the block away."""
        before = it.document.text[: found.span.start]
        return Fix("take the blank lines away", (Edit(0, len(before), ""),)) if not before.strip() else None
