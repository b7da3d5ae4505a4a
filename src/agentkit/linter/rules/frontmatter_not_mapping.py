from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class FrontmatterNotMapping(ReadingRule):
    """The frontmatter is a list or plain text, not `key: value` lines.

    ## Why is this bad?
    No harness finds a field in it, so that the file has neither name nor description.

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
    """

    problem = problems.FRONTMATTER_NOT_MAPPING
