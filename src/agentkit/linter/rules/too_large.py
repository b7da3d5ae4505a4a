from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class TooLarge(ReadingRule):
    """The file or its frontmatter is larger than agentkit reads.

    ## Why is this bad?
    The limits are 1 MiB and 65,536 characters of frontmatter; the largest of 5,376 public files has 294 KB and 5.8 KB (2026-11). No model
    reads such a prompt well, and GitHub Copilot cuts at 30,000 characters. Split the file, or move parts into a skill's references.
    """

    problem = problems.TOO_LARGE
