from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.diagnostic import Fix
from agentkit.linter.rule import ReadingRule
from agentkit.span import Edit

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class InvalidValue(ReadingRule):
    """A field's value is not one of those it can have.

    ## Why is this bad?
    Harnesses ignore the field, so that the agent runs with the default, or refuse the file. The message names the nearest value, or all.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    effort: hihg
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    effort: high
    ```

    ## Fix safety
    Unsafe: a value that is close to exactly one known value takes its place; that it was meant is a guess.
    """

    problem = problems.INVALID_VALUE
    fixes = "unsafe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Write the value that the hint offers."""
        close = (found.hint or "").removeprefix("did you mean ").removesuffix("?")
        if not (found.hint or "").startswith("did you mean ") or it.document.text[found.span.start] in "\"'|>":
            return None
        key = found.message[1:].partition(":")[0]
        return Fix(f"write {close}", (Edit(found.span.start, found.span.end, close),), safe=False, changes=(key,))
