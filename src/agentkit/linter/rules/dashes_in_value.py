from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class DashesInValue(Rule):
    """A skill's frontmatter holds `---` inside a value.

    ## Why is this bad?
    The reference library of Agent Skills, skills-ref 0.1.1, splits the file at the first `---` wherever it stands: of `description:
    Use when A --- or B happens` it keeps "Use when A", says the skill is valid, and takes the rest for its body (run 2026-11-23).
    Harnesses that look for a line of dashes read the whole value.

    ## Example
    ```markdown
    ---
    name: log-reading
    description: Reads logs. Use when a job fails --- or is late.
    ---
    Read the newest log first.
    ```

    Use instead:
    ```markdown
    ---
    name: log-reading
    description: Reads logs. Use when a job fails, or is late.
    ---
    Read the newest log first.
    ```
    """

    code = "AK020"
    severity = Severity.WARNING

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first such place."""
        fields = it.document.fields
        if fields is None:
            return
        at = it.document.text.find("---", fields.start, fields.end)
        if at >= 0:
            span = it.document.lines.span(at, at + len("---"))
            yield self.at(
                it, span, "`---` inside the frontmatter: skills-ref takes it for the end of it", "write a comma or a dash"
            )
