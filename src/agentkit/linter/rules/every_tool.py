from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class EveryTool(Rule):
    """An agent asks for every tool there is.

    ## Why is this bad?
    `*` gives the shell, the network, and every server that anybody adds later. List what the work needs. An agent without the field has every
    tool, too: `tools-omitted` tells of it.

    Measured with a prototype on 3,404 benign files (2026-11-23): 4. This rule on 5,891 public files: 4 (2026-11-24). OWASP Agentic
    Skills Top 10 AST03; OWASP LLM Top 10 (2025) LLM06; CWE-250.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: "*"
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    ```
    """

    code = "AK531"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an asterisk that stands alone in the list, or beside others."""
        if it.persona.tools is not None and any(grant.kind == "all" for grant in it.persona.tools):
            yield self.at(
                it,
                it.value("tools"),
                "`*` grants every tool there is, the shell and the network among them",
                "list what it needs",
            )
