"""Which files are agents and skills: walking folders, and opening files safely. The only module that reads from disk."""

import os
import stat
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from agentkit import problems
from agentkit.asked import question
from agentkit.problems import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.scope import Scope

PROJECT_FOLDERS = ("", ".claude", ".agents", ".agent")
"""Folders of a project that can hold `agents/` and `skills/`, in order of precedence."""

_DOCUMENTS = frozenset(
    """
    readme contributing changelog license licence code_of_conduct security support authors maintainers governance notice
    history roadmap todo index agents claude gemini copilot-instructions codeowners install faq architecture attribution
    attributions credits
    """.split()
)
_AGENT_FOLDERS = frozenset({"agents", "agent", "subagents", "sub-agents", "chatmodes"})
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox"})
MAX_LEVELS = 32
"""Folders below a root that are entered."""


class Found(NamedTuple):
    """A file that may be an agent or a skill."""

    path: str
    """As a path below the root as it was given."""
    location: str
    """Relative to the root, with `/`."""
    is_skill: bool
    certain: bool
    """Whether the place says so: below an `agents` folder, `x.agent.md`, `SKILL.md`. If not, the fields decide."""


class Skipped(NamedTuple):
    """A file or folder that was passed over, and why."""

    path: str
    reason: str


def is_document(name: str) -> bool:
    """Tell whether a Markdown file's name says that it is documentation: README, CONTRIBUTING, CHANGELOG and the like."""
    stem = PurePath(name).stem.casefold()
    return stem in _DOCUMENTS or stem.split(".")[0] in ("readme", "contributing", "changelog", "license")


def is_agents_folder(name: str) -> bool:
    """Tell whether every Markdown file below a folder of this name is an agent."""
    return name in _AGENT_FOLDERS


def walk(
    root: Path, *, agents: bool = False, prefix: str = "", scope: "Scope | None" = None
) -> tuple[list[Found], list[Skipped]]:
    """Find the agents and skills below a folder.

    A `SKILL.md` (below a folder `skills` in any case) is a skill, and nothing else below its folder is an agent, but for
    files of its own `agents/` that have an agent's fields. A Markdown file below a folder named `agents`,
    or named `*.agent.md`, is an agent; elsewhere one may be, and its fields decide. Links to folders are not followed.

    Args:
        root: The folder.
        agents: Whether the folder itself is an agents folder.
        prefix: Path of the folder relative to the root that locations are relative to.
        scope: What is left out below the folder, and which folders hold agents whatever they are called.

    Returns:
        (files, what was passed over), each sorted by path.
    """
    files: list[Found] = []
    skipped: list[Skipped] = []
    if scope is not None:
        agents = agents or scope.holds_agents(os.fspath(root))
        scope = scope.below(os.fspath(root))
    pending: list[tuple[str, str, bool, bool, int]] = [(os.fspath(root), prefix, agents, False, 0)]
    while pending:
        folder, location, in_agents, in_skill, level = pending.pop()
        try:
            with os.scandir(folder) as entries:
                children = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            skipped.append(Skipped(folder, f"cannot be read: {error.strerror or error}"))
            continue
        skill_file = _skill_file([child.name for child in children], f"{root.name}/{location}")
        below_skill = in_skill or skill_file is not None
        for child in children:
            at = f"{location}/{child.name}" if location else child.name
            is_folder = child.is_dir(follow_symlinks=False)
            is_markdown = child.name.lower().endswith((".md", ".markdown"))
            if scope is not None and (is_folder or is_markdown) and child.name not in SKIPPED_FOLDERS:
                reason = scope.left_out(child.path, is_folder=is_folder)
                if reason is not None:
                    skipped.append(Skipped(child.path, reason))
                    continue
            if is_folder:
                if child.name in SKIPPED_FOLDERS:
                    if child.name != ".git":
                        skipped.append(Skipped(child.path, "a folder of packages or tools, not entered"))
                    continue
                if level >= MAX_LEVELS:
                    skipped.append(Skipped(child.path, f"more than {MAX_LEVELS} folders deep"))
                    continue
                own = child.name in _AGENT_FOLDERS or (scope is not None and scope.holds_agents(child.path))
                pending.append((child.path, at, own if below_skill else own or in_agents, below_skill, level + 1))
            elif child.is_symlink() and os.path.isdir(child.path):
                skipped.append(Skipped(child.path, "a link to a folder, not followed"))
            elif not is_markdown:
                continue
            elif child.name == skill_file:
                files.append(Found(child.path, at, True, True))
            elif below_skill and not in_agents:
                continue
            else:
                # An agents folder inside a skill may hold anything: there the fields decide.
                certain = (in_agents and not below_skill) or child.name.lower().endswith((".agent.md", ".chatmode.md"))
                files.append(Found(child.path, at, False, certain))
    if scope is not None:
        skipped += [Skipped(path, reason) for path, reason in scope.unused]
    files.sort(key=lambda found: found.location)
    return files, sorted(skipped)


