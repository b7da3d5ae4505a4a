"""Giving an agent or skill another name everywhere in a project, all or nothing.

First everything is planned and checked in memory: each file that changes is read again and has to say the same as before but for
the name. Only then is it written, and undone where a write fails.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.document import Scalar, parse, plain_value
from agentkit.errors import NotFound, RenameRefused, WriteRefused
from agentkit.fix import Edit
from agentkit.nearest import nearest
from agentkit.persona import Persona, persona_from, stem_of
from agentkit.profiles.portable_names import is_device
from agentkit.references import GUESSES, Reference, find_references
from agentkit.shelves import folder_name
from agentkit.skill import MAX_NAME, Skill, skill_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.catalog import Catalog, Loaded
    from agentkit.document import Document

Kind = Literal["agent", "skill"]
_SKILL_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_AGENT_NAME = r"[^\W_](?:[\w.-]{0,253}[^\W_])?"
_BOM = "\ufeff"
_RENAMED = "\0"
"""Stands for both names where a file is compared before and after; no text can hold it."""


class Change(NamedTuple):
    """A file whose text changes."""

    path: str
    """As the catalog names it, before any move."""
    before: bytes
    after: bytes
    edits: tuple[Edit, ...]
    status: os.stat_result | None = None
    """How the file stood when it was read."""


class Move(NamedTuple):
    """A file or folder that gets another name in its folder."""

    source: str
    target: str


class Left(NamedTuple):
    """A place where the old name stands and stays: it may be a word, or the name of something else."""

    path: str
    line: int
    column: int


class Plan(NamedTuple):
    """What a rename does. Nothing has been written."""

    kind: Kind
    old: str
    new: str
    changes: tuple[Change, ...]
    """By path."""
    moves: tuple[Move, ...]
    left: tuple[Left, ...]

    @property
    def places(self) -> int:
        """How many places change."""
        return sum(len(change.edits) for change in self.changes)


def plan(catalog: Catalog, own: int, old: str, new: str, kind: Kind | None = None) -> Plan:
    """Plan a rename.

    Args:
        catalog: The project, and what it can name.
        own: How many of the catalog's first shelves are the project; nothing outside them changes.
        old: The name as it is.
        new: The name as it is to be.
        kind: Whether `old` is an agent or a skill; by default it is what there is.

    Raises:
        NotFound: Nothing in the project is called `old`; the error names the nearest.
        RenameRefused: It cannot be done whole, and why.
    """
    files = _own_files(catalog, own)
    target, kind = _target(catalog, files, old, kind)
    _check_name(kind, old, new)
    _check_free(catalog, kind, new)
    moves = _moves(target, kind, old, new)
    changes = []
    left: list[Left] = []
    for loaded in files:
        if loaded.document is None or loaded.item is None:
            continue
        edits = _edits(catalog, loaded, target, kind, old, new, moves)
        if edits:
            changes.append(_change(loaded, edits, target, kind, old, new, catalog.status(loaded.found.path)))
        left += _left(loaded.document, old, edits)
    if not changes and not moves:
        raise RenameRefused(f"`{old[:80]}` stands nowhere as it is written", path=target.found.path)
    return Plan(kind, old, new, tuple(sorted(changes, key=lambda change: change.path)), moves, tuple(left))


def write(planned: Plan, within: Iterable[str] | None = None) -> None:
    """Do what is planned; where a part of it fails, undo the rest.

    Args:
        planned: What to do.
        within: Folders outside of which no file is written; None for anywhere.

    Raises:
        WriteRefused: A file has changed since it was planned or cannot be written. Everything is as it was, unless the error's hint
            names what could not be undone.
    """
    from agentkit.writing import move, replace

    for change in planned.changes:  # before the first write, so that a file edited meanwhile costs nothing
        try:
            held = Path(change.path).read_bytes()
        except OSError as error:
            raise WriteRefused(f"cannot be read again: {error.strerror}", path=change.path) from error
        if held != change.before:
            raise WriteRefused("has changed meanwhile, nothing is renamed", path=change.path, hint="run it again")
    within = None if within is None else tuple(within)
    written: list[Change] = []
    moved: list[Move] = []
    try:
        for change in planned.changes:
            replace(Path(change.path), change.after, change.before, seen=change.status, within=within)
            written.append(change)
        for each in planned.moves:
            move(Path(each.source), Path(each.target))
            moved.append(each)
    except BaseException as error:
        stuck = _undo(written, moved)
        if isinstance(error, WriteRefused):
            hint = f"could not be put back: {', '.join(stuck)}" if stuck else "everything is as it was"
            raise WriteRefused(error.message, path=error.path, hint=hint) from error
        raise


def _undo(written: list[Change], moved: list[Move]) -> list[str]:
    """Put back what was moved and written, the last first; give the paths where that fails."""
    from agentkit.writing import move, replace

    stuck: list[str] = []
    for each in reversed(moved):
        try:
            move(Path(each.target), Path(each.source))
        except WriteRefused:
            stuck.append(each.target)
    for change in reversed(written):
        try:
            replace(Path(change.path), change.before, change.after)
        except WriteRefused:
            stuck.append(change.path)
    return stuck


def difference(planned: Plan) -> str:
    """Give what is planned as text: one line a move, then a unified diff of each file."""
    from difflib import unified_diff

    parts = [f"move {each.source} -> {each.target}\n" for each in planned.moves]
    for change in planned.changes:
        after = _moved_path(change.path, planned.moves)
        old, new = (_lines(each) for each in (change.before, change.after))
        for line in unified_diff(old, new, f"a/{change.path}", f"b/{after}", n=2):
            parts.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(parts)


def _lines(data: bytes) -> list[str]:
    lines = [f"{line}\n" for line in data.decode("utf-8", "surrogateescape").split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _moved_path(path: str, moves: Iterable[Move]) -> str:
    for each in moves:
        if path == each.source or path.startswith(f"{each.source}{os.sep}"):
            return each.target + path[len(each.source) :]
    return path


# --- what is renamed


def _own_files(catalog: Catalog, own: int) -> list[Loaded]:
    """Give the project's files, each once however many paths lead to it."""
    seen: set[str] = set()
    files: list[Loaded] = []
    for shelf in catalog.shelves[:own]:
        for found in (*shelf.agents, *shelf.skills):
            identity = os.path.realpath(found.path)
            if identity not in seen:
                seen.add(identity)
                loaded = catalog.load(found)
                if loaded.skipped is None:
                    files.append(loaded)
    return files


