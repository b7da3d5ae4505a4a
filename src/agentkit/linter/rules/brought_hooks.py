from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Fields
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class BroughtHooks(Rule):
    """An agent or skill brings hooks: commands that run without anybody being asked.

    ## Why is this bad?
    A hook runs on every event of its kind, whatever the model decides (documentation, hooks, read 2026-11-24). Many are good; who installs
    the file should read them. What their commands do is checked by the other rules about security.

    Measured with a prototype on 3,404 benign files (2026-11-23): 4. This rule on 5,891 public files: 4 (2026-11-24). OWASP Agentic Skills
    Top 10 AST03; OWASP LLM Top 10 (2025) LLM06; CWE-78.

    ## Example
    ```yaml
    name: editor
    description: Edits pages. Use when a page is out of date.
    hooks:
      PostToolUse:
        - matcher: Edit
          hooks:
            - type: command
              command: ./check.sh
    ```

    Use instead:
    ```yaml
    name: editor
    description: Edits pages. Use when a page is out of date.
    ```
    """

    code = "AK529"
    severity = Severity.WARNING
    fields = ("hooks",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the field once, where it holds something."""
        fields = it.document.fields
        entry = next((each for each in fields.entries if each.key.text == "hooks"), None) if fields is not None else None
        if entry is not None and isinstance(entry.value, Fields) and entry.value.entries:
            events = ", ".join(f"`{each.key.text[:40]}`" for each in entry.value.entries[:4])
            yield self.at(
                it,
                it.key("hooks"),
                f"brings hooks, which run without asking: {events}",
                "put them into the settings of the project",
            )

    check_skill = check_agent
