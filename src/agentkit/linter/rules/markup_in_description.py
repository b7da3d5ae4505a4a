from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_TAG = pattern(r"</?([A-Za-z][\w-]{0,40})(?:\s[^<>]{0,200})?/?>")
_SHOWN = 4


class MarkupInDescription(Rule):
    """A description holds XML tags.

    ## Why is this bad?
    Every harness shows the tags to the model as they are, in every conversation, and `<example>` dialogues make up most of the
    longest descriptions; the Skills API refuses a skill with tags in it (documentation read 2026-08-22). Off by
    default: Claude Code's own agent wizard writes `<example>` blocks, and they do help a model to choose.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. <example>user asks why the job failed</example>
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use when a job failed and the user asks why.
    ```
    """

    code = "AK143"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent's description with tags."""
        yield from self._check(it, it.persona.description.text)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill's description with tags."""
        yield from self._check(it, it.skill.description)

    def _check(self, it: Subject, text: str) -> Iterator[Diagnostic]:
        names = list(dict.fromkeys(tag[1] for tag in _TAG.finditer(text)))
        if not names:
            return
        place = it.value("description")
        first = _TAG.search(it.document.text, place.start, place.end)
        span = it.document.lines.span(*first.span()) if first is not None else place
        shown = ", ".join(f"`<{name}>`" for name in names[:_SHOWN]) + (" and more" if len(names) > _SHOWN else "")
        yield self.at(it, span, f"description holds tags: {shown}", "say it in words, and move examples into the body")
