"""Who names whom: the graph of a run's agents and skills, found once for all rules about it."""

from __future__ import annotations

import os
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from agentkit.references import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agentkit.linter.subject import Run, Subject
    from agentkit.references import Reference

HANDOFFS = frozenset({"delegation", "interaction", "table", "list", "named", "mention", "parameter", "sentence", "grant"})
"""Forms in which an agent gives work to another, or works with it."""

_MANY = 20
"""Files of one name among which the nearest is looked for; of more the first counts, so that the work stays linear."""


class Edge(NamedTuple):
    """The first mention of an agent or skill in a file."""

    source: Subject
    target: Subject
    reference: Reference


class Graph(NamedTuple):
    """The mentions among the files under check. Of several files of one name the one that lies nearest is the one that is named."""

    handoffs: Mapping[Subject, Mapping[Subject, Edge]]
    """Agent to the agents that it hands off to, in the order of the text."""
    agents_named: frozenset[str]
    """Folded names of the agents that another file names in any form."""
    skills_named: frozenset[str]
    """The same of the skills, by folder and by name."""


def graph_of(run: Run) -> Graph:
    """Give the graph of a run."""
    agents: dict[str, list[Subject]] = {}
    skills: dict[str, list[Subject]] = {}
    for it in run.agents:
        agents.setdefault(fold(it.name), []).append(it)
    for it in run.skills:
        for name in {fold(it.name), fold(it.folder_name)}:
            skills.setdefault(name, []).append(it)
    handoffs: dict[Subject, dict[Subject, Edge]] = {}
    agents_named: set[str] = set()
    skills_named: set[str] = set()
    for it in (*run.agents, *run.skills):
        for each in it.references:
            if each.kind not in ("agent", "skill"):
                continue
            key = fold(each.name)
            # "use `x`" may mean a skill, and under "Related Skills" may stand an agent: a name counts for both.
            agent, skill = _nearest(it, agents.get(key, ())), _nearest(it, skills.get(key, ()))
            if agent is not None and agent is not it:
                agents_named.add(key)
            if skill is not None and skill is not it:
                skills_named |= {key, fold(skill.name), fold(skill.folder_name)}
            target = skill if each.kind == "skill" else agent
            if target is None or target is it:
                continue
            if each.form in HANDOFFS and it.kind == target.kind == "agent":
                handoffs.setdefault(it, {}).setdefault(target, Edge(it, target, each))
    return Graph(handoffs, frozenset(agents_named), frozenset(skills_named))


def _nearest(it: Subject, candidates: Sequence[Subject]) -> Subject | None:
    """Give the file that lies nearest to the one that names it, the first of equals."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    if len(candidates) > _MANY:
        return candidates[0]
    return max(candidates, key=lambda each: _shared(each.path, it.path))


def _shared(one: str, other: str) -> int:
    """Give how many folders two paths have in common."""
    pairs = zip(one.split(os.sep), other.split(os.sep), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def answers(one: Subject, other: Subject) -> bool:
    """Tell whether a file names another in any form, guesses included."""
    wanted = fold(other.name)
    return any(each.kind == "agent" and fold(each.name) == wanted for each in one.references)
