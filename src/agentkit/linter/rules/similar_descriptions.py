from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.folders import AGENT_FOLDERS, SKILL_FOLDERS, folder_called
from agentkit.linter.rule import Rule
from agentkit.linter.similarity import Comparison, similar_pairs, words
from agentkit.persona import Persona

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.similarity import Pair
    from agentkit.linter.subject import Run, Subject

_THRESHOLD = 0.65
_FEWEST_WORDS = 6


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
    fewest = 2

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report the later file of each pair, once, with the file that it resembles most."""
        groups: dict[tuple[str | None, str], list[Subject]] = {}
        for it in run.subjects:
            if it.description:
                groups.setdefault((it.kind, _folder(it)), []).append(it)
        for key, unsorted in groups.items():
            group = sorted(unsorted, key=lambda it: it.path)
            texts = (it.description for it in group)
            if run.kept is None:
                yield from self._check(group, similar_pairs(texts, _THRESHOLD, _FEWEST_WORDS), {})
                continue
            known = run.kept.setdefault((self.code, key), Comparison(_THRESHOLD, _FEWEST_WORDS))
            assert isinstance(known, Comparison)
            apart = run.kept.setdefault((self.code, "apart", key), {})
            assert isinstance(apart, dict)
            yield from self._check(group, known.pairs(list(texts)), apart)

    def _check(
        self, group: Sequence[Subject], pairs: Iterable[Pair], apart: dict[tuple[Subject, Subject], bool]
    ) -> Iterator[Diagnostic]:
        nearest: dict[int, tuple[float, int]] = {}
        before = dict(apart)
        apart.clear()  # of files that are others now nothing is kept
        for earlier, later, likeness in pairs:
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
            message = f"description says {how} that of `{visible(other.name[:60])}` ({other.path})"
            hint = "keep one of the two, or say what each leaves to the other"
            yield self.at(it, it.value("description"), message, hint)


def _folder(it: Subject) -> str:
    """Give the folder of agents or skills that a file lies in, at any depth; empty where the names say nothing."""
    return folder_called(it.folder, AGENT_FOLDERS if it.kind == "agent" else SKILL_FOLDERS) or ""


def _told_apart(one: Subject, other: Subject) -> bool:
    """Tell whether a model, or the files themselves, can tell the two apart; two of one name are another rule's."""
    if one.name == other.name:
        return True
    both = ((one, other), (other, one))
    # The texts last: they may have to be read again.
    return any(_own_word(*pair) for pair in both) or any(_mentions(*pair) for pair in both)


def _own_word(it: Subject, other: Subject) -> bool:
    """Tell whether a description has a word that the other has not, and that is in its own name only."""
    own = words(it.description) - words(other.description)
    parts = words(_spaced(it.name)) - words(_spaced(other.name))
    return any(word == part or (len(word) > 2 < len(part) and _begins(word, part)) for word in own for part in parts)


def _begins(one: str, other: str) -> bool:
    """Tell whether one begins with the other, as `frontend` does with `front`."""
    return one.startswith(other) or other.startswith(one)


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name[:200])


def _mentions(it: Subject, other: Subject) -> bool:
    """Tell whether a file hands work to the other, or names it where it describes itself or in its text."""
    name = other.name
    marked = (f"`{name}`", f"`@{name}`", f"**{name}**", f"@{name}")
    if any(mark in it.description for mark in marked):
        return True
    if "-" in name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", it.description) is not None:
        return True
    return any(mark in it.body for mark in marked) or (
        isinstance(it.item, Persona) and any(handoff.agent == name for handoff in it.item.handoffs)
    )
