from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.persona import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# A skill's field, or a setting's, that in an agent restricts nothing.
_NO_GRANT = {"allowed-tools", "allowedTools", "allowed_tools", "disallowed-tools", "disallowed_tools"}
# Fields of other harnesses (documentation read 2026-11-23): no misspelling, whatever they resemble.
_ELSEWHERE = frozenset(
    """
    target mcp-servers metadata argument-hint handoffs agents infer user-invocable disable-model-invocation
    reasoning-effort deferred-tool-loading sidekick readonly is_background mode variant temperature top_p prompt permission
    permissions steps maxSteps hidden disable options model_reasoning_effort kind timeout_mins max_turns display_name
    version license author category tags emoji vibe title type id priority triggers
    """.split()
)


class UnknownField(Rule):
    """An agent has a field that no documentation knows.

    ## Why is this bad?
    Claude Code ignores it silently, Gemini CLI and Codex reject the file, OpenCode sends it to the model's provider. A
    misspelt field is a setting that does not hold: `allowed-tools` in an agent restricts nothing, the agent has *all
    tools*. A name close to a documented field is a warning; any other unknown field only an info.

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
    """

    code = "AK106"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field that is neither documented nor agentkit's own."""
        if it.document.fields is None:
            return
        for entry in it.document.fields.entries:
            key = entry.key.text
            if key not in it.persona.extra:
                continue
            span = it.document.span(entry)
            if key in _NO_GRANT:
                field = "disallowedTools" if key.startswith("dis") else "tools"
                message = f"`{key}` means nothing in an agent: as it stands the agent may use all tools"
                hint = f"write `{field}`"
                yield self.at(it, span, message if "tools" not in it.persona.source.spans else f"`{key}` is ignored", hint)
                continue
            close = nearest(key, FIELDS, 1) if key not in _ELSEWHERE else ()
            if close:
                yield self.at(it, span, f"unknown field `{key[:60]}`", f"did you mean {close[0]}?")
            else:
                message = f"field `{key[:60]}` is unknown to Claude Code, which ignores it"
                yield self.at(it, span, message, None, Severity.INFO)
