from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class NoFrontmatter(ReadingRule):
    """No `---` line opens a frontmatter block.

    ## Why is this bad?
    Without name and description a harness takes the file for documentation and says nothing (Claude Code, documentation read
    2026-10-08; clients of Agent Skills are told to skip a skill without description, read 2026-11-23). About 40 % of such files in
    public agent folders are documents (2026-11): move those elsewhere.

    ## Example
    ```markdown
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

    problem = problems.NO_FRONTMATTER
