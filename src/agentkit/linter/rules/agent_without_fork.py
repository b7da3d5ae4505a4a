from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class AgentWithoutFork(Rule):
    """A skill names an agent to run in, and does not run in one.

    ## Why is this bad?
    `agent` says which agent runs the skill when it is forked; without `context: fork` the skill runs in the conversation that
    calls it, with all its context and tools, and `agent` means nothing (Claude Code documentation, skills, read 2026-08-22).

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    agent: Explore
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    context: fork
    agent: Explore
    ---
    Read the query plan first.
    ```
    """

    code = "AK613"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report `agent` without `context`."""
        agent = it.skill.extra.get("agent")
        if isinstance(agent, str) and it.skill.extra.get("context") is None and not is_for_another(it.path):
            message = f"`agent: {agent[:60]}` has no effect without `context: fork`"
            yield self.at(it, it.value("agent"), message, "add `context: fork`, or take it out")
