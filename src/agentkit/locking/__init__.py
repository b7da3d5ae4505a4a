"""Digests of prompts and of the files they are made of: what a lock file records, so that no prompt changes unseen.

For each agent the SHA-256 of its prompt with skills in full and as a list, its rights, and the files that went into it, each
with the SHA-256 of its bytes. `Lock.check` compares two such records and tells which file moved which prompt. No git is needed.

A variable that has to be given is locked as its use is written, `{{ name }}`; one with a default is locked with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import __version__, files
from agentkit.bundled import bundled
from agentkit.diagnostic import Diagnostic
from agentkit.errors import AgentKitError, NotFound, PersonaError, RenderError
from agentkit.prompt import layouts, render
from agentkit.prompt.composition import open_values
from agentkit.prompt.explanation import place_of
from agentkit.prompt.provenance import SHIPPED
from agentkit.registry import own_shelves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agentkit.locking.drift import Drift
    from agentkit.persona import Persona
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.registry import Registry

__all__ = ["Lock", "LockedAgent", "Survey", "lock", "read_lock", "survey"]

VERSION = 1
"""The version of the file's form that this release writes, and the newest that it reads."""
MODES: tuple[SkillMode, ...] = ("full", "list")
"""The forms of a prompt that are locked. `none` is the body alone, and a part of both."""
_GIVEN = ("permission_mode", "memory", "isolation", "background")


class LockedAgent(NamedTuple):
    """What a lock records of an agent."""

    prompts: Mapping[str, str]
    """Form of the prompt, `full` or `list`, to the SHA-256 of its UTF-8 bytes, 64 hexadecimal digits."""
    rights: Mapping[str, Any]
    """Field of the frontmatter to what it gives, the base's fields included. `tools` is always there: None inherits every
    tool. Of hooks and inline servers a digest stands for the configuration, which may hold secrets."""
    sources: Mapping[str, str]
    """Name of a file that went into its prompts to the SHA-256 of its bytes, sorted. A name is a path relative to the lock file,
    with `/`; of what ships `agentkit:` and the path in the package."""
    variables: tuple[str, ...] = ()
    """Names of the variables that have to be given, sorted; in the locked prompts their uses stand as they are written."""


class Lock(NamedTuple):
    """The record of some agents."""

    agents: Mapping[str, LockedAgent]
    """By name, sorted."""
    agentkit: str = __version__
    """The release that made it. Another one is no drift by itself, but tells why a prompt moved and no file did."""
    roots: tuple[str, ...] = ()
    """The folders that were looked in, relative to the lock file; none for the project's own and what ships."""
    layout: str | None = None
    """The user's layout, relative to the lock file; None for the one that ships."""
    places: Mapping[str, str] = {}
    """Name of a source to where it is on this disk. Not written to the file; empty for a lock that was read."""

    def check(self, now: Lock) -> tuple[Drift, ...]:
        """Tell what has moved since this lock was made, sorted by agent; empty when nothing has.

        Args:
            now: The record of what is there now, as `agentkit.lock` makes it.
        """
        from agentkit.locking.drift import drifts

        return drifts(self, now)

    def dumps(self) -> str:
        """Give the text of the lock file: JSON, sorted, one digest a line, a newline at the end."""
        data: dict[str, Any] = {"version": VERSION, "agentkit": self.agentkit}
        if self.roots:
            data["roots"] = list(self.roots)
        if self.layout is not None:
            data["layout"] = self.layout
        data["agents"] = {
            name: {
                "prompts": dict(agent.prompts),
                "rights": dict(sorted(agent.rights.items())),
                "sources": dict(sorted(agent.sources.items())),
                **({"variables": list(agent.variables)} if agent.variables else {}),
            }
            for name, agent in sorted(self.agents.items())
        }
        return json.dumps(data, indent=1) + "\n"


class Survey(NamedTuple):
    """What is there now: the record, and what could not be recorded."""

    lock: Lock
    broken: Mapping[str, AgentKitError]
    """Name of an agent, or path of a file that gives none, to what is wrong with it."""
    missing: tuple[str, ...]
    """Names that were asked for and that no agent has."""


def lock(
    registry: Registry,
    names: Iterable[str] | None = None,
    *,
    folder: str | os.PathLike[str] = "",
    layout: str | os.PathLike[str] | None = None,
) -> Lock:
    """Record the digests of prompts and of their sources.

    Args:
        registry: Where the agents are looked up.
        names: The agents; by default all of the project's own, those that ship with agentkit left out.
        folder: The folder that sources are named relative to, where the lock file is to lie; by default the working directory.
        layout: Path of the Jinja template that the prompts are laid out with, where it is not the shipped one.

    Raises:
        NotFound: There is no agent of a name.
        PersonaError: A file cannot be read.
        RenderError: A prompt cannot be rendered; see `Registry.render`.
    """
    found = survey(registry, names, folder=Path(folder), layout=layout)
    for error in found.broken.values():
        raise error
    for name in found.missing:
        registry[name]  # raises, with the nearest names
    return found.lock


