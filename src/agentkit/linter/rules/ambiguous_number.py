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

_SIXTIES = pattern(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_OCTAL = pattern(r"[-+]?0[0-7_]+")
_NOT_FINITE = pattern(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST = 40
_OTHERS = frozenset({"name", "description"})
"""Fields of which `unquoted-value` says what is wrong."""


class AmbiguousNumber(Rule):
    """A value is another number to another YAML reader, or one that JSON does not have.

    ## Why is this bad?
    To YAML 1.1 (PyYAML, Ruby) `1:30` is 90, counted in sixties, and `0777` is 511; to YAML 1.2 (JavaScript, Go) the first is text and the
    second 777. `.nan` and `.inf` are numbers that no JSON can hold: what a tool makes of them is an invalid file or an error. agentkit keeps
    all of them as written.

    ## Example
    ```yaml
    name: dev
    description: Starts the nightly job. Use when it has failed.
    start: 1:30
    ```

    Use instead:
    ```yaml
    name: dev
    description: Starts the nightly job. Use when it has failed.
    start: "1:30"
    ```

    ## Fix safety
    The fix puts the value in quotes, which is what agentkit reads anyway. It is for `1:30` and `0777`; what is meant with `.nan` is not
    for a fix to say.
    """

    code = "AK117"
    severity = Severity.WARNING
    fixes = "safe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such value of a field."""
        return self._check(it)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such value of a field."""
        return self._check(it)

    def _check(self, it: Subject) -> Iterator[Diagnostic]:
        for entry in it.document.fields.entries if it.document.fields is not None else ():
            node, key = entry.value, entry.key.text
            if not isinstance(node, Scalar) or not node.plain or not 1 < len(node.text) <= _LONGEST or key in _OTHERS:
                continue
            if _SIXTIES.fullmatch(node.text) is not None:
                why = "is counted in sixties by YAML 1.1, and text to YAML 1.2"
            elif _OCTAL.fullmatch(node.text) is not None:
                why = "is octal to YAML 1.1, and decimal to YAML 1.2"
            elif _NOT_FINITE.fullmatch(node.text) is not None:
                yield self.at(
                    it, it.document.span(node), f"`{key[:60]}: {node.text}` is no number that JSON has", "write a number"
                )
                continue
            else:
                continue
            edit = Edit(node.start, node.end, f'"{node.text}"')
            fix = Fix("put it in quotes", (edit,), changes=(key,)) if not it.document.recovered else None
            yield self.at(it, it.document.span(node), f"`{key[:60]}: {node.text}` {why}", "put it in quotes", fix=fix)
