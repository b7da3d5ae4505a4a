from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class MissingDescription(Rule):
    """An agent has no description.

    ## Why is this bad?
    The description is all that the model sees when it decides whom to call. Claude Code skips, silently, an agent that
    has a name and no description (documentation read 2026-10-08).

    ## Example
    ```yaml
    name: migration-reviewer
    ```

    Use instead:
    ```yaml
    name: migration-reviewer
    description: Reviews SQL migrations. Use before merging a migration.
    ```
    """

    code = "AK103"
    severity = Severity.ERROR

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent without a description."""
        wrong_type = any(found.slug == "wrong-type" and "`description`" in found.message for found in it.persona.diagnostics)
        if not it.persona.description.text and not wrong_type:
            hint = "say in one or two sentences what the agent does and when to use it"
            yield self.at(it, it.document.span_of("description"), "no description: no model can choose this agent", hint)
