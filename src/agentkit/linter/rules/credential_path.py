from __future__ import annotations

from agentkit.diagnostic import Severity
from agentkit.linter.threatening import ThreatRule


class CredentialPath(ThreatRule):
    """A file or store of keys is named.

    ## Why is this bad?
    Many agents name `.env` to say that it must not be read.

    In 5,891 public files: 634 infos (2026-11-24). Off by default: it says nothing by itself and is a part of errors. OWASP
    Agentic Skills Top 10 AST03; OWASP LLM Top 10 (2025) LLM02; CWE-522.

    ## Example
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    The keys stand in `~/.aws/credentials`.
    ```

    Use instead:
    ```markdown
    ---
    name: dev
    description: Develops. Use when code changes.
    ---
    The keys stand where the AWS tools look for them.
    ```
    """

    code = "AK542"
    severity = Severity.INFO
    default = False
    advice = "let the tool read it"
