from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class ReleaseDownload(ThreatRule):
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
    default = False
    advice = "name a package with a version"
