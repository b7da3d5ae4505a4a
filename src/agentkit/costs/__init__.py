"""What agents cost in tokens: description, body, each skill, whole prompt; and the registry against the limits of harnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit import tokens
from agentkit.additions import additions_of, has_composition
from agentkit.bundled import bundled
from agentkit.costs.limits import Cut, Limit, limits_of
from agentkit.errors import AgentKitError, PersonaError
from agentkit.prompt.listing import PARTS
from agentkit.tokens import FAMILIES, TokenCount, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agentkit.persona import Persona
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.registry import Registry
    from agentkit.skill import Skill
    from agentkit.tokens import Family

__all__ = ["AgentCost", "Budget", "Cut", "Limit", "SkillCost", "budget"]

Counts = dict["Family", TokenCount]
"""Family of models to the tokens of one text."""


class SkillCost(NamedTuple):
    """What one skill adds to a prompt."""

    name: str
    counts: Counts
    """Its text with `full`, its line of the list with `list`."""


class AgentCost(NamedTuple):
    """What one agent costs, each text by itself. A sum of parts is not exactly the whole: tokens span them."""

    name: str
    path: str | None
    family: Family | None
    """Family of its model; None where that cannot be told, and the largest count of all families is taken."""
    description: Counts
    """Paid on every turn by every agent that can call this one."""
    body: Counts
    """Its own text: with its base, its fragments and its variables."""
    skills: tuple[SkillCost, ...]
    prompt: Counts
    """The whole prompt, with what stands between the parts."""
    problems: tuple[str, ...]
    """Why the true cost is another, a sentence each: a skill that is missing, a prompt that cannot be made."""
    stand_ins: tuple[str, ...] = ()
    """What is counted for variables that have to be given a value, a sentence each."""

    def of(self, counts: Counts, family: Family | None = None) -> TokenCount:
        """Give the count of a family; without one that of the agent's model, or else the largest."""
        family = family or self.family
        return counts[family] if family is not None else tokens.largest(counts)


class Budget(NamedTuple):
    """What some agents cost, and the registry's total against the limits of harnesses."""

    agents: tuple[AgentCost, ...]
    """Most costly prompt first, then by name."""
    descriptions: Counts
    """All descriptions of the registry together."""
    described: int
    """How many agents have those."""
    limits: tuple[Limit, ...]
    mode: SkillMode
    family: Family | None
    """The family that was asked for; None for each agent's own."""
    exact: bool
    unreadable: tuple[str, ...]
    """Files that are agents and cannot be read, with the reason, a line each; they are in no count."""

    def cost(self, agent: AgentCost) -> TokenCount:
        """Give what the whole prompt of an agent costs, in the family that was asked for, or its own."""
        return agent.of(agent.prompt, self.family)

    @property
    def counters(self) -> tuple[str, ...]:
        """The names of what counted, sorted."""
        return tuple(sorted({count.counter for agent in self.agents for count in agent.prompt.values()}))


class _Counter:
    """Counts each text once a family: a skill stands in many prompts."""

    def __init__(self, families: tuple[Family, ...], *, exact: bool) -> None:
        self._families = families
        self._exact = exact
        self._known: dict[str, Counts] = {}

    def __call__(self, text: str) -> Counts:
        if text not in self._known:
            self._known[text] = {family: tokens.count(text, family, exact=self._exact) for family in self._families}
        return self._known[text]


