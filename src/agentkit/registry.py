"""The registry: personas and skills by name, to be read, validated and rendered. What `agentkit.load` gives."""

from __future__ import annotations

import os
from _thread import allocate_lock
from pathlib import Path
from typing import TYPE_CHECKING, Self

from agentkit.bundled import bundled
from agentkit.catalog import Catalog
from agentkit.diagnostic import Diagnostic
from agentkit.document import parse as parse_document
from agentkit.errors import NoSuchRoot, PersonaError
from agentkit.files import read_in_project
from agentkit.persona import Persona, persona_from
from agentkit.shelves import (
    Shelf,
    default_shelves,
    fresh,
    library_shelf,
    shelf_of_file,
    shelves_and_around,
    shelves_around,
    shelves_of,
    without_repeats,
)

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence, ValuesView

    from agentkit import files
    from agentkit.catalog import Loaded
    from agentkit.document import Document
    from agentkit.files import Skipped
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.reloading import Changes, Whole
    from agentkit.scope import Scope
    from agentkit.search import Found, Index
    from agentkit.skills import Skills
    from agentkit.targets import Export


class Registry(Catalog):
    """A read-only mapping of personas by name, with the skills they can name.

    Nothing is read before it is asked for; what has been read is kept. Make one with `agentkit.load`.

    It can be read from several threads. It holds one state of the files at a time, which `reload` replaces in one step by a
    newer one: each call on the registry sees one state from start to end. For several calls on one state take a `snapshot`.
    """

    def __init__(self, shelves: Iterable[Shelf], again: Callable[[], Iterable[Shelf]] | None = None) -> None:
        """Hold a state.

        Args:
            shelves: The roots as they are now.
            again: Scans the same roots anew; without it, `reload` reads files again and looks for no new ones.
        """
        self._hold(Catalog(shelves), again, _working_folder() if again is not None else None)

    def _hold(self, catalog: Catalog, again: Callable[[], Iterable[Shelf]] | None, folder: str | None) -> None:
        self._catalog = catalog
        self._again = again
        self._folder = folder
        self._lock = allocate_lock()
        # What was read of a catalog, and the names of which the index was made with the index.
        self._whole: tuple[Catalog, Whole] | None = None
        self._index: tuple[dict[str, list[Loaded]], Index] | None = None

    def snapshot(self) -> Registry:
        """Give a registry that holds the state of this one, and that no reload of this one moves."""
        taken = Registry.__new__(Registry)
        taken._hold(self._catalog, self._again, self._folder)  # noqa: SLF001 - of the same class
        taken._index = self._index  # noqa: SLF001
        return taken

    def reload(self) -> Changes:
        """Read what has changed on disk since the registry was loaded or reloaded, and take it over in one step.

        The folders are scanned anew, and of the files those are opened that are new or do not stand as they were read: their
        times, size or inode are others, or they were written so shortly before they were read that a later write could bear
        the same time (20 ms, and 2 s on disks that keep whole seconds). The first reload also reads what nobody has asked for
        yet; of such a file it is told that it has changed when its time is later than the loading.

        Threads that read meanwhile see the state before or the one after. Of two reloads at once the second one waits.

        Returns:
            What has changed; false when nothing has.

        Raises:
            NoSuchRoot: A root has vanished, or paths are relative and the working directory is another now. As after any
                error, the registry stays as it was.
        """
        from agentkit.reloading import changes_between, refuse_what_has_vanished, whole_of

        with self._lock:
            old = self._catalog
            shelves = old.shelves
            if self._again is not None:
                if self._folder != _working_folder() and any(not os.path.isabs(shelf.root) for shelf in shelves):
                    hint = "load absolute paths to be free of the working directory"
                    raise NoSuchRoot("the working directory is another than when it was loaded", path=self._folder, hint=hint)
                shelves = tuple(self._again())
                refuse_what_has_vanished(old.shelves, shelves)
            new = old.successor(shelves)
            known = self._whole[1] if self._whole is not None and self._whole[0] is old else None
            whole = whole_of(new)
            changes = changes_between(old, new, known, whole)
            self._whole = (new, whole)
            self._catalog = new
        return changes

    def render(
        self,
        name: str | Persona,
        *,
        skills: SkillMode = "full",
        skills_format: str = "markdown",
        layout: str | os.PathLike[str] | None = None,
        allow_missing: bool = False,
        variables: Mapping[str, object] | None = None,
    ) -> Prompt:
        """Render the system prompt of a persona.

        Args:
            name: A persona's name, or a persona.
            skills: `full` puts each skill's text below the body; `list` a list of them; `none` gives the body alone.
            skills_format: Form of the list, `markdown` or `xml`.
            layout: Path of a Jinja template to use in place of the shipped one.
            allow_missing: Whether a note stands for a skill that is missing, in place of an error.
            variables: Values of the variables that the persona declares: text, whole numbers, numbers, booleans.

        Raises:
            NotFound: There is no persona of that name.
            PersonaError: Its file cannot be read.
            CompositionError: The agent that it extends, or a fragment, cannot be used.
            VariableError: A value is undeclared, missing or of another type.
            MissingSkill: A skill it declares does not exist or cannot be read.
            RenderError: An option has an unknown value, or the layout cannot be read or filled.
        """
        from agentkit.prompt import render

        catalog = self._catalog
        return render(
            catalog[name] if isinstance(name, str) else name,
            catalog.skills,
            mode=skills,
            skills_format=skills_format,
            layout=Path(layout) if layout is not None else None,
            allow_missing=allow_missing,
            variables=variables,
            agents=catalog,
            read=catalog.fragment,
        )

    def flatten(self, name: str | Persona, *, variables: Mapping[str, object] | None = None) -> Persona:
        """Give a persona that stands alone: base and fragments in its body, variables replaced.

        Its prompt is that of the persona with the same variables, byte for byte; a persona that stands alone already is given
        as it is. `agentkit.format_persona` writes it as a file that every harness reads.

        Raises:
            NotFound: There is no persona of that name.
            PersonaError: Its file cannot be read.
            CompositionError: The agent that it extends, or a fragment, cannot be used.
            VariableError: A value is undeclared, missing or of another type.
        """
        from agentkit.additions import has_composition
        from agentkit.prompt.composition import flatten

        catalog = self._catalog
        persona = catalog[name] if isinstance(name, str) else name
        if not variables and not has_composition(persona):
            return persona
        return flatten(persona, catalog, variables or {}, catalog.fragment).persona

    def export(
        self,
        name: str | Persona,
        harness: str,
        *,
        variables: Mapping[str, object] | None = None,
        called: str | None = None,
        allow_missing: bool = False,
    ) -> Export:
        """Write a persona as the agent file that a harness loads.

        Where the harness puts skills into the prompt itself (Claude Code), the field `skills` stays; for all others the body is
        the prompt that `render` gives, byte for byte. Nothing is written to disk.

        Args:
            name: A persona's name, or a persona.
            harness: Key of the harness, such as `gemini-cli`; one of `agentkit.targets.names()`.
            variables: Values of the variables that the persona declares.
            called: Another name for it there.
            allow_missing: Whether a note stands for a skill that is missing, in place of an error.

        Returns:
            The file's text, its place in a project, and every part of the persona that the harness cannot carry.

        Raises:
            NotFound: There is no persona of that name, or no harness of that key that reads agents.
            ExportRefused: The harness would not load the file, or would give the agent more than its file does.
            WriteRefused: A value cannot be written so that it is read back the same.
            PersonaError, CompositionError, VariableError, MissingSkill: As `render`.
        """
        from agentkit.targets import export

        catalog = self._catalog
        persona = catalog[name] if isinstance(name, str) else name
        return export(persona, harness, catalog, variables=variables, called=called, allow_missing=allow_missing)

    def find(self, task: str, k: int = 3) -> Found:
        """Rank the agents for a task by the words that their files share with it.

        It is a text search, and predicts nothing of what a model would choose. The first call reads every agent; see
        `agentkit.search` for how the score is made and docs/find.md for what it reaches.

        Args:
            task: What is to be done, in a sentence or a few.
            k: How many matches to give at most, at least 1.

        Raises:
            SearchUnavailable: This Python's SQLite has no full-text search.
        """
        return self.index.find(task, k)

    @property
    def index(self) -> Index:
        """The words of every agent, for `find`; made when first asked for, and again when the agents have changed."""
        from agentkit.search import Index

        catalog, kept = self._catalog, self._index
        names = catalog.all_named()
        if kept is None or kept[0] is not names:
            kept = self._index = (names, Index(catalog.values()))
        return kept[1]

    def validate(self) -> list[Diagnostic]:
        """Check every agent and skill with every rule; give the findings sorted by file and place."""
        from agentkit.linter import lint

        return list(lint(self._catalog).diagnostics)

    # The mapping, and what the linter asks: each call goes to the state that is held when it begins.

    def __getitem__(self, name: str) -> Persona:
        return self._catalog[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalog)

    def __len__(self) -> int:
        return len(self._catalog)

    def __contains__(self, name: object) -> bool:
        return name in self._catalog

    def keys(self) -> KeysView[str]:
        """Give the names of one state."""
        return self._catalog.keys()

    def values(self) -> ValuesView[Persona]:
        """Give the personas of one state."""
        return self._catalog.values()

    def items(self) -> ItemsView[str, Persona]:
        """Give names and personas of one state."""
        return self._catalog.items()

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """The roots in order of precedence."""
        return self._catalog.shelves

    @property
    def skills(self) -> Skills:
        """The skills by name, read-only; what the names in `skills:` lists lead to. They stay those of one state."""
        return self._catalog.skills

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with any file as far as reading it shows, sorted by place. Reads every file once."""
        return self._catalog.diagnostics

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files and folders that are passed over, and why, sorted by path. Reads every file once."""
        return self._catalog.skipped

    def stems(self) -> set[str]:  # noqa: D102 - the methods below are documented where they do it
        return self._catalog.stems()

    def agent_names(self) -> frozenset[str]:  # noqa: D102
        return self._catalog.agent_names()

    def folded_agents(self) -> Mapping[str, str]:  # noqa: D102
        return self._catalog.folded_agents()

    def folded_skills(self) -> Mapping[str, str]:  # noqa: D102
        return self._catalog.folded_skills()

    def skill_names(self) -> frozenset[str]:  # noqa: D102
        return self._catalog.skill_names()

    def servers_around(self, path: str) -> frozenset[str] | None:  # noqa: D102
        return self._catalog.servers_around(path)

    def which(self, name: str) -> tuple[Loaded, ...]:  # noqa: D102
        return self._catalog.which(name)

    def all_named(self) -> dict[str, list[Loaded]]:  # noqa: D102
        return self._catalog.all_named()

    def load_all(self) -> Iterator[Loaded]:  # noqa: D102
        return self._catalog.load_all()

    def load(self, found: files.Found) -> Loaded:  # noqa: D102
        return self._catalog.load(found)

    def peek(self, found: files.Found) -> Loaded:  # noqa: D102
        return self._catalog.peek(found)

    def bytes_of(self, found: files.Found) -> bytes | Diagnostic:  # noqa: D102
        return self._catalog.bytes_of(found)

    def put(self, found: files.Found, data: bytes) -> Loaded:  # noqa: D102
        return self._catalog.put(found, data)

    def put_all(self, texts: Mapping[str, bytes]) -> None:  # noqa: D102
        self._catalog.put_all(texts)

    def with_text(self, found: files.Found, data: bytes) -> Catalog:  # noqa: D102
        return self._catalog.with_text(found, data)

    def open(self) -> Self:  # noqa: D102
        return self

    def document(self, path: str) -> Document | None:  # noqa: D102
        return self._catalog.document(path)

    def status(self, path: str) -> os.stat_result | None:  # noqa: D102
        return self._catalog.status(path)

    def fragment(self, path: str) -> bytes | Diagnostic:  # noqa: D102
        return self._catalog.fragment(path)

    def fragments(self) -> dict[str, bytes | Diagnostic]:  # noqa: D102
        return self._catalog.fragments()

    def successor(self, shelves: Sequence[Shelf]) -> Catalog:  # noqa: D102
        return self._catalog.successor(shelves)

    def before(self, new: Catalog) -> Catalog:  # noqa: D102
        return self._catalog.before(new)

    def stated(self, shelf: Shelf, found: files.Found) -> tuple[str, bytes] | None:  # noqa: D102
        return self._catalog.stated(shelf, found)

    def stated_bytes(self, path: str) -> bytes | None:  # noqa: D102
        return self._catalog.stated_bytes(path)

    def has_loaded(self, found: files.Found) -> bool:  # noqa: D102
        return self._catalog.has_loaded(found)

    def may_hold(self, found: files.Found, name: str) -> bool:  # noqa: D102
        return self._catalog.may_hold(found, name)


