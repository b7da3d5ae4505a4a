from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillFileName(Rule):
    """A skill's file is not called SKILL.md, in these capitals.

    ## Why is this bad?
    Clients open `SKILL.md`. Where the file system tells capitals apart, as on Linux, `skill.md` is not found, and the skill that
    works on its author's Mac is missing on the server. The reference validator takes `skill.md` as well (skills-ref 0.1.1, run
    2026-11-23); others do not say so.

    ## Example
    `skills/sql-review/Skill.md`

    Use instead: `skills/sql-review/SKILL.md`
    """

    code = "AK614"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report another spelling of the file's name."""
        name = PurePath(it.path).name
        if name != "SKILL.md":
            yield self.at(it, None, f"the file is called `{name}`", "rename it to `SKILL.md`")
