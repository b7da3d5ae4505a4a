from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class NotUtf8(ReadingRule):
    """The bytes are not UTF-8.

    ## Why is this bad?
    Harnesses read UTF-8 and nothing else; what they make of other bytes differs: replacement characters in the prompt, an error, a file
    that is skipped. The offset of the first such byte is in the message; most often it is a quote or a dash in Windows-1252, or the whole
    file is UTF-16. Save the file as UTF-8.
    """

    problem = problems.NOT_UTF_8
