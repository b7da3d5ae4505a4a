"""What has changed between two states of a registry, and whose prompt that touches."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from agentkit import problems
from agentkit.errors import AgentKitError, NoSuchRoot
from agentkit.persona import Persona, stem_of
from agentkit.shelves import folder_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agentkit.catalog import Catalog, Loaded
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found
    from agentkit.shelves import Shelf


class Changes(NamedTuple):
    """What a reload has changed. It is true when there is anything to tell.

    A name is that of a file that can be read: an agent whose file is broken now is among `removed`, and the file's findings are
    in `unreadable`. All names and paths are sorted.
    """

    added: tuple[str, ...] = ()
    """Agents that there were not before."""
    changed: tuple[str, ...] = ()
    """Agents whose file holds other bytes, or that another file gives now. A new time of an equal file changes nothing."""
    removed: tuple[str, ...] = ()
    """Agents that there are no more."""
    affected: tuple[str, ...] = ()
    """Agents whose prompt may differ: those added and changed, and those of which a skill, the base or a fragment is another."""
    skills_added: tuple[str, ...] = ()
    skills_changed: tuple[str, ...] = ()
    skills_removed: tuple[str, ...] = ()
    unreadable: tuple[Diagnostic, ...] = ()
    """What is wrong with files and folders that have newly become unreadable, or are so in another way, sorted by place."""
    files: tuple[str, ...] = ()
    """Paths of all files that are new, gone, or hold other bytes, fragments and files that are no agent included."""

    def __bool__(self) -> bool:
        """Tell whether anything has changed."""
        return any(self)


class Whole(NamedTuple):
    """What a catalog holds, all of it read; kept, so that the next reload need not tell it again."""

    agents: Mapping[str, Loaded]
    skills: Mapping[str, Loaded]
    parts: Mapping[str, tuple[object, ...]]
    """Agent to what its prompt is made of beside its own file: its base, what its skills' names lead to, its fragments."""


def whole_of(catalog: Catalog) -> Whole:
    """Read all of a catalog, the fragments of its agents included."""
    agents = {name: entries[0] for name, entries in catalog.all_named().items()}
    skills: dict[str, Loaded] = {}
    for shelf in catalog.shelves:
        for found in shelf.skills:
            item = catalog.load(found).item
            if item is not None and item.name not in skills:
                leads_to = catalog.skills.resolve(item.name)
                if leads_to.skill is not None and leads_to.found is not None:
                    skills[item.name] = catalog.load(leads_to.found)
    return Whole(agents, skills, {name: parts for name, loaded in agents.items() if (parts := _parts(loaded, catalog))})


def _parts(loaded: Loaded, catalog: Catalog) -> tuple[object, ...]:
    persona = loaded.item
    assert isinstance(persona, Persona)
    parts: list[object] = [catalog.skills.resolve(name, near=persona.source.path) for name in persona.skills]
    if not persona.agentkit:
        return tuple(parts)
    from agentkit.prompt.composition import fragments_of

    parts += fragments_of(persona, catalog.fragment)
    name = persona.agentkit.get("extends")
    if isinstance(name, str):
        try:
            base = catalog[name.strip()]
        except AgentKitError as error:
            return (*parts, str(error))
        parts += [base, base.source.path, *fragments_of(base, catalog.fragment)]
        if "skills" not in persona.source.spans:
            parts += [catalog.skills.resolve(each, near=persona.source.path) for each in base.skills]
    return tuple(parts)


def changes_between(old: Catalog, new: Catalog, before: Whole | None, after: Whole) -> Changes:
    """Tell what the newer of two catalogs changes.

    Args:
        old: The catalog that was.
        new: Its successor.
        before: All of `old`; None when it has not been read whole.
        after: All of `new`.
    """
    was = old if before is not None else old.before(new)
    before = before if before is not None else whole_of(was)
    added, changed, removed = _names(before.agents, after.agents)
    skills_added, skills_changed, skills_removed = _names(before.skills, after.skills)
    if was is not old:
        gone = _unread_and_gone(old, new)
        names = {stem_of(found.path) or "" for found in gone if found.certain and not found.is_skill}
        removed |= names.difference(before.agents, after.agents)
        skills_removed |= {folder_name(found) for found in gone if found.is_skill}.difference(before.skills, after.skills)
    touched = {name for name in after.agents if before.parts.get(name, ()) != after.parts.get(name, ())}
    return Changes(
        added=tuple(sorted(added)),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(removed)),
        affected=tuple(sorted(added | changed | touched)),
        skills_added=tuple(sorted(skills_added)),
        skills_changed=tuple(sorted(skills_changed)),
        skills_removed=tuple(sorted(skills_removed)),
        unreadable=_unreadable(was, new),
        files=_files(was, new),
    )


