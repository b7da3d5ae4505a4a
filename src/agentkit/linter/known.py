"""A run over more files than stay in memory: their names and descriptions are known, and a file is read again when it is asked for."""

from __future__ import annotations

import os
from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

from agentkit.catalog import Catalog
from agentkit.errors import TakenAway
from agentkit.linter.names import Names
from agentkit.linter.subject import Subject
from agentkit.nearest import nearest
from agentkit.persona import stem_of
from agentkit.shelves import folder_name
from agentkit.skills import Skills

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agentkit.catalog import Loaded
    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.files import Found
    from agentkit.linter.assumed import Ask
    from agentkit.linter.look import Gist
    from agentkit.persona import Persona
    from agentkit.references import Reference
    from agentkit.shelves import Shelf
    from agentkit.skill import Skill
    from agentkit.span import Span

_MOST = 4 * 1024 * 1024
"""Characters of files that were read again and are kept for the next question."""


class Known(Catalog):
    """A catalog of which every name is known, and no file is kept.

    Args:
        catalog: Whose files these are; what it has in memory counts, not what is on disk.
    """

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog.shelves)
        self._behind = catalog
        self._gists: dict[str, Gist] = {}
        self._recent: OrderedDict[str, Loaded] = OrderedDict()
        self._size = 0
        self._agents: set[str] = set()
        self._of_skills: set[str] = set()
        self._by_file: dict[tuple[int, str], tuple[list[Found], list[Found]]] | None = None

    def learn(self, path: str, gist: Gist) -> None:
        """Take what a look at a file has given."""
        self._gists[path] = gist
        if gist.kind == "agent":
            self._agents.add(gist.name)
        elif gist.kind == "skill":
            self._of_skills.add(gist.name)

    @cached_property
    def names(self) -> Names:
        """The side of it that rules see; to be asked for once every file has been looked at."""
        return Names(self)

    def gist(self, path: str) -> Gist:
        """Give what is known of a file that has been looked at."""
        return self._gists[path]

    def holds(self, ask: Ask, path: str) -> bool:
        """Tell whether what a look at a file took for granted is so."""
        kind, name = ask
        if kind == "agent":
            return name in self.folded_agents()
        if kind == "skill":
            return name in self.folded_skills()
        if kind == "name":
            return name in self.folded_agents() or name in self.folded_skills()
        led = self.skills.leads_to(name, near=path) if kind == "listed" else None
        if led is None:
            return False
        gist = self._gists[led[0].path]
        return gist.kind == "skill" and not gist.is_for_people

    # What a catalog answers by reading every file once.

    def __iter__(self) -> Iterator[str]:
        """Give the names, sorted."""
        return iter(sorted(self._agents))

    def __len__(self) -> int:
        """Give the number of names."""
        return len(self._agents)

    def agent_names(self) -> frozenset[str]:  # noqa: D102 - as in the class it comes from, and so below
        if self._agent_names is None:
            self._agent_names = frozenset(self._agents | self.stems())
        return self._agent_names

    def _names_of_skills(self) -> set[str]:
        return self._of_skills

    def _nearest(self, name: str) -> tuple[str, ...]:
        return nearest(name, frozenset(self._agents))

    @property
    def skills(self) -> Skills:  # noqa: D102
        if self._skills is None:
            self._skills = _KnownSkills(self)
        return self._skills

    def _holding(self, shelf: Shelf, name: str) -> tuple[Sequence[Found], Iterable[Found]]:
        if self._by_file is None:
            self._by_file = {}
            for at, each in enumerate(self.shelves):
                for found in each.agents:
                    stem, gist = stem_of(found.path) or "", self._gists[found.path]
                    self._by_file.setdefault((at, stem), ([], []))[0].append(found)
                    if gist.kind == "agent" and gist.name != stem:
                        self._by_file.setdefault((at, gist.name), ([], []))[1].append(found)
        return self._by_file.get((self.shelves.index(shelf), name), ([], []))

    def has_loaded(self, found: Found) -> bool:  # noqa: D102
        return found.path in self._gists

    def load(self, found: Found) -> Loaded:  # noqa: D102
        return self.peek(found)

    def peek(self, found: Found) -> Loaded:  # noqa: D102
        if self._behind.has_loaded(found):
            return self._behind.load(found)
        loaded = self._recent.get(found.path)
        if loaded is not None:
            self._recent.move_to_end(found.path)
            return loaded
        loaded = self._recent[found.path] = self._behind.peek(found)
        self._size += _size(loaded)
        while self._size > _MOST and len(self._recent) > 1:
            self._size -= _size(self._recent.popitem(last=False)[1])
        return loaded

    def bytes_of(self, found: Found) -> bytes | Diagnostic:  # noqa: D102
        return self._behind.bytes_of(found)

    def fragment(self, path: str) -> bytes | Diagnostic:  # noqa: D102
        return self._behind.fragment(path)


class _KnownSkills(Skills):
    """The skills of such a catalog."""

    def __init__(self, catalog: Known) -> None:
        super().__init__(catalog)
        self._known = catalog
        self._by_name: dict[Shelf, dict[str, list[Found]]] = {}

    def _by_field(self, shelf: Shelf, name: str) -> list[Found]:
        index = self._by_name.get(shelf)
        if index is None:
            index = self._by_name[shelf] = {}
            for found in shelf.skills:
                gist = self._known.gist(found.path)
                if gist.kind is not None:
                    index.setdefault(gist.name, []).append(found)
        return index.get(name, [])

    def _is_readable(self, found: Found) -> bool:
        return self._known.gist(found.path).kind == "skill"


def _size(loaded: Loaded) -> int:
    return 2_000 + (len(loaded.document.text) if loaded.document is not None else 0)


class Seen(Subject):
    """A file that was looked at: name and description are at hand, for all else it is read again."""

    def __init__(self, found: Found, gist: Gist, known: Known, config: Config) -> None:
        self.found = found
        self._known = known
        self.config = config
        self._gist = gist

    _beside = None

    @property
    def catalog(self) -> Names:  # type: ignore[override]  # noqa: D102 - as in the class it comes from, and so below
        return self._known.names

    @property
    def folder(self) -> str:  # noqa: D102
        return os.path.dirname(self.path)

    @property
    def _loaded(self) -> Loaded:
        loaded = self._known.peek(self.found)
        if loaded.document is None:
            why = loaded.diagnostics[0].message if loaded.diagnostics else "cannot be read"
            raise TakenAway(f"was taken away while it was checked: {why}", path=self.path)
        return loaded

    @property
    def document(self) -> Document:  # type: ignore[override]  # noqa: D102
        document = self._loaded.document
        assert document is not None
        return document

    @property
    def item(self) -> Persona | Skill | None:  # type: ignore[override]  # noqa: D102
        return self._loaded.item

    @property
    def kind(self) -> str | None:  # type: ignore[override]  # noqa: D102
        return self._gist.kind

    @property
    def name(self) -> str:  # type: ignore[override]  # noqa: D102
        return self._gist.name

    @property
    def description(self) -> str:  # type: ignore[override]  # noqa: D102
        return self._gist.description

    @property
    def folder_name(self) -> str:  # noqa: D102
        return folder_name(self.found)

    @property
    def lists_skills(self) -> bool:  # noqa: D102
        return self._gist.lists_skills

    @property
    def references(self) -> tuple[Reference, ...]:  # noqa: D102
        known = self._gist.references
        return known if known is not None else super().references

    def place(self, field: str) -> Span | None:  # noqa: D102
        if field in ("name", "description"):
            return self._gist.place(field)
        return super().place(field)
