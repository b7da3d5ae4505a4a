from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import ReadingRule

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class OddFence(ReadingRule):
    """A line that opens or closes the frontmatter has more than three dashes.

    ## Why is this bad?
    Readers that look for a line of exactly `---` find no end, or take everything up to the next one in the body for fields; Gemini CLI's
    pattern then finds no body, and patterns that match three dashes anywhere leave the others in the prompt: Claude Code and Gemini CLI
    ask for it (documentation read 2026-10-08, source read 2026-08-21). python-frontmatter and agentkit read it.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    -----
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
    Safe: the dashes beyond three go; what is read between the lines stays the same.
    """

    problem = problems.ODD_FENCE
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Leave three dashes."""
        return Fix("write `---`", (Edit(found.span.start + 3, found.span.end, ""),))
