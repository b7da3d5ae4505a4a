"""The skills of a catalog, and what the names in `skills:` lists lead to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from agentkit.errors import NotFound, PersonaError

if TYPE_CHECKING:
    from agentkit.catalog import Catalog, Loaded
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found
    from agentkit.shelves import Shelf
    from agentkit.skill import Skill


class Resolution(NamedTuple):
    """What a skill's name leads to."""

    skill: Skill | None
    how: str
    """`folder`, `name`, `path` or `prefix`: which of the four ways led to it; empty when none did."""
    found: Found | None = None
    """The SKILL.md; set without `skill` when the file exists and cannot be read."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why it cannot be read."""


_FEW = 20
"""Skills of one name whose paths are compared one by one."""
_SEARCHES = 16
"""Names that are searched for in the bytes of a root's files; for more, reading all of them once is cheaper."""


class Skills(Mapping[str, "Skill"]):
    """The skills of a catalog by name, sorted by name."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._names: dict[Shelf, dict[str, list[Found]]] = {}
        self._asked: dict[Shelf, int] = {}
        self._folders: frozenset[str] | None = None
        self._first_below: dict[tuple[int, str, str], dict[str, Found]] = {}

    def of(self, catalog: Catalog) -> Skills:
        """Give the skills of a catalog in which every skill has the name that it has here."""
        new = Skills(catalog)
        new._names, new._asked = dict(self._names), dict(self._asked)
        return new

    def __getitem__(self, name: str) -> Skill:
        """Give the skill that a name leads to; see `resolve`.

        Raises:
            NotFound: Nothing answers to it; the error names the nearest ones.
            PersonaError: Its SKILL.md exists and cannot be read.
        """
        resolution = self.resolve(name)
        if resolution.skill is not None:
            return resolution.skill
        if resolution.found is not None:
            raise PersonaError(resolution.diagnostics)
        raise NotFound(f"no skill named {name!r}", name=name, close=self.nearest(name))

    def __iter__(self) -> Iterator[str]:
        """Give the names, sorted, of the skills that can be read and that their name leads to."""
        names = {loaded.item.name for loaded in self._all() if loaded.item is not None}
        return iter(sorted(name for name in names if self.resolve(name).skill is not None))

    def __len__(self) -> int:
        """Give the number of names."""
        return sum(1 for _ in iter(self))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Give up to three names close to one that is missing, best first."""
        from agentkit.nearest import nearest

        if self._folders is None:
            self._folders = frozenset(folder for shelf in self._catalog.shelves for folder in shelf.skill_folders())
        return nearest(name, self._folders)

    def resolve(self, name: str, near: str | None = None) -> Resolution:
        """Find the skill that a name in a `skills:` list means.

        Root by root, in this order: the folder of that name; the SKILL.md with that `name`; for a name with `/`, the
        folder whose path ends so (`game-development/pc-games`); for `plugin:name` and `name@marketplace`, the name
        without its prefix or suffix, in a folder of the plugin's name first. Of several that fit equally, the one that
        shares the longest path with `near` wins, then the first in order of paths. One that cannot be read counts only when
        its root has no other.

        Args:
            name: The name as the list gives it.
            near: Path of the file that names it.
        """
        led = self.leads_to(name, near)
        return self._resolution(*led) if led is not None else Resolution(None, "")

    def leads_to(self, name: str, near: str | None = None) -> tuple[Found, str] | None:
        """Give the SKILL.md that a name means, and which of the ways led to it; None when none does. See `resolve`."""
        for at, shelf in enumerate(self._catalog.shelves):
            unreadable: tuple[Found, str] | None = None
            for how, candidates in self._candidates(shelf, name):
                if candidates:
                    found = self._nearest_path(candidates, near, (at, how, name))
                    if self._is_readable(found):
                        return found, how
                    unreadable = unreadable or (found, how)
            if unreadable is not None:  # not passed over for a later root's skill: nobody would be told
                return unreadable
        return None

    def which(self, name: str) -> tuple[Loaded, ...]:
        """Give every SKILL.md that a name leads to, root by root, the one that counts first.

        Raises:
            NotFound: None does; the error names the nearest ones.
        """
        found: list[Loaded] = []
        for shelf in self._catalog.shelves:
            candidates = next((files for _, files in self._candidates(shelf, name) if files), [])
            found += [self._catalog.load(candidate) for candidate in candidates]
        if not found:
            raise NotFound(f"no skill named {name!r}", name=name, close=self.nearest(name))
        return tuple(found)

    def _candidates(self, shelf: Shelf, name: str) -> Iterator[tuple[str, list[Found]]]:
        yield "folder", shelf.skills_in_folder(name)
        yield "name", self._by_field(shelf, name)
        if "/" in name:
            tail = name.strip("/").removesuffix("/SKILL.md")
            among = shelf.skills_in_folder(tail.rpartition("/")[2]) if tail else ()
            yield "path", [found for found in among if f"/{found.location.rpartition('/')[0]}".endswith(f"/{tail}")]
        bare, plugin = _without_prefix(name)
        if bare != name:
            same = shelf.skills_in_folder(bare) or self._by_field(shelf, bare)
            yield "prefix", [found for found in same if plugin in found.location.split("/")] or same

    def _by_field(self, shelf: Shelf, name: str) -> list[Found]:
        index = self._names.get(shelf)
        self._asked[shelf] = self._asked.get(shelf, 0) + 1
        if index is None and (self._asked[shelf] > _SEARCHES or all(self._catalog.has_loaded(found) for found in shelf.skills)):
            index = {}
            for found in shelf.skills:
                item = self._catalog.load(found).item
                if item is not None:
                    index.setdefault(item.name, []).append(found)
            self._names[shelf] = index  # whole: another thread may ask meanwhile
        if index is not None:
            return index.get(name, [])
        held = [found for found in shelf.skills if self._catalog.may_hold(found, name)]
        items = [(found, self._catalog.load(found).item) for found in held]
        return [found for found, item in items if item is not None and item.name == name]

    def _is_readable(self, found: Found) -> bool:
        return self._catalog.load(found).item is not None

    def _nearest_path(self, candidates: list[Found], near: str | None, key: tuple[int, str, str]) -> Found:
        """Give the candidate that shares most folders with a path, the first of equals."""
        if near is None or len(candidates) == 1:
            return candidates[0]
        if len(candidates) <= _FEW:
            return _nearest_path(candidates, near)
        # Of a collection of collections every name may lead to thousands: looked up from the path's own folder upwards.
        below = self._first_below.get(key)
        if below is None:
            below = {}
            for found in candidates:
                for folder in _heads(found.path):
                    below.setdefault(folder, found)
            self._first_below[key] = below
        return next((below[folder] for folder in reversed(list(_heads(near))) if folder in below), candidates[0])

    def _resolution(self, found: Found, how: str) -> Resolution:
        from agentkit.skill import Skill

        loaded = self._catalog.load(found)
        if isinstance(loaded.item, Skill):
            return Resolution(loaded.item, how, found)
        return Resolution(None, how, found, loaded.diagnostics)

    def _all(self) -> Iterator[Loaded]:
        for shelf in self._catalog.shelves:
            for found in shelf.skills:
                yield self._catalog.load(found)


def _heads(path: str) -> Iterator[str]:
    """Give the beginnings of a path that end at a folder or at its own end, shortest first."""
    at = path.find(os.sep)
    while at >= 0:
        yield path[:at]
        at = path.find(os.sep, at + 1)
    yield path


def _nearest_path(candidates: list[Found], near: str | None) -> Found:
    if near is None or len(candidates) == 1:
        return candidates[0]
    parts = near.split(os.sep)

    def shared(found: Found) -> int:
        count = 0
        for one, other in zip(parts, found.path.split(os.sep), strict=False):
            if one != other:
                break
            count += 1
        return count

    return max(candidates, key=shared)  # the first of equals


def _without_prefix(name: str) -> tuple[str, str]:
    """Give (name without `plugin:` and `@marketplace`, the plugin's name or an empty text)."""
    plugin, colon, rest = name.rpartition(":")
    bare = rest if colon else name
    bare, _, _ = bare.partition("@") if not bare.startswith("@") else (bare, "", "")
    return bare, plugin
