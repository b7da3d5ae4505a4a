"""Agents of strangers looked at before they are installed: everything below a path read, nothing that it says obeyed.

Suppressions, baselines, settings and .gitignore files of the tree have no effect, and nothing outside it is read. Nothing is run, no
link is followed, nothing goes over a network. A report never says that a tree is safe: it says what was read and what was found.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from agentkit import tree
from agentkit.auditing import cards, texts
from agentkit.auditing.cards import NOTHING, Told
from agentkit.auditing.report import Audit, Capability, Card, Command, File, Finding, Hidden
from agentkit.catalog import Catalog
from agentkit.config import Config
from agentkit.diagnostic import Severity
from agentkit.files import Found
from agentkit.pattern import pattern
from agentkit.roles import SCAN, is_agent_file, is_markdown, is_skill_file, role_of
from agentkit.shelves import Shelf
from agentkit.span import Lines
from agentkit.threats import Tier, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agentkit.catalog import Loaded
    from agentkit.diagnostic import Diagnostic
    from agentkit.tree import Entry

__all__ = ["Audit", "Capability", "Card", "Command", "File", "Finding", "Hidden", "Told", "audit"]

_LINTED = ("AK0", "AK235", "AK303", "AK529", "AK530", "AK531", "AK546")
"""What lint is asked for beside the scan: whether a file can be read, and what its fields switch on."""
_CONFIG = Config(select=_LINTED)
_INVISIBLE = "AK303"
"""The page of what the scan calls `invisible-text`."""
_DIFFERENTIAL = frozenset({"AK009", "AK012", "AK013", "AK014", "AK016", "AK017"})
"""Reading errors of which parsers make different things, so that a reviewer and a harness may see two files."""
_DOCUMENTED_VERDICTS = frozenset({"AK235"})
_OF_GIT = pattern(r"(?:^|/)\.git/(?:objects/(?:[0-9a-f]{2}/[0-9a-f]{38,62}|pack/pack-[0-9a-f]{40,64}\.\w{2,6})|index)$")
"""Git's database, packed: every clone has it, and nothing starts it or reads it as text."""
_WITHOUT_FIELDS = "outside an agents folder"


class _Piece(NamedTuple):
    """A text that was read."""

    entry: Entry
    role: str
    loaded: Loaded | None
    """With its fields and without its text; None for what has none."""
    named: tuple[str, ...]
    """Skills that it lists or names."""
    told: Told


def audit(path: str | os.PathLike[str], *, progress: Callable[[int, int], None] | None = None) -> Audit:
    """Look at everything below a path as at the work of a stranger.

    Args:
        path: A folder or a file.
        progress: Called now and then with (files read, files in all).

    Raises:
        NoSuchRoot: It does not exist.
    """
    root = os.fspath(path)
    entries, folders = tree.entries(root)
    return _Auditor(root, entries, is_file=folders == 0 and len(entries) == 1 and not os.path.isdir(root)).audit(
        folders, progress
    )


