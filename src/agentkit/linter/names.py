"""What rules ask of the catalog, written down like what they ask of the disk: which names there are, and what they lead to.

A file's findings change when a name that it mentions appears or goes, and not when any other does. So the questions are small: one
name each. Which known name is nearest to one that is missing depends on all of them, but hardly ever changes: see `Change`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from agentkit import asked
from agentkit.errors import AgentKitError
from agentkit.nearest import FEW, could_be_near, nearest
from agentkit.persona import Persona

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from agentkit.asked import Answers, Question
    from agentkit.catalog import Catalog
    from agentkit.diagnostic import Diagnostic
    from agentkit.skills import Resolution

Kind = Literal["agent", "skill", "folder"]
"""Agents' names; skills' folders and names; skills' folders alone."""
KINDS: tuple[Kind, ...] = ("agent", "skill", "folder")

EVERYTHING = "everything"
"""Name of the question that has another answer each time: what a rule asks that is not written down more finely."""


class Names(Mapping[str, Persona]):
    """The side of a catalog that rules see. Whatever else a catalog has can be asked too, and then counts as `EVERYTHING`."""

    def __init__(self, catalog: Catalog) -> None:
        self.now(catalog)

    def now(self, catalog: Catalog) -> None:
        """Speak of this catalog from now on."""
        catalog.agent_names()  # every name is looked up in the same way, whoever asks first, and no check reads the files for it
        catalog.folded_skills()
        self._catalog = catalog
        self._lookups: dict[str, _Lookup] = {}
        self._known: dict[Kind, frozenset[str]] = {}
        self._near: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._digests: dict[str, str] = {}

    def now_with(self, catalog: Catalog, path: str) -> None:
        """Speak from now on of a catalog in which one file is another; every name is what it was."""
        self._catalog = catalog
        self._digests.pop(path, None)

    def __getattr__(self, name: str) -> Any:
        asked.note(EVERYTHING, (), object)
        return getattr(self._catalog, name)

    def __getitem__(self, name: str) -> Persona:
        asked.note("persona", (name,), lambda: self._persona(name))
        with asked.unheard():
            return self._catalog[name]

    def __iter__(self) -> Iterator[str]:
        asked.note(EVERYTHING, (), object)
        return iter(self._catalog)

    def __len__(self) -> int:
        asked.note(EVERYTHING, (), object)
        return len(self._catalog)

    def folded_agents(self) -> Mapping[str, str]:
        """As the catalog's."""
        return self._lookup("agent")

    def folded_skills(self) -> Mapping[str, str]:
        """As the catalog's."""
        return self._lookup("skill")

    def knows(self, folded: str) -> bool:
        """Tell whether an agent or a skill has a name of this folded form."""
        return folded in self.folded_agents() or folded in self.folded_skills()

    def near(self, kind: Kind, name: str, count: int = 2) -> tuple[str, ...]:
        """Give the known names of a kind nearest to one that is missing, best first."""
        key = (kind, name, str(count))
        found = self._near.get(key)  # comparing is dear, and a name that is missing is most often missing in several places
        if found is None:
            found = self._near[key] = nearest(name, self.known(kind), count)
        asked.note("near", (kind, name, count), lambda: found)
        return found

    def known(self, kind: Kind) -> frozenset[str]:
        """Give every name of a kind. Not for rules: nothing is written down."""
        known = self._known.get(kind)
        if known is None:
            if kind == "agent":
                known = self._catalog.agent_names()
            elif kind == "skill":
                known = self._catalog.skill_names()
            else:
                known = frozenset(folder for shelf in self._catalog.shelves for folder in shelf.skill_folders())
            self._known[kind] = known
        return known

    @property
    def skills(self) -> _Skills:
        """What the names in `skills:` lists lead to."""
        return _Skills(self)

    def resolve(self, name: str, near: str | None = None) -> Resolution:
        """As `Skills.resolve`."""
        with asked.unheard():
            resolution = self._catalog.skills.resolve(name, near)
        asked.note("skill-of", (name, near or ""), lambda: self._resolved(resolution))
        return resolution

    def servers_around(self, path: str) -> frozenset[str] | None:
        """As the catalog's."""
        import os

        with asked.unheard():
            servers = self._catalog.servers_around(path)
        folder = os.path.dirname(os.path.abspath(path))
        asked.note("servers.configured_servers", (folder,), lambda: servers)  # the catalog keeps it, so that nobody would hear
        return servers

    def fragment(self, path: str) -> bytes | Diagnostic:
        """As the catalog's."""
        with asked.unheard():
            read = self._catalog.fragment(path)
        asked.note("files.read_in_project", (path,), lambda: read)
        return read

    def answer(self, question: Question) -> str:
        """Ask a question about names again.

        Raises:
            LookupError: There is none of that name.
        """
        name, arguments = question
        first = str(arguments[0]) if arguments else ""
        if name in ("agent", "skill"):
            return asked.told(self._lookup(cast("Literal['agent', 'skill']", name)).value(first))
        if name == "near":
            kind, wanted, count = arguments
            with asked.unheard():
                return asked.told(self.near(cast("Kind", kind), str(wanted), int(count)))
        if name == "skill-of":
            with asked.unheard():
                return asked.told(self._resolved(self._catalog.skills.resolve(first, str(arguments[1]) or None)))
        if name == "persona":
            return asked.told(self._persona(first))
        raise LookupError(name)

    def _lookup(self, kind: Literal["agent", "skill"]) -> _Lookup:
        lookup = self._lookups.get(kind)
        if lookup is None:
            names = self._catalog.folded_agents() if kind == "agent" else self._catalog.folded_skills()
            lookup = self._lookups[kind] = _Lookup(kind, names)
        return lookup

    def _persona(self, name: str) -> tuple[str | None, str]:
        try:
            source = self._catalog[name].source.path
        except AgentKitError as error:
            return None, str((str(error), error.hint))
        return source, self.digest(source or "")

    def _resolved(self, resolution: Resolution) -> tuple[str, str, str, bool]:
        path = resolution.found.path if resolution.found is not None else ""
        return resolution.how, path, self.digest(path) if path else "", resolution.skill is not None

    def digest(self, path: str) -> str:
        """Give the digest of a file that has been read; empty when it could not be opened."""
        known = self._digests.get(path)
        if known is None:
            document = self._catalog.document(path)
            known = self._digests[path] = asked.digest(bytes(document)) if document is not None else ""
        return known


