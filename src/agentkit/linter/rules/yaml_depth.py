from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class YamlDepth(ReadingRule):
    """The frontmatter is nested too deep, or has too many values.

    ## Why is this bad?
    agentkit reads 32 levels and 10,000 values; the deepest of 5,376 public files has 6 levels (2026-11). What goes beyond is made to
    exhaust readers: 100,000 nested brackets end the interpreter that reads them with libyaml's composer.
    """

    problem = problems.YAML_DEPTH
