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


class OpaqueText(Rule):
    """A long run of code is neither text nor a hash.

    ## Why is this bad?
    A reader cannot tell what it is.

    In 5,891 public files: no info (2026-11-24). Off by default: it says nothing by itself and is a part of errors. OWASP
    Agentic Skills Top 10 AST08; CWE-506.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Data: ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12ab12
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    The data stands in data.bin.
    ```
    """

    code = "AK545"
    severity = Severity.INFO
    confidence = Confidence.HEURISTIC
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what the scan found of it."""
        yield from findings(self, it, "keep it in a file of its own, and say what it is")

    check_skill = check_agent
