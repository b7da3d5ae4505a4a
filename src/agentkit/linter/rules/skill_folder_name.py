from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.files import exists
from agentkit.linter.rule import Rule
from agentkit.linter.skillnames import folder_name_fix, wrong_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillFolderName(Rule):
    """A skill's name is not that of its folder.

    ## Why is this bad?
    The specification wants them equal (agentskills.io, read 2026-11-23), and harnesses disagree on which counts: Claude
    Code calls the skill by its folder, others by its name. An agent that lists one of the two loses the skill elsewhere. A
    warning: every harness loads the skill all the same. A name that breaks the specification is `skill-name`, and only that.

    The folder `skill` of a package, and a skill inside another that carries its name in front, are meant so and are no finding.

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

    ## Fix safety
    The fix writes the folder's name into the SKILL.md. It is unsafe: which of the two was meant only its author knows, and whoever
    calls the skill by its name loses it.
    """

    code = "AK602"
    severity = Severity.WARNING
    fixes = "unsafe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a name that differs from the folder's, both compared after NFKC."""
        name, folder = it.skill.name, it.skill.folder_name
        if "name" not in it.skill.source.spans or _normal(name) == _normal(folder) or wrong_with(name) is not None:
            return
        if folder == _PACKAGED or (_normal(name).endswith(f"-{_normal(folder)}") and _is_nested(it)):
            return
        message = f"name `{visible(name[:80])}` is not that of the folder, `{visible(folder)}`"
        span, fix = it.skill.source.spans["name"], folder_name_fix(it)
        yield self.at(it, span, message, "rename one of the two", fix=fix)


_PACKAGED = "skill"
"""The folder that a package keeps its one skill in; who installs it gives it its name."""


def _is_nested(it: Subject) -> bool:
    """Tell whether the folder lies in that of another skill, which leads to it by path."""
    return exists(os.path.join(os.path.dirname(it.skill.folder) or ".", "SKILL.md"))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name)
