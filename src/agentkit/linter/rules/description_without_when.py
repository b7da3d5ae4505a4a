from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_WHEN = pattern(
    r"\b(?:when|whenever|before|after|while|during|if|once|until|as soon as|in case|every time|for any|"
    r"us(?:e[ds]?|eful|ing) (?:this|it|for|to|in|by|the|pro|immediately|as|on|at|only|always)|(?:to|must|should|can) be used|"
    r"proactive(?:ly)?|triggers?|triggered|activates?|invoke[ds]?|call(?:ed)? (?:this|it|for|to|by)|asks?|asked|asking|"
    r"needs?|needed|requires?|requests?|requested|wants?|wanted|mentions?|ideal for|best for|suited (?:for|to)|designed for|"
    r"perfect for|consult|delegate|spawned by|dispatched|must|should|always|never)\b|<example>|\buse\s*:|→",
    re.IGNORECASE,
)
_FOREIGN = 3
"""Letters beyond ASCII from which a text is taken for another language."""


class DescriptionWithoutWhen(Rule):
    """A description says what there is, not when to use it.

    ## Why is this bad?
    A model chooses an agent or skill for the situation at hand, and compares that with the description. The documentation
    of Claude Code and the Agent Skills specification ask for both: what it does, and when to use it (read 2026-10-08,
    2026-08-09). A heuristic for English: no word for an occasion was found ("when", "before", "use for", "triggers on", an
    example). Off by default: a short description of one job often says enough.

    ## Example
    ```yaml
    name: reader
    description: Expert in log files of web servers.
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads log files of web servers. Use to find the cause of an error.
    ```
    """

    code = "AK140"
    severity = Severity.INFO
    confidence = Confidence.HEURISTIC
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent's description without an occasion."""
        yield from self._check(it, it.persona.description.text)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill's description without an occasion, `when_to_use` included."""
        if not isinstance(it.skill.extra.get("when_to_use"), str):
            yield from self._check(it, it.skill.description)

    def _check(self, it: Subject, text: str) -> Iterator[Diagnostic]:
        english = text.isascii() or sum(char.isalpha() and not char.isascii() for char in text) < _FOREIGN
        if text and english and _WHEN.search(text) is None:
            hint = "add a sentence that starts with `Use when`"
            yield self.at(it, it.value("description"), "description does not say when to use it", hint)
