from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.references import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run


class UnreachableAgent(Rule):
    """No other agent and no skill names an agent.

    ## Why is this bad?
    In a project whose agents hand work to each other, one that none names is started only when its description is picked; the others do not
    know that it is there. Off by default: it may be the first one, that hands work to all others. Nothing is
    reported where more than half of the agents stand apart, nor of an agent that hands work on and so is where work starts.
    """

    code = "AK405"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    follows_references = True

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report each agent that nothing names."""
        graph = run.graph
        apart = [it for it in run.agents if it not in graph.handoffs and fold(it.name) not in graph.agents_named]
        if len(apart) * 2 > len(run.agents):
            return  # these agents are picked, not called
        for it in apart:
            message = f"no agent or skill names the agent `{it.name[:80]}`, and it names none"
            yield self.at(it, it.value("name"), message, "say in another agent what goes to it, or take it out")
