from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.skill import MAX_COMPATIBILITY, MAX_DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillDescription(Rule):
    """A skill's description is missing, or longer than the specification allows.

    ## Why is this bad?
    The specification wants 1 to 1,024 characters, and 1 to 500 for `compatibility` (agentskills.io, read 2026-11-23).
    Without a description no model knows when to open the skill, and clients are told to skip it; a longer one is cut or
    refused.

    ## Example
    ```markdown
    ---
    name: sql-review
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

    code = "AK603"
    severity = Severity.ERROR

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a missing or long description, and a long compatibility note."""
        spans = it.skill.source.spans
        wrong_type = any(found.slug == "wrong-type" and "`description`" in found.message for found in it.skill.diagnostics)
        if not it.skill.description and not wrong_type:
            hint = "say what the skill gives and when to use it"
            yield self.at(it, it.document.span_of("description"), "no description: clients skip the skill", hint)
        elif len(it.skill.description) > MAX_DESCRIPTION:
            message = f"description of {len(it.skill.description):,} characters, more than {MAX_DESCRIPTION:,}"
            yield self.at(it, spans.get("description"), message, "move details into the body", Severity.WARNING)
        if it.skill.compatibility is not None and len(it.skill.compatibility) > MAX_COMPATIBILITY:
            message = f"compatibility of {len(it.skill.compatibility):,} characters, more than {MAX_COMPATIBILITY}"
            yield self.at(it, spans.get("compatibility"), message, "shorten it", Severity.WARNING)
        elif it.skill.compatibility is not None and not it.skill.compatibility.strip():
            yield self.at(it, spans.get("compatibility"), "compatibility is blank", "take it out", Severity.WARNING)
