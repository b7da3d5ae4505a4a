"""The registry: personas and skills by name, to be read, validated and rendered. What `agentkit.load` gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from agentkit.catalog import Catalog
from agentkit.diagnostic import Diagnostic
from agentkit.document import parse as parse_document
from agentkit.errors import NoSuchRoot, PersonaError
from agentkit.files import read_bytes
from agentkit.persona import Persona, persona_from
from agentkit.shelves import (
    Shelf,
    library_shelf,
    shelf_of_file,
    shelf_of_folder,
    shelf_of_project,
    shelves_around,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.catalog import Loaded
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.scope import Scope
    from agentkit.search import Found, Index


class Registry(Catalog):
    """A read-only mapping of personas by name, with the skills they can name.

    Nothing is read before it is asked for; what has been read is kept. Make one with `agentkit.load`.
    """

    _index: tuple[dict[str, list[Loaded]], Index] | None = None
    """The names of which the index was made, and the index."""

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

        return render(
            self[name] if isinstance(name, str) else name,
            self.skills,
            mode=skills,
            skills_format=skills_format,
            layout=Path(layout) if layout is not None else None,
            allow_missing=allow_missing,
            variables=variables,
            agents=self,
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

        persona = self[name] if isinstance(name, str) else name
        if not variables and not has_composition(persona):
            return persona
        return flatten(persona, self, variables or {}).persona

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

        names = self.all_named()
        if self._index is None or self._index[0] is not names:
            self._index = (names, Index(self.values()))
        return self._index[1]

    def validate(self) -> list[Diagnostic]:
        """Check every agent and skill with every rule; give the findings sorted by file and place."""
        from agentkit.linter import lint

        return list(lint(self).diagnostics)


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
    shelves: list[Shelf] = []
    for root in roots:
        text = os.fspath(root)
        if text and os.path.isdir(text):
            shelves.append(shelf_of_folder(Path(text), scope))
        elif text and os.path.lexists(text):
            shelves.append(shelf_of_file(Path(text)))
        else:
            hint = None if text else "the path is empty: is a variable unset?"
            raise NoSuchRoot("no such file or folder", path=text[:200] or "''", hint=hint)
    if not roots:
        project = shelf_of_project(Path(), scope)
        if project is not None:
            shelves.append(project)
    if library or (library is None and not roots):
        shelves.append(library_shelf())
    return Registry(without_repeats(shelves))


def load_file(path: str | os.PathLike[str], *, library: bool = True) -> tuple[Persona, Registry]:
    """Read one agent file together with what it can name: the projects it lies in, then the library that ships.

    Raises:
        PersonaError: The file cannot be read as a persona.
    """
    persona = read(path)
    shelves = [shelf_of_file(Path(path)), *shelves_around(Path(path))]
    if library:
        shelves.append(library_shelf())
    return persona, Registry(without_repeats(shelves))


def load_around(roots: list[Path], scope: Scope | None = None) -> tuple[Registry, int]:
    """Open roots together with what their files can name: the projects they lie in, then the library that ships.

    Returns:
        The registry, and how many of its first shelves are the roots.

    Raises:
        NoSuchRoot: A root does not exist.
    """
    own = list(load(*roots, scope=scope).shelves)
    around = [shelf for root in roots for shelf in shelves_around(root)]
    return Registry([*own, *without_repeats([*around, library_shelf()])]), len(own)


def without_repeats(shelves: list[Shelf]) -> list[Shelf]:
    """Leave out a shelf whose root stands earlier: agentkit run in its own checkout has its library as project."""
    kept: dict[Path, Shelf] = {}
    for shelf in shelves:
        kept.setdefault(Path(shelf.root).resolve(), shelf)
    return list(kept.values())


def read(path: str | os.PathLike[str]) -> Persona:
    """Read one agent file. What is wrong with it is in `persona.diagnostics`.

    A file without frontmatter gives a persona of the file's name whose body is the whole text.

    Raises:
        PersonaError: It cannot be opened, or there is no telling what its prompt is: not UTF-8, empty, an open or foreign
            frontmatter, larger than 1 MiB.
    """
    data = read_bytes(str(path))
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
