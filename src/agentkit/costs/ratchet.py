"""A ratchet: a file of what agents may cost, so that none grows without somebody saying so.

The file is JSON: `{"version": 1, "counter", "skills", "family", "agents": {NAME: {"family", "description", "body", "prompt"}}}`, sorted by
name, one number a line, without paths. Numbers of another counter are not compared.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.costs.formats._words import parts_of
from agentkit.diagnostic import Diagnostic
from agentkit.errors import ConfigError
from agentkit.files import read_bytes
from agentkit.prompt import SKILL_MODES
from agentkit.tokens import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agentkit.costs import Budget
    from agentkit.prompt import SkillMode
    from agentkit.tokens import Family

DEFAULT_NAME = "agentkit-budget.json"
PARTS = ("description", "body", "prompt")
_HINT = "write it anew with --write"


class Entry(NamedTuple):
    """What one agent may cost, in tokens of one family."""

    family: str
    description: int
    body: int
    prompt: int


class Ratchet(NamedTuple):
    """What a file says."""

    counter: str
    """Names of what counted, joined by a comma."""
    skills: SkillMode
    family: Family | None
    """The family that was asked for; None for each agent's own."""
    agents: Mapping[str, Entry]

    @property
    def exact(self) -> bool:
        """Whether it was counted with vocabularies."""
        return not self.counter.startswith("agentkit-estimate")


class Check(NamedTuple):
    """How agents stand to a ratchet, a line each."""

    failures: tuple[str, ...]
    """Agents that grew, that are not recorded, or that are counted for another family now."""
    loose: tuple[str, ...]
    """Agents that shrank or are gone: the ratchet can be tightened."""


def ratchet_of(budget: Budget) -> Ratchet:
    """Give what a budget comes to as a ratchet."""
    agents = {}
    for agent in budget.agents:
        description, body, prompt, _ = parts_of(budget, agent)
        agents[agent.name] = Entry(prompt.family, description.tokens, body.tokens, prompt.tokens)
    return Ratchet(", ".join(budget.counters), budget.mode, budget.family, agents)


def read(path: Path) -> Ratchet:
    """Read a ratchet.

    Raises:
        ConfigError: The file cannot be read, or is no ratchet.
    """
    data = read_bytes(str(path))
    if isinstance(data, Diagnostic):
        raise ConfigError(
            f"the budget file {data.message}", path=str(path), hint="--write makes one; names of agents stand before --check"
        )
    try:
        content = json.loads(data)
        if content["version"] != 1:
            raise ValueError(f"version {content['version']!r}")  # noqa: TRY301 - one message for all that is wrong
        return _ratchet(content)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = f"no budget file that this release reads: {type(error).__name__}: {str(error)[:100]}"
        raise ConfigError(message, path=str(path), hint=_HINT) from error


def _ratchet(content: Mapping[str, Any]) -> Ratchet:
    counter, skills, family = content["counter"], content["skills"], content["family"]
    if not isinstance(counter, str) or skills not in SKILL_MODES or family not in (None, *FAMILIES):
        raise ValueError("counter, skills or family")
    agents = {name: Entry(each["family"], *(_number(each[part]) for part in PARTS)) for name, each in content["agents"].items()}
    return Ratchet(counter, skills, family, agents)


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is wanted")
    return value


def as_text(ratchet: Ratchet) -> str:
    """Give the file's text."""
    agents = {name: ratchet.agents[name]._asdict() for name in sorted(ratchet.agents)}
    data = {"version": 1, "counter": ratchet.counter, "skills": ratchet.skills, "family": ratchet.family, "agents": agents}
    return json.dumps(data, indent=1) + "\n"


def write(path: Path, budget: Budget, *, some: bool) -> int:
    """Write what agents cost now as what they may cost.

    Args:
        path: The file. One that is there is replaced if it is a ratchet.
        budget: What they cost.
        some: Whether these are not all agents: then the others in the file stay.

    Returns:
        How many agents the file holds.

    Raises:
        ConfigError: There is a file that is no ratchet, or with `some` one that was counted otherwise; it is left as it is.
        WriteRefused: The file cannot be written.
    """
    from agentkit.writing import write_new

    new = ratchet_of(budget)
    if path.exists():
        old = read(path)
        if some:
            refuse_another(path, old, new)
            new = new._replace(agents={**old.agents, **new.agents})
    write_new(path, as_text(new).encode(), force=True)
    return len(new.agents)


def refuse_another(path: Path, old: Ratchet, new: Ratchet) -> None:
    """Raise `ConfigError` where two ratchets were not counted alike, so that their numbers say nothing of each other."""
    for what, recorded, now in (
        ("counter", old.counter, new.counter),
        ("skills", old.skills, new.skills),
        ("family", old.family or "each agent's own", new.family or "each agent's own"),
    ):
        if recorded != now and not (what == "counter" and not new.agents):
            message = f"its numbers were counted with {what} {recorded!r}, this run counts with {now!r}; they cannot be compared"
            raise ConfigError(message, path=str(path), hint=f"{_HINT}, or count as it did")


def check(path: Path, recorded: Ratchet, budget: Budget, *, some: bool) -> Check:
    """Hold what agents cost against a ratchet.

    Args:
        path: The file, for messages.
        recorded: What it says.
        budget: What they cost.
        some: Whether these are not all agents: then those that are only in the file are not gone.

    Raises:
        ConfigError: They were not counted alike.
    """
    now = ratchet_of(budget)
    refuse_another(path, recorded, now)
    failures = []
    loose = []
    for name in sorted(now.agents):
        entry, old = now.agents[name], recorded.agents.get(name)
        if old is None:
            failures.append(
                f"{name}: not recorded; prompt {entry.prompt:,}, body {entry.body:,}, description {entry.description:,}"
            )
            continue
        if old.family != entry.family:
            failures.append(f"{name}: recorded for {old.family[:40]}, counted for {entry.family} now")
            continue
        changes = [(part, getattr(old, part), getattr(entry, part)) for part in PARTS]
        grown = [f"{part} {before:,} -> {after:,} (+{after - before:,})" for part, before, after in changes if after > before]
        shrunk = [f"{part} {before:,} -> {after:,} (-{before - after:,})" for part, before, after in changes if after < before]
        if grown:
            failures.append(f"{name}: grew: " + ", ".join(grown))
        if shrunk:
            loose.append(f"{name}: shrank: " + ", ".join(shrunk))
    if not some:
        loose += [f"{name}: recorded, and no longer there" for name in sorted(set(recorded.agents) - set(now.agents))]
    return Check(tuple(failures), tuple(loose))
