"""JSON for programs. Pure ASCII, so that nothing in a file can pass for markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from agentkit.prompt.explanation import place_of

if TYPE_CHECKING:
    from agentkit.costs import AgentCost, Budget, Counts, Limit
    from agentkit.costs.formats import Style
    from agentkit.tokens import TokenCount


def write(budget: Budget, style: Style) -> str:  # noqa: ARG001 - the same for people and programs
    """Give one JSON object and a newline. Keys are added in later releases, none changes its meaning without a new `version`."""
    data = {
        "version": 1,
        "skills": budget.mode,
        "family": budget.family,
        "exact": budget.exact,
        "counters": list(budget.counters),
        "agents": [_agent(budget, each) for each in budget.agents],
        "registry": {"agents": budget.described, "descriptions": _counts(budget.descriptions)},
        "limits": [_limit(each) for each in budget.limits],
        "unreadable": list(budget.unreadable),
    }
    return json.dumps(data, indent=2) + "\n"


def _agent(budget: Budget, agent: AgentCost) -> dict[str, object]:
    cost = budget.cost(agent)
    return {
        "name": agent.name,
        "path": place_of(agent.path) or None,
        "family": cost.family,
        "family_from": "asked" if budget.family is not None else "model" if agent.family is not None else "largest",
        "cost": cost.tokens,
        "description": _counts(agent.description),
        "body": _counts(agent.body),
        "skills": [{"name": skill.name, "tokens": _counts(skill.counts)} for skill in agent.skills],
        "prompt": _counts(agent.prompt),
        "problems": list(agent.problems),
        "stand_ins": list(agent.stand_ins),
    }


def _counts(counts: Counts) -> dict[str, dict[str, object]]:
    return {family: _count(count) for family, count in counts.items()}


def _count(count: TokenCount) -> dict[str, object]:
    return {"tokens": count.tokens, "exact": count.exact, "counter": count.counter, "margin": count.margin}


def _limit(limit: Limit) -> dict[str, object]:
    return {
        **limit._asdict(),
        "cuts": [{**cut._asdict(), "path": place_of(cut.path) or None} for cut in limit.cuts],
    }
