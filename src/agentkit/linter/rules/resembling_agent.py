from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule
from agentkit.references import GUESSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_SLIP = 0.9
"""Similarity from which a name is taken for a slip: one letter in ten."""


class ResemblingAgent(Rule):
    """A name that may be an agent's resembles one that exists.

    ## Why is this bad?
    After "use", an arrow or `@` stand names of anything: of 3,900 in public files nine in ten are of programs, fields or files
    (2026-11). One that resembles an agent's name is likely a slip. Off by default, as it may well be a program that is called so.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Table is late -> `data-enginer`
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Table is late -> `data-engineer`
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: it may be the name of something else.
    """

    code = "AK209"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each guess that names no agent and resembles one."""
        for each in naming.unknown_agents(it, GUESSES):
            if "-" not in each.name:
                continue
            close = it.catalog.near("agent", each.name, 1)
            if close and abs(len(close[0]) - len(each.name)) <= 1 and naming.likeness(close[0], each.name) >= _SLIP:
                hint = f"did you mean {close[0]}?"
                message = f"`{each.name[:80]}` is no agent, and resembles one"
                yield self.at(it, each.span, message, hint, fix=naming.fix_to_nearest(it, "agent", each))

    check_skill = check_agent
