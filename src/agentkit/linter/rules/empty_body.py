from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.additions import has_composition
from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class EmptyBody(Rule):
    """An agent or skill has no text below its frontmatter.

    ## Why is this bad?
    The body is the system prompt. Without one an agent has no instructions, and a skill gives nothing when it is read; Qwen
    Code refuses the agent (read 2026-11-23). An agent is left alone that has `initialPrompt`, OpenCode's `prompt`, or
    Gemini CLI's `kind: remote`.

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
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent without a prompt."""
        persona = it.persona
        if persona.initial_prompt is not None or "prompt" in persona.extra or persona.extra.get("kind") == "remote":
            return
        if not persona.body.strip() and not has_composition(persona):
            yield self.at(it, None, "no body: the agent has no system prompt", "write it below the closing `---`")

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill without instructions."""
        if not it.skill.body.strip():
            yield self.at(it, None, "no body: the skill says nothing", "write it below the closing `---`")