def budget(
    registry: Registry,
    names: Iterable[str] | None = None,
    *,
    skills: SkillMode = "full",
    family: Family | None = None,
    exact: bool = False,
    window: int | None = None,
) -> Budget:
    """Count what agents cost.

    A variable that has to be given a value is counted with a stand-in, a missing skill with its note; `stand_ins` and `problems` say so.

    Args:
        registry: The agents. The totals are those of the project's own; the library that ships counts where there is nothing else.
        names: Names of the agents to count; None for all those. The totals are the same either way.
        skills: How skills stand in the prompts, as in `Registry.render`.
        family: Count this family of models only.
        exact: Whether to count with vocabularies in place of estimating, which needs the extra `tokens`.
        window: Context window in tokens, of which some harnesses give their list of skills a share; None where it is not known.

    Raises:
        NotFound: There is no agent of a name.
        PersonaError: The file of a name cannot be read.
        MissingExtra: With `exact`, when a vocabulary is not installed.
        RenderError: `skills` is no mode.
    """
    counted = _Counter((family,) if family is not None else FAMILIES, exact=exact)
    own = _own(registry)
    agents = [registry[name] for name in dict.fromkeys(names)] if names is not None else own
    costs = [_cost(persona, registry, skills, counted) for persona in agents]
    descriptions = [counted(persona.description.text) for persona in own]
    families: tuple[Family, ...] = (family,) if family is not None else FAMILIES
    result = Budget(
        agents=tuple(costs),
        descriptions={each: tokens.added([counts[each] for counts in descriptions], each) for each in families},
        described=len(own),
        limits=tuple(limits_of(own, _own_skills(registry), exact=exact and family != "openai-o200k", window=window)),
        mode=skills,
        family=family,
        exact=exact,
        unreadable=tuple(_unreadable(registry)),
    )
    ordered = sorted(costs, key=lambda each: (-result.cost(each).tokens, each.name))
    return result._replace(agents=tuple(ordered))


def _is_shipped(path: str | None) -> bool:
    import os

    return path is not None and os.path.isabs(path) and path.startswith(os.fspath(bundled()) + os.sep)


def _own(registry: Registry) -> list[Persona]:
    every = [registry[name] for name in registry]
    return [each for each in every if not _is_shipped(each.source.path)] or every


def _own_skills(registry: Registry) -> list[Skill]:
    """Give the skills that a model may call, each name once."""
    every = [registry.skills[name] for name in registry.skills]
    own = [each for each in every if not _is_shipped(each.source.path)] or every
    return [each for each in own if not each.is_for_people]


def _unreadable(registry: Registry) -> Iterator[str]:
    for shelf in registry.shelves:
        for loaded in map(registry.load, shelf.agents):
            if loaded.item is None and loaded.diagnostics:
                yield str(loaded.diagnostics[0])


def _cost(persona: Persona, registry: Registry, mode: SkillMode, counted: _Counter) -> AgentCost:
    values = _stand_ins(persona, registry)
    problems: list[str] = []
    try:
        prompt = registry.render(persona, skills=mode, allow_missing=True, variables=values or None)
        if has_composition(persona):
            persona = registry.flatten(persona, variables=values or None)
        text = prompt.text
    except AgentKitError as error:
        from agentkit.errors import CompositionError, VariableError

        if not isinstance(error, (CompositionError, VariableError, PersonaError)):
            raise
        problems.append(f"its prompt cannot be made, and its file is counted as it stands: {error}")
        prompt, text = None, persona.body
    if prompt is not None:
        problems += [f"skill `{name}` is missing; a note is counted for it" for name in prompt.missing]
    return AgentCost(
        name=persona.name,
        path=persona.source.path,
        family=family_of(persona.model),
        description=counted(persona.description.text),
        body=counted(persona.body),
        skills=tuple(_skills(prompt, counted)) if prompt is not None else (),
        prompt=counted(text),
        problems=tuple(problems),
        stand_ins=tuple(f"variable `{name}` has to be given a value; counted with `{value}`" for name, value in values.items()),
    )


def _skills(prompt: Prompt, counted: _Counter) -> Iterator[SkillCost]:
    variables = prompt.recipe.variables if prompt.recipe is not None else None
    if variables is None:
        return
    for skill in variables.skills:
        yield SkillCost(skill.name, counted(skill.body))
    if variables.listed:
        for about, text in PARTS["markdown"](variables.listed):
            if about is not None:
                yield SkillCost(about.name, counted(text))


_STAND_INS = {"int": 100, "number": 100, "bool": True}


def _stand_ins(persona: Persona, agents: Mapping[str, Persona]) -> dict[str, object]:
    """Give a value for each variable that has to be given one: the longest choice, its own name, 100, true."""
    values: dict[str, object] = {}
    seen: set[str] = set()
    at: Persona | None = persona
    while at is not None and at.name not in seen and at.agentkit:
        seen.add(at.name)
        additions = additions_of(at)
        for name, variable in additions.variables.items():
            if variable.required and name not in values:
                longest = max(variable.choices, key=len, default=name)
                values[name] = _STAND_INS.get(variable.type, longest)
        at = agents[additions.extends] if additions.extends is not None and additions.extends in agents else None
    return values
