"""What `agentkit watch` does at its start and after each save, as events; who prints them is no matter here."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from agentkit import files, project
from agentkit.bundled import bundled
from agentkit.errors import AgentKitError, WriteRefused
from agentkit.linter import Report, lint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.prompt import SkillMode
    from agentkit.registry import Registry
    from agentkit.reloading import Changes


class Event(NamedTuple):
    """One thing that has happened."""

    kind: str
    """`added`, `changed`, `removed`, `finding`, `fine`, `prompt`, `failed`, `wrote`, `stale` or `error`."""
    line: str
    """It in one line, as it is printed, the kind in front but for findings."""
    data: dict[str, Any]
    """It as the line of `--json` has it, beside version and kind."""


class Rendered(NamedTuple):
    """A prompt as it was last rendered."""

    sha256: str
    tokens: dict[str, int]
    """Estimated, by family of models."""


class Session:
    """Files that are watched, what was last found in them, and their prompts.

    Args:
        settings: Reads the settings; asked again after each change.
        paths: Files and folders to watch; the project's own without any.
        names: Agents to watch alone; all of the paths without any.
        skills: How skills are put into prompts.
        target: The folder that prompts are written to; None to write none.

    Raises:
        AgentKitError: The settings cannot be used, a path or name does not exist.
    """

    def __init__(
        self,
        settings: Callable[[], Config],
        paths: tuple[str, ...],
        names: tuple[str, ...],
        skills: SkillMode,
        target: str | None,
    ) -> None:
        self._settings = settings
        self._paths = paths
        self._names = names
        self._mode = skills
        self.target = os.path.abspath(target) if target is not None else ""
        self._shown_target = target or ""
        self._findings: dict[str, tuple[Diagnostic, ...]] = {}
        self._prompts: dict[str, Rendered | str] = {}
        self._known: set[str] = set()
        self._report: Report
        self._error = ""
        self._config = settings()
        self._open()
        for name in names:
            self.registry[name]  # raises what is wrong

    def _open(self) -> None:
        config = self._config
        if self.target:
            self._refuse_target(project.open_files(self._paths, config)[0])
            config = _without(config, self.target)
        self.registry, self._own = project.open_files(self._paths, config)
        self._checked = config

    def _refuse_target(self, registry: Registry) -> None:
        """Refuse a folder that agents are read from: prompts would stand in place of their sources, or be taken for agents."""
        roots = [os.path.abspath(shelf.root) for shelf in registry.shelves]
        inside = [os.path.relpath(self.target, root).split(os.sep) for root in roots if _is_in(self.target, root)]
        holds = any(
            _is_in(os.path.abspath(found.path), self.target) and registry.load(found).skipped is None
            for shelf in registry.shelves
            for found in (*shelf.agents, *shelf.skills)
        )
        if holds or any(files.is_agents_folder(part) for parts in inside for part in parts):
            raise click.UsageError(f"agents are read from {self._shown_target}: name another folder for -o")

    def start(self) -> Iterator[Event]:
        """Check and render everything."""
        if self.target:
            from agentkit.cli import turn

            turn.sweep([self.target])
        self.registry.reload()  # so that all is read, and fragments are known
        yield from self._look(None)

    def look(self) -> Iterator[Event]:
        """Check and render what has changed since the last look; nothing when nothing has."""
        try:
            config = self._settings()
            if config == self._config:
                changes = self.registry.reload()
            else:
                self._config = config
                self._open()
                self.registry.reload()
                changes = None
        except AgentKitError as error:
            if str(error) != self._error:
                self._error = str(error)
                yield Event("error", f"error: {error}", {"message": error.message, "path": error.path, "hint": error.hint})
            return
        if self._error:
            self._error = ""
            yield Event("fine", "fine: everything can be read again", {"path": None})
        if changes is None or changes:
            yield from self._look(changes)

    def counts(self) -> tuple[int, int, int]:
        """Give (agents, skills, findings)."""
        return self._report.agents, self._report.skills, sum(map(len, self._findings.values()))

    def folders(self) -> frozenset[str]:
        """Give the folders that everything lies in, absolute, none below another."""
        wanted = set() if self._paths else {os.getcwd()}
        for at, shelf in enumerate(self.registry.shelves):
            root = os.path.abspath(shelf.root)
            if at < self._own:
                wanted.add(root if os.path.isdir(root) else os.path.dirname(root))
            elif root != os.path.abspath(bundled()):  # what is around: a home folder is not watched for its .claude
                wanted |= {os.path.join(root, top, kind) for top in files.PROJECT_FOLDERS for kind in ("agents", "skills")}
            links = (found.path for found in (*shelf.agents, *shelf.skills) if os.path.islink(found.path))
            wanted |= {os.path.dirname(os.path.realpath(path)) for path in links}
        wanted |= {os.path.dirname(os.path.realpath(path)) for path in self.registry.fragments()}
        real = {os.path.realpath(folder) for folder in wanted if os.path.isdir(folder)}
        return frozenset(folder for folder in real if not any(_is_in(folder, other) for other in real - {folder}))

    def _look(self, changes: Changes | None) -> Iterator[Event]:
        """Give what there is to say after a reload; None stands for a start."""
        if not self._paths:
            self._own = project.own_shelves(self.registry.shelves)
        self._report = lint(self.registry, self._own, self._checked, jobs=1)  # threads of the watch forbid to fork
        chosen = self._chosen()
        if changes is not None:
            yield from self._saved(changes)
        every = (found.path for shelf in self.registry.shelves for found in (*shelf.agents, *shelf.skills))
        self._known = {*every, *self.registry.fragments()}
        yield from self._checks(changes)
        yield from self._renders(chosen, changes)

    def _chosen(self) -> list[str]:
        """Give the agents whose prompts are rendered."""
        if self._names:
            return [name for name in self._names if name in self.registry]
        own = {found.path for shelf in self.registry.shelves[: self._own] for found in shelf.agents}
        return [name for name, entries in sorted(self.registry.all_named().items()) if entries[0].found.path in own]

    def _saved(self, changes: Changes) -> Iterator[Event]:
        for path in changes.files:
            there = os.path.lexists(path)
            kind = "changed" if there and path in self._known else "added" if there else "removed"
            if self._is_wanted(path):
                yield Event(kind, f"{kind}: {path}", {"path": path})

    def _checks(self, changes: Changes | None) -> Iterator[Event]:
        """Give the findings in files that were saved and that name those, and in files of which the findings are others now."""
        report = self._report
        found: dict[str, tuple[Diagnostic, ...]] = {}
        for diagnostic in report.diagnostics:
            path = diagnostic.path or ""
            found[path] = (*found.get(path, ()), diagnostic)
        before, self._findings = self._findings, {path: each for path, each in found.items() if self._is_wanted(path)}
        touched = set(report.files) if changes is None else set(self._affected(report, changes).files)
        for path in sorted(self._findings.keys() | before.keys()):
            now = self._findings.get(path, ())
            if now and (path in touched or now != before.get(path)):
                for each in now:
                    yield Event("finding", str(each), _finding(each))
            elif not now and path in before and os.path.lexists(path):
                yield Event("fine", f"fine: {path}", {"path": path})

    def _affected(self, report: Report, changes: Changes) -> Report:
        changed = frozenset(Path(os.path.abspath(path)) for path in changes.files)
        return project.affected_by(report, self.registry, self._own, changed)

    def _is_wanted(self, path: str) -> bool:
        """Tell whether a file counts: with names given, only those that the prompts of these agents are made of."""
        if not self._names:
            return True
        if path in self.registry.fragments():
            return True
        names = {Path(path).stem, Path(path).parent.name}
        for name in self._names:
            persona = self.registry.get(name)
            if persona is None:
                if name in names:
                    return True
                continue
            skills = [self.registry.skills.resolve(each, near=persona.source.path).found for each in persona.skills]
            if path in (persona.source.path, *(found.path for found in skills if found is not None)):
                return True
            if persona.agentkit.get("extends") in names:
                return True
        return False

    def _renders(self, chosen: list[str], changes: Changes | None) -> Iterator[Event]:
        for name in sorted(self._prompts.keys() - set(chosen)):
            del self._prompts[name]
            path = self._file_of(name)
            if path is not None and os.path.lexists(path):
                shown = os.path.join(self._shown_target, f"{name}.md")
                yield Event("stale", f"stale: {shown} (there is no agent {name} now)", {"name": name, "path": shown})
        for name in chosen:
            if changes is None or name in changes.affected:
                yield from self._render(name, is_start=changes is None)

    def _render(self, name: str, *, is_start: bool) -> Iterator[Event]:
        before = self._prompts.get(name)
        try:
            prompt = self.registry.render(name, skills=self._mode)
            wrote = self._write(name, prompt.text) if self.target else None
        except AgentKitError as error:
            self._prompts[name] = str(error)
            if before != str(error):
                yield Event("failed", f"failed: {name}: {error}", {"name": name, "message": str(error)})
            return
        from agentkit.tokens import FAMILIES, tokens

        now = Rendered(prompt.sha256, {family: round(tokens(prompt.text, family)) for family in FAMILIES})
        self._prompts[name] = now
        was = before if isinstance(before, Rendered) else None
        if now != was and not is_start:
            yield Event("prompt", _line(name, was, now), {"name": name, "old": was and was._asdict(), "new": now._asdict()})
        if wrote is not None:
            yield Event("wrote", f"wrote: {wrote}", {"name": name, "path": wrote})

    def _write(self, name: str, text: str) -> str | None:
        """Write a prompt; give the path as it is shown, None when the file holds it already."""
        from agentkit.writing import write_changed

        path = self._file_of(name)
        if path is None:
            raise WriteRefused(f"agent {name[:60]!r}: the name cannot be that of a file")
        written = write_changed(Path(path), text.encode("utf-8", "surrogateescape"))
        return os.path.join(self._shown_target, f"{name}.md") if written else None

    def _file_of(self, name: str) -> str | None:
        if not self.target or name.startswith(".") or any(char in name for char in "/\\\0:"):
            return None
        return os.path.join(self.target, f"{name}.md")


def _line(name: str, was: Rendered | None, now: Rendered) -> str:
    family = next(iter(now.tokens))
    count = now.tokens[family]
    if was is None:
        return f"prompt: {name} {now.sha256[:_SHORT]}, ~{count:,} tokens"
    return f"prompt: {name} {was.sha256[:_SHORT]} -> {now.sha256[:_SHORT]}, ~{count:,} tokens (~{count - was.tokens[family]:+,})"


_SHORT = 12


def _finding(found: Diagnostic) -> dict[str, object]:
    return {
        "path": found.path,
        "line": found.span.line,
        "column": found.span.column,
        "severity": found.severity.value,
        "code": found.code,
        "name": found.slug,
        "message": found.message,
        "hint": found.hint,
    }


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _without(config: Config, folder: str) -> Config:
    """Give the settings with a folder left out of what is looked at, where it lies in the folder of the settings."""
    base = os.path.abspath(config.folder)
    if not _is_in(folder, base) or folder == base:
        return config
    relative = os.path.relpath(folder, base).replace(os.sep, "/")
    escaped = "".join(f"\\{char}" if char in "\\*?[]!# " else char for char in relative)
    return replace(config, exclude=(*config.exclude, f"/{escaped}/"))
