from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class SkippedPermissions(ThreatRule):
    """A harness is started so that it asks for nothing.

    ## Why is this bad?
    The second harness does what the first would have had to ask for. The frontmatter field is AK235.

    Measured with a prototype on 409 malicious and 3,404 benign files (2026-11-23): 4 of 100 in the wild, 0 of 309 made
    ones, 1 benign. This rule on 5,891 public files: 4 warnings (2026-11-24). OWASP Agentic Skills Top 10 AST03; OWASP
    LLM Top 10 (2025) LLM06; CWE-250, CWE-862.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Run `claude --dangerously-skip-permissions -p "fix it"`.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    Run `claude -p "fix it" --allowedTools Edit`.
    ```
    """

    code = "AK528"
    severity = Severity.WARNING
    advice = "grant what it needs"
