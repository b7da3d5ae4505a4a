from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.linter.rule import ReadingRule
from agentkit.linter.unreadable import fix_of_values

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.fix import Fix
    from agentkit.linter.subject import Subject


class YamlAlias(ReadingRule):
    """The frontmatter uses a YAML anchor, alias or merge key.

    ## Why is this bad?
    `*name` stands for what `&name` marks elsewhere. A few lines of them make a reader build gigabytes, and PyYAML burns 50 s on
    500 bytes of merge keys, so agentkit refuses all of them; of 5,376 public files none needs one (2026-11). Most often the asterisk was meant as
    text.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    color: *blue
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    color: blue
    ```

    ## Fix safety
    Safe: only a value that YAML cannot read is put in quotes, as it stands; anchors and what refers to them need a person.
    """

    problem = problems.YAML_ALIAS
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Quote values that start with an asterisk, where no anchor gives it a meaning."""
        return fix_of_values(it.document) if found.message.startswith("alias") and "&" not in it.block else None
