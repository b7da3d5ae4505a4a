from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class FrontmatterFormat(ReadingRule):
    """The block is not YAML: `---js`, `+++`.

    ## Why is this bad?
    Agent files have YAML frontmatter. A block in TOML or JSON is text to every harness; `---js` is code that gray-matter, a library
    that some tools use, runs. agentkit neither reads nor runs it.

    ## Example
    ```markdown
    ---toml
    name = "reader"
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

    problem = problems.FRONTMATTER_FORMAT
