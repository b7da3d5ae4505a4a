from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.profiles.claude_code import AGENTS
from agentkit.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownAgent(Rule):
    """An agent hands work to an agent that does not exist.

    ## Why is this bad?
    The model is told to call somebody who is not there: it makes the name up, does the work itself, or gives up. Checked
    are bullets such as "(use `x`)" and the rows of tables under headings such as "Interaction with Other Agents". Names
    are looked up in the checked files, in the projects they lie in and in the library that ships; case and `_` for `-`
    do not count.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    ### What You Don't Do

    - Dashboards (use `dashboard-desinger-9000`)
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    ### What You Don't Do

    - Pipelines (use `data-engineer`)
    ```
    """

    code = "AK205"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each hand-off whose agent is not known."""
        handoffs = it.persona.handoffs
        if not handoffs:
            return
        known = it.catalog.agent_names()
        folded = {_fold(name) for name in known} | {_fold(name) for name in AGENTS}
        for handoff in handoffs:
            if _fold(handoff.agent) in folded:
                continue
            end = handoff.column + len(handoff.agent)
            start = _offset(it, handoff.line, handoff.column)
            span = Span(start, start + len(handoff.agent), handoff.line, handoff.column, handoff.line, end)
            close = nearest(handoff.agent, known, 1)
            hint = f"did you mean {close[0]}?" if close else "write the agent, or name one that exists"
            yield self.at(it, span, f"unknown agent `{handoff.agent[:80]}`", hint)


def _offset(it: Subject, line: int, column: int) -> int:
    return it.document.lines.start_of(line) + column - 1


def _fold(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