def _names(loaded: Loaded) -> set[str]:
    names = {loaded.item.name} if loaded.item is not None else set()
    if loaded.found.is_skill:
        return names | {folder_name(loaded.found)}
    return names or {stem_of(loaded.found.path) or ""}


def _target(catalog: Catalog, files: list[Loaded], old: str, kind: Kind | None) -> tuple[Loaded, Kind]:
    by_kind: dict[Kind, list[Loaded]] = {"agent": [], "skill": []}
    for loaded in files:
        if old in _names(loaded):
            by_kind["skill" if loaded.found.is_skill else "agent"].append(loaded)
    wanted: list[Kind] = [kind] if kind is not None else ["agent", "skill"]
    found = [(each, each_kind) for each_kind in wanted for each in by_kind[each_kind]]
    if not found:
        _refuse_unknown(catalog, files, old, wanted)
    if len({each_kind for _, each_kind in found}) > 1:
        raise RenameRefused(f"`{old}` is an agent and a skill", hint="say --agent or --skill")
    if len(found) > 1:
        paths = ", ".join(each.found.path for each, _ in found[:3])
        raise RenameRefused(f"{len(found)} files are called `{old}`: {paths}", hint="--root with the folder of one of them")
    target, its_kind = found[0]
    if target.item is None or target.document is None:
        reason = target.diagnostics[0].message if target.diagnostics else "no reason is known"
        raise RenameRefused(f"cannot be read: {reason}", path=target.found.path)
    return target, its_kind


def _refuse_unknown(catalog: Catalog, files: list[Loaded], old: str, wanted: list[Kind]) -> None:
    kinds = {each == "skill" for each in wanted}
    ours = {loaded.found.path for loaded in files}
    others = (each for each in catalog.load_all() if each.found.is_skill in kinds and each.found.path not in ours)
    elsewhere = [each.found.path for each in others if old in _names(each)]
    if elsewhere:
        message = f"`{old}` is not in the project"
        raise RenameRefused(message, path=elsewhere[0], hint="only files of the project are renamed; copy it there first")
    known = {
        name for loaded in files for name in _names(loaded) if loaded.found.is_skill == ("skill" in wanted) or len(wanted) > 1
    }
    what = wanted[0] if len(wanted) == 1 else "agent or skill"
    raise NotFound(f"no {what} named {old!r} in the project", name=old, close=nearest(old, known))


