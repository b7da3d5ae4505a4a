"""`agentkit doctor`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from agentkit.cli import options
from agentkit.display import columns, padded, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.catalog import Loaded
    from agentkit.document import Document
    from agentkit.files import Skipped
    from agentkit.registry import Registry
    from agentkit.verdicts import Shadow, Verdict

_EPILOG = """\
\b
Examples:
  agentkit doctor .claude/agents/dev.md    one file, all harnesses
  agentkit doctor .                        a project
  agentkit doctor . --harness claude-code,copilot

\b
A ? marks what rests on facts that no documentation settles. With --harness
every file counts for those harnesses, as if it lay in their folders; without
it for those that look where it lies, or else for the one it is written for.

\b
Exit status: 0 every file loads whole where it counts, 1 some do not for
certain, 2 nothing to check or a wrong call.
"""

_WIDTH = 80
_OUTCOMES = ("loads", "degraded", "dropped", "not-read")


class _File(NamedTuple):
    """A file and what becomes of it."""

    loaded: Loaded
    document: Document
    verdicts: tuple[Verdict, ...]
    counting: tuple[Verdict, ...]
    """Those by which the file is judged."""

    @property
    def path(self) -> str:
        return self.loaded.found.path


@click.command(epilog=_EPILOG)
@click.argument("path", default=".", type=click.Path(readable=False))
@click.option("--harness", "harnesses", multiple=True, metavar="KEYS", help="Only these, by key: claude-code,copilot.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(path: str, harnesses: tuple[str, ...], as_json: bool) -> None:
    """Tell which harnesses load a file, whole or degraded, and what shadows what.

    PATH is a file, or a folder with all below it; without it the working folder.
    """
    from agentkit import profiles
    from agentkit.registry import load_around

    with options.errors_shown():
        asked = profiles.named(harnesses)
        registry, own = load_around([Path(path)])
        files, unreadable, skipped = _examined(registry, own, asked)
        if not files and not unreadable:
            options.say("nothing to check: no agent or skill file found", "error")
            sys.exit(2)
        hidden = _shadows(files, registry, own)
        if as_json:
            _print_json(files, unreadable, skipped, hidden)
        elif len(files) == 1 and not unreadable and not Path(path).is_dir():
            _print_file(files[0], hidden)
        else:
            _print_folder(files, unreadable, hidden)
        sys.exit(1 if unreadable or any(_is_bad(each) for file in files for each in file.counting) else 0)


def _is_bad(verdict: Verdict) -> bool:
    return verdict.outcome in ("dropped", "degraded") and not verdict.uncertain


def _examined(registry: Registry, own: int, asked: tuple[str, ...]) -> tuple[list[_File], list[Loaded], list[Skipped]]:
    """Judge the files of the first shelves; those that cannot be opened come apart."""
    import os

    from agentkit.files import Skipped
    from agentkit.verdicts import verdicts_for, written_for

    files: list[_File] = []
    unreadable: list[Loaded] = []
    skipped: list[Skipped] = [each for shelf in registry.shelves[:own] for each in shelf.skipped]
    seen: set[str] = set()
    for shelf in registry.shelves[:own]:
        for found in (*shelf.agents, *shelf.skills):
            identity = os.path.realpath(found.path)
            if identity in seen:
                continue
            seen.add(identity)
            loaded = registry.load(found)
            if loaded.skipped is not None:
                skipped.append(Skipped(found.path, loaded.skipped))
            elif loaded.document is None:
                unreadable.append(loaded)
            else:
                verdicts = verdicts_for(loaded.document, loaded.item, found.path, asked)
                placed = verdicts if asked else tuple(each for each in verdicts if each.place is not None)
                written = written_for(found.path)
                counting = placed or tuple(each for each in verdicts if each.harness in written)
                files.append(_File(loaded, loaded.document, verdicts, counting))
    files.sort(key=lambda file: file.path)
    return files, unreadable, sorted(skipped)


def _shadows(files: list[_File], registry: Registry, own: int) -> list[Shadow]:
    """Find the files of one name; for a single file also among those of its project."""
    import os

    from agentkit.verdicts import shadows, verdicts_for

    every = [(file.path, file.loaded.item, file.verdicts) for file in files if file.loaded.item is not None]
    if len(files) == 1:
        keys = tuple(each.harness for each in files[0].verdicts)
        known = {os.path.realpath(files[0].path)}
        for shelf in registry.shelves[own:-1]:  # the last one is the library that ships, which no harness reads
            for found in shelf.skills if files[0].loaded.found.is_skill else shelf.agents:
                loaded = registry.load(found)
                identity = os.path.realpath(found.path)
                if loaded.item is None or loaded.document is None or identity in known:
                    continue
                known.add(identity)
                every.append((found.path, loaded.item, verdicts_for(loaded.document, loaded.item, found.path, keys)))
    found_shadows = shadows(every)
    if len(files) == 1:
        return [each for each in found_shadows if files[0].path in each.paths]
    return found_shadows


# --- text ---


def _print_file(file: _File, hidden: list[Shadow]) -> None:
    kind = "skill" if file.loaded.found.is_skill else "agent"
    name = f" `{file.loaded.item.name}`" if file.loaded.item is not None else ""
    _wrapped(f"{file.path}: {kind}{name}", "", "  ")
    click.echo()
    rows: list[tuple[str, ...]] = [("harness", "verdict", "as it lies")]
    for each in file.verdicts:
        lies = f"in {each.place.folder}{'?' if each.place.uncertain else ''}" if each.place is not None else "not read"
        rows.append((each.title, each.label, lies))
    _print_table(rows)
    for each in file.verdicts:
        if each.losses:
            click.echo()
            click.echo(f"{each.title}: {each.label}")
            for loss in each.losses:
                doubt = " (uncertain)" if loss.uncertain else ""
                what = "drops it: " if loss.drops else ""
                place = "" if each.outcome == "not-read" else f"{loss.span.line}:{loss.span.column} "
                _wrapped(f"{place}{what}{loss.message}{doubt}", "  ", "    ")
    _print_shadows(hidden)


def _print_folder(files: list[_File], unreadable: list[Loaded], hidden: list[Shadow]) -> None:
    every = [*(file.loaded for file in files), *unreadable]
    agents = sum(not loaded.found.is_skill for loaded in every)
    click.echo(f"{_count(agents, 'agent')} and {_count(len(every) - agents, 'skill')}")
    rows: list[tuple[str, ...]] = [("harness", "read here", *_OUTCOMES, "uncertain")]
    for at, each in enumerate(files[0].verdicts if files else ()):
        column = [file.verdicts[at] for file in files]
        counts = (sum(verdict.outcome == outcome for verdict in column) for outcome in _OUTCOMES)
        here = sum(verdict.place is not None for verdict in column)
        unsure = sum(verdict.uncertain for verdict in column)
        rows.append((each.title, str(here), *map(str, counts), str(unsure)))
    if len(rows) > 1:
        click.echo()
        _print_table(rows, numbers=True)
    for loaded in unreadable:
        click.echo()
        _wrapped(loaded.found.path, "", "  ")
        _wrapped(f"no harness reads it: {loaded.diagnostics[0].message}", "  ", "    ")
    unsettled: dict[str, int] = {}
    for file in files:
        wanting = [each for each in file.counting if _is_bad(each)]
        for each in file.counting:
            if each.outcome in ("dropped", "degraded") and each.uncertain:
                unsettled[each.title] = unsettled.get(each.title, 0) + 1
        if wanting:
            click.echo()
            _wrapped(file.path, "", "  ")
            for each in wanting:
                first = each.losses[0]
                _wrapped(f"{first.span.line}:{first.span.column} {each.summary}", "  ", "    ")
    if unsettled:
        click.echo()
        listed = ", ".join(f"{title} {number}" for title, number in unsettled.items())
        _wrapped(f"files with losses that are not certain (agentkit doctor FILE shows them): {listed}", "", "  ")
    _print_shadows(hidden)


def _print_shadows(hidden: list[Shadow]) -> None:
    for shadow in hidden:
        click.echo()
        _wrapped(f"{shadow.title}: `{shadow.name}` stands {len(shadow.paths)} times; {shadow.rule}", "", "  ")
        for at, path in enumerate(shadow.paths):
            note = "" if not shadow.decided else "counts " if not at else "hidden "
            _wrapped(f"{note}{path}", "  ", "    ")


def _print_table(rows: list[tuple[str, ...]], *, numbers: bool = False) -> None:
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.rjust(width) if numbers and at else padded(cell, width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _wrapped(text: str, first: str, others: str) -> None:
    """Print a text, made visible, in lines of up to 80 columns."""
    for line in _lines(visible(text), first, others):
        click.echo(line)


def _lines(text: str, first: str, others: str) -> Iterator[str]:
    line, empty = first, True
    for word in text.split(" "):
        if not empty and columns(line) + 1 + columns(word) > _WIDTH:
            yield line
            line, empty = others, True
        line += word if empty else f" {word}"
        empty = False
    yield line


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# --- json ---


def _print_json(files: list[_File], unreadable: list[Loaded], skipped: list[Skipped], hidden: list[Shadow]) -> None:
    import json

    from agentkit import profiles
    from agentkit.verdicts import to_data

    keys = [each.harness for each in files[0].verdicts] if files else []
    data = {
        "version": 1,
        "harnesses": [{"key": key, "title": profiles.get(key).title, "checked": profiles.get(key).checked} for key in keys],
        "files": [
            {
                "path": file.path,
                "kind": "skill" if file.loaded.found.is_skill else "agent",
                "name": file.loaded.item.name if file.loaded.item is not None else None,
                "counts_for": [each.harness for each in file.counting],
                "verdicts": [to_data(each) for each in file.verdicts],
            }
            for file in files
        ],
        "unreadable": [{"path": each.found.path, "message": each.diagnostics[0].message} for each in unreadable],
        "shadows": [
            {"harness": each.harness, "name": each.name, "paths": list(each.paths), "rule": each.rule, "decided": each.decided}
            for each in hidden
        ],
        "skipped": [{"path": each.path, "reason": each.reason} for each in skipped],
    }
    click.echo(json.dumps(data, indent=2))
