from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class WebAndShell(Rule):
    """An agent may read the web and run commands.

    ## Why is this bad?
    What a page says can become a command: text from strangers, the files of the user and a way out meet in one agent. Nothing is wrong with it
    by itself; who installs the file should know. Off by default.

    Measured with a prototype on 3,404 benign files (2026-11-23): 89. OWASP Agentic Skills Top 10 AST03; OWASP LLM Top 10 (2025) LLM01, LLM06;
    CWE-250.

    ## Example
    ```yaml
    name: reader
    description: Reads pages. Use when a page is to be read.
    tools: WebFetch, Bash
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads pages. Use when a page is to be read.
    tools: WebFetch, Read
    ```
    """

    code = "AK546"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent whose list names both."""
        names = {grant.name for grant in it.persona.tools or ()}
        web = names & {"WebFetch", "WebSearch"}
        if web and "Bash" in names:
            message = f"reads the web (`{min(web)}`) and runs commands (`Bash`)"
            yield self.at(it, it.value("tools"), message, "let two agents do it, or narrow Bash to the commands it needs")
