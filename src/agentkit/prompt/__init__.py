"""From a persona to the exact system prompt that a model will get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit import files
from agentkit.diagnostic import Diagnostic
from agentkit.errors import MissingSkill, RenderError
from agentkit.span import START

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from agentkit.persona import Persona
    from agentkit.prompt.composition import Flat
    from agentkit.prompt.provenance import PromptSpan
    from agentkit.prompt.variables import LayoutSkill, LayoutVariables
    from agentkit.skill import Skill
    from agentkit.skills import Skills
    from agentkit.span import Span
    from agentkit.tokens import Family, TokenCount

__all__ = ["SKILL_MODES", "Prompt", "SkillMode", "Substitution", "render"]

SkillMode = Literal["full", "list", "none"]
SKILL_MODES: tuple[SkillMode, ...] = ("full", "list", "none")


class Substitution(NamedTuple):
    """Text of a skill that only Claude Code replaces, such as `$ARGUMENTS`."""

    path: str | None
    span: Span
    text: str
    """At most 60 characters of it."""


class Recipe:
    """What a prompt was made from, kept so that its spans can be told when they are asked for.

    A plain class: a named tuple more would cost every start, and these are read only when a prompt is explained.
    """

    persona: Persona
    """As its file has it."""
    flat: Flat | None
    """The persona made flat; None when its prompt is its body as it stands."""
    variables: LayoutVariables | None
    """What the layout was filled with; None when there was none."""
    skills: tuple[Skill | None, ...]
    """The skills in the order of `variables.skills` and `listed`; None for one that is missing."""
    skills_format: str
    layout: str | None
    """The text of the user's layout; None for the shipped one."""
    path: str | None
    """The path of the user's layout."""

    def __init__(self, **parts: object) -> None:
        self.__dict__.update(parts)

    def __repr__(self) -> str:
        """Give the persona; the rest would fill a screen."""
        return f"<Recipe of {self.persona.name!r}>"

    def __eq__(self, other: object) -> bool:
        """Compare by parts."""
        return isinstance(other, Recipe) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        """Hash by persona."""
        return hash(self.persona)


class Prompt(NamedTuple):
    """A rendered system prompt.

    It is no `str`: one SDK (google-adk 2.13, `static_instruction`, run 2026-11-23) silently empties subclasses of str.
    Give a model `.text`.
    """

    text: str
    """The prompt, exact."""
    persona: str
    """Name of the persona."""
    mode: SkillMode
    skills: tuple[str, ...]
    """Names of the skills in the prompt, in order; those that are missing left out."""
    missing: tuple[str, ...] = ()
    """Names of the declared skills that a note stands for, with `allow_missing`."""
    substitutions: tuple[Substitution, ...] = ()
    """What in the skills only one harness replaces; it stands in the prompt as it is written."""
    recipe: Recipe | None = None
    """What it was made from; `spans` reads it."""

    def __str__(self) -> str:
        """Give the prompt."""
        return self.text

    @property
    def sha256(self) -> str:
        """SHA-256 of the prompt's UTF-8 bytes, 64 hexadecimal digits: the same on every machine."""
        import hashlib

        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def spans(self) -> tuple[PromptSpan, ...]:
        """Where every character comes from: stretches in order, without gap or overlap; computed when asked for."""
        from agentkit.prompt.provenance import spans_of

        return spans_of(self)

    def tokens(self, family: Family | None = None, *, exact: bool = False) -> TokenCount:
        """Give how many tokens the prompt has: an estimate with its error, or with `exact` a count.

        Args:
            family: Family of models, one of `agentkit.tokens.FAMILIES`. By default that of the persona's model; where that
                cannot be told, the one in which the prompt has the most.
            exact: Whether to count with the family's vocabulary, which needs the extra `tokens`.

        Raises:
            MissingExtra: With `exact`, when the package that has the vocabulary is not installed.
            KeyError: There is no such family.
        """
        from agentkit.tokens import count, family_of

        if family is None and self.recipe is not None:
            flat = self.recipe.flat
            family = family_of((flat.persona if flat is not None else self.recipe.persona).model)
        return count(self.text, family, exact=exact)

    def messages(self, user: str | None = None) -> list[dict[str, str]]:
        """Give the prompt as chat messages: a `system` message, and a `user` message when a text is given.

        The form is that of OpenAI's chat completions, which most SDKs take.
        """
        messages = [{"role": "system", "content": self.text}]
        if user is not None:
            messages.append({"role": "user", "content": user})
        return messages


