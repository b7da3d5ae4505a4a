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


class GrantedSpecifier(Rule):
    """An entry of an agent's `tools` has a specifier, which is not documented to narrow anything.

    ## Why is this bad?
    Patterns such as `Bash(git *)` are documented for permission settings and for a skill's `allowed-tools`. For `tools` of an
    agent only bare names, MCP patterns and `Agent(...)` are (documentation read 2026-10-08): count on the agent having
    the whole tool. Exporters have to widen it or refuse it, as most harnesses have no such pattern.

    ## Example
    ```yaml
    name: historian
    description: Explains commits. Use to find when a line changed.
    tools: Read, Bash(git log *)
    ```

    Use instead:
    ```yaml
    name: historian
    description: Explains commits. Use to find when a line changed.
    tools: Read, Bash
    ```
    """

    code = "AK232"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each granted tool with a specifier."""
        for at, grant in enumerate(it.persona.tools or ()):
            if grant.kind == "specified" and not is_foreign(it):
                message = f"`{grant.text[:60]}` is not documented to narrow `{grant.name[:40]}` in `tools`"
                yield self.at(it, place(it, "tools", at), message, "narrow it in the settings' permissions")
