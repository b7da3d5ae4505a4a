"""The scan: every kind of threat over a text, and again over what it hides."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.threats.plain import plain
from agentkit.threats.threat import Threat, Tier
from agentkit.threats.view import View

if TYPE_CHECKING:
    from agentkit.threats.threat import Kind

ROLES = ("agent", "skill", "script", "reference")
"""What a text may be: the file of an agent or skill, a script that one brings, or a text that it refers to."""
DEPTH = 3
"""How often what was decoded is decoded again."""


def scan(text: str, *, role: str) -> tuple[Threat, ...]:
    """Find known patterns of attack in a text. All of it is read, whatever its length; nothing in it is run or obeyed.

    Args:
        text: The text, frontmatter included where it has one.
        role: What it is, one of `ROLES`. What a reference holds is one
            level lower, but for orders that a reader does not see.

    Returns:
        What was found, sorted by place. None found does not mean safe.

    Raises:
        ValueError: There is no such role.
    """
    if role not in ROLES:
        raise ValueError(f"no role {role!r}: one of {', '.join(ROLES)}")
    found = threats_in(View(text, role))
    if role == "reference":
        kept = {kind.name for kind in kinds() if not kind.lowered}
        found = [each if each.tier is Tier.VERDICT and each.kind in kept else _lowered(each) for each in found]
    return tuple(sorted(set(found), key=lambda each: (each.start, each.end, each.kind)))


@cache
def kinds() -> tuple[Kind, ...]:
    """Give every kind of threat. The files of the folder `kinds/` are the list; there is no other."""
    names = sorted(name[:-3] for name in os.listdir(Path(__file__).parent / "kinds") if name.endswith(".py") and name[0] != "_")
    return tuple(import_module(f"agentkit.threats.kinds.{name}").KIND for name in names)


@cache
def _with_verdicts() -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds() if not kind.facts_only)


def threats_in(view: View, *, verdicts: bool = False) -> list[Threat]:
    """Give what stands in a text and in what it says when it is decoded, folded, and without what nobody sees.

    Args:
        view: The text.
        verdicts: Whether kinds that give facts alone may be left out.
    """
    asked = _with_verdicts() if verdicts else kinds()
    found = [threat for kind in asked if view.has(kind.marks) for threat in kind.find(view)]
    if view.depth >= DEPTH:
        return found
    shown, offsets = view, None
    if not view.text.isascii():
        from agentkit.threats.invisible import folded

        looks = folded(view.text)
        if looks is not None:
            text, offsets = looks
            shown = View(text, view.role, view.depth)
            found += _unfolded(view, found, shown, offsets, asked)
    taken = plain(shown)
    if taken is not None:
        again, places = taken
        places = places if offsets is None else [offsets[place] for place in places]
        inner = View(again, view.role, view.depth)
        found += [each for each in _unfolded(view, found, inner, places, _with_verdicts()) if each.tier is Tier.VERDICT]
    return found


def _unfolded(view: View, found: list[Threat], inner: View, offsets: list[int], asked: tuple[Kind, ...]) -> list[Threat]:
    """Give what shows in a text only when it is read as it looks, or as what runs it takes it."""
    placed = [
        each._replace(start=offsets[each.start], end=offsets[min(each.end, len(offsets) - 1)])
        for kind in asked
        if inner.has(kind.marks)
        for each in kind.find(inner)
    ]
    known = {(each.kind, view.line(each.start)) for each in found}
    return [each for each in placed if (each.kind, view.line(each.start)) not in known]


def _lowered(threat: Threat) -> Threat:
    """Give what a threat is in a text that is only referred to."""
    if threat.tier is Tier.VERDICT:
        return threat._replace(tier=Tier.FACT, severity=Severity.WARNING)
    return threat._replace(severity=Severity.INFO)
