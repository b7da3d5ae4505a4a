from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# Words that start the lines of example dialogues. A lowercase `context` is a field of Claude Code's skills.
_SPEAKERS = frozenset("user User assistant Assistant human Human Context commentary Commentary".split())


class AccidentalKey(Rule):
    """A line of an example has become a field of the frontmatter.

    ## Why is this bad?
    Examples in a description are written as lines such as `user: "..."` and `Context: ...`. At the margin, YAML takes each for a
    field of its own: the description ends above it, and Gemini CLI and the Skills API reject the file for an unknown field.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    user: "Why did the job fail?"
    assistant: "I ask the reader."
    ```

    Use instead:
    ```yaml
    name: reader
    description: |-
      Reads the logs. Use to find an error in them.
      user: "Why did the job fail?"
      assistant: "I ask the reader."
    ```
    """

    code = "AK021"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fields = tuple(sorted(_SPEAKERS))

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such field."""
        yield from self._check(it)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such field."""
        yield from self._check(it)

    def _check(self, it: Subject) -> Iterator[Diagnostic]:
        fields = it.document.fields
        if fields is None or fields.get("description") is None:
            return
        for entry in fields.entries:
            if entry.key.text in _SPEAKERS:
                message = f"`{entry.key.text}:` is a field here; as a line of the description it has to be indented below it"
                yield self.at(it, it.document.span(entry), message, "write `description: |-` and indent every line of it")
