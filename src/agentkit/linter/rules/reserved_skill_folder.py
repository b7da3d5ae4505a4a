from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import RESERVED_SKILL_FOLDERS
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class ReservedSkillFolder(Rule):
    """A skill lies in a folder whose name Claude Code keeps for itself.

    ## Why is this bad?
    The documentation reserves the folder name `synced` below `skills/` (skills, read 2026-08-22). What becomes of a skill of one's
    own in it is not documented.

    ## Example
    ```markdown
    ---
    name: synced
    description: Compares two tables. Use after a migration.
    ---
    Count the rows first.
    ```

    Use instead:
    ```markdown
    ---
    name: table-diff
    description: Compares two tables. Use after a migration.
    ---
    Count the rows first.
    ```
    """

    code = "AK611"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a folder of a reserved name."""
        folder = it.skill.folder_name
        if folder in RESERVED_SKILL_FOLDERS and not is_for_another(it.path):
            yield self.at(it, it.value("name"), f"folder `{folder}` is reserved by Claude Code", "rename folder and skill")
