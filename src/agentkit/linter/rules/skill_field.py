from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.profiles.claude_code import SKILL_FIELDS
from agentkit.skill import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillField(Rule):
    """A skill has a field that is not in the Agent Skills specification.

    ## Why is this bad?
    The reference validator and uploads to the Skills API refuse any field beyond name, description, license, compatibility,
    metadata and allowed-tools (skills-ref 0.1.1, run 2026-11-23); other clients ignore it. A name close to a known field is
    a warning, most likely a misspelling; any other is an info. Fields that Claude Code documents are not reported.

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    licence: MIT
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    license: MIT
    ---
    Read the query plan first.
    ```
    """

    code = "AK604"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field beyond the specification and Claude Code's own."""
        if it.document.fields is None:
            return
        for entry in it.document.fields.entries:
            key = entry.key.text
            if key not in it.skill.extra or key in SKILL_FIELDS:
                continue
            close = nearest(key, [*FIELDS, *SKILL_FIELDS], 1)
            if close:
                yield self.at(it, it.document.span(entry), f"unknown field `{key[:60]}`", f"did you mean {close[0]}?")
            else:
                message = f"field `{key[:60]}` is not in the specification"
                yield self.at(it, it.document.span(entry), message, "put it under `metadata`", Severity.INFO)
