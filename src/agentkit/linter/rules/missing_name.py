from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# Places where the file's name is the identity and `name` may be left out (harness documentation read 2026-11-23).
_NAMED_BY_FILE = {".github", ".opencode", ".cursor", ".copilot"}


class MissingName(Rule):
    """An agent or skill has no name.

    ## Why is this bad?
    Claude Code, Codex, Gemini CLI and Qwen Code take an agent's identity from `name`; Claude Code skips a file without
    one, silently. Copilot, OpenCode and Cursor fall back to the file's name: below their folders, and for `*.agent.md`, this
    rule is silent. The Agent Skills specification requires `name` in every SKILL.md.

    ## Example
    ```yaml
    description: Reviews SQL migrations. Use before merging a migration.
    ```

    Use instead:
    ```yaml
    name: migration-reviewer
    description: Reviews SQL migrations. Use before merging a migration.
    ```
    """

    code = "AK101"
    severity = Severity.ERROR

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent without a name, where its place does not name it."""
        path = PurePath(it.path)
        if not _has_name(it) and not (_NAMED_BY_FILE & set(path.parts) or path.name.endswith(".agent.md")):
            hint = f"add `name: {it.persona.name}`"
            yield self.at(it, it.document.span_of("name"), "no name: Claude Code skips the file", hint)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill without a name."""
        if not _has_name(it):
            hint = f"add `name: {it.skill.folder_name}`"
            yield self.at(it, it.document.span_of("name"), "no name in the SKILL.md", hint)


def _has_name(it: Subject) -> bool:
    value = it.document.fields.get("name") if it.document.fields is not None else None
    return value is not None and bool(getattr(value, "text", "").strip())
