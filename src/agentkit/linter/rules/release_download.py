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


class ReleaseDownload(Rule):
    """A program is to be downloaded from the releases of a repository.

    ## Why is this bad?
    It is how much honest software comes, and how 82 of 100 malicious skills came.

    In 5,891 public files: 5 infos (2026-11-24). Off by default: it says nothing by itself and is a part of errors. OWASP
    Agentic Skills Top 10 AST02; OWASP LLM Top 10 (2025) LLM03; CWE-494.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Get https://github.com/a/b/releases/download/v1/tool.zip.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Install `tool` with your package manager.
    ```
    """

    code = "AK543"
    severity = Severity.INFO
    confidence = Confidence.HEURISTIC
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what the scan found of it."""
        yield from findings(self, it, "name a package with a version")

    check_skill = check_agent