def _skill_file(names: list[str], location: str) -> str | None:
    """Give the name of a folder's SKILL.md; None when it has none."""
    if "SKILL.md" in names:
        return "SKILL.md"
    if "skills" not in location.split("/"):
        return None  # elsewhere a `skill.md` is a page about skills, or a command of that name
    return next((name for name in names if name.lower() == "skill.md"), None)


def project_trees(root: Path, scope: "Scope | None" = None) -> "Iterator[tuple[list[Found], list[Skipped]]]":
    """Give what a project's own folders hold: `agents/` and `skills/` at the top and in `.claude`, `.agents`, `.agent`.

    Yields:
        What a walk of each gives, in order of precedence; nothing when none of the folders exists.
    """
    for folder in PROJECT_FOLDERS:
        for kind in ("agents", "skills"):
            location = f"{folder}/{kind}" if folder else kind
            path = root / location
            if not os.path.isdir(path):
                continue
            if not is_inside(os.path.realpath(path), _boundary(root)):
                yield [], [Skipped(os.fspath(path), "a link to a folder outside the project, not followed")]
            else:
                yield walk(root / location, agents=kind == "agents", prefix=location, scope=scope)


@question
def project_of(path: str) -> str:
    """Give the folder that a file's links and fragments may lead into, links resolved.

    It is the file's repository; outside one the project whose agents or skills the file is among, else its own folder.
    """
    return known_project_of(path) or os.path.realpath(os.path.dirname(os.path.abspath(path)))


def known_project_of(path: str) -> str | None:
    """Give the repository of a file, outside one the project whose agents or skills it is among, links resolved; None outside both."""
    parents = Path(os.path.realpath(os.path.dirname(os.path.abspath(path))), "_").parents[: MAX_LEVELS + 8]
    for above in parents:
        if os.path.exists(above / ".git"):
            return str(above)
    for above in parents:
        if above.name in PROJECT_FOLDERS:
            continue
        if any(os.path.isdir(above / folder / kind) for folder in PROJECT_FOLDERS for kind in ("agents", "skills")):
            return str(above)
    return None


@question
def is_file(path: str) -> bool:
    """Tell whether a regular file is there, or a link that leads to one."""
    return os.path.isfile(path)


@question
def exists(path: str) -> bool:
    """Tell whether anything is there; a link has to lead to something."""
    return os.path.exists(path)


@question
def real_path(path: str) -> str:
    """Give the path without links, as `os.path.realpath`."""
    return os.path.realpath(path)


