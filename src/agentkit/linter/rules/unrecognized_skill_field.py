from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.keys import unknown_keys
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnrecognizedSkillField(Rule):
    """A skill has a field that is neither in the Agent Skills specification nor Claude Code's.

    ## Why is this bad?
    Clients ignore it, and the reference validator refuses the skill (skills-ref 0.1.1, run 2026-11-23). The specification has
    `metadata` for what else is to be said. Off by default: most public skills with a `version` of their own load all the
    same.

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    risk: low
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    metadata:
      risk: low
    ---
    Read the query plan first.
    ```
    """

    code = "AK605"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field that resembles no documented one."""
        for entry, meant in unknown_keys(it):
            if meant is None:
                message = f"field `{entry.key.text[:60]}` is not in the specification"
                yield self.at(it, it.document.span(entry), message, "put it under `metadata`")
