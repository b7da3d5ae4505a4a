from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class OffscreenText(ThreatRule):
    """Text stands so far to the right that an editor does not show it.

    ## Why is this bad?
    Tables and drawings do so, too. With an order it is AK505.

    In 5,891 public files: no info (2026-11-24). Off by default: it says nothing by itself and is a part of errors. OWASP
    Agentic Skills Top 10 AST05; OWASP LLM Top 10 (2025) LLM01; CWE-451.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Be kind.                                                                                                                                                      And brief.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Be kind. And brief.
    ```
    """

    code = "AK544"
    severity = Severity.INFO
    default = False
    advice = "break the line"
