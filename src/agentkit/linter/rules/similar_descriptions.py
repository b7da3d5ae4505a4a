from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.linter.similarity import Comparison, words
from agentkit.persona import Persona

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run, Subject

_THRESHOLD = 0.65
_FEWEST_WORDS = 6
_AGENT_FOLDERS = frozenset({"agents", "agent", "subagents"})
_SKILL_FOLDERS = frozenset({"skills"})


class SimilarDescriptions(Rule):
    """Two agents, or two skills, of one folder have nearly the same description.

    ## Why is this bad?
    The description is all that a model has to choose by: of two that say the same it takes either, today one and tomorrow the
    other. Compared are the words, each weighted by how rare it is in the registry; from a likeness of 0.65 on two are
    reported (weighed on 5,890 public files, 2026-11). Not reported: two of which either hands work to the other or names it in
    its description; and two that a word of their own names tells apart, as in "… servers in Python" and "… servers in
    TypeScript" of `python-expert` and `typescript-expert`.

    ## Example
    `agents/reviewer.md` and `agents/checker.md`, both with:
    ```yaml
    description: Reviews SQL migrations for locks and lost data. Use before merging a migration.
    ```

    Use instead: one of the two, or say in both what the other does not do.
    """

    code = "AK420"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report the later file of each pair, once, with the file that it resembles most."""
        groups: dict[tuple[type, str], list[Subject]] = {}
        for it in run.subjects:
            if it.item is not None and str(it.item.description):
                groups.setdefault((type(it.item), _folder(it)), []).append(it)
        for key, group in groups.items():
            known = run.kept.setdefault((self.code, key), Comparison(_THRESHOLD, _FEWEST_WORDS))
            assert isinstance(known, Comparison)
            apart = run.kept.setdefault((self.code, "apart", key), {})
            assert isinstance(apart, dict)
            yield from self._check(sorted(group, key=lambda it: it.path), known, apart)

    def _check(
        self, group: Sequence[Subject], known: Comparison, apart: dict[tuple[Subject, Subject], bool]
    ) -> Iterator[Diagnostic]:
        nearest: dict[int, tuple[float, int]] = {}
        before = dict(apart)
        apart.clear()  # of files that are others now nothing is kept
        for earlier, later, likeness in known.pairs([_description(it) for it in group]):
            best = nearest.get(later)
            if best is not None and likeness <= best[0]:
                continue
            pair = group[earlier], group[later]
            apart[pair] = before[pair] if pair in before else _told_apart(*pair)
            if not apart[pair]:
                nearest[later] = (likeness, earlier)
        for later, (likeness, earlier) in sorted(nearest.items()):
            it, other = group[later], group[earlier]
            how = "the same as" if likeness == 1 else "nearly the same as"
            message = f"description says {how} that of `{visible(_name(other)[:60])}` ({other.path})"
            hint = "keep one of the two, or say what each leaves to the other"
            yield self.at(it, it.value("description"), message, hint)


def _name(it: Subject) -> str:
    assert it.item is not None
    return it.item.name


def _description(it: Subject) -> str:
    assert it.item is not None
    return str(it.item.description)


def _folder(it: Subject) -> str:
    """Give the folder of agents or skills that a file lies in, at any depth; empty where the names say nothing."""
    return _folder_above(it.folder, _AGENT_FOLDERS if isinstance(it.item, Persona) else _SKILL_FOLDERS)


@lru_cache(maxsize=4096)
def _folder_above(folder: str, names: frozenset[str]) -> str:
    path = PurePath(folder)
    return next((str(each) for each in (path, *path.parents) if each.name in names), "")


def _told_apart(one: Subject, other: Subject) -> bool:
    """Tell whether a model, or the files themselves, can tell the two apart; two of one name are another rule's."""
    if _name(one) == _name(other):
        return True
    return any(_own_word(a, b) or _mentions(a, b) for a, b in ((one, other), (other, one)))


def _own_word(it: Subject, other: Subject) -> bool:
    """Tell whether a description has a word that the other has not, and that is in its own name only."""
    own = words(_description(it)) - words(_description(other))
    parts = words(_spaced(_name(it))) - words(_spaced(_name(other)))
    return any(word == part or (len(word) > 2 < len(part) and _begins(word, part)) for word in own for part in parts)


def _begins(one: str, other: str) -> bool:
    """Tell whether one begins with the other, as `frontend` does with `front`."""
    return one.startswith(other) or other.startswith(one)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])


def _mentions(it: Subject, other: Subject) -> bool:
    """Tell whether a file hands work to the other, or names it where it describes itself or in its text."""
    name = _name(other)
    if isinstance(it.item, Persona) and any(handoff.agent == name for handoff in it.item.handoffs):
        return True
    marked = (f"`{name}`", f"`@{name}`", f"**{name}**", f"@{name}")
    if any(mark in text for mark in marked for text in (_description(it), it.body)):
        return True
    return "-" in name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", _description(it)) is not None
