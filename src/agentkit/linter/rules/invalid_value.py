from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.fix import Fix
from agentkit.linter.rule import ReadingRule
from agentkit.linter.writing import value_edit
from agentkit.nearest import nearest
from agentkit.persona import CHOICES, Persona
from agentkit.skill import CHOICES as SKILL_CHOICES

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class InvalidValue(ReadingRule):
    """A field's value is not one of those it can have.

    ## Why is this bad?
    The setting does not hold: an agent that was to plan only runs in its parent's mode. The values are those of Claude Code's
    documentation (sub-agents, read 2026-10-08; skills, read 2026-08-22). A file in another harness's folder is not held
    to them.

    ## Example
    ```yaml
    name: planner
    description: Plans migrations. Use before one is written.
    permissionMode: plam
    ```

    Use instead:
    ```yaml
    name: planner
    description: Plans migrations. Use before one is written.
    permissionMode: plan
    ```

    ## Fix safety
    The fix writes the nearest value. It is safe when the two differ in case and marks alone (`High`), but not for `permissionMode`,
    which decides what runs without being asked for. Any other is unsafe: that it was meant is a guess.
    """

    problem = problems.INVALID_VALUE
    fixes = "unsafe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Give the nearest value, where one is near."""
        if it.item is None:
            return None
        choices = CHOICES if isinstance(it.item, Persona) else SKILL_CHOICES
        path = next((path for path in choices if it.item.source.spans.get(path) == found.span), None)
        if path is None:
            return None
        written = it.document.text[found.span.start : found.span.end].strip("\"'>|+- \r\n")
        close = nearest(written, choices[path], 1)
        if not close:
            return None
        safe = _letters(written) == _letters(close[0]) and path != "permissionMode"
        edit = value_edit(it, found.span.start, found.span.end, close[0])
        return Fix(f"write `{close[0]}`", (edit,), safe, (path.partition(".")[0],))


def _letters(value: str) -> str:
    return value.casefold().replace("-", "").replace("_", "")