class _Auditor:
    """One audit while it is under way; texts are let go as soon as they have been looked at, but for those of agents and skills."""

    def __init__(self, root: str, entries: list[Entry], *, is_file: bool) -> None:
        self._root = root
        self._above = os.path.basename(os.path.dirname(os.path.abspath(root)) if is_file else os.path.abspath(root))
        self._entries = entries
        self._is_file = is_file
        self._pieces: list[_Piece] = []
        self._files: list[File] = []
        self._findings: list[Finding] = []
        self._of_lint: list[Diagnostic] = []
        self._lines: dict[tuple[str, int], str] = {}
        self._codes = _codes()
        self._skill_folders = {each.relative.rpartition("/")[0] for each in entries if is_skill_file(each.relative)}
        self._linked = {each.target for each in entries if each.target}
        self._plugins = {
            each.relative.removesuffix(".claude-plugin/plugin.json").rstrip("/")
            for each in entries
            if each.relative.endswith(".claude-plugin/plugin.json")
        }

    def audit(self, folders: int, progress: Callable[[int, int], None] | None) -> Audit:
        for at, entry in enumerate(self._entries, 1):
            self._look_at(entry)
            if progress is not None:
                progress(at, len(self._entries))
        known = {(each.path, each.span.line, each.code) for each in self._findings}
        self._findings += [_finding(each) for each in self._of_lint if (each.path, each.span.line, each.code) not in known]
        return Audit(
            path=self._root,
            cards=tuple(sorted(self._cards(), key=lambda card: (card.path, card.kind))),
            findings=tuple(sorted(set(self._findings), key=lambda each: each.sort_key)),
            files=tuple(self._files),
            folders=folders,
            lines=self._lines,
        )

    def _look_at(self, entry: Entry) -> None:
        of_git = _OF_GIT.search(entry.relative) is not None
        if entry.reason is not None:
            self._files.append(File(entry.path, entry.size, None, entry.reason, entry.expected or (of_git and entry.size > 0)))
            return
        read = tree.read(entry)
        if read.text is None:
            size = len(read.data) or entry.size
            self._files.append(
                File(entry.path, size, None, read.reason, read.expected or of_git, _digest(read.data) if read.data else None)
            )
            return
        role, loaded = self._role(entry, read.data, read.text)
        if role == "reference" and self._is_linked(entry.relative):
            role = "instructions"  # by its other name it may be an agent
        self._files.append(File(entry.path, len(read.data), role, sha256=_digest(read.data), note=read.note))
        told = NOTHING
        if read.text:
            told = self._told(entry, read.text, role)
        named = cards.named_skills(loaded) if loaded is not None else ()
        self._pieces.append(_Piece(entry, role, _without_text(loaded), named, told))

    def _is_linked(self, relative: str) -> bool:
        """Tell whether a link of the tree leads to a file, or to a folder above it."""
        return bool(self._linked) and (
            relative in self._linked or any(each in self._linked for each in tree.folders_of(relative))
        )

    def _role(self, entry: Entry, data: bytes, text: str) -> tuple[str, Loaded | None]:
        """Give what a file is for, with its fields where it has some that count."""
        path, relative = entry.path, entry.relative
        if not is_markdown(relative):
            return role_of(entry, text), None
        if is_skill_file(relative):
            return "skill", self._keep(Found(path, relative, True, True), data)
        below_skill = any(folder in self._skill_folders for folder in tree.folders_of(relative))
        role = role_of(entry, text)
        certain = self._is_file or is_agent_file(relative, self._above, below_skill=below_skill)
        if role == "instructions" and not certain:
            return role, None
        if role == "command" and not certain:
            return role, Catalog(()).put(Found(path, relative, True, True), data)
        loaded = Catalog(()).put(Found(path, relative, False, certain), data)
        if loaded.skipped is None:
            return "agent", self._keep(Found(path, relative, False, certain), data)
        # Fields of an agent in an odd place, or a block that nobody can read: taken for one, because a harness may.
        opened = loaded.document is not None and not below_skill and text.lstrip("\ufeff").startswith("---")
        if opened and loaded.skipped.startswith(_WITHOUT_FIELDS) and _may_be_agent(loaded):
            return "agent", self._keep(Found(path, relative, False, True), data)
        return ("instructions" if role == "instructions" else "reference"), None

    def _keep(self, found: Found, data: bytes) -> Loaded:
        """Read a file with its fields, and ask lint what they switch on and whether a harness can read them.

        Alone, so that nothing of it stays in memory; the rules that are asked look at one file. Comments that suppress are not heeded.
        """
        from agentkit.linter import lint

        catalog = Catalog([Shelf(found.path, () if found.is_skill else (found,), (found,) if found.is_skill else ())])
        loaded = catalog.put(found, data)
        report = lint(catalog, config=_CONFIG, jobs=1, suppressions=False)
        self._of_lint += report.diagnostics
        for place, line in report.lines.items():
            self._lines.setdefault(place, line)
        return loaded

    def _told(self, entry: Entry, text: str, role: str) -> Told:
        """Scan a text, and give what it says by itself."""
        from agentkit.linter.rules.credential import Credential, keys_in

        lines = Lines(text)
        path = entry.path
        found = [
            Finding(
                self._codes.get(each.kind, _INVISIBLE), each.kind, each.tier, each.severity, each.message, path,
                lines.span(each.start, each.end), each.decoded, each.ids,
            )
            for each in scan(text, role=SCAN[role])
        ]  # fmt: skip
        keys = list(keys_in(text))
        masked = text
        for start, end, message in keys:
            span = lines.span(start, end)
            found.append(
                Finding(Credential.code, "credential", Tier.FACT, Severity.WARNING, message, path, span, ids=("CWE-798",))
            )
            masked = (
                masked[: start + 4] + "".join("\n" if char == "\n" else "*" for char in masked[start + 4 : end]) + masked[end:]
            )
        self._findings += found
        for each in found:
            start = lines.start_of(each.span.line)
            end = masked.find("\n", start)
            self._lines[path, each.span.line] = masked[start : end if end >= 0 else len(masked)].removesuffix("\r")
        markdown = is_markdown(entry.relative) or entry.relative.lower().endswith(".mdc")
        decoded = " \n".join(each.decoded for each in found if each.decoded)
        return Told(
            tuple(texts.commands(masked, path, fences=markdown)) if role != "script" else (),
            frozenset(texts.hosts(masked) | texts.hosts(decoded)),
            tuple(texts.hidden(masked, path, markdown=markdown)),
        )

    def _cards(self) -> Iterable[Card]:
        skills = {_key(piece): piece for piece in self._pieces if piece.role == "skill"}
        owned: dict[str, list[_Piece]] = {folder: [] for folder in self._skill_folders}
        for piece in self._pieces:
            for folder in tree.folders_of(piece.entry.relative):
                if folder in owned and piece.role != "agent":
                    owned[folder].append(piece)
                    break
        by_name = _by_name(skills.values())
        made: dict[str, Card] = {}
        for piece in skills.values():
            own = owned[piece.entry.relative.rpartition("/")[0]]
            pulled, missing = _pulled(piece, by_name)
            assert piece.loaded is not None
            told = cards.together([piece.told, *(each.told for each in own if each is not piece)])
            files = tuple(each.entry.path for each in own)
            made[piece.entry.path] = cards.skill_card(piece.loaded, told, tuple(pulled), missing, kind="skill", files=files)
        yield from made.values()
        for piece in self._pieces:
            if piece.role == "agent":
                assert piece.loaded is not None
                pulled, missing = _pulled(piece, by_name)
                brought = {name: made[each.entry.path] for name, each in pulled.items()}
                in_plugin = any(folder in self._plugins for folder in tree.folders_of(piece.entry.relative))
                files = (piece.entry.path,)
                yield cards.agent_card(piece.loaded, piece.told, brought, missing, files=files, in_plugin=in_plugin)
            elif piece.role == "command" and piece.loaded is not None and piece.loaded.item is not None:
                pulled, missing = _pulled(piece, by_name)
                yield cards.skill_card(
                    piece.loaded, piece.told, tuple(pulled), missing, kind="command", files=(piece.entry.path,)
                )
            elif piece.role in ("command", "instructions"):
                yield cards.text_card(piece.role, piece.entry.path, piece.told)
            elif piece.role == "configuration":
                yield from self._settings_card(piece)

    def _settings_card(self, piece: _Piece) -> Iterable[Card]:
        from agentkit.auditing.settings import settings_in

        text = tree.read(piece.entry).text
        settings = settings_in(text or "", os.path.basename(piece.entry.path).lower())
        if settings is not None:
            yield cards.settings_card(piece.entry.path, settings, piece.told)


