"""What an update of agents gained and lost: capability cards and findings of two audits set side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.auditing.report import Audit, Card, Finding


class Change(NamedTuple):
    """What differs between two states of an agent, a skill, or a file that belongs to none."""

    kind: str
    """As a card's, or `file`."""
    name: str
    old: str | None
    """Its path before, relative to what was given; None where it is new."""
    new: str | None
    """Its path now; None where it is gone."""
    gained: tuple[str, ...]
    """`HEADING: text` of what its card has now and had not, findings as `found: CODE message`."""
    lost: tuple[str, ...]


class Comparison(NamedTuple):
    """Two audits and what differs."""

    old: Audit
    new: Audit
    changes: tuple[Change, ...]
    """Sorted by path; what is the same is left out."""
    changed: tuple[str, ...] = ()
    """Scripts and files of settings that are in both with other bytes, relative to what was given, sorted. No gain by itself."""

    @property
    def gains(self) -> bool:
        """Whether anything was gained, or something new was not looked at."""
        return any(change.gained for change in self.changes)


def compare(old: Audit, new: Audit) -> Comparison:
    """Pair the cards of two audits, by path and then by kind and name, and give what each gained and lost."""
    before = _States(old)
    after = _States(new)
    pairs: list[tuple[_State | None, _State | None]] = []
    left: dict[tuple[str, str], _State] = dict(before.by_path)
    unpaired: list[_State] = []
    for place, state in after.by_path.items():
        if place in left:
            pairs.append((left.pop(place), state))
        else:
            unpaired.append(state)
    names: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for place, state in left.items():
        names.setdefault((state.kind, state.name), []).append(place)
    for state in unpaired:
        same = names.get((state.kind, state.name))
        pairs.append((left.pop(same.pop(0)) if same else None, state))
    pairs += [(state, None) for state in left.values()]
    changes = [change for one, other in pairs if (change := _change(one, other)) is not None]
    changed = tuple(sorted(path for path, digest in after.digests.items() if before.digests.get(path, digest) != digest))
    return Comparison(old, new, tuple(sorted(changes, key=lambda each: (each.new or each.old or "", each.kind))), changed)


class _State(NamedTuple):
    kind: str
    name: str
    place: str
    said: Counter[str]


class _States:
    """What an audit says of each card, and of each file that belongs to none."""

    def __init__(self, audit: Audit) -> None:
        self._root = audit.path
        owners: dict[str, Card] = {}
        for card in audit.cards:
            for path in (*card.files, card.path):
                owners.setdefault(path, card)
        found: dict[str, Counter[str]] = {}
        loose: dict[str, Counter[str]] = {}
        for finding in audit.findings:
            owner = owners.get(finding.path)
            said = found.setdefault(owner.path, Counter()) if owner is not None else loose.setdefault(finding.path, Counter())
            said[_found(finding)] += 1
        for file in audit.missing:
            owner = owners.get(file.path)
            said = found.setdefault(owner.path, Counter()) if owner is not None else loose.setdefault(file.path, Counter())
            said[f"not read: {file.reason}"] += 1
        self.digests: dict[str, str | None] = {}
        for file in audit.read:
            if file.role not in ("script", "configuration"):
                continue
            self.digests[self._relative(file.path)] = file.sha256
            owner = owners.get(file.path)
            if file.role == "script":  # files of settings have a card
                said = found.setdefault(owner.path, Counter()) if owner is not None else loose.setdefault(file.path, Counter())
                folder = owner.path.removesuffix("SKILL.md") if owner is not None else ""
                within = bool(folder) and file.path.startswith(folder)
                said[f"script: {file.path.removeprefix(folder) if within else self._relative(file.path)}"] += 1
        self.by_path: dict[tuple[str, str], _State] = {}
        for card in audit.cards:
            said = Counter(_facts(card)) + found.get(card.path, Counter())
            place = self._relative(card.path)
            self.by_path[card.kind, place] = _State(card.kind, card.name, place, said)
        for path, said in loose.items():
            place = self._relative(path)
            self.by_path["file", place] = _State("file", place.rpartition("/")[2], place, said)

    def _relative(self, path: str) -> str:
        """Give a path relative to what was given; one that was given as a file is the same file in both audits."""
        rest = path.removeprefix(self._root).lstrip("/\\").replace("\\", "/")
        return rest or "."


def _facts(card: Card) -> Iterator[str]:
    for heading, values in card.facts.items():
        for value in values:
            yield from (f"{heading}: {part}" for part in (value.split(", ") if heading in _LISTS else (value,)))


_LISTS = frozenset({"read", "shell", "network", "write", "start", "mcp"})


def _found(finding: Finding) -> str:
    return f"found ({finding.tier}): {finding.code} {finding.diagnostic.message}"


def _change(old: _State | None, new: _State | None) -> Change | None:
    before = old.said if old is not None else Counter[str]()
    after = new.said if new is not None else Counter[str]()
    gained, lost = tuple(_in_order(after - before)), tuple(_in_order(before - after))
    if old is not None and new is not None and not gained and not lost and old.place == new.place:
        return None
    state = new or old
    assert state is not None
    return Change(state.kind, state.name, old and old.place, new and new.place, gained, lost)


def _in_order(said: Counter[str]) -> Iterable[str]:
    """Give the texts, verdicts first, the rest in the order of the card."""
    return sorted(said, key=lambda text: not text.startswith("found (verdict)"))
