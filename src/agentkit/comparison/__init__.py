"""Two states of agents and skills compared by what they mean: rights, skills, model, triggers, hand-offs, sections, tokens, prompt.

`agentkit.diff` compares two registries; `sides` opens files, folders and git revisions for the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.comparison.outline import SectionChange, compare_sections
from agentkit.comparison.pairing import Item, pairs
from agentkit.comparison.rights import Held, RightChange, compare_rights, held_by
from agentkit.comparison.sides import Side
from agentkit.comparison.values import leaves
from agentkit.comparison.words import WordDiff, word_diff
from agentkit.errors import AgentKitError
from agentkit.files import Skipped
from agentkit.persona import Persona
from agentkit.skill import Skill
from agentkit.tokens import FAMILIES, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.markdown import Section
    from agentkit.registry import Registry

__all__ = ["AgentChange", "Change", "Comparison", "RightChange", "SectionChange", "WordDiff", "compare", "diff"]

Status = Literal["added", "removed", "changed", "unreadable"]
"""`unreadable`: the file can be read as an agent on one side at most, and is not the same on both."""
FAILURES = ("rights", "skills", "model", "tokens", "prompt", "any")
"""What `--fail-on` can name."""


class Change(NamedTuple):
    """One thing that differs, of whichever kind."""

    key: str
    """What it is about: a skill's name, `model`, a trigger, an agent that is handed work, a field's dotted path."""
    old: str | None
    """What it was; None where it was not there."""
    new: str | None
    """What it is; None where it is gone."""
    line: int | None = None
    """Line of the new file, or of the old one for what is gone, 1-based; None where it has none."""

    @property
    def effect(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


class TokenChange(NamedTuple):
    """Tokens of the rendered prompt for a family of models, estimated."""

    family: str
    old: int
    new: int


class AgentChange(NamedTuple):
    """An agent, or a skill, that is not the same on both sides."""

    kind: Literal["agent", "skill"]
    status: Status
    name: str
    """Its name now; the old one for what is removed."""
    old_name: str | None
    """Its name before; None for what is added."""
    path: str | None
    """Its file now; None for what is removed."""
    old_path: str | None
    """Its file before; None for what is added."""
    notes: tuple[str, ...] = ()
    """What has to be said: that it is renamed, cannot be read or rendered, that only how it is written has changed."""
    rights: tuple[RightChange, ...] = ()
    skills: tuple[Change, ...] = ()
    """Skills of an agent; one whose text has changed has `old` and `new` both set, to what has changed of it."""
    model: Change | None = None
    description: WordDiff | None = None
    """None where it is the same."""
    triggers: tuple[Change, ...] = ()
    handoffs: tuple[Change, ...] = ()
    """Of the file itself; what its base hands off stands with the base."""
    sections: tuple[SectionChange, ...] = ()
    composition: tuple[Change, ...] = ()
    """What stands under `agentkit`: base, fragments, variables."""
    fields: tuple[Change, ...] = ()
    """Every other key of the frontmatter."""
    tokens: tuple[TokenChange, ...] = ()
    """Of the prompt with its skills in full; of a skill, of its text."""
    prompt: WordDiff | None = None
    """The rendered prompt, skills in full; of a skill, its text. None where it is the same, or cannot be rendered."""

    @property
    def gained(self) -> tuple[RightChange, ...]:
        """The rights that it gains."""
        return tuple(right for right in self.rights if right.effect == "gained")

    def fails(self, what: str) -> bool:
        """Tell whether a change of a kind of `FAILURES` is here.

        `rights` means rights gained, those of an added agent among them, and an agent whose file can no longer be read, so that there is no
        telling. `tokens` means that the prompt grows.
        """
        if what == "rights":
            return bool(self.gained) or (self.status == "unreadable" and self.path is not None)
        if what == "tokens":
            return any(each.new > each.old for each in self.tokens)
        found = {"skills": self.skills, "model": self.model, "prompt": self.prompt, "any": self}
        return bool(found[what])


class Comparison(NamedTuple):
    """What differs between two sides."""

    old: str
    """What the old side is called."""
    new: str
    changes: tuple[AgentChange, ...]
    """Agents, then skills; of each, what is there now by path, then what is gone."""
    unchanged: int
    """Agents and skills that are the same, byte for byte and in their prompt."""
    unread: tuple[Skipped, ...] = ()
    """Files that cannot be read as an agent or skill, on either side, and why."""
    passed: tuple[Skipped, ...] = ()
    """Files that are neither, on either side, and why."""

    def count(self, status: Status) -> int:
        """Give the number of changes of a status."""
        return sum(change.status == status for change in self.changes)

    def fails(self, what: str) -> bool:
        """Tell whether any change is of a kind of `FAILURES`; see `AgentChange.fails`."""
        return any(change.fails(what) for change in self.changes)


def diff(old: Registry, new: Registry) -> Comparison:
    """Compare the agents and skills of two registries by what they mean.

    Args:
        old: What there was: `agentkit.load("old-folder")`.
        new: What there is.

    Returns:
        The differences. A file that cannot be read, and a prompt that cannot be rendered, is said there; nothing is raised for it.
    """
    return compare(Side("old", old, len(old.shelves)), Side("new", new, len(new.shelves)))


def compare(old: Side, new: Side, paths: Sequence[str] = (), *, as_one: bool = False) -> Comparison:
    """Compare two sides.

    Args:
        old: What there was.
        new: What there is.
        paths: Files, folders and patterns of what is compared, relative to the sides' roots. Without any, everything.
        as_one: Whether each side is one file, which is the other's whatever its name.

    Raises:
        NoSuchRoot: A path is on neither side.
    """
    ours, theirs = _items(old), _items(new)
    if paths and "" not in paths:
        _check_paths(paths, [*ours, *theirs])
        ours, theirs = ([each for each in items if _is_wanted(each, paths)] for items in (ours, theirs))
    changes: list[AgentChange] = []
    unchanged = 0
    for is_skill in (False, True):
        one, other = (
            [each for each in items if each.loaded.found.is_skill == is_skill and _counts(each)] for items in (ours, theirs)
        )
        paired = [(one[0], other[0])] if as_one and len(one) == len(other) == 1 else pairs(one, other)
        for before, after in paired:
            change = _change(old, new, before, after)
            unchanged += change is None
            changes += [change] if change is not None else []
    unread = [
        *(Skipped(side.shown(each.loaded.found.path), _why(side, each)) for side, items in ((old, ours), (new, theirs)) for each in items if _is_broken(each)),
        *old.unread,
        *new.unread,
    ]  # fmt: skip
    passed = [
        *(Skipped(side.shown(each.loaded.found.path), each.loaded.skipped) for side, items in ((old, ours), (new, theirs)) for each in items if each.loaded.skipped),
        *(Skipped(side.shown(each.path), each.reason) for side in (old, new) for shelf in side.registry.shelves[: side.own] for each in shelf.skipped),
        *old.skipped,
        *new.skipped,
    ]  # fmt: skip
    return Comparison(old.label, new.label, tuple(changes), unchanged, tuple(dict.fromkeys(unread)), tuple(dict.fromkeys(passed)))


def _items(side: Side) -> list[Item]:
    return [
        Item(side.registry.load(found), found.location)
        for shelf in side.registry.shelves[: side.own]
        for found in (*shelf.agents, *shelf.skills)
    ]


def _counts(item: Item) -> bool:
    return item.loaded.skipped is None


def _is_broken(item: Item) -> bool:
    return item.loaded.item is None and item.loaded.skipped is None


def _why(side: Side, item: Item) -> str:
    found = item.loaded.diagnostics
    return side.shown(f"{found[0].message} [{found[0].code}]") if found else "cannot be read"


def _is_wanted(item: Item, paths: Sequence[str]) -> bool:
    from fnmatch import fnmatchcase

    return any(
        item.location == path or item.location.startswith(path.rstrip("/") + "/") or fnmatchcase(item.location, path)
        for path in paths
    )


def _check_paths(paths: Sequence[str], items: list[Item]) -> None:
    from agentkit.errors import NoSuchRoot
    from agentkit.nearest import did_you_mean

    for path in paths:
        if not any(_is_wanted(item, [path]) for item in items):
            hint = did_you_mean(path, {item.location for item in items})
            raise NoSuchRoot("no agent or skill file on either side", path=path, hint=hint)


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


def _change(old: Side, new: Side, before: Item | None, after: Item | None) -> AgentChange | None:
    """Compare one agent or skill; None when nothing differs."""
    same_bytes = before is not None and after is not None and _bytes(before) == _bytes(after)
    if any(each is not None and _is_broken(each) for each in (before, after)):
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
        moved = (
            before is not None and after is not None and before.location != after.location and one.item.name != other.item.name
        )
        differs = any(change[at] for at in range(change._fields.index("rights"), len(change)) if change._fields[at] != "tokens")
        differs = differs or one.item.name != other.item.name or one.notes != other.notes
        if not differs:
            if same_bytes and (before is None or after is None or before.location == after.location):
                return None
            if not same_bytes:
                notes.append("only how it is written has changed: order, quotes, comments or line ends")
            elif not moved and not notes:
                return None
        elif same_bytes:
            notes.append("its file is the same: what it takes in has changed")
    return change._replace(notes=tuple(notes))


def _bytes(item: Item) -> bytes | None:
    return bytes(item.loaded.document) if item.loaded.document is not None else None


def _unreadable(old: Side, new: Side, before: Item | None, after: Item | None) -> AgentChange:
    notes = []
    for side, item, when in ((old, before, "before"), (new, after, "now")):
        if item is not None and _is_broken(item):
            notes.append(f"cannot be read {when}: {_why(side, item)}")
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
        still = next((each for each in _items(new) if each.location == before.location and each.loaded.skipped), None)
        if still is not None:
            yield f"its file is there, and no agent any more: {still.loaded.skipped}"
    for side, state, when in ((old, one, "before"), (new, other, "now")):
        for note in state.notes if state is not None else ():
            yield f"{when}: {side.shown(note)}"


def _state(side: Side, item: Item) -> _State:
    found = item.loaded.item
    assert found is not None
    if isinstance(found, Skill):
        return _State(found, found, found.body, {}, ())
    notes: list[str] = []
    registry = side.registry
    whole, prompt = found, None
    values, stand_ins = _stand_ins(found, registry)
    notes += stand_ins
    try:
        whole = registry.flatten(found, variables=values)
        rendered = registry.render(found, allow_missing=True, variables=values)
    except AgentKitError as error:
        notes.append(f"cannot be rendered: {error}")
    else:
        prompt = rendered.text
    skills: dict[str, str | None] = {}
    for name in whole.skills:
        skill = registry.skills.resolve(name, near=found.source.path).skill
        skills[name] = skill.body if skill is not None else None
    return _State(found, whole, prompt, skills, tuple(notes))


def _stand_ins(persona: Persona, registry: Registry) -> tuple[dict[str, object], list[str]]:
    """Give values for the variables that need one, the same on both sides, and what to say of them."""
    from agentkit.additions import Written, additions_of, has_composition

    if not has_composition(persona):
        return {}, []
    try:
        additions = additions_of(persona)
        declared = dict(additions.variables)
        if additions.extends is not None:
            declared = {**additions_of(registry[additions.extends]).variables, **declared}
    except AgentKitError:
        return {}, []  # rendering says it, with the place
    values: dict[str, object] = {}
    for name, variable in declared.items():
        if variable.required:
            kinds = {"str": f"{{{{ {name} }}}}", "int": "0", "number": "0", "bool": "false"}
            values[name] = Written(variable.choices[0] if variable.choices else kinds.get(variable.type, ""))
    return values, [f"variable `{name}` has no value: `{value}` stands for it" for name, value in values.items()]


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
                yield Change(name, f"{words.removed} words of its text out", f"{words.added} in", line)
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


def _outline(state: _State) -> tuple[Sequence[Section], str, int]:
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
    from agentkit.comparison.rights import RIGHTS_ELSEWHERE

    for key in dict.fromkeys([*after, *before]):
        if key in RIGHTS_ELSEWHERE or (isinstance(other.item, Skill) and key in ("hooks", "disallowed-tools")):
            continue
        if before.get(key) is None and after.get(key) is None and (key in before) != (key in after):
            yield Change(key, "" if key in before else None, "" if key in after else None, _line(other.item, key))
        for name, was, now in leaves(key, before.get(key), after.get(key)):
            yield Change(name, was, now, _line(other.item if now is not None else one.item, name, key))
