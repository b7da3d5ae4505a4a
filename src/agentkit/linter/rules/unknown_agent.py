from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.references import Form


class UnknownAgent(Rule):
    """An agent hands work to an agent that does not exist.

    ## Why is this bad?
    The model is told to call somebody who is not there: it makes the name up, does the work itself, or gives up. Checked
    are bullets such as "(use `x`)", the rows of tables under headings such as "Interaction with Other Agents", and every
    table with a column of agents. Names are looked up in the checked files, in the projects they lie in and in the library that
    ships; case, `_` or a blank for `-`, and `plugin:` do not count. In 5,891 public files it finds 31, all true (2026-11).

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

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: an agent of the old name may be planned.
    """

    code = "AK205"
    severity = Severity.WARNING
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each hand-off, and each cell of a column of agents, whose agent is not known."""
        yield from self._check(it, ("delegation", "interaction", "table"))

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each cell of a column of agents. A skill's "(use `x`)" is most often a program or a file."""
        yield from self._check(it, ("table",))

    def _check(self, it: Subject, forms: tuple[Form, ...]) -> Iterator[Diagnostic]:
        for each in naming.unknown_agents(it, forms):
            hint = naming.way_out(it, "agent", each.name, "write the agent, or name one that exists")
            yield self.at(it, each.span, naming.message("agent", each.name), hint, fix=naming.fix_to_nearest(it, "agent", each))
