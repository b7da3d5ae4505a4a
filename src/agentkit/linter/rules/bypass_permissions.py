from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class BypassPermissions(Rule):
    """An agent runs with `permissionMode: bypassPermissions`.

    ## Why is this bad?
    Nobody is asked before a command runs or a file is written, whatever text the agent has read until then. Of 409
    malicious and 3,404 benign public files four and one ask for it (measured 2026-11), of 5,891 public ones none: who installs the file
    should know. OWASP Agentic Skills Top 10 AST03; OWASP LLM Top 10 (2025) LLM06; CWE-250.
    Claude Code ignores the field in plugins (documentation read 2026-10-08).

    ## Example
    ```yaml
    name: formatter
    description: Formats the code. Use after a change.
    permissionMode: bypassPermissions
    ```

    Use instead:
    ```yaml
    name: formatter
    description: Formats the code. Use after a change.
    permissionMode: acceptEdits
    ```
    """

    code = "AK235"
    severity = Severity.ERROR
    confidence = Confidence.EXACT
    fields = ("permissionMode",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the mode."""
        if it.persona.permission_mode == "bypassPermissions":
            message = "`bypassPermissions`: every tool runs without asking"
            yield self.at(it, it.value("permissionMode"), message, "acceptEdits lets it edit, and asks before commands")
