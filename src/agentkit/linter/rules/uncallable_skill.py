from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UncallableSkill(Rule):
    """A skill can be called by nobody.

    ## Why is this bad?
    `user-invocable: false` takes it from people, `disable-model-invocation: true` from the model, and with that it cannot be
    preloaded by an agent either (Claude Code documentation, read 2026-10-08 and 2026-08-22). One of the two was meant.

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    user-invocable: false
    disable-model-invocation: true
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    user-invocable: false
    ---
    Read the query plan first.
    ```
    """

    code = "AK615"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report both locks on one skill."""
        if it.skill.is_for_people and it.skill.is_for_models and not is_for_another(it.path):
            message = "nobody can call this skill: neither people nor the model"
            yield self.at(it, it.value("disable-model-invocation"), message, "take out one of the two fields")