def survey(
    registry: Registry,
    names: Iterable[str] | None = None,
    *,
    also: Iterable[str] = (),
    folder: Path,
    layout: str | os.PathLike[str] | None = None,
) -> Survey:
    """Record what can be recorded, and keep what is wrong with the rest.

    Args:
        registry: Where the agents are looked up.
        names: The agents; None for all of the project's own, and what of its files cannot be read.
        also: Further names, which need not exist.
        folder: The folder that sources are named relative to.
        layout: Path of the user's layout.
    """
    broken: dict[str, AgentKitError] = {}
    wanted = list(names) if names is not None else list(_own(registry, folder, broken))
    agents: dict[str, LockedAgent] = {}
    sources = _Sources(folder)
    missing: list[str] = []
    for name in sorted({*wanted, *also}):
        try:
            agents[name] = _locked(registry[name], registry, sources, layout)
        except NotFound:
            missing.append(name)
        except AgentKitError as error:
            broken = {path: other for path, other in broken.items() if other.path != error.path or path == name}
            broken[name] = error
    return Survey(
        Lock(
            agents,
            layout=sources.name_of(os.fspath(layout)) if layout is not None else None,
            places=sources.places,
        ),
        broken,
        tuple(missing),
    )


def read_lock(path: str | os.PathLike[str]) -> Lock:
    """Read a lock file.

    Raises:
        LockError: It does not exist, is damaged, is something else, or was made by a later release.
    """
    from agentkit.locking.reading import read

    return read(Path(path))


def _own(registry: Registry, folder: Path, broken: dict[str, AgentKitError]) -> Iterator[str]:
    """Give the names of the project's own agents; put what cannot be read into `broken`, by path."""
    shelves = own_shelves(registry, folder)
    own = {found.path for shelf in shelves for found in shelf.agents}
    for name, files_of_name in registry.all_named().items():
        if files_of_name[0].found.path in own:
            yield name
    for shelf in shelves:
        for found in shelf.agents:
            loaded = registry.load(found)
            if loaded.item is None and loaded.diagnostics:
                broken[found.path] = PersonaError(loaded.diagnostics)


def _locked(persona: Persona, registry: Registry, sources: _Sources, layout: str | os.PathLike[str] | None) -> LockedAgent:
    values = open_values(persona, registry) if persona.agentkit else {}
    path = Path(layout) if layout is not None else None
    prompts = {
        mode: render(persona, registry.skills, mode=mode, layout=path, variables=values, agents=registry) for mode in MODES
    }
    return LockedAgent(
        {mode: prompt.sha256 for mode, prompt in prompts.items()},
        _rights(prompts["full"]),
        dict(sorted({sources.read(each) for prompt in prompts.values() for each in _files_of(prompt)})),
        tuple(sorted(values)),
    )


def _files_of(prompt: Prompt) -> Iterator[str]:
    """Give the paths of the files that went into a prompt."""
    recipe = prompt.recipe
    assert recipe is not None
    own = (recipe.persona.source.path,) if recipe.flat is None else recipe.flat.files
    for path in (*own, *(skill.source.path for skill in recipe.skills if skill is not None)):
        if path is None:
            raise RenderError(f"agent `{prompt.persona}` is in no file", hint="read it from one")
        yield path
    if recipe.variables is not None:
        yield recipe.path or _shipped_layout()


def _shipped_layout() -> str:
    return str(Path(layouts.__file__).parent / SHIPPED)


def _rights(prompt: Prompt) -> dict[str, Any]:
    """Give what an agent may do, as plain data."""
    assert prompt.recipe is not None
    persona = prompt.recipe.flat.persona if prompt.recipe.flat is not None else prompt.recipe.persona
    rights: dict[str, Any] = {"tools": [grant.text for grant in persona.tools] if persona.tools is not None else None}
    if persona.disallowed_tools:
        rights["disallowedTools"] = [grant.text for grant in persona.disallowed_tools]
    for field in _GIVEN:
        value = getattr(persona, field)
        if value is not None:
            rights["permissionMode" if field == "permission_mode" else field] = value
    servers = [each if isinstance(each, str) else _digested(each) for each in persona.mcp_servers]
    if servers:
        rights["mcpServers"] = servers
    if persona.hooks:
        rights["hooks"] = _digested(persona.hooks)
    return rights


def _digested(mapping: Mapping[str, Any]) -> dict[str, str]:
    """Give a mapping with a digest in place of each value."""
    return {key: _sha256(json.dumps(value, sort_keys=True, default=str).encode()) for key, value in sorted(mapping.items())}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Sources:
    """The files of all agents, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.path.abspath(folder)
        self.is_library = Path(self.folder).resolve() == bundled().resolve()
        self.places: dict[str, str] = {}
        self._read: dict[str, tuple[str, str]] = {}

    def read(self, path: str) -> tuple[str, str]:
        """Give (name, SHA-256 of the bytes) of a file.

        Raises:
            RenderError: It cannot be read any more.
        """
        known = self._read.get(path)
        if known is None:
            data = files.read_bytes(path)
            if isinstance(data, Diagnostic):
                raise RenderError(data.message, path=path)
            known = self._read[path] = (self.name_of(path), _sha256(data))
            self.places[known[0]] = path
        return known

    def name_of(self, path: str) -> str:
        """Give the name of a file: the same on every machine."""
        if path == _shipped_layout():
            return f"agentkit:layouts/{SHIPPED}"
        shown = place_of(path)
        if shown != path and not self.is_library:
            return shown
        return Path(os.path.relpath(path, self.folder)).as_posix()
