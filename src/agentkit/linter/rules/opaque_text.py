from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class OpaqueText(ThreatRule):
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
    default = False
    advice = "keep it in a file of its own, and say what it is"
