from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnreadableSkill(Rule):
    """An agent names a skill whose SKILL.md exists and cannot be read.

    ## Why is this bad?
    The skill is there, so that nobody looks for it, and its text reaches no prompt. It is told apart from a skill that
    does not exist because the way out is another: mend the SKILL.md.

    ## Example
    A `SKILL.md` whose frontmatter opens with `---` and is never closed, named by:
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use before merging a query.
    skills: [broken]
    ```

    Use instead:
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use before merging a query.
    skills: [database-design]
    ```
    """

    code = "AK202"
    severity = Severity.ERROR
    fields = ("skills",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each skill that resolves to a file that cannot be read."""
        spans = it.persona.source.spans
        for at, name in enumerate(it.persona.skills):
            resolution = it.catalog.skills.resolve(name, near=it.path)
            if resolution.skill is None and resolution.found is not None:
                why = resolution.diagnostics[0].message if resolution.diagnostics else "cannot be read"
                span = spans.get(f"skills[{at}]") or spans.get("skills")
                message = f"skill `{name[:80]}` exists and cannot be read: {why}"
                yield self.at(it, span, message, f"mend {resolution.found.path}")
