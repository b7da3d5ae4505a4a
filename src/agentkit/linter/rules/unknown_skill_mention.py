from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownSkillMention(Rule):
    """A sentence names a skill that does not exist.

    ## Why is this bad?
    "Use the `x` skill" and `Skill(x)` send the model to a skill that is not there. Off by default: of 66 findings in public
    files about half were examples of skills to be written, skills that a harness brings, or words such as "user-level" (2026-11).

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Before you name a table, read the `table-names` skill.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Before you name a table, read the `database-design` skill.
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: a skill of the old name may be elsewhere.
    """

    code = "AK214"
    severity = Severity.INFO
    confidence = Confidence.HEURISTIC
    default = False
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each mention of a skill that is not known."""
        for each in naming.unknown_skills(it, ("named", "call")):
            if each.bare != each.name or (each.form == "named" and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", each.name)):
                continue
            hint = naming.way_out(it, "skill", each.name, "write the skill, or name one that exists")
            yield self.at(it, each.span, naming.message("skill", each.name), hint, fix=naming.fix_to_nearest(it, "skill", each))

    check_skill = check_agent
