from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class UnreadableFile(ReadingRule):
    """The file cannot be opened, or is no regular file.

    ## Why is this bad?
    Nothing is known of it, and a harness that meets it skips it or stops. A FIFO, a device or a folder called `x.md` is refused without
    waiting for it. Mend its mode, or take it out of the folder.
    """

    problem = problems.UNREADABLE_FILE
