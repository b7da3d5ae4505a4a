from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run, Subject


class HandoffCycle(Rule):
    """Agents hand work on in a circle that none of them leaves.

    ## Why is this bad?
    Work that none of three or more agents takes can go round: each sends it to the next, and none to anybody else. Two agents that name each
    other are no circle: that is a hand-off and its answer. Off by default, as each may well do the work itself.
    """

    code = "AK404"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    follows_references = True

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report each circle once, at the first of its agents."""
        handoffs = run.graph.handoffs
        # A hand-off that is answered is no step of a circle.
        onward = {
            source: [target for target in edges if source not in handoffs.get(target, {})] for source, edges in handoffs.items()
        }
        for circle in _circles(onward):
            inside = set(circle)
            if len(circle) > 2 and all(target in inside for each in circle for target in handoffs.get(each, {})):
                first = min(circle, key=lambda it: it.path)
                names = _round(first, onward, inside)
                edge = next(edge for target, edge in handoffs[first].items() if target in inside and target in onward[first])
                shown = " -> ".join(f"`{name[:40]}`" for name in names[:6])
                message = f"work goes round: {shown}" + (", and on" if len(names) > 6 else "")
                yield self.at(first, edge.reference.span, message, "say in one of them who takes what nobody takes")


def _round(first: Subject, onward: Mapping[Subject, list[Subject]], inside: set[Subject]) -> list[str]:
    """Give the names of a walk from an agent on, until it comes to one it has met."""
    names: list[str] = []
    met: set[Subject] = set()
    at = first
    while at not in met:
        met.add(at)
        names.append(at.name)
        at = next(target for target in onward[at] if target in inside)
    return [*names, at.name]


def _circles(edges: Mapping[Subject, list[Subject]]) -> Iterator[list[Subject]]:
    """Give the strongly connected components, by Tarjan's algorithm without recursion."""
    index: dict[Subject, int] = {}
    low: dict[Subject, int] = {}
    stack: list[Subject] = []
    on_stack: set[Subject] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component: list[Subject] = []
                    while not component or component[-1] is not node:
                        component.append(stack.pop())
                        on_stack.discard(component[-1])
                    yield component
