"""Files to objects: the personas and skills below some roots, by name, each file read when it is asked for."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING, NamedTuple, Self

from agentkit import files
from agentkit.document import Scalar, parse
from agentkit.errors import NotFound, PersonaError
from agentkit.files import Found, Skipped
from agentkit.persona import Persona, persona_from, stem_of
from agentkit.problems import NO_FRONTMATTER, TEXT_BEFORE_FRONTMATTER
from agentkit.shelves import Shelf, folder_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.skill import Skill
    from agentkit.skills import Skills


_FEW = 50
"""Files of a project up to which a name is looked for by going through them."""
_ESCAPED_NAME = rb"""(?m)^["']?name["']?[ \t]*:[^\n]*(?:\\|''|\n[ \t]+\S)"""
"""A `name` with an escape, or over several lines: its bytes are not those of the name."""


class Loaded(NamedTuple):
    """A file that has been read: what it is, or why it is nothing."""

    found: Found
    item: Persona | Skill | None
    """The persona or skill; None when the file cannot be read as one, or is none."""
    document: Document | None
    """None when the file cannot be opened."""
    diagnostics: tuple[Diagnostic, ...]
    skipped: str | None = None
    """Why the file is no agent, so that nothing is wrong with it; None when it is one, or should be."""


class Catalog(Mapping[str, Persona]):
    """Personas by name, sorted by name, from one or more roots.

    Which file a name means, where several have it: an earlier root wins; within a root the file of that name, then the
    order `agents/`, `.claude/`, `.agents/`, `.agent/`, then the order of paths.

    What has been read is kept, and can be asked for from several threads: each thing that is kept is made whole before it is
    put in its place, and where two threads make it at once both get the first one.
    """

    def __init__(self, shelves: Iterable[Shelf]) -> None:
        self._shelves = tuple(shelves)
        self._since = time.time_ns()
        self._skills: Skills | None = None
        # With each file how it stood and when it was read; without for what was put.
        self._loaded: dict[str, tuple[Loaded, os.stat_result | None, int]] = {}
        self._fragments: dict[str, tuple[bytes | Diagnostic, os.stat_result | None, int]] = {}
        self._stated: dict[str, tuple[str, bytes]] = {}
        self._by_name: dict[str, Persona] = {}
        self._names: dict[str, list[Loaded]] | None = None
        self._agent_names: frozenset[str] | None = None
        self._folded: dict[str, str] | None = None
        self._folded_skills: dict[str, str] | None = None
        self._skill_names: frozenset[str] | None = None
        self._servers: dict[str, frozenset[str] | None] = {}

    def __getitem__(self, name: str) -> Persona:
        """Give the persona of a name, reading only the files that can hold it.

        Raises:
            NotFound: No file has that name; the error names the nearest ones.
            PersonaError: The file of that name exists and cannot be read.
        """
        known = self._by_name.get(name)
        if known is not None:
            return known
        for shelf in self.shelves:
            own, others = self._holding(shelf, name)
            broken: Loaded | None = None
            for found in chain(own, others):
                loaded = self.load(found)
                if isinstance(loaded.item, Persona):
                    if loaded.item.name == name:
                        self._by_name[name] = loaded.item
                        return loaded.item
                elif loaded.diagnostics and found in own:
                    broken = broken or loaded
            if broken is not None:  # not passed over for a later root's agent of that name: nobody would be told
                raise PersonaError(broken.diagnostics)
        raise NotFound(f"no agent named {name!r}", name=name, close=self._nearest(name))

    def _holding(self, shelf: Shelf, name: str) -> tuple[Sequence[Found], Iterable[Found]]:
        """Give a root's files that are called by a name, and the others that can have it."""
        own = [found for found in shelf.agents if stem_of(found.path) == name]
        return own, (found for found in shelf.agents if stem_of(found.path) != name and self.may_hold(found, name))

    def _nearest(self, name: str) -> tuple[str, ...]:
        from agentkit.nearest import nearest

        return nearest(name, self.all_named())

    def __iter__(self) -> Iterator[str]:
        """Give the names, sorted. Reads every file once."""
        return iter(sorted(self.all_named()))

    def __len__(self) -> int:
        """Give the number of names. Reads every file once."""
        return len(self.all_named())

    def __contains__(self, name: object) -> bool:
        """Tell whether a readable agent has this name."""
        if not isinstance(name, str):
            return False
        try:
            self[name]
        except (NotFound, PersonaError):
            return False
        return True

    def __hash__(self) -> int:
        """Hash by identity: a catalog is a view of the disk, not a value."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """Compare by identity."""
        return self is other

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """The roots in order of precedence."""
        return self._shelves

    @property
    def skills(self) -> Skills:
        """The skills by name, read-only; what the names in `skills:` lists lead to."""
        if self._skills is None:
            from agentkit.skills import Skills

            self._skills = Skills(self)
        return self._skills

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with any file as far as reading it shows, sorted by place. Reads every file once."""
        found = {diagnostic for loaded in self.load_all() for diagnostic in loaded.diagnostics}
        return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files and folders that are passed over, and why, sorted by path. Reads every file once."""
        passed = [Skipped(loaded.found.path, loaded.skipped) for loaded in self.load_all() if loaded.skipped]
        return tuple(sorted([*passed, *(skipped for shelf in self.shelves for skipped in shelf.skipped)]))

    def stems(self) -> set[str]:
        """Give the names that the files' names stand for. Reads no file."""
        return {stem_of(found.path) or "" for shelf in self.shelves for found in shelf.agents}

    def agent_names(self) -> frozenset[str]:
        """Give the names of all readable agents, and those that the files' names stand for. Reads every file once."""
        if self._agent_names is None:
            self._agent_names = frozenset(self._few_named() or self.all_named()) | self.stems()
        return self._agent_names

    def _few_named(self) -> set[str]:
        """Give the names of all readable agents where most are of the library that ships, whose files need not be parsed for that."""
        every = [(found, self.stated(shelf, found)) for shelf in self.shelves for found in shelf.agents]
        unknown = [found for found, stated in every if stated is None]
        if self._names is not None or len(unknown) > _FEW:  # one by one, many are looked up slowly
            return set()
        items = [self.load(found).item for found in unknown]
        names = {item.name for item in items if isinstance(item, Persona)}
        return names | {stated[0] for _, stated in every if stated is not None}

    def folded_agents(self) -> Mapping[str, str]:
        """Give the folded form of each agent's name, see `agentkit.references.fold`, to the name. Reads every file once."""
        if self._folded is None:
            from agentkit.references import fold

            self._folded = {fold(name): name for name in sorted(self.agent_names(), reverse=True)}
        return self._folded

    def folded_skills(self) -> Mapping[str, str]:
        """Give the folded form of each skill's folder and name to what it is written like. Reads every file once."""
        if self._folded_skills is None:
            from agentkit.references import fold

            names = {folder for shelf in self.shelves for folder in shelf.skill_folders()} | self._names_of_skills()
            self._folded_skills = {fold(name): name for name in sorted(names, reverse=True)}
        return self._folded_skills

    def _names_of_skills(self) -> set[str]:
        names: set[str] = set()
        for shelf in self.shelves:
            for found in shelf.skills:
                if (stated := self.stated(shelf, found)) is not None:
                    names.add(stated[0])
                elif (item := self.load(found).item) is not None:
                    names.add(item.name)
        return names

    def skill_names(self) -> frozenset[str]:
        """Give the folders and names of skills, of those that fold to the same one. Reads every file once."""
        if self._skill_names is None:
            self._skill_names = frozenset(self.folded_skills().values())
        return self._skill_names

    def servers_around(self, path: str) -> frozenset[str] | None:
        """Give the MCP servers that the projects around a file configure; see `agentkit.servers`. Each folder is read once."""
        folder = os.path.dirname(os.path.abspath(path))
        if folder not in self._servers:
            from agentkit.servers import configured_servers

            self._servers[folder] = configured_servers(folder)
        return self._servers[folder]

    def which(self, name: str) -> tuple[Loaded, ...]:
        """Give every file that has a name, the one that counts first. Reads every file once.

        Raises:
            NotFound: None has it; the error names the nearest ones.
            PersonaError: A file is called so, and cannot be read.
        """
        self[name]  # raises what is wrong
        return tuple(self.all_named()[name])

    def all_named(self) -> dict[str, list[Loaded]]:
        """Give the files of each agent name, the one that counts first. Reads every file once."""
        if self._names is None:
            names: dict[str, list[tuple[int, bool, int, Loaded]]] = {}
            for at, shelf in enumerate(self.shelves):
                for order, found in enumerate(shelf.agents):
                    loaded = self.load(found)
                    if isinstance(loaded.item, Persona):
                        name = loaded.item.name
                        names.setdefault(name, []).append((at, stem_of(found.path) != name, order, loaded))
            for entries in names.values():
                if len(entries) > 1:
                    entries.sort(key=lambda entry: entry[:3])
            ordered = {name: [entry[3] for entry in entries] for name, entries in names.items()}
            for name, own in ordered.items():
                item = own[0].item
                assert isinstance(item, Persona)
                self._by_name[name] = item
            self._names = ordered
        return self._names

    def load_all(self) -> Iterator[Loaded]:
        """Give every file, read, in order of precedence; agents of a root before its skills."""
        for shelf in self.shelves:
            for found in (*shelf.agents, *shelf.skills):
                yield self.load(found)

    def load(self, found: Found) -> Loaded:
        """Read a file, once."""
        known = self._loaded.get(found.path)
        return (known if known is not None else self._loaded.setdefault(found.path, _load(found)))[0]

    def peek(self, found: Found) -> Loaded:
        """Read a file without keeping it, where it is not kept already."""
        known = self._loaded.get(found.path)
        return known[0] if known is not None else _load(found)[0]

    def bytes_of(self, found: Found) -> bytes | Diagnostic:
        """Give a file's bytes as they are kept, else as they are on disk; or why they cannot be read."""
        known = self._loaded.get(found.path)
        if known is None:
            return files.read_in_project(found.path)
        return bytes(known[0].document) if known[0].document is not None else known[0].diagnostics[0]

    def put(self, found: Found, data: bytes) -> Loaded:
        """Take a file to hold these bytes, whatever is on disk: an editor's buffer."""
        loaded = _loaded(found, data)
        self._loaded[found.path] = (loaded, None, 0)
        return loaded

    def put_all(self, texts: Mapping[str, bytes]) -> None:
        """Take files to hold these bytes, by path, whatever is on disk: what fixes have made of them. Other paths are passed over."""
        for shelf in self.shelves if texts else ():
            for found in (*shelf.agents, *shelf.skills):
                if found.path in texts:
                    self.put(found, texts[found.path])

    def with_text(self, found: Found, data: bytes) -> Catalog:
        """Give the catalog in which a file holds these bytes, and all else is what this one knows of it; the disk is not looked at.

        Args:
            found: One of the catalog's files.
            data: What it is to hold.
        """
        new = Catalog(self._shelves)
        new._since, new._servers, new._fragments = self._since, self._servers, self._fragments
        new._loaded = dict(self._loaded)
        old, loaded = new._loaded.get(found.path, (None,))[0], _loaded(found, data)
        new._loaded[found.path] = (loaded, None, 0)
        if old is not None and _names_same(old, loaded):
            new._agent_names, new._folded = self._agent_names, self._folded
            new._folded_skills, new._skill_names = self._folded_skills, self._skill_names
            if self._skills is not None:
                new._skills = self._skills.of(new)
            if self._names is not None:
                new._names, new._by_name = self._names, self._by_name
                if isinstance(loaded.item, Persona):
                    name = loaded.item.name
                    entries = [loaded if each is old else each for each in self._names[name]]
                    new._names, new._by_name = {**self._names, name: entries}, dict(self._by_name)
                    first = entries[0].item
                    assert isinstance(first, Persona)
                    new._by_name[name] = first
        return new

    def open(self) -> Self:
        """Give itself: whoever takes files that have been found, opened or not, opens them."""
        return self

    def document(self, path: str) -> Document | None:
        """Give the document of a file that has been read; None when it could not be opened, or was not asked for."""
        known = self._loaded.get(path)
        return known[0].document if known is not None else None

    def status(self, path: str) -> os.stat_result | None:
        """Give how a file stood when it was read; None when it could not be opened, or was not read."""
        known = self._loaded.get(path)
        return known[1] if known is not None else None

    def fragment(self, path: str) -> bytes | Diagnostic:
        """Read a file that agents include, once; or say why it cannot be read."""
        known = self._fragments.get(path)
        return (known if known is not None else self._fragments.setdefault(path, _read(path)))[0]

    def stated(self, shelf: Shelf, found: Found) -> tuple[str, bytes] | None:
        """Give name and bytes of a file that ships and is as `agentkit.shipped` has it; None for any other, and for what has been loaded."""
        if not shelf.ships or found.path in self._loaded:
            return None
        known = self._stated.get(found.path)
        if known is None:
            from binascii import crc32

            from agentkit.shipped import AGENTS, SKILLS

            size, checksum, name, *_ = (SKILLS if found.is_skill else AGENTS).get(found.location, (-1, 0, ""))
            data = files.read_in_project(found.path) if size >= 0 else None
            if not isinstance(data, bytes) or len(data) != size or crc32(data) != checksum:
                return None
            known = self._stated.setdefault(found.path, (str(name), data))
        return known

    def stated_bytes(self, path: str) -> bytes | None:
        """Give the bytes of a file of which the name was told without reading its YAML; None for any other."""
        known = self._stated.get(path)
        return known[1] if known is not None else None

    def has_loaded(self, found: Found) -> bool:
        """Tell whether a file has been read."""
        return found.path in self._loaded

    def may_hold(self, found: Found, name: str) -> bool:
        """Tell without reading YAML whether a file can have this name: whether its bytes hold it, or an escape for it."""
        if self.has_loaded(found):
            return True
        if found.path in self._stated:
            return self._stated[found.path][0] == name
        data = files.read_in_project(found.path)
        if not isinstance(data, bytes):
            return False
        return name.encode("utf-8", "surrogatepass") in data or re.search(_ESCAPED_NAME, data) is not None

    def fragments(self) -> dict[str, bytes | Diagnostic]:
        """Give what has been read of files that agents include, by path."""
        return {path: known[0] for path, known in list(self._fragments.items())}

    def successor(self, shelves: Sequence[Shelf]) -> Catalog:
        """Give the catalog of what is on disk now, with every agent and skill read.

        A file that stands as it was read is not opened; one that holds the same bytes keeps the same `Loaded`.

        Args:
            shelves: What there is now, as a new scan of the same roots gives it.
        """
        new = Catalog(shelves)
        for shelf in new.shelves:
            for found in (*shelf.agents, *shelf.skills):
                if found.path not in new._loaded:
                    new._loaded[found.path] = _again(found, self._loaded.get(found.path))
        for path, fragment in list(self._fragments.items()):
            new._fragments[path] = fragment if files.stands(path, fragment[1], fragment[2]) else _read(path)
        agents = [new._loaded[found.path][0] for shelf in new.shelves for found in shelf.agents]
        known_agents = [self._loaded.get(found.path, (None,))[0] for shelf in self.shelves for found in shelf.agents]
        same = len(agents) == len(known_agents) and all(map(is_, agents, known_agents))
        if same and self._names is not None:  # so that what is made of the agents, such as an index, is not made again
            new._by_name, new._names = dict(self._by_name), self._names
        return new

    def before(self, new: Catalog) -> Catalog:
        """Give this catalog as it was when it was made, as far as can be told now that `new` has succeeded it.

        Of a file that nobody has read, the bytes are lost where it has been written since. It stands there with a text that no
        file has, so that it differs; where it is gone, with nothing.
        """
        whole = Catalog(self.shelves)
        for shelf in self.shelves:
            for found in (*shelf.agents, *shelf.skills):
                if found.path not in whole._loaded:
                    known = self._loaded.get(found.path) or self._guess(found, new._loaded.get(found.path))
                    whole._loaded[found.path] = known
        for path, fragment in new._fragments.items():
            known_fragment = self._fragments.get(path)
            if known_fragment is None:
                known_fragment = (b"\0", None, 0) if self._is_older_than(fragment[1]) else fragment
            whole._fragments[path] = known_fragment
        return whole

    def _guess(
        self, found: Found, new: tuple[Loaded, os.stat_result | None, int] | None
    ) -> tuple[Loaded, os.stat_result | None, int]:
        if new is None:
            return Loaded(found, None, None, ()), None, 0
        loaded = new[0]
        if loaded.item is not None and self._is_older_than(new[1]):
            from dataclasses import replace

            loaded = loaded._replace(item=replace(loaded.item, body=loaded.item.body + "\0"))
        return loaded, None, 0

    def _is_older_than(self, status: os.stat_result | None) -> bool:
        return status is not None and max(status.st_mtime_ns, status.st_ctime_ns) > self._since


def _read(path: str) -> tuple[bytes | Diagnostic, os.stat_result | None, int]:
    at = time.time_ns()
    return (*files.standing_in_project(path), at)


def _load(found: Found) -> tuple[Loaded, os.stat_result | None, int]:
    data, status, at = _read(found.path)
    return loaded_from(found, data), status, at


def _again(found: Found, known: tuple[Loaded, os.stat_result | None, int] | None) -> tuple[Loaded, os.stat_result | None, int]:
    """Read a file where it does not stand as it was read."""
    if known is None:
        return _load(found)
    loaded = known[0]
    if not files.stands(found.path, known[1], known[2]):
        data, status, at = _read(found.path)
        if data != (bytes(loaded.document) if loaded.document is not None else loaded.diagnostics[0]):
            return loaded_from(found, data), status, at
        known = (loaded, status, at)
    if loaded.found == found:
        return known
    # It has come to stand at another place of its root, or to be a skill: what it is has to be told anew.
    return (_loaded(found, bytes(loaded.document)) if loaded.document is not None else loaded._replace(found=found)), *known[1:]


def _names_same(one: Loaded, other: Loaded) -> bool:
    """Tell whether two readings of a file give the same name, or none."""
    if one.item is None or other.item is None:
        return one.item is other.item
    return one.item.name == other.item.name


def loaded_from(found: Found, data: bytes | Diagnostic) -> Loaded:
    """Read a file from its bytes, or from what says that they cannot be had. Asks no disk."""
    return _loaded(found, data) if isinstance(data, bytes) else Loaded(found, None, None, (data,))


def _loaded(found: Found, data: bytes) -> Loaded:
    document = parse(data, found.path)
    if not found.is_skill:
        reason = _no_agent(document, found)
        if reason is not None:
            return Loaded(found, None, document, (), reason)
    try:
        if found.is_skill:
            from agentkit.skill import skill_from

            folder = os.path.dirname(found.path)
            item: Persona | Skill = skill_from(document, folder=folder, location=_location(found))
        else:
            item = persona_from(document)
    except PersonaError as error:
        return Loaded(found, None, document, error.diagnostics)
    if any(diagnostic.code == NO_FRONTMATTER.code for diagnostic in item.diagnostics):
        return Loaded(found, None, document, item.diagnostics)
    return Loaded(found, item, document, item.diagnostics)


def _location(found: Found) -> str:
    if "/" in found.location:
        return found.location
    return f"{folder_name(found)}/{found.location}"


def _no_agent(document: Document, found: Found) -> str | None:
    """Give why a file is no agent; None when it is one, or is meant to be."""
    has = {
        entry.key.text
        for entry in (document.fields.entries if document.fields is not None else ())
        if not (isinstance(entry.value, Scalar) and entry.value.is_null)
    }
    if files.is_document(found.path) and "name" not in has:
        return "documentation by its name"
    if found.certain:
        return None
    if not {"name", "description"} <= has:
        return "outside an agents folder, without name and description"
    if any(diagnostic.code == TEXT_BEFORE_FRONTMATTER.code for diagnostic in document.diagnostics):
        return "outside an agents folder, with text before its frontmatter"
    return None
