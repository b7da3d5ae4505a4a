from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownRelatedSkill(Rule):
    """A list of related skills, or the path of a SKILL.md, names a skill that does not exist.

    ## Why is this bad?
    The model is sent to a skill that is not there. Checked are bullets under "Related Skills" and paths such as
    `../x/SKILL.md`. Skills are looked up by folder and by `name`; names with `plugin:` are left out, as another plugin can bring them.

    ## Example
    ```markdown
    ---
    name: sql-plans
    description: Reads plans of slow queries. Use when a query is slow.
    ---
    ## Related Skills

    - `database-desing` for tables
    ```

    Use instead:
    ```markdown
    ---
    name: sql-plans
    description: Reads plans of slow queries. Use when a query is slow.
    ---
    ## Related Skills

    - `database-design` for tables
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: a skill of the old name may be planned.
    """

    code = "AK213"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fixes = "unsafe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each related skill that is not known."""
        for each in naming.unknown_skills(it, ("related", "path")):
            if each.bare != each.name or _is_elsewhere(it, each.span.start):
                continue
            hint = naming.way_out(it, "skill", each.name, "write the skill, or name one that exists")
            yield self.at(it, each.span, naming.message("skill", each.name), hint, fix=naming.fix_to_nearest(it, "skill", each))

    check_agent = check_skill


def _is_elsewhere(it: Subject, start: int) -> bool:
    """Tell whether a name stands in a URL, or in a path above the project's skills."""
    before = it.document.text[max(0, start - 200) : start].rpartition("\n")[2].split(" ")[-1]
    return "://" in before or "~" in before
