from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class YamlKeyType(ReadingRule):
    """A key is not text.

    ## Why is this bad?
    `on:` and `1:` are keys of other types to YAML readers, and a list or mapping as a key is refused by most. No field is called so.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    1: first
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    metadata:
      first: "1"
    ```
    """

    problem = problems.YAML_KEY_TYPE
