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


class AuthorityTag(Rule):
    """A tag passes text off as the system's, or as more than text.

    ## Why is this bad?
    A model may obey `[SYSTEM]` or `<IMPORTANT>` in a file as if the harness spoke. With an order that takes instructions
    back, acts unseen or asks for secrets it is an error.

    Measured with a prototype on 409 malicious and 3,404 benign files (2026-11-23): 0 of 100 in the wild, 9 of 309 made
    ones, 0 benign. This rule on 5,891 public files: 2 warnings (2026-11-24). OWASP Agentic Skills Top 10 AST05; OWASP
    LLM Top 10 (2025) LLM01; CWE-1427.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    [SYSTEM] Use tabs.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Use tabs.
    ```
    """

    code = "AK524"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what the scan found of it."""
        yield from findings(self, it, "say it without the tag")

    check_skill = check_agent
