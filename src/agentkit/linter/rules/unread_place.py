from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.verdicts import misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnreadPlace(Rule):
    """A file lies in a harness's folder, where no harness looks.

    ## Why is this bad?
    The file is never loaded, and nothing says so. Claude Code reads agents from `.claude/agents` and all folders below it,
    not from `.claude/agent`; Gemini CLI reads `.gemini/agents` and no folder below it; Codex reads TOML alone. A SKILL.md needs
    a folder of its own below `skills`. Folders that belong to no harness, such as `agents/` of a collection, are left alone:
    who installs from there decides. Where documentation leaves open whether a harness looks, the finding is an info.

    Sources and dates: `agentkit doctor`, docs/harnesses.md.

    ## Example
    ```
    .claude/agent/reviewer.md
    .gemini/agents/team/reviewer.md
    .claude/skills/SKILL.md
    ```

    Use instead:
    ```
    .claude/agents/reviewer.md
    .gemini/agents/reviewer.md
    .claude/skills/review/SKILL.md
    ```
    """

    code = "AK040"
    severity = Severity.WARNING
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent that no harness reads where it lies."""
        return self._check(it, is_skill=False)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill that no harness reads where it lies."""
        return self._check(it, is_skill=True)

    def _check(self, it: Subject, *, is_skill: bool) -> Iterator[Diagnostic]:
        found = misplaced(it.found.location, is_skill=is_skill)
        if found is not None:
            severity, doubt = (Severity.INFO, "perhaps ") if found.uncertain else (None, "")
            message = f"{doubt}no harness reads this file where it lies: {found.why}"
            yield self.at(it, None, message, found.hint, severity)
