from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import linked
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class OutsideProject(Rule):
    """A relative link leads out of the project.

    ## Why is this bad?
    Whoever installs the agent has other files there, or none: the model opens a stranger's file, a key among them, or goes on without. The
    project is the file's repository; outside one, the folder whose `agents/` or `skills/` the file is in. A file that is in neither has no
    outside. Code, URLs, templates and absolute paths are left alone, and what a link in code leads to.

    In 5,891 public files: none (2026-11-24). OWASP Agentic Skills Top 10 AST03; CWE-22.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    The format is in [the notes](../../../../../../../../../../../../notes/format.md).
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    The format: one event a line, the time first.
    ```
    """

    code = "AK216"
    severity = Severity.ERROR
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each link, each path once."""
        seen: set[str] = set()
        for each in it.references:
            path = linked.path_of(each.name)
            if each.form != "link" or path in seen or not linked.is_checked(each.name):
                continue
            seen.add(path)
            if linked.leads_out(it.path, path):
                message = f"`{path[:80]}` leads out of the project"
                yield self.at(it, each.span, message, "put what it needs beside it, or take the link out")

    check_skill = check_agent
