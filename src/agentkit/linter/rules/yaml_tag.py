from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class YamlTag(ReadingRule):
    """The frontmatter uses a YAML tag.

    ## Why is this bad?
    A tag such as `!!python/object` asks the reader to make something else than text of a value; readers refuse it, or do it. No field
    of an agent or skill needs one. Text that starts with `!` goes into quotes.

    ## Example
    ```yaml
    name: reader
    description: !important Reads the logs.
    ```

    Use instead:
    ```yaml
    name: reader
    description: "!important Reads the logs."
    ```
    """

    problem = problems.YAML_TAG
