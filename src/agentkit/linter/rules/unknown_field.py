from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Items
from agentkit.linter.keys import renaming, unknown_keys
from agentkit.linter.rule import Rule
from agentkit.profiles.field_names import ALLOWED_TOOLS_READ, NO_GRANTS
from agentkit.profiles.places import harness_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Entry
    from agentkit.linter.subject import Subject


class UnknownField(Rule):
    """A field of an agent is misspelt, or is a skill's.

    ## Why is this bad?
    A misspelt field is a setting that does not hold. Claude Code ignores it silently, Gemini CLI and Codex reject the file,
    OpenCode sends it to the model's provider (documentation and sources read 2026-11-23). `allowed-tools` in an agent
    restricts nothing: the agent has *all tools*. Fields that resemble no documented one are left to `unrecognized-field`.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    allowed-tools: Read
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read
    ```

    ## Fix safety
    The fix writes the documented name, where the file does not have that field yet. It is safe when the two names are one slip
    apart. It is unsafe when they are further apart, and for the fields that decide what the agent may do or what runs
    (`tools`, `permissionMode`, `hooks` and the like): the agent then behaves otherwise than it did.
    """

    code = "AK106"
    severity = Severity.WARNING
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field that resembles a documented one, and each grant that grants nothing."""
        if it.document.fields is None:
            return
        read = ALLOWED_TOOLS_READ.get(harness_of(it.path) or "", frozenset())
        for entry in it.document.fields.entries:
            if entry.key.text in NO_GRANTS and entry.key.text not in read and entry.key.text in it.persona.extra:
                yield self._no_grant(it, entry)
        for entry, meant in unknown_keys(it):
            if meant is not None:
                message = f"unknown field `{entry.key.text[:60]}`"
                yield self.at(it, it.document.span(entry), message, f"did you mean {meant}?", fix=renaming(it, entry, meant))

    def _no_grant(self, it: Subject, entry: Entry) -> Diagnostic:
        key = entry.key.text
        denies = key.startswith("dis")
        field = "disallowedTools" if denies else "tools"
        if field in it.persona.source.spans:
            return self.at(it, it.document.span(entry), f"`{key}` is ignored: `{field}` counts", "take it out")
        if denies:
            message = f"`{key}` means nothing in an agent: as it stands nothing is taken from it"
        else:
            message = f"`{key}` means nothing in an agent: as it stands the agent may use all tools"
        # Names separated by blanks alone, as skills may have them, would be one unknown name in an agent.
        listed = isinstance(entry.value, Items) or not _blanks_only(getattr(entry.value, "text", ""))
        fix = renaming(it, entry, field, safe=False) if listed else None
        return self.at(it, it.document.span(entry), message, f"write `{field}`", fix=fix)


def _blanks_only(text: str) -> bool:
    return "," not in text and "\n" not in text and len(text.split()) > 1
