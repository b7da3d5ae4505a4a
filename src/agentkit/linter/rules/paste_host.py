from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class PasteHost(ThreatRule):
    """An address is at a site where anybody can put a text without a name.

    ## Why is this bad?
    What stands there can be another text tomorrow, and nobody answers for it.

    Measured with a prototype on 409 malicious and 3,404 benign files (2026-11-23): 31 of 100 in the wild, 0 of 309 made
    ones, 0 benign. This rule on 5,891 public files: no warning (2026-11-24). OWASP Agentic Skills Top 10 AST02; OWASP
    LLM Top 10 (2025) LLM03; CWE-829.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    The setup is described at https://pastebin.com/raw/abc.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    The setup is described in docs/setup.md.
    ```
    """

    code = "AK521"
    severity = Severity.WARNING
    advice = "keep the text beside the agent"
