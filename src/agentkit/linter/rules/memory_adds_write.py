from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.grants import is_foreign
from agentkit.linter.rule import Rule
from agentkit.persona import MEMORIES
from agentkit.profiles.claude_code import MEMORY_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class MemoryAddsWrite(Rule):
    """An agent that may only read has a `memory`, which lets it write.

    ## Why is this bad?
    `memory` adds Read, Write and Edit silently (Claude Code documentation read 2026-10-08). A list without Write and Edit
    reads like a promise that the agent changes no file, and the promise is not kept.

    ## Example
    ```yaml
    name: reviewer
    description: Reviews code. Use before merging.
    tools: Read, Grep, Glob
    memory: project
    ```

    Use instead:
    ```yaml
    name: reviewer
    description: Reviews code. Use before merging.
    tools: Read, Grep, Glob
    ```
    """

    code = "AK236"
    severity = Severity.WARNING
    confidence = Confidence.EXACT
    fields = ("memory",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a memory beside a list without a tool that changes files."""
        persona = it.persona
        if persona.memory not in MEMORIES or persona.tools is None or is_foreign(it):
            return
        given = {grant.name for grant in persona.tools}
        if given & {"*", "Write", "Edit", "MultiEdit", "NotebookEdit"} or "Write" in (persona.disallowed_tools or ()):
            return
        added = [f"`{tool}`" for tool in MEMORY_TOOLS if tool not in given]
        message = f"`memory` adds {' and '.join(added[-2:])} to a list without them"
        yield self.at(it, it.value("memory"), message, "list them, or go without memory")