def _check_name(kind: Kind, old: str, new: str) -> None:
    if new == old:
        raise RenameRefused(f"`{new}` is its name already")
    if is_device(new):
        raise RenameRefused(f"`{new[:80]}` is a device on Windows, and no file there", hint="choose another name")
    if kind == "skill":
        if re.fullmatch(_SKILL_NAME, new) is None or len(new) > MAX_NAME:
            hint = f"lowercase letters, digits and single hyphens, up to {MAX_NAME} characters"
            raise RenameRefused(f"`{new[:80]}` is no name for a skill", hint=hint)
    elif re.fullmatch(_AGENT_NAME, new) is None:
        raise RenameRefused(f"`{new[:80]}` is no name for an agent", hint="use lowercase letters, digits and hyphens")


def _check_free(catalog: Catalog, kind: Kind, new: str) -> None:
    for loaded in catalog.load_all():
        if loaded.found.is_skill == (kind == "skill") and loaded.skipped is None and new in _names(loaded):
            raise RenameRefused(f"`{new}` is taken", path=loaded.found.path)


def _moves(target: Loaded, kind: Kind, old: str, new: str) -> tuple[Move, ...]:
    path = target.found.path
    if kind == "skill":
        folder = os.path.dirname(path)
        if os.path.basename(os.path.abspath(folder)) != old or not folder:
            return ()
        source, goal = folder, os.path.join(os.path.dirname(folder), new)
    else:
        if stem_of(path) != old:
            return ()
        source, goal = path, os.path.join(os.path.dirname(path), new + os.path.basename(path)[len(old) :])
    if os.path.lexists(goal):
        raise RenameRefused("exists already", path=goal)
    return (Move(source, goal),)


# --- where it stands


def _edits(
    catalog: Catalog, loaded: Loaded, target: Loaded, kind: Kind, old: str, new: str, moves: tuple[Move, ...]
) -> tuple[Edit, ...]:
    document, item = loaded.document, loaded.item
    assert document is not None
    assert item is not None
    edits: set[Edit] = set()
    if loaded is target:
        edits |= _name_field(document, item, old, new)
    for each in find_references(document, item):
        if each.kind == "file":
            edit = _path_edit(each, loaded, moves)
            if edit is not None:
                edits.add(edit)
        elif each.kind == kind and _means(catalog, each, loaded, target, old):
            if not each.exact:
                message = f"`{old}` stands in a value over several lines that cannot be edited word by word"
                raise RenameRefused(message, path=loaded.found.path, line=each.span.line, hint=f"write `{each.field}` as a list")
            at = each.span.start + each.name.rfind(old)
            edits.add(Edit(at, at + len(old), new))
    return tuple(sorted(edits))


def _name_field(document: Document, item: Persona | Skill, old: str, new: str) -> set[Edit]:
    node = document.fields.get("name") if document.fields is not None else None
    if item.name != old or not isinstance(node, Scalar) or node.is_null:
        return set()
    start = document.text.find(old, node.start, node.end)
    if start < 0:
        message = f"the name `{old}` is written with escapes or over several lines"
        raise RenameRefused(message, path=document.path, line=document.span(node).line, hint="write it plainly first")
    return {Edit(start, start + len(old), new)}


def _means(catalog: Catalog, reference: Reference, loaded: Loaded, target: Loaded, old: str) -> bool:
    """Tell whether a mention is of what is renamed."""
    if reference.bare != old:
        return False
    if reference.kind == "skill" and reference.form == "field":
        return catalog.skills.resolve(reference.name, near=loaded.found.path).found == target.found
    if reference.form in GUESSES - {"word"} and "-" not in old:
        return False  # "use `x`" with one plain word is most often another thing
    prefix = reference.name[: -len(old)] if reference.name.endswith(old) else ""
    plugin = prefix.rstrip(":").rpartition("/")[2]
    return not plugin or plugin in Path(os.path.abspath(target.found.path)).parts


