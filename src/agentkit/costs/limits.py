"""The limits that harnesses have for all descriptions together and for each, and what they would cut, exactly.

The facts are in `agentkit.profiles`, dated; here they are applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit import profiles, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.persona import Persona
    from agentkit.profiles.profile import ListRule, Profile
    from agentkit.skill import Skill
    from agentkit.tokens import Family

_FAMILY: Family = "claude-4.7+"
"""The family in which a limit in tokens is counted: that of the models that Claude Code runs now."""


class Cut(NamedTuple):
    """What becomes of one description."""

    kind: Literal["agent", "skill"]
    name: str
    path: str | None
    effect: Literal["warned", "shortened", "dropped", "omitted"]
    """`warned`: shown whole, with a warning. `shortened`: its end is not shown. `dropped`: only the name is. `omitted`: nor is that."""
    length: int
    """Characters that it has."""
    kept: int
    """Characters that are shown; the cut stands behind the last of them."""
    text: str
    """What is not shown; with `warned`, what is too much."""
    before: str
    """The last characters that are shown, at most 30."""


class Limit(NamedTuple):
    """One limit of one harness, and how the registry stands to it."""

    harness: str
    """Key of its profile: `claude-code`."""
    title: str
    what: str
    """What is limited, in words."""
    limit: int
    found: int
    """What there is: of a limit for each description, the longest."""
    unit: Literal["tokens", "characters"]
    estimated: bool
    verdict: Literal["within", "over", "too close to call"]
    cuts: tuple[Cut, ...]
    checked: str
    """Date as of which the limit holds."""
    uncertain: bool
    """Whether it rests on facts that are not documented; `note` says which."""
    note: str


def limits_of(
    agents: Sequence[Persona], skills: Sequence[Skill], *, exact: bool = False, window: int | None = None
) -> Iterator[Limit]:
    """Apply the limits of every harness to agents and skills, in order of harnesses.

    Raises:
        MissingExtra: With `exact`, when the vocabulary of Claude, by which limits in tokens count, is not installed.
    """
    for key in profiles.names():
        profile = profiles.get(key)
        if profile.agents is not None and profile.agents.startup_tokens is not None:
            yield _at_startup(profile, profile.agents.startup_tokens, agents, exact=exact)
        if profile.agents is not None and (warned := profile.agents.warned_description) is not None:
            texts = [("agent", each.name, each.source.path, each.description.text) for each in agents]
            yield _each(profile, "agent description", warned, texts, "warned")
        if profile.skills is not None and (cut := profile.skills.listing_cut) is not None:
            texts = [("skill", each.name, each.source.path, _listed(each)) for each in skills]
            yield _each(profile, "skill description", cut, texts, "shortened")
        if profile.skills is not None and (rule := profile.skills.list_rule) is not None:
            yield _list(profile, rule, skills, profile.skills.listing_cut, window)


def _listed(skill: Skill) -> str:
    """Give what the list shows of a skill: its description, and `when_to_use` behind it."""
    when = skill.extra.get("when_to_use")
    return f"{skill.description} {when}" if isinstance(when, str) and when else skill.description


def _at_startup(profile: Profile, limit: int, agents: Sequence[Persona], *, exact: bool) -> Limit:
    counts = [tokens.count(each.description.text, _FAMILY, exact=exact) for each in agents]
    total = tokens.added(counts, _FAMILY)
    return Limit(
        harness=profile.key,
        title=profile.title,
        what="all agents' descriptions",
        limit=limit,
        found=total.tokens,
        unit="tokens",
        estimated=not total.exact,
        verdict=total.compared(limit),
        cuts=(),
        checked=profile.checked,
        uncertain=False,
        note=f"above it a warning at startup, nothing is cut; counted for {_FAMILY}",
    )


def _each(
    profile: Profile,
    what: str,
    limit: int,
    texts: Sequence[tuple[str, str, str | None, str]],
    effect: Literal["warned", "shortened"],
) -> Limit:
    cuts = [
        Cut("agent" if kind == "agent" else "skill", name, path, effect, len(text), limit, text[limit:], text[:limit][-30:])
        for kind, name, path, text in texts
        if len(text) > limit
    ]
    longest = max((len(text) for *_, text in texts), default=0)
    note = "longer ones are cut there" if effect == "shortened" else "longer ones are shown whole, with a warning"
    return _characters(profile, f"longest {what}", limit, longest, cuts, note=note)


def _characters(
    profile: Profile, what: str, limit: int, found: int, cuts: Sequence[Cut], *, note: str, uncertain: bool = False
) -> Limit:
    return Limit(
        harness=profile.key,
        title=profile.title,
        what=what,
        limit=limit,
        found=found,
        unit="characters",
        estimated=False,
        verdict="over" if found > limit else "within",
        cuts=tuple(cuts),
        checked=profile.checked,
        uncertain=uncertain,
        note=note,
    )


def _list(profile: Profile, rule: ListRule, skills: Sequence[Skill], cut: int | None, window: int | None) -> Limit:
    limit = rule.limit(window)
    texts = [_listed(each)[:cut] for each in skills]
    bare = [len(_line(rule, each, "")) for each in skills]
    whole = [len(_line(rule, each, text)) for each, text in zip(skills, texts, strict=True)]
    kept = [len(text) for text in texts]
    omitted: set[int] = set()
    if sum(whole) > limit:
        if rule.overflow == "dropped":
            kept = _kept_whole(texts, whole, bare, limit)
        elif sum(bare) > limit:
            kept, omitted = [0] * len(texts), _left_out(bare, limit)
        else:
            kept = _kept_alike(texts, whole, bare, limit)
    cuts = []
    for at, (skill, text) in enumerate(zip(skills, texts, strict=True)):
        if at in omitted or kept[at] < len(text):
            effect: Literal["omitted", "dropped", "shortened"] = (
                "omitted" if at in omitted else "shortened" if kept[at] else "dropped"
            )
            shown = text[: kept[at]]
            cuts.append(Cut("skill", skill.name, skill.source.path, effect, len(text), kept[at], text[kept[at] :], shown[-30:]))
    size = f"a window of {window:,} tokens" if window is not None else rule.default
    note = f"{rule.share:.0%} of the window, for {size}; {rule.note}"
    return _characters(profile, "list of skills", limit, sum(whole), cuts, note=note, uncertain=rule.uncertain)


def _line(rule: ListRule, skill: Skill, description: str) -> str:
    """Give an entry with its line break; without a description its blank goes too."""
    form = rule.line if description else rule.line.replace(": {description}", ":" if "{path}" in rule.line else "")
    return form.format(name=skill.name, path=skill.location, description=description) + "\n"


def _kept_whole(texts: Sequence[str], whole: Sequence[int], bare: Sequence[int], limit: int) -> list[int]:
    """Give the characters kept where names stay and descriptions stay or go whole: the first that fit, in order."""
    left = limit - sum(bare)
    kept = []
    full = False
    for text, entire, name in zip(texts, whole, bare, strict=True):
        full = full or entire - name > left
        kept.append(0 if full else len(text))
        left -= 0 if full else entire - name
    return kept


def _kept_alike(texts: Sequence[str], whole: Sequence[int], bare: Sequence[int], limit: int) -> list[int]:
    """Give the characters kept where each description gets one in turn until nothing is left."""
    left = limit - sum(bare)
    kept = [0] * len(texts)
    growing = [at for at, text in enumerate(texts) if text]
    while growing:
        still = []
        for at in growing:
            # The first character brings what stands between name and description.
            price = 1 if kept[at] else whole[at] - bare[at] - len(texts[at]) + 1
            if price <= left:
                kept[at] += 1
                left -= price
                if kept[at] < len(texts[at]):
                    still.append(at)
        growing = still
    return kept


def _left_out(bare: Sequence[int], limit: int) -> set[int]:
    """Give which skills find no place even without descriptions, tried in order."""
    used = 0
    out = set()
    for at, size in enumerate(bare):
        if used + size <= limit:
            used += size
        else:
            out.add(at)
    return out