class _Skills:
    """The side of a catalog's skills that rules see."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        asked.note(EVERYTHING, (), object)
        return getattr(self._names._catalog.skills, name)  # noqa: SLF001 - a part of it

    def resolve(self, name: str, near: str | None = None) -> Resolution:
        """As `Skills.resolve`."""
        return self._names.resolve(name, near)

    def nearest(self, name: str) -> tuple[str, ...]:
        """As `Skills.nearest`."""
        return self._names.near("folder", name, 3)


class _Lookup(Mapping[str, str]):
    """Folded names; each that is looked up is written down."""

    def __init__(self, kind: str, names: Mapping[str, str]) -> None:
        self._kind = kind
        self.names = names

    def value(self, key: str) -> str | None:
        return self.names.get(key)

    def __getitem__(self, key: str) -> str:
        value = self.names.get(key)
        asked.note(self._kind, (key,), lambda: value)
        if value is None:
            raise KeyError(key)
        return value

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            asked.note(self._kind, (key,), lambda: self.names.get(key))
        return key in self.names

    def __iter__(self) -> Iterator[str]:
        asked.note(EVERYTHING, (), object)
        return iter(self.names)

    def __len__(self) -> int:
        asked.note(EVERYTHING, (), object)
        return len(self.names)


class Change(NamedTuple):
    """How two states of the names differ."""

    moved: Mapping[Kind, frozenset[str]]
    """Kind to the names that came or went."""
    many: frozenset[Kind] = frozenset()
    """Kinds with so many names that not all of them are compared: which are depends on all."""

    def may_move(self, question: Question) -> bool:
        """Tell whether the answer to a question can be another now; where it is cheap to ask, it always may."""
        name, arguments = question
        if name != "near":
            return True
        kind, wanted, _ = arguments
        moved = self.moved.get(cast("Kind", kind), ())
        return (bool(moved) and kind in self.many) or any(could_be_near(str(wanted), each) for each in moved)


def change(before: Mapping[Kind, Collection[str]], names: Names) -> Change:
    """Give how the names of a state differ from those that were."""
    many = frozenset(kind for kind in KINDS if max(len(names.known(kind)), len(before.get(kind, ()))) > FEW)
    return Change({kind: names.known(kind) ^ frozenset(before.get(kind, ())) for kind in KINDS}, many)


def is_about_names(question: Question) -> bool:
    """Tell whether a question is one for the catalog; the others are for the disk."""
    return "." not in question[0]


def moved(answers: Answers, names: Names, changed: Change, disk: Callable[[Question], str]) -> set[Question]:
    """Give the questions that have another answer now.

    Args:
        answers: Questions, each with the answer that it had.
        names: The names as they are.
        changed: How they differ from those that were.
        disk: Asks the disk.
    """
    found: set[Question] = set()
    for question, answer in answers.items():
        try:
            if not is_about_names(question):
                same = disk(question) == answer
            else:
                same = not changed.may_move(question) or names.answer(question) == answer
        except (LookupError, ValueError, TypeError, OSError):
            same = False  # `EVERYTHING`, or a question of another version
        if not same:
            found.add(question)
    return found
