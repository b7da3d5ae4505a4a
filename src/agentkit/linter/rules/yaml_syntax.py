from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.linter.rule import ReadingRule
from agentkit.linter.unreadable import fix_of_values

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.fix import Fix
    from agentkit.linter.subject import Subject


class YamlSyntax(ReadingRule):
    """YAML cannot read the frontmatter.

    ## Why is this bad?
    Of 6,279 public agent and skill files 4.7 % have a block that YAML rejects, 95 % of those for a `: ` in an unquoted
    description: everything behind it is taken for another key (2026-11). Claude Code skips such an agent silently and loads such a
    skill with empty metadata, Gemini CLI reports an error, OpenCode and Gemini's skills have readers that guess (documentation and
    sources read 2026-08 to 2026-10; some releases of Claude Code are said to quote such values and try again, its own validator 2.1.197
    says that all fields are dropped, run 2026-11-24). Further causes are text that continues at the margin, a leading `*`, `@`, backquote or `%`,
    and brackets in a list of words. agentkit reads the file all the same, see docs/reading.md, and says at which character YAML
    gives up; line ends, `\\n` or `\\r\\n`, make no difference.

    ## Example
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use when: a query or a migration is about to be merged.
    ```

    Use instead:
    ```yaml
    name: sql-reviewer
    description: "Reviews SQL. Use when: a query or a migration is about to be merged."
    ```

    ## Fix safety
    Safe: each value that YAML cannot read is put in quotes, or where it has several lines into a block (`|-`), so that YAML reads
    exactly the text that stands there; in a list or mapping only the values that it rejects. Tabs of an indentation become blanks,
    `model:opus` gets its blank. The other values stay as they are; a file where they would not is left alone. Unsafe where the
    reading is a guess (AK022).
    """

    problem = problems.YAML_SYNTAX
    fixes = "safe"

    def fix(self, it: Subject, found: Diagnostic) -> Fix | None:
        """Quote the values that YAML cannot read."""
        return fix_of_values(it.document)