def _names(before: Mapping[str, Loaded], after: Mapping[str, Loaded]) -> tuple[set[str], set[str], set[str]]:
    """Give the names (added, changed, removed)."""
    changed = {name for name, loaded in after.items() if name in before and _differ(before[name], loaded)}
    return set(after.keys() - before.keys()), changed, set(before.keys() - after.keys())


def _differ(one: Loaded, other: Loaded) -> bool:
    if one is other:
        return False
    return one.found.path != other.found.path or one.item != other.item or _bytes(one) != _bytes(other)


def _bytes(loaded: Loaded) -> bytes | tuple[Diagnostic, ...]:
    return bytes(loaded.document) if loaded.document is not None else loaded.diagnostics


def _unread_and_gone(old: Catalog, new: Catalog) -> list[Found]:
    """Give the files that are gone and that nobody has read: only their places tell what they were called."""
    kept = {found.path for found in _all(new)}
    return [found for found in _all(old) if found.path not in kept and not old.has_loaded(found)]


def _all(catalog: Catalog) -> list[Found]:
    return [found for shelf in catalog.shelves for found in (*shelf.agents, *shelf.skills)]


def _unreadable(old: Catalog, new: Catalog) -> tuple[Diagnostic, ...]:
    """Give what is wrong with files that cannot be read and with folders that cannot be entered, where that is news."""
    known = {loaded.found.path: loaded for loaded in old.load_all()}
    found = {
        diagnostic
        for loaded in new.load_all()
        if loaded.item is None and loaded.skipped is None and _is_news(loaded, known.get(loaded.found.path))
        for diagnostic in loaded.diagnostics
    }
    passed = {skipped for shelf in old.shelves for skipped in shelf.skipped}
    for shelf in new.shelves:
        for skipped in shelf.skipped:
            if skipped.reason.startswith("cannot be read") and skipped not in passed:
                found.add(problems.UNREADABLE_FILE.at(skipped.reason, skipped.path))
    return tuple(sorted(found, key=lambda each: each.sort_key))


def _is_news(loaded: Loaded, known: Loaded | None) -> bool:
    return known is None or (known is not loaded and (known.diagnostics != loaded.diagnostics or _bytes(known) != _bytes(loaded)))


def _files(old: Catalog, new: Catalog) -> tuple[str, ...]:
    before = {loaded.found.path: loaded for loaded in old.load_all()}
    after = {loaded.found.path: loaded for loaded in new.load_all()}
    changed = before.keys() ^ after.keys()
    changed |= {path for path, loaded in after.items() if path in before and _differ(before[path], loaded)}
    fragments = old.fragments()
    changed |= {path for path, data in new.fragments().items() if path in fragments and fragments[path] != data}
    return tuple(sorted(changed))


def refuse_what_has_vanished(old: Sequence[Shelf], new: Sequence[Shelf]) -> None:
    """Tell a root that is gone from one whose files were deleted: an unmounted disk must not empty a running server.

    Raises:
        NoSuchRoot: A root that had files is not there any more, cannot be read, or is an empty folder on another disk.
    """
    now = {shelf.root: shelf for shelf in new}
    for shelf in old:
        if not shelf.agents and not shelf.skills:
            continue
        there = now.get(shelf.root)
        if there is None:
            if not os.path.lexists(shelf.root) or not _is_twice(shelf, new):
                raise NoSuchRoot("is no longer there, or has no folder of agents or skills", path=shelf.root, hint=_KEPT)
        elif there.agents or there.skills:
            continue
        elif any(skipped.path in (shelf.root, *_tops(shelf)) and _cannot(skipped.reason) for skipped in there.skipped):
            raise NoSuchRoot("can no longer be read", path=shelf.root, hint=_KEPT)
        elif there.device != shelf.device:
            raise NoSuchRoot("is empty, and on another disk than it was", path=shelf.root, hint=_KEPT)


_KEPT = "nothing was reloaded: the registry stays as it was"


def _cannot(reason: str) -> bool:
    return reason.startswith("cannot be read")


def _is_twice(shelf: Shelf, shelves: Sequence[Shelf]) -> bool:
    """Tell whether a root has come to be the same folder as another, and is therefore not listed twice."""
    return any(os.path.realpath(shelf.root) == os.path.realpath(each.root) for each in shelves)


def _tops(shelf: Shelf) -> set[str]:
    """Give the folders of a project that its files were found in: those that a scan begins with."""
    tops: set[str] = set()
    for found in (*shelf.agents, *shelf.skills):
        depth = found.location.count("/")
        folder = found.path
        for _ in range(depth):
            folder = os.path.dirname(folder)
            tops.add(folder)
    return tops
