from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillFolderName(Rule):
    """A skill's name is not that of its folder.

    ## Why is this bad?
    The specification wants them equal (agentskills.io, read 2026-11-23), and harnesses disagree on which counts: Claude
    Code calls the skill by its folder, others by its name. An agent that lists one of the two loses the skill elsewhere. A
    warning: every harness loads the skill all the same.

    ## Example
    `skills/nextjs-expert/SKILL.md` with:
    ```markdown
    ---
    name: react-patterns
    description: React patterns. Use when writing components.
    ---
    Keep state close to where it is used.
    ```

    Use instead: `name: nextjs-expert`, or rename the folder.
    """

    code = "AK602"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a name that differs from the folder's, both compared after NFKC."""
        folder = it.skill.folder_name
        if "name" in it.skill.source.spans and _normal(it.skill.name) != _normal(folder):
            message = f"name `{visible(it.skill.name[:80])}` is not that of the folder, `{visible(folder)}`"
            yield self.at(it, it.skill.source.spans["name"], message, "rename one of the two")


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
