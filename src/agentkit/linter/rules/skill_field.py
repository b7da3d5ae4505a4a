from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.keys import renaming, unknown_keys
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class SkillField(Rule):
    """A field of a skill is misspelt.

    ## Why is this bad?
    A misspelt field is a setting that does not hold: clients ignore it, and the reference validator and uploads to the
    Skills API refuse the skill (skills-ref 0.1.1, run 2026-11-23). Compared are the fields of the Agent Skills specification
    and those that Claude Code adds (read 2026-08-22). What resembles none is left to `unrecognized-skill-field`.

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

    ## Fix safety
    The fix writes the documented name, where the skill does not have that field yet. It is safe when the two names are one
    slip apart. It is unsafe when they are further apart, and for the fields that decide who may call the skill and what it may
    do (`allowed-tools`, `disable-model-invocation`, `hooks` and the like).
    """

    code = "AK604"
    severity = Severity.WARNING
    fixes = "unsafe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field that resembles a documented one."""
        for entry, meant in unknown_keys(it):
            if meant is not None:
                message = f"unknown field `{entry.key.text[:60]}`"
                yield self.at(it, it.document.span(entry), message, f"did you mean {meant}?", fix=renaming(it, entry, meant))
