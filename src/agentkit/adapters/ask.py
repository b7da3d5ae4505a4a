"""One persona on its way to one framework: what its file says, taken piece by piece, so that what nobody takes is a loss.

Tools and models are the caller's to give: a name in a file is no tool, and `sonnet` is no model of another vendor. Where a
restriction cannot be kept, the tool is kept back: an adapter never gives an agent more than its file does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from agentkit.additions import has_composition
from agentkit.agent_file import fields_of
from agentkit.covering import covers
from agentkit.errors import RenderError
from agentkit.loss import Loss, in_order, loss_of
from agentkit.persona import NAMESPACE
from agentkit.prompt.composition import flatten
from agentkit.tools import parse_grant

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from agentkit.adapters.adapter import Adapter
    from agentkit.persona import Persona
    from agentkit.prompt import SkillMode
    from agentkit.registry import Registry
    from agentkit.tools import Grant

AdapterSkills = Literal["full", "list", "none", "native"]
"""`full`, `list`, `none`: as `Registry.render`. `native`: the body alone, and the skills handed to the framework, which has
its own way of loading them."""


class Ask:
    """What is asked of an adapter: a persona, with the caller's tools, models and wishes. Its methods take a part each.

    Args:
        persona: The persona, as its file has it.
        adapter: The adapter that it is made for.
        registry: Where its base and skills are looked up; None for the projects around its file, then the shipped library.
        skills: How its skills come in; None for the adapter's own default.
        variables: Values of the variables that it declares.
        tools: The tools of the program: name of a grant, such as `Read`, `Bash(git *)` or `mcp__github`, to a tool, to a list
            of them, or to None for one that is left out knowingly.
        models: The model to use, or a table of a model's name in the file to that of the framework.
        drop: Fields that are left out knowingly: they are no losses. `handoffs` stands for the agents that the body names.
        handoffs: The agents to hand off to, where the framework has that; None for those that the file names.
        arguments: Further arguments of the framework's object; they win.

    Raises:
        RenderError: `skills` has an unknown value, or the framework loads no skills of its own.
        CompositionError, VariableError: See `Registry.flatten`.
    """

    def __init__(
        self,
        persona: Persona,
        adapter: Adapter,
        *,
        registry: Registry | None = None,
        skills: AdapterSkills | None = None,
        variables: Mapping[str, object] | None = None,
        tools: Mapping[str, Any] | None = None,
        models: str | Mapping[str, Any] | None = None,
        drop: Collection[str] = (),
        handoffs: Collection[str] | None = None,
        arguments: Mapping[str, Any] | None = None,
    ) -> None:
        self.adapter = adapter
        # One state of the files from the first look-up to the last, whoever reloads meanwhile.
        self.registry = (registry if registry is not None else _around(persona)).snapshot()
        self.original = persona
        self.persona, self._giver_of = _flat(persona, self.registry, variables or {})
        self.skills: AdapterSkills = skills or "full"
        if self.skills == "native" and not adapter.native_skills:
            raise RenderError(f"{adapter.title} takes no skills by name", hint="one of full, list, none")
        self.variables = variables
        self.table = dict(tools) if tools is not None else None
        self.models = models
        self.handoffs = tuple(handoffs) if handoffs is not None else None
        self.arguments = dict(arguments or {})
        self.losses: list[Loss] = []
        self._drop = frozenset(drop)
        self._said = fields_of(self.persona)
        self._taken = {NAMESPACE}

    @property
    def text(self) -> str:
        """The exact system prompt, a plain `str`."""
        mode: SkillMode = "none" if self.skills == "native" else self.skills
        if mode != "none":
            self._taken.add("skills")
        return self.registry.render(self.original, skills=mode, variables=self.variables).text

    def skill_folders(self) -> list[str]:
        """Give the absolute path of each skill's folder, for a framework that loads skills itself, and count them as carried.

        Raises:
            MissingSkill: A skill does not exist or cannot be read.
        """
        import os

        from agentkit.prompt import skills_of

        self._taken.add("skills")
        found = skills_of(self.persona, self._giver_of("skills"), self.registry.skills)
        return [os.path.abspath(skill.folder) for skill in found]

    def take(self, field: str) -> Any:
        """Give a field as plain data that can be changed, and count it as carried; None when the file does not give it."""
        self._taken.add(field)
        return self._said.get(field)

    def beside(self, persona: Persona) -> Ask:
        """Ask for another persona with the same wishes. Variables and further arguments are the first one's alone."""
        other = Ask(
            persona,
            self.adapter,
            registry=self.registry,
            skills=self.skills,
            tools=self.table,
            models=self.models,
            drop=self._drop,
        )
        other.losses = self.losses
        return other

    def lose(self, field: str, said: object, reason: str, line: int | None = None, column: int | None = None) -> None:
        """Note a loss, unless the caller drops the field knowingly. Its place is found where none is given."""
        self._taken.add(field)
        if field in self._drop:
            return
        loss = loss_of(self._giver_of(field), field, said, reason, line, column)
        if loss not in self.losses:
            self.losses.append(loss)

    def finish(self) -> tuple[Loss, ...]:
        """Count every field that was not taken as lost; give all losses, rights first, then in the order of the file."""
        for field, value in self._said.items():
            if field not in self._taken:
                self.lose(field, value, f"the {self.adapter.title} has no equivalent")
        return in_order(self.losses, self._said)

    def model(self) -> Any:
        """Give the model to use: the caller's, by table or for all; else None, which is a loss where the file names one."""
        wanted = self.persona.model
        self._taken.add("model")
        if self.models is not None and not isinstance(self.models, Mapping):
            return self.models
        table = self.models or {}
        if wanted is None:
            return table.get("inherit")
        for name in (wanted.text, *wanted.alternatives):
            if name in table:
                return table[name]
            if self.adapter.own_models is not None and re.fullmatch(self.adapter.own_models, name):
                return name
        if wanted.kind != "inherit":
            hint = f"no model is guessed across vendors; pass models={{{wanted.text!r}: ...}}"
            self.lose("model", wanted.text, hint)
        return None

    def tools(self) -> list[Any] | None:
        """Give the tools that the file grants, out of the caller's table, in the order of the grants.

        Returns:
            None when the file gives no list, so that the agent inherits every tool, and the caller gave no table either: a
            loss. An empty list means none.
        """
        self._taken |= {"tools", "disallowedTools"}
        granted, denied = self.persona.tools, self.persona.disallowed_tools or ()
        if granted is None and self.table is None:
            self.lose("tools", "every tool", "it inherits them, and none are given; pass tools={...}")
            return None
        table = self.table or {}
        every = [parse_grant(name) for name in table]
        grants: Iterable[Grant] = every if granted is None or any(grant.kind == "all" for grant in granted) else granted
        given: list[Any] = []
        for grant in dict.fromkeys(grants):
            reason = self._refused(grant, denied)
            if reason is not None:
                if reason:
                    self._narrowed(grant, reason)
                continue
            found = _of_table(grant, table)
            if found is None and ((grant.kind == "agent" and self.adapter.starts_agents) or self.adapter.serves(grant)):
                continue
            if found is None:
                self.lose("tools", grant.text, _missing(grant, table))
                continue
            given += [tool for tool in found if not any(tool is other for other in given)]
        return given

    def allows(self, name: str) -> bool:
        """Tell whether the file grants a tool of this name whole; a denial that narrows it takes it away, which is a loss."""
        grant, granted = parse_grant(name), self.persona.tools
        if granted is not None and not any(each.kind == "all" or each.text == grant.text for each in granted):
            return False
        reason = self._refused(grant, self.persona.disallowed_tools or ())
        if reason:
            self._narrowed(grant, reason)
        return reason is None

    def _narrowed(self, grant: Grant, denial: str) -> None:
        self.lose("disallowedTools", denial, f"it narrows `{grant.text}`, which is kept back: no table can do that")

    def _refused(self, grant: Grant, denied: Iterable[Grant]) -> str | None:
        """Give why a grant is not given: None when it is, empty when it is denied whole, else the denial that narrows it."""
        narrowing = None
        for each in denied:
            if covers(each, grant):
                return ""
            # Of two that only overlap there is no telling what they share: one of a name is enough.
            if (each.name == grant.name or covers(grant, each)) and "disallowedTools" not in self._drop:
                narrowing = each.text
        return narrowing


