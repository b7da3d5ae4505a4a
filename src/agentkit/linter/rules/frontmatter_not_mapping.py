from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.linter.rule import ReadingRule
from agentkit.linter.unreadable import fix_of_values

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.fix import Fix
    from agentkit.linter.subject import Subject


class FrontmatterNotMapping(ReadingRule):
    """The frontmatter is a list or plain text, not `key: value` lines.

    ## Why is this bad?
    No harness finds a field in it, so that the file has neither name nor description. `name:dev`, without a blank after the colon, is
    plain text as well.

    ## Example
    ```markdown
    ---
    - reader
    - Reads the logs.
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
    Safe: keys get the blank after their colon. A list or a text without keys is left to a person.
    """

    problem = problems.FRONTMATTER_NOT_MAPPING
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Write the blank that YAML wants after the colon of a key."""
        return fix_of_values(it.document)
