from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.keys import unknown_keys
from agentkit.linter.rule import Rule
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnrecognizedField(Rule):
    """An agent has a field that Claude Code does not know.

    ## Why is this bad?
    Claude Code ignores it (documentation read 2026-10-08), so that it documents at best. Gemini CLI and Codex reject a
    file with a field that they do not know, and OpenCode sends it to the model's provider as an option. Off by default:
    authors keep `version` or `category` on purpose. In another harness's folder its own fields are not reported.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    vibe: calm
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    ```
    """

    code = "AK107"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each field that resembles no documented one."""
        for entry, meant in unknown_keys(it):
            if meant is None:
                key = entry.key.text[:60]
                if is_for_another(it.path):
                    message = f"field `{key}` is in no harness's documentation"
                else:
                    message = f"field `{key}` is unknown to Claude Code, which ignores it"
                yield self.at(it, it.document.span(entry), message, "take it out, or say it in the body")
