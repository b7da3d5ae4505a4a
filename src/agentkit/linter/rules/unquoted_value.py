from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Scalar
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_NUMBER = pattern(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOOLEANS = frozenset({"true", "false", "yes", "no", "on", "off"})
_AGENT_TEXTS = ("name", "description")
_SKILL_TEXTS = ("name", "description", "license", "compatibility")
_LONGEST = 40
_BOOLEAN = "true or false"


class UnquotedValue(Rule):
    """A text stands without quotes, and YAML reads it as a number, a boolean or a date.

    ## Why is this bad?
    A reader that wants text finds something else: the validator of Claude Code refuses `name: 123` (2.1.197, run 2026-11-23), and
    YAML readers do not agree on `yes` and `no`, which only the older half takes for booleans. agentkit keeps the text as
    written. Checked are name and description, and a skill's license and compatibility.

    ## Example
    ```yaml
    name: 404
    description: Finds dead links. Use before a release.
    ```

    Use instead:
    ```yaml
    name: "404"
    description: Finds dead links. Use before a release.
    ```

    ## Fix safety
    The fix puts the value in quotes.
    """

    code = "AK109"
    severity = Severity.WARNING
    fixes = "safe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report name and description of an agent."""
        yield from self._check(it, _AGENT_TEXTS)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the text fields of a skill."""
        yield from self._check(it, _SKILL_TEXTS)

    def _check(self, it: Subject, fields: tuple[str, ...]) -> Iterator[Diagnostic]:
        for field in fields:
            node = it.document.fields.get(field) if it.document.fields is not None else None
            if not isinstance(node, Scalar) or not node.plain or len(node.text) > _LONGEST:
                continue
            kind = _kind(node.text)
            if field == "description" and kind != _BOOLEAN:
                continue  # without a word: `meaningless-description`
            if kind is not None:
                edit = Edit(node.start, node.end, f'"{node.text}"')
                fix = Fix("put it in quotes", (edit,), changes=(field,)) if not it.document.recovered else None
                message = f"`{field}: {node.text}` is {kind} to YAML, not text"
                yield self.at(it, it.document.span(node), message, "put it in quotes", fix=fix)


def _kind(text: str) -> str | None:
    if text.lower() in _BOOLEANS:
        return _BOOLEAN
    if _DATE.fullmatch(text) is not None:
        return "a date"
    return "a number" if _NUMBER.fullmatch(text) is not None else None