def _working_folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # it is gone
        return None


def load(*roots: str | os.PathLike[str], library: bool | None = None, scope: Scope | None = None) -> Registry:
    """Open personas and skills.

    Args:
        *roots: Folders, searched with all below them, and single files; an earlier one wins. Without any: the project's own
            folders below the working directory, where they exist (`agents/` and `skills/`, at the top and in `.claude/`,
            `.agents/`, `.agent/`), then the library that ships.
        library: Whether the library that ships comes last. By default it does when no root is given.
        scope: What is left out, and which folders hold agents whatever they are called. By default nothing is left out.

    Raises:
        NoSuchRoot: A root does not exist.
    """
    return Registry(shelves_of(roots, library, scope), lambda: shelves_of(roots, library, fresh(scope)))


def load_project(folder: Path, *, library: bool = True, scope: Scope | None = None) -> Registry:
    """Open what `load` opens without roots, for a project that is not the working directory."""
    return Registry(
        default_shelves(folder, library=library, scope=scope),
        lambda: default_shelves(folder, library=library, scope=fresh(scope)),
    )


def own_shelves(registry: Registry, folder: Path) -> tuple[Shelf, ...]:
    """Give the shelves of a registry that are a project's own: all but the library that ships, but where that is the project.

    Args:
        registry: The registry.
        folder: The project.
    """
    library = bundled().resolve()
    if folder.resolve() == library:
        return registry.shelves
    return tuple(shelf for shelf in registry.shelves if Path(shelf.root).resolve() != library)


