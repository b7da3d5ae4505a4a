from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import ReadingRule

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class ByteOrderMark(ReadingRule):
    """The file starts with a UTF-8 byte-order mark.

    ## Why is this bad?
    Readers that look for `---` at the first byte see no frontmatter: skills-ref refuses the file, Gemini CLI's pattern does not
    match (run and read 2026-11-23). Editors on Windows write it, and show nothing of it.

    ## Fix safety
    Safe: three bytes that are not part of the text go.
    """

    problem = problems.BYTE_ORDER_MARK
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Take the mark off."""
        return Fix("take the byte-order mark off", (Edit(-1, 0, ""),))
