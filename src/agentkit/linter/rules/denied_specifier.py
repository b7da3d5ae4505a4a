from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.grants import is_foreign, place
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class DeniedSpecifier(Rule):
    """An entry of `disallowedTools` has a specifier, and takes the whole tool away.

    ## Why is this bad?
    `disallowedTools: Bash(git push *)` reads as if only pushes were forbidden. Claude Code takes Bash away as a whole
    (documentation read 2026-10-08). Single commands are denied in `permissions.deny` of the settings.

    ## Example
    ```yaml
    name: releaser
    description: Prepares releases. Use before tagging.
    disallowedTools: Bash(git push *)
    ```

    Use instead:
    ```yaml
    name: releaser
    description: Prepares releases. Use before tagging.
    disallowedTools: WebFetch
    ```
    """

    code = "AK231"
    severity = Severity.WARNING
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each denied tool with a specifier."""
        for at, grant in enumerate(it.persona.disallowed_tools or ()):
            if grant.kind == "specified" and not is_foreign(it):
                message = f"`{grant.text[:60]}` takes `{grant.name[:40]}` away as a whole"
                yield self.at(it, place(it, "disallowedTools", at), message, "deny single uses in the settings' permissions")
