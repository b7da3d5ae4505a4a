from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.linter.skillnames import folder_name_fix, wrong_with
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_NOT_IN_NAMES = pattern(r"[\W_]+")


class SkillName(Rule):
    """A skill's name breaks the Agent Skills specification.

    ## Why is this bad?
    The specification wants 1 to 64 characters, lowercase letters, digits and single hyphens, no hyphen at either end
    (agentskills.io, read 2026-11-23). OpenCode and uploads to the Skills API refuse other names. Letters of any alphabet
    pass where they are lowercase, as in the reference validator.

    ## Example
    ```markdown
    ---
    name: SQL_Review
    description: Reviews SQL. Use before merging a query.
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    ---
    Read the query plan first.
    ```

    ## Fix safety
    The fix writes the folder's name, where that is a valid one. It is unsafe: whoever calls the skill by the name it has loses it.
    `agentkit rename` changes the agents that list it too.
    """

    code = "AK601"
    severity = Severity.ERROR
    fixes = "unsafe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first thing that is wrong with the name."""
        wrong = wrong_with(it.skill.name) if "name" in it.skill.source.spans else None
        if wrong is not None:
            message = f"skill name `{visible(it.skill.name[:80])}` {wrong}"
            span, fix = it.skill.source.spans["name"], folder_name_fix(it)
            yield self.at(it, span, message, _hint(it.skill.name, it.skill.folder_name), fix=fix)


def _hint(name: str, folder: str) -> str:
    if wrong_with(folder) is None:
        return f"the folder's name, `{folder}`"
    plain = unicodedata.normalize("NFKC", name).lower()
    suggestion = _NOT_IN_NAMES.sub("-", plain).strip("-")[:64].strip("-")
    return f"for instance `{suggestion}`" if suggestion else "lowercase letters, digits and single hyphens, up to 64 characters"
