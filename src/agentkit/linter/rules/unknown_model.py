from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.model import ALIASES
from agentkit.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# A full id: one word with a digit, a hyphen or a provider's slash in it, as every vendor writes them.
_ID = re.compile(r"(?=[^\s]*[-/0-9])[A-Za-z0-9][\w./:@\[\]-]*")
_LABEL = re.compile(r"[A-Za-z][\w.()+ -]* [\w.()+ -]+")


class UnknownModel(Rule):
    """A model is neither an alias nor a model id.

    ## Why is this bad?
    The harness falls back to another model or fails when the agent starts. Known are `inherit`, the aliases of Claude Code
    (`sonnet`, `opus`, `haiku`, `fable`; documentation read 2026-10-08), and any id such as `claude-opus-5-5` or
    `provider/model`. A label such as `Claude Sonnet 4.5` means something to VS Code and Copilot only: an info.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    model: sonet
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    model: sonnet
    ```
    """

    code = "AK204"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a model that nothing can resolve."""
        model = it.persona.model
        if model is None or model.kind != "id":
            return
        span = it.persona.source.spans.get("model")
        if _LABEL.fullmatch(model.text):
            message = f"model `{model.text[:60]}` is a label that only VS Code and Copilot know"
            yield self.at(it, span, message, "use an alias such as sonnet, or a full id", Severity.INFO)
        elif not _ID.fullmatch(model.text):
            close = nearest(model.text, [*ALIASES, "inherit"], 1)
            hint = f"did you mean {close[0]}?" if close else "use inherit, an alias such as sonnet, or a full id"
            yield self.at(it, span, f"unknown model `{model.text[:60]}`", hint)
