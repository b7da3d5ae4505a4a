from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.catalog import Catalog
    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.persona import Persona
    from agentkit.skill import Skill

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

    def check_agent(self, persona: Persona, document: Document, catalog: Catalog) -> Iterator[Diagnostic]:
        """Report an agent without a name, where its place does not name it."""
        path = PurePath(document.path or "")
        if not _has_name(document) and not (_NAMED_BY_FILE & set(path.parts) or path.name.endswith(".agent.md")):
            hint = f"add `name: {persona.name}`"
            yield self.at(document.path, document.span_of("name"), "no name: Claude Code skips the file", hint)

    def check_skill(self, skill: Skill, document: Document, catalog: Catalog) -> Iterator[Diagnostic]:
        """Report a skill without a name."""
        if not _has_name(document):
            hint = f"add `name: {skill.folder_name}`"
            yield self.at(document.path, document.span_of("name"), "no name in the SKILL.md", hint)


def _has_name(document: Document) -> bool:
    value = document.fields.get("name") if document.fields is not None else None
    return value is not None and bool(getattr(value, "text", "").strip())