def load_file(path: str | os.PathLike[str], *, library: bool = True) -> tuple[Persona, Registry]:
    """Read one agent file together with what it can name: the projects it lies in, then the library that ships.

    Raises:
        PersonaError: The file cannot be read as a persona.
    """

    def shelves() -> list[Shelf]:
        own = [shelf_of_file(Path(path)), *shelves_around(Path(path))]
        return without_repeats([*own, library_shelf()] if library else own)

    return read(path), Registry(shelves(), shelves)


def load_around(roots: list[Path], scope: Scope | None = None) -> tuple[Registry, int]:
    """Open roots together with what their files can name: the projects they lie in, then the library that ships.

    Returns:
        The registry, and how many of its first shelves are the roots.

    Raises:
        NoSuchRoot: A root does not exist.
    """
    found, count = shelves_and_around(roots, scope)
    return Registry(found, lambda: shelves_and_around(roots, fresh(scope))[0]), count


def read(path: str | os.PathLike[str]) -> Persona:
    """Read one agent file. What is wrong with it is in `persona.diagnostics`.

    A file without frontmatter gives a persona of the file's name whose body is the whole text.

    Raises:
        PersonaError: It cannot be opened, or there is no telling what its prompt is: not UTF-8, empty, an open or foreign
            frontmatter, larger than 1 MiB.
    """
    data = read_in_project(str(path))
    if isinstance(data, Diagnostic):
        raise PersonaError((data,))
    return parse(data, path=str(path))


def parse(data: bytes | str, *, path: str | None = None) -> Persona:
    """Read a persona from a file's bytes or text.

    Args:
        data: What the file holds.
        path: What to call the file in findings; gives the name where the text has none.

    Raises:
        PersonaError: There is no telling what its prompt is; see `read`.
    """
    return persona_from(parse_document(data, path))