def _path_edit(reference: Reference, loaded: Loaded, moves: tuple[Move, ...]) -> Edit | None:
    """Give the change to a link that leads to, or into, what is moved."""
    target = reference.name.partition("#")[0].partition("?")[0]
    if not moves or "://" in target or target.startswith(("/", "~", "$", "{")):
        return None
    source = os.path.abspath(moves[0].source)
    parts = target.split("/")
    place = os.path.abspath(os.path.dirname(loaded.found.path))
    at = 0
    for part in parts:
        place = os.path.normpath(os.path.join(place, part))
        if place == source and part == os.path.basename(source):
            start = reference.span.start + at
            return Edit(start, start + len(part), os.path.basename(moves[0].target))
        at += len(part) + 1
    return None


def _left(document: Document, old: str, edits: tuple[Edit, ...]) -> Iterator[Left]:
    """Give where the name stands as a word of its own and stays; of a plain word only where it is marked as a name."""
    taken = {edit.start for edit in edits}
    before, after = (r"(?<![\w-])", r"(?![\w-])") if re.search(r"[-_\d]", old) else (r"(?<=[`*@])", r"(?=[`*])")
    for match in re.finditer(before + re.escape(old) + after, document.text):
        if match.start() not in taken:
            yield Left(document.path or "", *document.lines.position(match.start()))


# --- checking


def _change(
    loaded: Loaded, edits: tuple[Edit, ...], target: Loaded, kind: Kind, old: str, new: str, status: os.stat_result | None
) -> Change:
    document = loaded.document
    assert document is not None
    text = document.text
    parts: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at:
            raise RenameRefused("two places to change overlap", path=loaded.found.path)
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    after = "".join([*parts, text[at:]])
    data = ((_BOM if document.has_bom else "") + after).encode("utf-8", "surrogateescape")
    again = parse(data, document.path)
    wrong = _what_else_changed(loaded, again, edits, is_target=loaded is target, kind=kind, old=old, new=new)
    if wrong is not None:
        raise RenameRefused(f"{wrong} if `{old}` became `{new}`", path=loaded.found.path)
    return Change(loaded.found.path, bytes(document), data, edits, status)


def _what_else_changed(
    loaded: Loaded, again: Document, edits: tuple[Edit, ...], *, is_target: bool, kind: Kind, old: str, new: str
) -> str | None:
    """Give what would not be as it was, but for the name; None when all is well."""
    before, item = loaded.document, loaded.item
    assert before is not None
    if again.fields is None and before.fields is not None:
        return "the frontmatter could not be read"
    if before.fields is not None and again.fields is not None:
        held, holds = (
            [(entry.key.text, _untold(plain_value(entry.value), old, new)) for entry in each.entries]
            for each in (before.fields, again.fields)
        )
        if held != holds:
            return "another value would change"
    moved = sum(len(edit.text) - (edit.end - edit.start) for edit in edits if edit.start < before.body_start)
    if again.body_start != before.body_start + moved:
        return "the frontmatter would end elsewhere"
    if [each.code for each in again.diagnostics] != [each.code for each in before.diagnostics]:
        return "the file would have something new wrong"
    location = item.location if isinstance(item, Skill) else ""
    renamed = skill_from(again, folder="", location=location) if isinstance(item, Skill) else persona_from(again)
    if is_target and item is not None and item.name == old and renamed.name != new:
        return "its name would not be that"
    if not is_target and item is not None and renamed.name != item.name:
        return "another name would change"
    mentioned, mentions = (
        Counter((each.kind, str(_untold(each.name, old, new))) for each in references)
        for references in (find_references(before, item) if item is not None else (), find_references(again, renamed))
    )
    # A name without a hyphen is not seen in every shape that one with a hyphen is: of what is renamed some may be missing.
    differing = [name for _, name in (*(mentioned - mentions), *(mentions - mentioned)) if _RENAMED not in name]
    return f"another {kind} would be named" if differing or (mentions - mentioned).total() else None


def _untold(value: object, old: str, new: str) -> object:
    """Give a value with both names made one, so that what is left can be compared."""
    if isinstance(value, str):
        for name in sorted((old, new), key=len, reverse=True):  # one may be a part of the other
            value = value.replace(name, _RENAMED)
        return value
    if isinstance(value, list):
        return [_untold(each, old, new) for each in value]
    if isinstance(value, dict):
        return {key: _untold(each, old, new) for key, each in value.items()}
    return value
