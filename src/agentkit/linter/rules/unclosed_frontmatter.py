from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class UnclosedFrontmatter(ReadingRule):
    """No `---` line closes the frontmatter.

    ## Why is this bad?
    Where the fields end and the prompt starts cannot be told. Harnesses skip the file or take all of it for text.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.

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

    problem = problems.UNCLOSED_FRONTMATTER