def _codes() -> dict[str, str]:
    """Give kind of threat to the code of the rule whose page explains it."""
    from agentkit.linter import all_rules

    return {rule.slug: rule.code for rule in all_rules()}


def _without_text(loaded: Loaded | None) -> Loaded | None:
    """Let go of what a card does not need: of thousands of files the texts are most."""
    if loaded is None or loaded.item is None:
        return loaded and loaded._replace(document=None)
    from dataclasses import replace

    return loaded._replace(document=None, item=replace(loaded.item, body=""))


def _may_be_agent(loaded: Loaded) -> bool:
    from agentkit.persona import FIELDS

    fields = loaded.document.fields if loaded.document is not None else None
    return fields is None or any(entry.key.text in FIELDS for entry in fields.entries)


def _finding(found: Diagnostic) -> Finding:
    is_verdict = found.severity is Severity.ERROR and (
        found.code.startswith("AK5") or found.code in (_DIFFERENTIAL | _DOCUMENTED_VERDICTS)
    )
    tier = Tier.VERDICT if is_verdict else Tier.FACT
    return Finding(found.code, found.slug, tier, found.severity, found.message, found.path or "", found.span)


def _key(piece: _Piece) -> str:
    return piece.entry.path


def _by_name(skills: Iterable[_Piece]) -> dict[str, _Piece]:
    """Give the skills by folder and by name; the first by path counts, a folder's name before a field."""
    by_name: dict[str, _Piece] = {}
    every = list(skills)
    for piece in every:
        by_name.setdefault(os.path.basename(os.path.dirname(os.path.abspath(piece.entry.path))), piece)
    for piece in every:
        if piece.loaded is not None and piece.loaded.item is not None:
            by_name.setdefault(piece.loaded.item.name, piece)
    return by_name


def _pulled(piece: _Piece, by_name: dict[str, _Piece]) -> tuple[dict[str, _Piece], tuple[str, ...]]:
    """Give the skills that a file pulls in, those that these pull in among them, and the names that lead nowhere."""
    found: dict[str, _Piece] = {}
    missing: dict[str, None] = {}
    pending = [piece]
    while pending:
        current = pending.pop()
        for name in current.named:
            skill = by_name.get(name)
            if skill is None:
                missing[name] = None
            elif name not in found and skill is not piece:
                found[name] = skill
                pending.append(skill)
    return found, tuple(missing)


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()
