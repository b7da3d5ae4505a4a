"""Roots: the files of a folder, a project, a single file or the shipped library, in order of precedence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from agentkit import files
from agentkit.bundled import bundled
from agentkit.errors import NoSuchRoot
from agentkit.files import Found, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agentkit.scope import Scope


class Shelf:
    """The files of one root, in order of precedence."""

    def __init__(
        self,
        root: str,
        agents: Iterable[Found],
        skills: Iterable[Found],
        skipped: Iterable[Skipped] = (),
        device: int | None = None,
        *,
        ships: bool = False,
    ) -> None:
        self.root = root
        self.device = device
        """Number of the disk that the root lies on; None where it was not asked for."""
        self.ships = ships
        """Whether it is the library that ships."""
        self.agents = tuple(agents)
        self.skills = tuple(skills)
        self.skipped = tuple(skipped)
        self._skill_folders: dict[str, list[Found]] | None = None

    def skills_in_folder(self, name: str) -> list[Found]:
        """Give the skills whose folder has this name."""
        return self.skill_folders().get(name, [])

    def skill_folders(self) -> dict[str, list[Found]]:
        """Give the skills by the name of their folder."""
        if self._skill_folders is None:
            folders: dict[str, list[Found]] = {}
            for found in self.skills:
                folders.setdefault(folder_name(found), []).append(found)
            self._skill_folders = folders
        return self._skill_folders


def shelf_of_folder(root: Path, scope: Scope | None = None) -> Shelf:
    """Give everything below a folder: `agents/`, `.claude/`, `.agents/`, `.agent/` first, then the rest by path."""
    # A place reads the same whether a project's folder is given or the project.
    prefix = root.name if root.name.startswith(".") and root.name in files.PROJECT_FOLDERS else ""
    found_files, skipped = files.walk(root, agents=root.name in ("agents", "agent", "subagents"), prefix=prefix, scope=scope)

    def precedence(found: Found) -> tuple[int, str]:
        top, _, rest = found.location.partition("/")
        if top in files.PROJECT_FOLDERS:
            top, place = rest.partition("/")[0], files.PROJECT_FOLDERS.index(top)
        else:
            place = 0
        return (place if top in ("agents", "skills") else len(files.PROJECT_FOLDERS), found.location)

    ordered = sorted(found_files, key=precedence)
    agents = [found for found in ordered if not found.is_skill]
    return Shelf(os.fspath(root), agents, [found for found in ordered if found.is_skill], skipped, _device(root))


def _device(root: Path) -> int | None:
    try:
        return os.stat(root).st_dev
    except OSError:
        return None


def shelf_of_project(root: Path, scope: Scope | None = None) -> Shelf | None:
    """Give what a project's own folders hold, those of the scope's among them; None when it has none of them."""
    trees = list(files.project_trees(root, scope))
    for folder in scope.agent_roots if scope is not None else ():
        if os.path.isdir(folder):
            path = os.path.relpath(folder, root)
            trees.append(files.walk(Path(root, path), agents=True, prefix=path.replace(os.sep, "/"), scope=scope))
    if not trees:
        return None
    every = list({found.path: found for found_files, _ in trees for found in found_files}.values())
    skipped = [skipped for _, passed_over in trees for skipped in passed_over]
    agents = [found for found in every if not found.is_skill]
    return Shelf(os.fspath(root), agents, [found for found in every if found.is_skill], skipped)


def shelf_of_file(path: Path) -> Shelf:
    """Give a single file: a skill when it is a SKILL.md, else an agent."""
    is_skill = path.name.lower() == "skill.md"
    found = Found(os.fspath(path), path.name, is_skill, True)
    return Shelf(os.fspath(path), [] if is_skill else [found], [found] if is_skill else [])


def shelves_around(path: Path) -> list[Shelf]:
    """Give the projects that a file or folder lies in, nearest first.

    Every folder above it that has `agents/` or `skills/` (or `.claude/…`), up to the repository's root; outside a
    repository the nearest one only.
    """
    shelves: list[Shelf] = []
    try:
        absolute = Path(os.path.abspath(path))
    except OSError:  # the working directory is gone
        return []
    inside = any(os.path.exists(above / ".git") for above in absolute.parents)
    for steps, above in enumerate(absolute.parents):
        if above.name in files.PROJECT_FOLDERS:
            continue  # .claude/ is a folder of its project, not a project: a place is the same by name and by path
        shelf = shelf_of_project(_relative(above, path, steps))
        if shelf is not None:
            shelves.append(shelf)
            if not inside:
                break
        if os.path.exists(above / ".git") or steps >= files.MAX_LEVELS:
            break
    return shelves


def _relative(above: Path, path: Path, steps: int) -> Path:
    """Give a folder above a path in the terms in which the path was given, so that findings name files as asked."""
    if path.is_absolute() or ".." in path.parts or steps >= len(path.parents):
        return above
    return path.parents[steps]


def library_shelf() -> Shelf:
    """Give the personas and skills that ship with agentkit."""
    root = bundled()
    agents, _ = files.walk(root / "agents", agents=True, prefix="agents")
    skills, _ = files.walk(root / "skills", prefix="skills")
    return Shelf(os.fspath(root), agents, [found for found in skills if found.is_skill], ships=True)


def without_repeats(shelves: list[Shelf]) -> list[Shelf]:
    """Leave out a shelf whose root stands earlier: agentkit run in its own checkout has its library as project."""
    kept: dict[str, Shelf] = {}
    for shelf in shelves:
        # Not Path.resolve(): up to Python 3.12 it raises on a loop of links.
        kept.setdefault(os.path.realpath(shelf.root), shelf)
    return list(kept.values())


def default_shelves(folder: Path | None = None, *, library: bool = True, scope: Scope | None = None) -> list[Shelf]:
    """Give what is looked in where no root is named: a project's own folders, where they exist, then what ships.

    Args:
        folder: The project; by default the working directory.
        library: Whether what ships comes last.
        scope: What is left out.
    """
    project = shelf_of_project(Path() if folder is None else folder, scope)
    shelves = [project] if project is not None else []
    if library:
        shelves.append(library_shelf())
    return without_repeats(shelves)


def shelves_of(roots: Sequence[str | os.PathLike[str]], library: bool | None, scope: Scope | None = None) -> list[Shelf]:
    """Give the shelves of some roots, folders and single files; see `agentkit.load`.

    Args:
        roots: As they were given. Without any: those of `default_shelves`.
        library: Whether what ships comes last; None does so where no root is given.
        scope: What is left out.

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
        return default_shelves(library=library is not False, scope=scope)
    if library:
        shelves.append(library_shelf())
    return without_repeats(shelves)


def shelves_and_around(roots: Sequence[Path], scope: Scope | None = None) -> tuple[list[Shelf], int]:
    """Give the shelves of some roots, of the projects they lie in, and what ships; and how many of the first ones are the roots.

    Raises:
        NoSuchRoot: A root does not exist.
    """
    own = shelves_of(roots, None if roots else False, scope)
    around = [shelf for root in roots for shelf in shelves_around(root)]
    return [*own, *without_repeats([*around, library_shelf()])], len(own)


def fresh(scope: Scope | None) -> Scope | None:
    """Give a scope for another scan of the same roots."""
    return scope.fresh() if scope is not None else None


def folder_name(found: Found) -> str:
    """Give the name of the folder that a SKILL.md lies in."""
    parent = found.location.rpartition("/")[0]
    return parent.rpartition("/")[2] if parent else os.path.basename(os.path.dirname(os.path.abspath(found.path)))
