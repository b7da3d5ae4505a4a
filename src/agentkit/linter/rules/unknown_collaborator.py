from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern
from agentkit.references import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_PEOPLE = pattern(r"(?:ers|ors|ists|erts|team|teams|leads|people)$")


class UnknownCollaborator(Rule):
    """A list such as "Integration with other agents" names an agent that does not exist.

    ## Why is this bad?
    The model is told whom to work with, and nobody of that name is there. Checked are the bullets below a line or heading such as
    "Integration with other agents": a name in backticks or bold, or a bare name with a hyphen behind "with", "to", "from", "by" or
    the verb that starts the bullet. People, as in "domain-experts", are left out, and a project none of whose lists
    names an agent that exists.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Integration with other agents:

    - Receive tables from data-engineer
    - Collaborate with log-shipper on the format of events
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Integration with other agents:

    - Receive tables from data-engineer
    - Collaborate with the people who ship logs on the format of events
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: an agent of the old name may be planned.
    """

    code = "AK207"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each name in a list of collaborators that is not known, where the list names one that is."""
        agents = it.catalog.folded_agents()
        listed = [each for each in it.references if each.form in ("list", "related") and each.kind == "agent"]
        unknown = [each for each in naming.unknown_agents(it, ("list", "related")) if _PEOPLE.search(each.name) is None]
        if not unknown or not any(fold(each.name) in agents for each in listed):
            return
        for each in unknown:
            hint = naming.way_out(it, "agent", each.name, "write the agent, or name one that exists")
            yield self.at(it, each.span, naming.message("agent", each.name), hint, fix=naming.fix_to_nearest(it, "agent", each))

    check_skill = check_agent
