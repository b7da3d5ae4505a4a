from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run


class Unroutable(Rule):
    """An agent's own examples do not find it.

    ## Why is this bad?
    The examples say for which tasks the agent is meant. Where half of them or more, each left out in turn, rank other agents of the
    registry above it by the words they share (`agentkit find`, see docs/find.md), its description says in other words what it is for,
    or another agent covers the same. A search, no prediction of what a model would choose: an advice.

    ## Example
    An agent `reader` whose example is "query is slow", beside three agents about slow queries and indexes.

    Use instead a description of `reader` in the words of its examples, or give the tasks to the agent that is found.
    """

    code = "AK423"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report the agents that most of their examples miss."""
        from agentkit.errors import SearchUnavailable
        from agentkit.search import Index
        from agentkit.search.routing import unroutable

        agents = {it.persona.name: it for it in reversed(run.agents)}
        try:
            missed = unroutable(Index(it.persona for it in agents.values()))
        except SearchUnavailable as error:
            yield self.at(None, None, f"not checked: {error.message}", error.hint)
            return
        for each in missed:
            it = agents[each.name]
            message = f"{len(each.missed)} of its {each.examples} examples do not find `{each.name[:60]}`"
            hint = (
                f"`{each.shadowed_by[:60]}` is found instead" if each.shadowed_by else "say in its description what they ask for"
            )
            yield self.at(it, it.value("description"), message, hint)
