from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class EmptyFile(ReadingRule):
    """The file holds nothing.

    ## Why is this bad?
    An empty file in an agents folder is an agent that was never written, or one that was lost. Write it, or delete it.
    """

    problem = problems.EMPTY_FILE
