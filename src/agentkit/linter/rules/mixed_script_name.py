from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class MixedScriptName(ThreatRule):
    """A name mixes letters of two scripts, so that it looks like another.

    ## Why is this bad?
    A Cyrillic o in `code-reviewer` makes a second agent of what looks like one name.

    Measured with a prototype on 409 malicious and 3,404 benign files (2026-11-23): 0 of 100 in the wild, 1 of 309 made
    ones, 0 benign. This rule on 5,891 public files: no error (2026-11-24). OWASP Agentic Skills Top 10 AST04; OWASP LLM
    Top 10 (2025) LLM03; CWE-1007.

    ## Example
    ```markdown
    ---
    name: dev
    title: cоde-reviewer
    description: Develops. Use when code changes.
    ---
    Review the change.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    title: code-reviewer
    description: Develops. Use when code changes.
    ---
    Review the change.
    ```
    """

    code = "AK512"
    severity = Severity.ERROR
    advice = "write it with letters of one script"
