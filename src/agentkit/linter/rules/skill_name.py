from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.skill import MAX_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillName(Rule):
    """A skill's name breaks the Agent Skills specification.

    ## Why is this bad?
    The specification wants 1 to 64 characters, lowercase letters, digits and single hyphens, no hyphen at either end
    (agentskills.io, read 2026-11-23). OpenCode and uploads to the Skills API refuse other names.

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
    """

    code = "AK601"
    severity = Severity.ERROR

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first thing that is wrong with a name."""
        if "name" not in it.skill.source.spans:
            return
        name = unicodedata.normalize("NFKC", it.skill.name)
        wrong = _wrong(name)
        if wrong is not None:
            message = f"skill name `{visible(it.skill.name[:80])}` {wrong}"
            hint = "lowercase letters, digits and single hyphens, up to 64 characters"
            yield self.at(it, it.skill.source.spans["name"], message, hint)


def _wrong(name: str) -> str | None:
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters, more than {MAX_NAME}"
    # Like the reference validator, letters of any alphabet pass where they are lowercase.
    if name != name.lower():
        return "has uppercase letters"
    if not all(char.isalnum() or char == "-" for char in name):
        return "holds other characters than letters, digits and hyphens"
    if name.startswith("-") or name.endswith("-") or "--" in name:
        return "has a hyphen at an end, or two in a row"
    return None
