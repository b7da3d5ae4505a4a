from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.fix import Fix
from agentkit.linter.grants import listed, place, without
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class DuplicateTool(Rule):
    """A tool stands twice in one list.

    ## Why is this bad?
    Nothing breaks. The second entry is a leftover of an edit, and often stands where another tool was meant.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep, Read
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    ```

    ## Fix safety
    Safe: the list grants the same without the second entry.
    """

    code = "AK234"
    severity = Severity.INFO
    confidence = Confidence.EXACT
    fixes = "safe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each entry that an earlier one of its list repeats."""
        for field in ("tools", "disallowedTools"):
            seen: set[str] = set()
            for at, grant in enumerate(listed(it, field) or ()):
                if grant.text in seen:
                    edits = without(it, field, {at})
                    fix = Fix("take the second out", edits, changes=(field,)) if edits else None
                    message = f"`{grant.text[:60]}` stands twice in `{field}`"
                    yield self.at(it, place(it, field, at), message, "take the second out", fix=fix)
                seen.add(grant.text)
