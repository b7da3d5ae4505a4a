"""Where every character of a prompt comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.prompt.composition import Piece, piece_of
from agentkit.prompt.listing import PARTS
from agentkit.tokens import FAMILIES
from agentkit.tokens.estimate import features, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agentkit.persona import Persona
    from agentkit.prompt import Prompt, Recipe
    from agentkit.prompt.variables import LayoutSkill
    from agentkit.skill import Skill
    from agentkit.span import Span

SHIPPED = "default.md.j2"
"""What the layout that ships is called in place of a path."""


class PromptSpan(NamedTuple):
    """A stretch of a prompt that comes from one place."""

    start: int
    """Offset in the prompt in code points; the first is 0."""
    end: int
    """Offset behind its last character."""
    kind: str
    """`body`, `base`, `fragment`, `variable`, `join`; `skill`, `listing` (a list's line on a skill), `note` (on a missing
    one); `field` (another field of the agent or a skill); `layout` (text of the layout); `computed` (what an expression of
    the layout makes)."""
    label: str
    """What it is, in words: `skill sql-review`."""
    path: str | None
    """The file it comes from, as the registry names it; `default.md.j2` for the shipped layout; None when it is in none."""
    line: int | None
    """First line there, 1-based; for a variable that of its declaration, for `computed` that of the expression."""
    end_line: int | None
    """Last line there."""


class ExplainedSpan(NamedTuple):
    """A stretch with its text and what it costs."""

    span: PromptSpan
    text: str
    tokens: dict[str, float]
    """Family of models to the estimated tokens of the text by itself."""


def spans_of(prompt: Prompt) -> tuple[PromptSpan, ...]:
    """Give the stretches of a prompt, in order; together they are the whole text, without gap or overlap."""
    pieces = _pieces(prompt.recipe) if prompt.recipe is not None else []
    if "".join(piece.text for piece in pieces) != prompt.text:
        # A prompt that was changed by hand, or a layout that does something else when it is traced.
        pieces = [Piece(prompt.text, "computed", "the whole prompt", None, None, None)]
    spans: list[PromptSpan] = []
    at = 0
    for piece in pieces:
        if piece.text:
            spans.append(PromptSpan(at, at + len(piece.text), *piece[1:]))
            at += len(piece.text)
    return tuple(spans)


def explain(prompt: Prompt) -> list[ExplainedSpan]:
    """Give the stretches of a prompt with their texts and estimated tokens, a number a family of models."""
    explained = []
    for span in prompt.spans:
        text = prompt.text[span.start : span.end]
        counts = features(text)
        explained.append(ExplainedSpan(span, text, {family: weighed(counts, family) for family in FAMILIES}))
    return explained


def _pieces(recipe: Recipe) -> Sequence[Piece]:
    body = recipe.flat.pieces if recipe.flat is not None else (piece_of(recipe.persona),)
    if recipe.variables is None:
        return body
    from agentkit.prompt.tracing import traced, traced_layout

    variables = recipe.variables
    placed = [_traced_skill(recipe, at, skill) for at, skill in enumerate(variables.skills or variables.listed)]
    listing: list[Piece] = []
    if variables.listing:
        by_place = dict(zip((id(skill) for skill in variables.listed), recipe.skills, strict=True))
        for about, text in PARTS[recipe.skills_format](variables.listed):
            listing.append(_listed(recipe, about, by_place.get(id(about)), text))
    given = variables._replace(
        name=traced([_field(variables.name, recipe, "name")]),
        description=traced([_field(variables.description, recipe, "description")]),
        body=traced(body),
        model=traced([_field(variables.model, recipe, "model")]) if variables.model is not None else None,
        skills=tuple(placed) if variables.skills else (),
        listed=tuple(placed) if variables.listed else (),
        listing=traced(listing),
    )
    return traced_layout(given, layout_of(recipe), recipe.path or SHIPPED)


def layout_of(recipe: Recipe) -> str:
    """Give the text of the layout that a prompt was made with."""
    if recipe.layout is not None:
        return recipe.layout
    from agentkit.prompt import layouts

    return (Path(layouts.__file__).parent / SHIPPED).read_text(encoding="utf-8")


def _traced_skill(recipe: Recipe, at: int, placed: LayoutSkill) -> LayoutSkill:
    from agentkit.prompt.tracing import traced

    skill = recipe.skills[at]
    if skill is None:
        note = _note(recipe, placed.name, placed.body)
        return placed._replace(name=traced([note._replace(text=placed.name)]), description=traced([note]), body=traced([note]))
    path, line = skill.source.path, skill.source.body_line
    end = line + skill.body.count("\n", 0, max(len(skill.body) - 1, 0))
    return placed._replace(
        name=traced([_field_of_skill(skill, "name", placed.name)]),
        description=traced([_field_of_skill(skill, "description", placed.description)]),
        body=traced([Piece(placed.body, "skill", f"skill {skill.name}", path, line, end)]),
        location=traced([Piece(placed.location, "field", f"place of skill {skill.name}", path, None, None)]),
    )


def _listed(recipe: Recipe, about: LayoutSkill | None, skill: Skill | None, text: str) -> Piece:
    if about is None:
        return Piece(text, "listing", "list of skills", None, None, None)
    if skill is None:
        return _note(recipe, about.name, text)
    return _field_of_skill(skill, "description", text)._replace(kind="listing", label=f"listing entry {skill.name}")


def _note(recipe: Recipe, name: str, text: str) -> Piece:
    named = _giver(recipe, "skills")
    spans = named.source.spans
    at = next((at for at, skill in enumerate(named.skills) if skill == name), 0)
    line, end_line = _lines(spans.get(f"skills[{at}]") or spans.get("skills"))
    return Piece(text, "note", f"note on missing skill {name}", named.source.path, line, end_line)


def _giver(recipe: Recipe, key: str) -> Persona:
    return recipe.flat.giver_of(key) if recipe.flat is not None else recipe.persona


def _field(text: str, recipe: Recipe, key: str) -> Piece:
    persona = _giver(recipe, key)
    line, end_line = _lines(persona.source.spans.get(key))
    return Piece(text, "field", f"{key} of {persona.name}", persona.source.path, line, end_line)


def _field_of_skill(skill: Skill, key: str, text: str) -> Piece:
    line, end_line = _lines(skill.source.spans.get(key))
    return Piece(text, "field", f"{key} of skill {skill.name}", skill.source.path, line, end_line)


def _lines(span: Span | None) -> tuple[int | None, int | None]:
    """Give the first and last line of a value; a block scalar ends before the first column of the line below."""
    if span is None:
        return None, None
    return span.line, max(span.line, span.end_line - (span.end_column == 1))


def total(explained: Iterable[ExplainedSpan], family: str) -> float:
    """Give the estimated tokens of stretches together."""
    return sum(each.tokens[family] for each in explained)
