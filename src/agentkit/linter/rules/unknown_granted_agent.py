from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnknownGrantedAgent(Rule):
    """`Agent(x)` grants, or a skill's `agent` names, an agent that does not exist.

    ## Why is this bad?
    `Agent(a, b)` in `tools` limits which agents may be started: a name that nobody has permits nothing, and where no name
    resolves the agent can start none (Claude Code documentation, sub-agents, read 2026-10-08). A skill with `context: fork` runs in
    the agent that its `agent` names. It is a warning, as an agent of the user's own folder cannot be seen from the project.

    ## Example
    ```yaml
    name: lead
    description: Splits work. Use for a task in several parts.
    tools: Read, Agent(data-enginer, Explore)
    ```

    Use instead:
    ```yaml
    name: lead
    description: Splits work. Use for a task in several parts.
    tools: Read, Agent(data-engineer, Explore)
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: an agent of the old name may be elsewhere.
    """

    code = "AK206"
    severity = Severity.WARNING
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each granted agent that is not known."""
        for each in naming.unknown_agents(it, ("grant", "field")):
            if "*" in each.name or each.bare != each.name:  # a pattern, or an agent of a plugin that is not here
                continue
            hint = naming.way_out(it, "agent", each.name, "write the agent, or name one that exists")
            yield self.at(it, each.span, naming.message("agent", each.name), hint, fix=naming.fix_to_nearest(it, "agent", each))

    check_skill = check_agent
