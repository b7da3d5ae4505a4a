from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.model import ALIASES, parse_model
from agentkit.nearest import nearest
from agentkit.pattern import pattern
from agentkit.profiles.field_values import LABELLED_MODELS, MODELS
from agentkit.profiles.places import harness_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.model import Model

# A full id: one word with a digit, a hyphen or a provider's slash in it, as every vendor writes them.
_ID = pattern(r"(?=[^\s]*[-/0-9])[A-Za-z0-9][\w./:@\[\]-]*")
# How ids of other vendors start; a provider before a slash is one that a gateway names.
_ELSEWHERE = pattern(r"(?:gpt|o[1345]|gemini|gemma|grok|llama|mistral|codestral|deepseek|qwen|kimi|glm)(?=[-\d.])", re.IGNORECASE)
_LABEL = pattern(r"[A-Za-z][\w.()+-]*+ [\w.()+ -]+")


class UnknownModel(Rule):
    """A model is neither an alias nor a model id.

    ## Why is this bad?
    The harness falls back to another model or fails when the agent starts. Known are `inherit`, the aliases of Claude Code
    (`sonnet`, `opus`, `haiku`, `fable`; documentation read 2026-10-08), and any id such as `claude-opus-5-5` or
    `provider/model`. A label such as `Claude Sonnet 4.5` means something to VS Code and Copilot only: an info, and no
    finding in their files.

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
    fields = ("model",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a model that nothing can resolve."""
        yield from self._check(it, it.persona.model)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a model of Claude Code's field `model`, likewise."""
        model = it.skill.extra.get("model")
        if isinstance(model, str):
            yield from self._check(it, parse_model(model.strip()))

    def _check(self, it: Subject, model: Model | None) -> Iterator[Diagnostic]:
        if model is None or model.kind != "id":
            return
        span, harness = it.value("model"), harness_of(it.path) or ""
        if model.text in MODELS.get(harness, ()):
            return
        if _LABEL.fullmatch(model.text):
            if harness in LABELLED_MODELS:
                return
            message = f"model `{model.text[:60]}` is a label that only VS Code and Copilot know"
            yield self.at(it, span, message, "use an alias such as sonnet, or a full id", Severity.INFO)
        elif not _ID.fullmatch(model.text):
            close = nearest(model.text, [*ALIASES, "inherit"], 1)
            hint = f"did you mean {close[0]}?" if close else "use inherit, an alias such as sonnet, or a full id"
            yield self.at(it, span, f"unknown model `{model.text[:60]}`", hint)
        elif harness == "claude-code" and _ELSEWHERE.match(model.text):
            message = f"model `{model.text[:60]}` is of another vendor: Claude Code reaches it through a gateway only"
            yield self.at(it, span, message, "use an alias such as sonnet, or a full id", Severity.INFO)
