from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.persona import stem_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class MisnamedFile(Rule):
    """An agent's file is not called by its name.

    ## Why is this bad?
    Claude Code, Gemini CLI and Codex go by `name`, Copilot and Cursor by the file (read 2026-11-23): the agent then has two
    names, and who looks for one finds the other. Off by default: Claude Code says that they may differ, and in 16 % of public
    files they do. `*.agent.md` files, of which `name` is a label, are not checked.

    Both examples are `agents/x.md`.

    ## Example
    ```yaml
    name: reviewer
    description: Reviews SQL. Use before merging a query.
    ```

    Use instead:
    ```yaml
    name: x
    description: Reviews SQL. Use before merging a query.
    ```
    """

    code = "AK111"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a name that is not the file's."""
        name, stem = it.persona.name, stem_of(it.path) or ""
        if "name" in it.persona.source.spans and name != stem and not it.path.endswith((".agent.md", ".chatmode.md")):
            message = f"name `{visible(name[:60])}` is not that of the file, `{visible(stem[:60])}`"
            yield self.at(it, it.value("name"), message, "rename one of the two")