def is_inside(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies in it; both as `os.path.realpath` gives them."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _boundary(root: Path) -> str:
    """Give the folder that a project's own `agents/` may lead into by a link: its repository, or the project itself."""
    real = os.path.realpath(root)
    parents = (real, *map(os.fspath, Path(real).parents))
    return next((above for above in parents[:MAX_LEVELS] if os.path.exists(os.path.join(above, ".git"))), real)


@question
def read_in_project(path: str) -> "bytes | Diagnostic":
    """Read a file of a tree that may be a stranger's, as `read_bytes`.

    A link is followed only to a Markdown file of its own project: a link to a private file would put that file's text into a prompt or a
    report. `AK023` says so of any other.
    """
    return standing_in_project(path)[0]


def standing_in_project(path: str) -> "tuple[bytes | Diagnostic, os.stat_result | None]":
    """Read a file as `read_in_project` does; give also how the file that was opened stands, None where none could be."""
    if not os.path.islink(path):
        # Opened so that a link which takes the file's place meanwhile is not followed.
        return read(path, follow=False)
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
        real = os.path.realpath(path)
    except (OSError, ValueError):
        return read(path)  # it says why: dangling, a loop
    if not regular:
        return read(path)  # it says what it is
    if not is_inside(real, project_of(path)):
        message = "a link to a file outside the project, not followed"
        return problems.OUTSIDE_LINK.at(message, path, hint="put a copy there, or name the file itself"), None
    if not real.lower().endswith((".md", ".markdown")):
        message = "a link to a file that is no Markdown, not followed"
        return problems.OUTSIDE_LINK.at(message, path, hint="link to a Markdown file"), None
    return read(real, follow=False)


def read_bytes(path: str, *, follow: bool = True) -> "bytes | Diagnostic":
    """Read a regular file's bytes, at most one more than is read as a document; or say why not.

    A FIFO or device is refused without waiting for it.

    Args:
        path: The file.
        follow: Whether the path itself may be a link; not for files of a tree, see `read_in_project`.
    """
    return read(path, follow=follow)[0]


def read(path: str, *, follow: bool = True) -> "tuple[bytes | Diagnostic, os.stat_result | None]":
    """Read a file as `read_bytes` does; give also how the file that was opened stands, None where none could be."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        descriptor = os.open(path, flags if follow else flags | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return problems.UNREADABLE_FILE.at(f"cannot be opened: {reason.lower()}", path), None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        kind = "is a folder" if stat.S_ISDIR(status.st_mode) else "is no regular file"
        return problems.UNREADABLE_FILE.at(f"cannot be read: {kind}", path), None
    with os.fdopen(descriptor, "rb") as stream:
        try:
            data = stream.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                size = os.fstat(descriptor).st_size
                message = f"{size:,} bytes; agentkit reads files of up to {MAX_BYTES:,}"
                hint = "split it, or move parts into a skill's references"
                return problems.TOO_LARGE.at(message, path, hint=hint), status
        except OSError as error:
            return problems.UNREADABLE_FILE.at(f"cannot be read: {(error.strerror or str(error)).lower()}", path), None
    return data, status


def stands(path: str, status: os.stat_result | None, read_at: int) -> bool:
    """Tell whether a file is still the one that was read, without opening it.

    Compared are the times of its last write and of its last change of any kind, size, inode and device. A file that was
    written so shortly before it was read that a later write could bear the same time counts as another (git calls such an
    entry racy): within 20 ms, or within 2 s where the disk keeps whole seconds. What stays unseen is a write of the same
    size that a disk's clock dates back to before the last read.

    Args:
        path: The file.
        status: How it stood when it was read; None where it could not be opened.
        read_at: When the reading began, in nanoseconds since 1970.
    """
    if status is None:
        return False
    try:
        now = os.stat(path)
    except (OSError, ValueError):
        return False
    granule = _SECONDS if status.st_mtime_ns % 1_000_000_000 == 0 else _TICKS
    return (
        now.st_mtime_ns == status.st_mtime_ns
        and now.st_ctime_ns == status.st_ctime_ns
        and now.st_size == status.st_size
        and now.st_ino == status.st_ino
        and now.st_dev == status.st_dev
        and status.st_mtime_ns + granule < read_at
        and status.st_ctime_ns + _TICKS < read_at
    )


_TICKS = 20_000_000
"""Nanoseconds: kernels stamp files with a clock that moves on every 1 to 10 ms."""
_SECONDS = 2_000_000_000
"""Nanoseconds: FAT stamps files with even seconds."""
