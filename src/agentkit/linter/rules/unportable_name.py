from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.profiles.portable_names import LONGEST_NAME, PORTABLE_NAME, RESERVED_NAMES, SHORTEST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnportableName(Rule):
    """An agent's name is one that some harness refuses.

    ## Why is this bad?
    Claude Code takes nearly any name; Gemini CLI wants lowercase letters, digits, `-` and `_`, Qwen Code 2 to 50 characters and
    none of seven words, Codex has agents of its own called default, worker and explorer (read 2026-11-23). Lowercase
    letters and digits with single hyphens pass everywhere. Off by default: most agents stay in one harness. Not checked are
    `*.agent.md` files: Copilot goes by the file, and `name` is a label.

    ## Example
    ```yaml
    name: SQL Reviewer
    description: Reviews SQL. Use before merging a query.
    ```

    Use instead:
    ```yaml
    name: sql-reviewer
    description: Reviews SQL. Use before merging a query.
    ```
    """

    code = "AK110"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first thing for which a harness refuses the name."""
        name = it.persona.name
        if "name" not in it.persona.source.spans or it.path.endswith((".agent.md", ".chatmode.md")):
            return
        if name in RESERVED_NAMES:
            why = f"is reserved by {RESERVED_NAMES[name]}"
        elif re.fullmatch(PORTABLE_NAME, name) is None:
            why = "is more than lowercase letters and digits with single hyphens"
        elif not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            why = f"is {len(name)} characters long; {SHORTEST_NAME} to {LONGEST_NAME} pass everywhere"
        else:
            return
        suggestion = re.sub(r"[^a-z0-9]+", "-", name[:200].lower()).strip("-")
        if len(suggestion) > LONGEST_NAME:
            suggestion = suggestion[: LONGEST_NAME + 1].rpartition("-")[0]
        usable = len(suggestion) >= SHORTEST_NAME and suggestion not in RESERVED_NAMES
        hint = f"for instance `{suggestion}`" if usable else "choose another name"
        yield self.at(it, it.value("name"), f"name `{visible(name[:60])}` {why}", hint)
