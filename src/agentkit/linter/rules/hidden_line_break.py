from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class HiddenLineBreak(ReadingRule):
    """The frontmatter holds a character that only some YAML readers take for a line end.

    ## Why is this bad?
    YAML 1.1 readers (PyYAML, libyaml) end a line at U+0085, U+2028 and U+2029, YAML 1.2 readers do not, and an editor shows one line: a
    reviewer reads one value where a harness reads two fields. A carriage return alone does the same.
    """

    problem = problems.HIDDEN_LINE_BREAK
