from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class ToolsOmitted(Rule):
    """An agent says nothing about its tools, and so has them all.

    ## Why is this bad?
    An agent without `tools` inherits every tool of the session, MCP servers included, in all harnesses that read the field
    (documentation read 2026-11-23). That is fine for a general helper and too much for one that only reads. An opinion,
    and off: of 2,498 public agents 946 do without a list.

    ## Example
    ```yaml
    name: reviewer
    description: Reviews code. Use before merging.
    ```

    Use instead:
    ```yaml
    name: reviewer
    description: Reviews code. Use before merging.
    tools: Read, Grep, Glob
    ```
    """

    code = "AK237"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent with neither of the two lists."""
        if it.persona.tools is None and it.persona.disallowed_tools is None and "permission" not in it.persona.extra:
            yield self.at(it, it.key("name"), "no `tools`: the agent may use every tool", "list what it needs")
