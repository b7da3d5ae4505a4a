from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class OutsideInclude(ThreatRule):
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
    advice = "keep the file in the project"