def _flat(persona: Persona, registry: Registry, variables: Mapping[str, object]) -> tuple[Persona, Callable[[str], Persona]]:
    """Give the persona that stands alone, and what tells whose file gives a field of it."""
    if not variables and not has_composition(persona):
        return persona, lambda _: persona
    flat = flatten(persona, registry, variables)
    return flat.persona, flat.giver_of


def _of_table(grant: Grant, table: Mapping[str, Any]) -> list[Any] | None:
    """Give what the table holds for a grant; None when nothing. A bare name never answers for a narrowed grant."""
    if grant.text not in table:
        return None
    value = table[grant.text]
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _missing(grant: Grant, table: Mapping[str, Any]) -> str:
    if grant.kind == "agent":
        return f"the right to start agents has no equivalent; pass tools={{{grant.text!r}: ...}} for a tool that does"
    if grant.specifier is not None and grant.name in table:
        return f"a tool for `{grant.name}` would allow more; pass tools={{{grant.text!r}: ...}}"
    return f"no tool is given for it; pass tools={{{grant.text!r}: ...}}, or None to leave it out"


def _around(persona: Persona) -> Registry:
    from pathlib import Path

    from agentkit.registry import Registry
    from agentkit.shelves import library_shelf, shelves_around, without_repeats

    path = Path(persona.source.path or "text.md")
    return Registry(without_repeats([*shelves_around(path), library_shelf()]))
