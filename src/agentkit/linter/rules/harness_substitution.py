from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import SKILL_FIELDS
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
    has to guess. One info for each skill, at the first place; none for a skill with a field that only Claude Code reads, such
    as `argument-hint`: its author knows for whom it is.

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
    confidence = Confidence.HEURISTIC

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first place, and how many there are."""
        if not SKILL_FIELDS.isdisjoint(it.skill.extra):
            return
        found = list(harness_substitutions(it.skill))
        if found:
            text, span = found[0]
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            message = f"`{text}`{more}: only Claude Code replaces it"
            yield self.at(it, span, message, "say in words what belongs there")
