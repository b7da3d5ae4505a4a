from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_LETTER = pattern(r"[^\W\d_]")
_NOT_A_LETTER = pattern(r"[\W_]+")


class MeaninglessDescription(Rule):
    """A description holds no word, or nothing but the name.

    ## Why is this bad?
    The description is all that a model has to choose by. One such as `{` is most often what a generator cut out of a code block
    (14 public skills of one repository, 2026-11); the name alone repeats what the model sees beside it.

    ## Example
    ```yaml
    name: log-reader
    description: Log reader
    ```

    Use instead:
    ```yaml
    name: log-reader
    description: Reads the logs. Use to find an error in them.
    ```
    """

    code = "AK141"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent's description that says nothing."""
        yield from self._check(it, it.persona.description.text, it.persona.name)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill's description that says nothing."""
        yield from self._check(it, it.skill.description, it.skill.name)

    def _check(self, it: Subject, text: str, name: str) -> Iterator[Diagnostic]:
        hint = "say in one or two sentences what it does and when to use it"
        if text and _LETTER.search(text) is None:
            yield self.at(it, it.value("description"), f"description `{text[:60]}` holds no word", hint)
        elif text and len(text) <= 2 * len(name) and _bare(text) == _bare(name):
            yield self.at(it, it.value("description"), f"description `{text[:60]}` only repeats the name", hint)


def _bare(text: str) -> str:
    return _NOT_A_LETTER.sub("", text).casefold()
