"""One agent or skill compared with what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.additions import has_composition
from agentkit.comparison.change import AgentChange, Change, TokenChange
from agentkit.comparison.outline import compare_sections
from agentkit.comparison.rights import RIGHTS_ELSEWHERE, compare_rights, held_by
from agentkit.comparison.sides import items_of
from agentkit.comparison.values import leaves
from agentkit.comparison.words import word_diff
from agentkit.errors import AgentKitError
from agentkit.persona import Persona
from agentkit.prompt.composition import open_values
from agentkit.skill import Skill
from agentkit.tokens import FAMILIES, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.additions import Verbatim
    from agentkit.comparison.pairing import Item
    from agentkit.comparison.rights import Held
    from agentkit.comparison.sides import Side
    from agentkit.comparison.words import WordDiff
    from agentkit.markdown import Section
    from agentkit.registry import Registry


def is_broken(item: Item) -> bool:
    """Tell whether a file is an agent or skill, or should be, and cannot be read."""
    return item.loaded.item is None and item.loaded.skipped is None


def reason_of(side: Side, item: Item) -> str:
    """Give why a file cannot be read."""
    found = item.loaded.diagnostics
    return side.shown(f"{found[0].message} [{found[0].code}]") if found else "cannot be read"


class _State(NamedTuple):
    """An agent or skill on one side, with all that it is compared by."""

    item: Persona | Skill
    """As its file has it."""
    whole: Persona | Skill
    """With what its base gives; as its file has it where it has none, or where that cannot be used."""
    prompt: str | None
    """None where it cannot be rendered."""
    skills: dict[str, str | None]
    """Names in its list to the text of the skill; None for one that is missing."""
    notes: tuple[str, ...]
    troubles: tuple[str, ...]
    """The notes without the paths of the side, by which they are compared."""


def compare_item(old: Side, new: Side, before: Item | None, after: Item | None) -> AgentChange | None:
    """Compare one agent or skill; None when nothing differs."""
    same_bytes = before is not None and after is not None and _bytes(before) == _bytes(after)
    if any(each is not None and is_broken(each) for each in (before, after)):
        return None if same_bytes else _unreadable(old, new, before, after)
    one = _state(old, before) if before is not None else None
    other = _state(new, after) if after is not None else None
    shown = other or one
    assert shown is not None
    rights = compare_rights(_held(one), _held(other))
    change = AgentChange(
        kind="agent" if isinstance(shown.item, Persona) else "skill",
        status="added" if one is None else "removed" if other is None else "changed",
        name=shown.item.name,
        old_name=one.item.name if one is not None else None,
        path=new.shown(after.loaded.found.path) if after is not None else None,
        old_path=old.shown(before.loaded.found.path) if before is not None else None,
        rights=rights,
        skills=tuple(_skills(one, other)),
        model=_model(one, other),
        tokens=_tokens(one, other),
        is_unsure=other is not None and other.prompt is None,
    )
    if one is not None and other is not None:
        change = change._replace(
            description=_words(_description(one), _description(other)),
            triggers=tuple(_triggers(one.whole, other.whole)),
            handoffs=tuple(_handoffs(one.item, other.item)),
            sections=compare_sections(_outline(one), _outline(other)),
            composition=tuple(_composition(one.item, other.item)),
            fields=tuple(_fields(one, other)),
            prompt=_words(one.prompt, other.prompt) if one.prompt is not None and other.prompt is not None else None,
        )
    elif shown.prompt:
        change = change._replace(prompt=word_diff(shown.prompt if other is None else "", shown.prompt if one is None else ""))
    notes = list(_notes(old, new, before, after, one, other))
    if one is not None and other is not None:
        facts = (*change[change._fields.index("rights") : change._fields.index("tokens")], change.prompt)
        if any(facts) or one.item.name != other.item.name or one.troubles != other.troubles:
            if same_bytes:
                notes.append("its file is the same: what it takes in has changed")
        elif not same_bytes:
            notes.append("only how it is written has changed: order, quotes, comments or line ends")
        elif before is not None and after is not None and before.location == after.location:
            return None
    return change._replace(notes=tuple(notes))


def _bytes(item: Item) -> bytes | None:
    return bytes(item.loaded.document) if item.loaded.document is not None else None


def _unreadable(old: Side, new: Side, before: Item | None, after: Item | None) -> AgentChange:
    notes = []
    for side, item, when in ((old, before, "before"), (new, after, "now")):
        if item is not None and is_broken(item):
            notes.append(f"cannot be read {when}: {reason_of(side, item)}")
    shown = after or before
    assert shown is not None
    return AgentChange(
        "skill" if shown.loaded.found.is_skill else "agent",
        "unreadable",
        next((item.name for item in (after, before) if item is not None and item.loaded.item is not None), shown.location),
        before.name if before is not None else None,
        new.shown(after.loaded.found.path) if after is not None else None,
        old.shown(before.loaded.found.path) if before is not None else None,
        tuple(notes),
        is_unsure=after is not None and is_broken(after),
    )


def _notes(
    old: Side, new: Side, before: Item | None, after: Item | None, one: _State | None, other: _State | None
) -> Iterator[str]:
    if before is not None and after is not None:
        if before.name != after.name:
            yield f"renamed: was {before.name}"
        if before.location != after.location:
            yield f"moved: was {before.location}"
    elif before is not None:
        still = next((each for each in items_of(new) if each.location == before.location and each.loaded.skipped), None)
        if still is not None:
            yield f"its file is there, and no agent any more: {still.loaded.skipped}"
    for side, state, when in ((old, one, "before"), (new, other, "now")):
        for note in state.notes if state is not None else ():
            yield f"{when}: {side.shown(note)}"


def _state(side: Side, item: Item) -> _State:
    found = item.loaded.item
    assert found is not None
    if isinstance(found, Skill):
        return _State(found, found, found.body, {}, (), ())
    registry = side.registry
    whole, prompt = found, None
    values = _open_values(found, registry)
    notes = [f"variable `{name}` has no value: `{value}` stands for it" for name, value in values.items()]
    troubles = list(notes)
    try:
        whole = registry.flatten(found, variables=values)
        rendered = registry.render(found, allow_missing=True, variables=values)
    except AgentKitError as error:
        notes.append(f"cannot be rendered: {error}")
        troubles.append(side.bare(error.message))
    else:
        prompt = rendered.text
    skills: dict[str, str | None] = {}
    for name in whole.skills:
        skill = registry.skills.resolve(name, near=found.source.path).skill
        skills[name] = skill.body if skill is not None else None
    return _State(found, whole, prompt, skills, tuple(notes), tuple(troubles))


def _open_values(persona: Persona, registry: Registry) -> dict[str, Verbatim]:
    """Leave what has to be given a value as its use is written, the same on both sides."""
    try:
        return open_values(persona, registry) if has_composition(persona) else {}
    except AgentKitError:
        return {}  # rendering says it, with the place


def _held(state: _State | None) -> Held:
    return held_by(state.whole, state.item) if state is not None else held_by(None, None)


def _description(state: _State) -> str:
    return str(state.whole.description)


def _words(old: str, new: str) -> WordDiff | None:
    return word_diff(old, new) if old != new else None


def _tokens(one: _State | None, other: _State | None) -> tuple[TokenChange, ...]:
    if any(state is not None and state.prompt is None for state in (one, other)):
        return ()
    texts = [state.prompt or "" if state is not None else "" for state in (one, other)]
    if texts[0] == texts[1]:
        return ()
    return tuple(TokenChange(family, *(round(tokens(text, family)) for text in texts)) for family in FAMILIES)


def _line(item: Persona | Skill, *keys: str) -> int | None:
    return next((item.source.spans[key].line for key in keys if key in item.source.spans), None)


def _skills(one: _State | None, other: _State | None) -> Iterator[Change]:
    before = one.skills if one is not None else {}
    after = other.skills if other is not None else {}
    for at, (name, text) in enumerate(after.items()):
        assert other is not None
        line = _line(other.item, f"skills[{at}]", "skills")
        if name not in before:
            yield Change(name, None, "in its list" if text is not None else "in its list, and missing", line)
        elif before[name] != text:
            was = before[name]
            if was is None or text is None:
                yield Change(name, "missing" if was is None else "there", "missing" if text is None else "there", line)
            else:
                words = word_diff(was, text)
                yield Change(name, "text", f"text changed, -{words.removed:,} +{words.added:,} words and signs", line)
    for at, name in enumerate(before):
        if name not in after:
            assert one is not None
            yield Change(name, "in its list", None, _line(one.item, f"skills[{at}]", "skills"))
    if one is not None and other is not None and list(before) != list(after) and set(before) == set(after):
        yield Change("order", ", ".join(before), ", ".join(after), _line(other.item, "skills"))


def _model(one: _State | None, other: _State | None) -> Change | None:
    texts = []
    for state in (one, other):
        model = state.whole.model if state is not None and isinstance(state.whole, Persona) else None
        texts.append(", ".join((model.text, *model.alternatives)) if model is not None else None)
    if texts[0] == texts[1]:
        return None
    shown = other or one
    assert shown is not None
    return Change("model", texts[0], texts[1], _line(shown.item, "model"))


def _triggers(old: Persona | Skill, new: Persona | Skill) -> Iterator[Change]:
    if not (isinstance(old, Persona) and isinstance(new, Persona)):
        return
    before, after = old.description.triggers, new.description.triggers
    for trigger in dict.fromkeys(after):
        if trigger not in before:
            yield Change(trigger, None, trigger, _line(new, "description"))
    for trigger in dict.fromkeys(before):
        if trigger not in after:
            yield Change(trigger, trigger, None, _line(old, "description"))
    if old.description.proactive != new.description.proactive:
        said = [f"{'' if each.description.proactive else 'not '}without being asked" for each in (old, new)]
        yield Change("used", said[0], said[1], _line(new, "description"))


def _handoffs(old: Persona | Skill, new: Persona | Skill) -> Iterator[Change]:
    if not (isinstance(old, Persona) and isinstance(new, Persona)):
        return
    sides: list[dict[tuple[str, str], list[tuple[str, int]]]] = []
    for persona in (old, new):
        grouped: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for each in persona.handoffs:
            text = f"{each.text}; in return: {each.in_return}" if each.in_return else each.text
            grouped.setdefault((each.agent, each.kind), []).append((text, each.line))
        sides.append(grouped)
    before, after = sides
    for key in dict.fromkeys([*after, *before]):
        ours, theirs = before.get(key, []), after.get(key, [])
        if [text for text, _ in ours] != [text for text, _ in theirs]:
            was, now = (" / ".join(text for text, _ in group) if group else None for group in (ours, theirs))
            yield Change(f"{key[0]} ({key[1]})", was, now, (theirs or ours)[0][1])


def _outline(state: _State) -> tuple[tuple[Section, ...], str, int]:
    from agentkit.markdown import sections

    item = state.item
    return sections(item.body, item.source.body_line), item.body, item.source.body_line


def _composition(old: Persona | Skill, new: Persona | Skill) -> Iterator[Change]:
    if not (isinstance(old, Persona) and isinstance(new, Persona)):
        return
    for key, was, now in leaves("agentkit", dict(old.agentkit), dict(new.agentkit)):
        yield Change(key, was, now, _line(new if now is not None else old, key, key.partition("[")[0], "agentkit"))


_PERSONA_FIELDS = {
    "maxTurns": "max_turns", "memory": "memory", "omitClaudeMd": "omit_claude_md", "effort": "effort", "color": "color",
    "initialPrompt": "initial_prompt", "experimental": "experimental",
}  # fmt: skip
_SKILL_FIELDS = {"license": "license", "compatibility": "compatibility", "metadata": "metadata"}


def _fields(one: _State, other: _State) -> Iterator[Change]:
    names = _PERSONA_FIELDS if isinstance(other.whole, Persona) else _SKILL_FIELDS
    before, after = (
        {key: getattr(state.whole, name, None) for key, name in names.items()} | dict(state.whole.extra) for state in (one, other)
    )
    for key in dict.fromkeys([*after, *before]):
        if key in RIGHTS_ELSEWHERE or (isinstance(other.item, Skill) and key in ("hooks", "disallowed-tools")):
            continue
        if before.get(key) is None and after.get(key) is None and (key in before) != (key in after):
            yield Change(key, "" if key in before else None, "" if key in after else None, _line(other.item, key))
        for name, was, now in leaves(key, before.get(key), after.get(key)):
            yield Change(name, was, now, _line(other.item if now is not None else one.item, name, key))