def render(
    persona: Persona,
    skills: Skills,
    *,
    mode: SkillMode = "full",
    skills_format: str = "markdown",
    layout: str | Path | None = None,
    allow_missing: bool = False,
    variables: Mapping[str, object] | None = None,
    agents: Mapping[str, Persona] | None = None,
    read: Callable[[str], bytes | Diagnostic] = files.read_in_project,
) -> Prompt:
    """Render a persona.

    Args:
        persona: The persona.
        skills: Where its skills are looked up.
        mode: `full` puts each skill's text below the body, as `skills:` means; `list` a list of their names,
            descriptions and places; `none` gives the body alone, identical to the file's.
        skills_format: Form of the list: `markdown` (compact) or `xml` (that of skills-ref).
        layout: Path of a Jinja template to use in place of the shipped one. With `none` and no layout, none is used.
        allow_missing: Whether a note stands for a skill that is missing, in place of an error.
        variables: Values of the variables that the persona declares: text, numbers, booleans.
        agents: Where the agent that it extends is looked up.
        read: Gives the bytes of a fragment by its path, or why it cannot be read.

    Raises:
        CompositionError: The agent that it extends, or a fragment, cannot be used.
        VariableError: A value is undeclared, missing or of another type.
        MissingSkill: A declared skill does not exist or cannot be read.
        RenderError: An option has an unknown value, or the layout cannot be read or filled.
    """
    from agentkit.prompt.listing import FORMATS
    from agentkit.prompt.variables import LayoutSkill, LayoutVariables

    if mode not in SKILL_MODES:
        raise RenderError(f"unknown skills mode {mode!r}", hint="one of " + ", ".join(SKILL_MODES))
    if skills_format not in FORMATS:
        raise RenderError(f"unknown skills format {skills_format!r}", hint="one of " + ", ".join(FORMATS))
    flat: Flat | None = None
    own, named = persona, persona
    if persona.agentkit or variables:
        flat = _flat(persona, agents if agents is not None else {}, variables or {}, read)
        if flat is not None:
            persona, named = flat.persona, flat.giver_of("skills")
    placed: list[LayoutSkill] = []
    resolved: list[Skill | None] = []
    found: list[Skill] = []
    missing: list[str] = []
    for at, name in enumerate(persona.skills if mode != "none" else ()):
        skill = _resolve(persona, named, at, name, skills, allow_missing=allow_missing)
        if skill is None:
            missing.append(name)
            what = "was not found" if skills.resolve(name, near=persona.source.path).found is None else "cannot be read"
            note = f"Note: the skill `{name}` is declared by this agent and {what}; work without it, and say so."
            placed.append(LayoutSkill(name, note, note, "", True))
            resolved.append(None)
        elif skill not in found:
            found.append(skill)
            placed.append(LayoutSkill(skill.name, skill.description, skill.body, skill.location, False))
            resolved.append(skill)
    filled: LayoutVariables | None = None
    layout_text = _layout_text(Path(layout)) if layout is not None else None
    if layout is None and not placed:
        text = persona.body
    else:
        filled = LayoutVariables(
            name=persona.name,
            description=persona.description.text,
            body=persona.body,
            gap="" if persona.body.endswith("\n") else "\n",
            tools=tuple(grant.text for grant in persona.tools) if persona.tools is not None else None,
            model=persona.model.text if persona.model is not None else None,
            mode=mode,
            skills=tuple(placed) if mode == "full" else (),
            listed=tuple(placed) if mode == "list" else (),
            listing=FORMATS[skills_format](placed) if mode == "list" and placed else "",
        )
        text = _laid_out(filled, layout_text, str(layout))
    return Prompt(
        text=text,
        persona=persona.name,
        mode=mode,
        skills=tuple(skill.name for skill in found),
        missing=tuple(missing),
        substitutions=_substitutions(found) if mode == "full" else (),
        recipe=Recipe(
            persona=own,
            flat=flat,
            variables=filled,
            skills=tuple(resolved),
            skills_format=skills_format,
            layout=layout_text,
            path=str(layout) if layout is not None else None,
        ),
    )


def skills_of(persona: Persona, named: Persona, skills: Skills) -> list[Skill]:
    """Give the skills that a persona declares, in its order, each once.

    Args:
        persona: The persona, flat.
        named: The persona whose file holds the list, for the place of an error.
        skills: Where they are looked up.

    Raises:
        MissingSkill: One does not exist or cannot be read.
    """
    found: list[Skill] = []
    for at, name in enumerate(persona.skills):
        skill = _resolve(persona, named, at, name, skills, allow_missing=False)
        if skill is not None and skill not in found:
            found.append(skill)
    return found


def _flat(
    persona: Persona,
    agents: Mapping[str, Persona],
    variables: Mapping[str, object],
    read: Callable[[str], bytes | Diagnostic],
) -> Flat | None:
    """Make a persona flat; None when its prompt is its body as it stands."""
    from agentkit.additions import has_composition

    if not variables and not has_composition(persona):
        return None
    from agentkit.prompt.composition import flatten

    return flatten(persona, agents, variables, read)


def _substitutions(skills: list[Skill]) -> tuple[Substitution, ...]:
    from agentkit.prompt.substitutions import harness_substitutions

    return tuple(Substitution(skill.source.path, span, text) for skill in skills for text, span in harness_substitutions(skill))


def _resolve(persona: Persona, named: Persona, at: int, name: str, skills: Skills, *, allow_missing: bool) -> Skill | None:
    resolution = skills.resolve(name, near=persona.source.path)
    if resolution.skill is not None or allow_missing:
        return resolution.skill
    spans = named.source.spans
    span = spans.get(f"skills[{at}]") or spans.get("skills") or START
    if resolution.found is not None:
        message = f"skill `{name}` cannot be read: {resolution.diagnostics[0]}"
        close: tuple[str, ...] = ()
        hint = "mend its SKILL.md, or render with --allow-missing"
    else:
        close = skills.nearest(name)
        message = f"unknown skill `{name}`"
        hint = f"did you mean {close[0]}?" if close else "add the skill, or render with --allow-missing"
    raise MissingSkill(message, skill=name, close=close, path=named.source.path, line=span.line, column=span.column, hint=hint)


def _laid_out(variables: LayoutVariables, layout: str | None, path: str) -> str:
    if layout is None:
        from agentkit.prompt.layouts import default

        return "".join(default.parts(variables))
    from agentkit.prompt.layout import lay_out

    return lay_out(variables, layout, path)


def _layout_text(path: Path) -> str:
    data = files.read_bytes(str(path))
    if isinstance(data, Diagnostic):
        raise RenderError(f"the layout {data.message}", path=str(path))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RenderError(f"the layout is not UTF-8: byte at offset {error.start}", path=str(path)) from error
