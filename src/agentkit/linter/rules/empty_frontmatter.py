from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class EmptyFrontmatter(ReadingRule):
    """Nothing stands between the two `---` lines.

    ## Why is this bad?
    The file has neither name nor description: harnesses skip it as they skip a file without frontmatter.

    ## Example
    ```markdown
    ---
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

    problem = problems.EMPTY_FRONTMATTER
