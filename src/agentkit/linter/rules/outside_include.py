from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.linter.threatening import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class OutsideInclude(Rule):
    """A file outside the project is pulled into the prompt.

    ## Why is this bad?
    Claude Code replaces `@path` with the file (documentation read 2026-08-22), so that the reader of the agent does not
    know what the prompt says. A file of keys or accounts is an error.

    Measured with a prototype on 409 malicious and 3,404 benign files (2026-11-23): 2 benign. This rule on 5,891 public
    files: 7 files, all of one project that installs itself into the home folder (2026-11-24). OWASP Agentic Skills Top
    10 AST03, AST06; OWASP LLM Top 10 (2025) LLM02; CWE-22, CWE-200.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Follow @~/.claude/rules.md
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Follow @docs/rules.md
    ```
    """

    code = "AK514"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what the scan found of it."""
        yield from findings(self, it, "keep the file in the project")

    check_skill = check_agent
