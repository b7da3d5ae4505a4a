from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class EmptyBody(Rule):
    """An agent or skill has no text below its frontmatter.

    ## Why is this bad?
    The body is the system prompt. Without one an agent has no instructions, and a skill gives nothing when it is read.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the newest log first. Quote each error with its file and line.
    ```
    """

    code = "AK301"
    severity = Severity.ERROR

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent without a prompt."""
        if not it.persona.body.strip() and it.persona.initial_prompt is None:
            yield self.at(it, None, "no body: the agent has no system prompt", "write it below the closing `---`")

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill without instructions."""
        if not it.skill.body.strip():
            yield self.at(it, None, "no body: the skill says nothing", "write it below the closing `---`")
