"""What the formats share: sentences on what was counted, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.tokens import ESTIMATE, FAMILIES
from agentkit.tokens.estimate import MARGINS

if TYPE_CHECKING:
    from agentkit.costs import AgentCost, Budget, SkillCost
    from agentkit.tokens import TokenCount

MODES = {"full": "with the text of their skills", "list": "with a list of their skills", "none": "without their skills"}


def counted(budget: Budget) -> str:
    """Give who counted, and how far off that is."""
    if budget.exact:
        return "tokens counted by " + ", ".join(budget.counters or ("nobody",))
    families = (budget.family,) if budget.family is not None else FAMILIES
    errors = ", ".join(f"{family} {MARGINS[family][1]:.0%}" for family in families)
    short = ", ".join(f"{MARGINS[family][0]:.0%}" for family in families)
    return f"tokens by {ESTIMATE}; error of 95 in 100 texts: {errors}; of short ones {short}"


def family_words(budget: Budget) -> str:
    """Give in which family the costs are."""
    if budget.family is not None:
        return f"family {budget.family}"
    return "family of each agent's model, the largest where that is open"


def skill_costs(budget: Budget) -> list[tuple[SkillCost, TokenCount, int]]:
    """Give each skill once with its cost and how many prompts have it, most costly first."""
    found: dict[str, tuple[SkillCost, int]] = {}
    for agent in budget.agents:
        for skill in agent.skills:
            found[skill.name] = (skill, found.get(skill.name, (skill, 0))[1] + 1)
    costs = [(skill, _count(budget, skill), times) for skill, times in found.values()]
    return sorted(costs, key=lambda each: (-each[1].tokens, each[0].name))


def _count(budget: Budget, skill: SkillCost) -> TokenCount:
    from agentkit.tokens import largest

    return skill.counts[budget.family] if budget.family is not None else largest(skill.counts)


def parts_of(budget: Budget, agent: AgentCost) -> tuple[TokenCount, TokenCount, TokenCount, int]:
    """Give description, body, whole prompt, and the tokens of the prompt that are not the body: skills and what joins them."""
    prompt = budget.cost(agent)
    body = agent.body[prompt.family]
    return agent.description[prompt.family], body, prompt, max(prompt.tokens - body.tokens, 0)
