from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.linter.unreadable import doubts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class DoubtfulReading(Rule):
    """The tolerant reading of a block that YAML rejects may not be what was meant.

    ## Why is this bad?
    agentkit reads a block that YAML rejects line by line, see docs/reading.md. Where a list or a mapping does not survive that, where a
    field that agentkit does not know stands below a description, or a line above the first field, the reading is a guess, and what is
    rendered from it too. `yaml-syntax` (AK011) says where YAML gives up; that is what has to be mended.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    metadata:
        team: data
      tier: gold
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    metadata:
      team: data
      tier: gold
    ```
    """

    code = "AK022"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each doubt."""
        yield from self._check(it)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each doubt."""
        yield from self._check(it)

    def _check(self, it: Subject) -> Iterator[Diagnostic]:
        lines = {found.span.line for found in it.document.diagnostics}
        for doubt in doubts(it.document):
            span = it.document.lines.span(doubt.start, doubt.end)
            if span.line not in lines:  # YAML gives up there: one cause, one finding
                yield self.at(it, span, doubt.message, "mend what YAML rejects, then look at it again")
