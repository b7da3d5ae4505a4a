from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.prompt.substitutions import harness_substitutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class HarnessSubstitution(Rule):
    """A skill holds text that only Claude Code replaces or runs.

    ## Why is this bad?
    `$ARGUMENTS`, `${CLAUDE_SKILL_DIR}` and commands in ``!`…` `` are replaced when Claude Code loads the skill
    (documentation read 2026-08-22). In a prompt that is rendered for another reader they stay as they are, and the reader
    has to guess. An info: for a skill that only Claude Code loads it is right as it is.

    ## Example
    ```markdown
    ---
    name: fix-issue
    description: Fixes an issue. Use when an issue number is given.
    ---
    Fix issue $ARGUMENTS.
    ```

    Use instead:
    ```markdown
    ---
    name: fix-issue
    description: Fixes an issue. Use when an issue number is given.
    ---
    Fix the issue whose number the user gives.
    ```
    """

    code = "AK302"
    severity = Severity.INFO

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each place."""
        for text, span in harness_substitutions(it.skill):
            message = f"`{text}` is replaced by Claude Code only; in a rendered prompt it stays as it is"
            yield self.at(it, span, message, "say in words what belongs there")
