"""Names that lead nowhere: looked up as they are written, with the nearest known one as a way out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.fix import Edit, Fix
from agentkit.profiles.claude_code import AGENTS
from agentkit.references import bare, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from agentkit.linter.names import Kind
    from agentkit.linter.subject import Subject
    from agentkit.references import Form, Reference

_BUILT_IN = frozenset(fold(name) for name in AGENTS)
_PLACEHOLDERS = frozenset(
    "name x y foo bar agent agents agent-name name-of-agent your-agent my-agent some-agent other-agent example-agent test-agent "
    "new-agent custom-agent subagent sub-agent agent-type agent-id skill skill-name your-skill my-skill example-skill".split()
)
"""Names that stand for any name."""
_SHOWN = 80
_SLIP = 0.88
"""Likeness from which a name is taken for a slip of another: about one letter in eight. `mysql-expert` is none of `qa-expert`."""


def unknown_agents(it: Subject, forms: Collection[Form]) -> Iterator[Reference]:
    """Give the references of some forms whose agent is not known: no agent, and no skill, which some harnesses call alike."""
    for each in it.references:
        if each.kind == "agent" and each.form in forms and _is_unknown(it, each.name):
            yield each


def unknown_skills(it: Subject, forms: Collection[Form]) -> Iterator[Reference]:
    """Give the references of some forms whose skill is not known, as no agent either."""
    for each in it.references:
        if each.kind == "skill" and each.form in forms and _is_unknown(it, each.name):
            yield each


def _is_unknown(it: Subject, name: str) -> bool:
    folded = fold(name)
    return folded not in _BUILT_IN and not is_placeholder(name) and not it.catalog.knows(folded)


def is_placeholder(name: str) -> bool:
    """Tell whether a name stands for any name, as in an explanation, or is that of a file."""
    return fold(name) in _PLACEHOLDERS or re.search(r"\.(?:md|py|sh|json|ya?ml|tsx?|jsx?)$", name) is not None


def message(kind: str, name: str) -> str:
    """Say that there is no agent or skill of a name."""
    return f"unknown {kind} `{name[:_SHOWN]}`"


def way_out(it: Subject, kind: Kind, name: str, otherwise: str) -> str:
    """Give the nearest name of an agent or skill as a question, else what to do."""
    close = it.catalog.near(kind, bare(name))
    return f"did you mean {close[0]}?" if close else otherwise


def fix_to_nearest(it: Subject, kind: Kind, reference: Reference) -> Fix | None:
    """Give the change to the one agent's or skill's name that is close; None when there is none, or more than one.

    Never safe: a name that resembles another need not mean it.
    """
    if not reference.exact or reference.bare != reference.name:
        return None
    close = it.catalog.near(kind, reference.name)
    if len(close) != 1 or likeness(reference.name, close[0]) < _SLIP:
        return None
    edit = Edit(reference.span.start, reference.span.end, close[0])
    return Fix(f"write `{close[0]}`", (edit,), safe=False, changes=(reference.field,) if reference.field else ())


def likeness(one: str, other: str) -> float:
    """Give how like two names are, from 0 to 1 (difflib's ratio); case, and `_` against `-`, do not count."""
    from difflib import SequenceMatcher

    first, second = (name.casefold().replace("_", "-") for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
