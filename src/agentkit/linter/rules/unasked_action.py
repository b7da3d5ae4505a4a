from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class UnaskedAction(ThreatRule):
    """Something is done without asking.

    ## Why is this bad?
    Agents that run alone say so in honesty; who reviews a stranger's agent wants to see it.

    In 5,891 public files: 619 infos (2026-11-24). Off by default: it says nothing by itself and is a part of errors. OWASP
    Agentic Skills Top 10 AST03; OWASP LLM Top 10 (2025) LLM06; CWE-862.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Fix each finding without asking.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Ask before you fix a finding.
    ```
    """

    code = "AK541"
    severity = Severity.INFO
    default = False
    advice = "ask where something cannot be undone"
