from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownSkill(Rule):
    """An agent names a skill that does not exist.

    ## Why is this bad?
    The agent starts without the skill, and nobody is told: Claude Code writes a line to its debug log (documentation
    read 2026-10-08). `agentkit render` refuses the agent. Skills are looked up by folder, by `name`, by path and without
    `plugin:` or `@marketplace`, in the checked files, in the projects they lie in, and in the library that ships.

    ## Example
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use before merging a query.
    skills: [database-desing]
    ```

    Use instead:
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use before merging a query.
    skills: [database-design]
    ```
    """

    code = "AK201"
    severity = Severity.ERROR
    fields = ("skills",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each skill that resolves to nothing."""
        spans = it.persona.source.spans
        for at, name in enumerate(it.persona.skills):
            resolution = it.catalog.skills.resolve(name, near=it.path)
            if resolution.skill is None and resolution.found is None:
                close = it.catalog.skills.nearest(name)
                hint = f"did you mean {close[0]}?" if close else "add the skill, or take it off the list"
                span = spans.get(f"skills[{at}]") or spans.get("skills")
                yield self.at(it, span, f"unknown skill `{name[:80]}`", hint)
