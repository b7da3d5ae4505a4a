"""`agentkit lock`."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from agentkit.cli import options, turn
from agentkit.display import visible
from agentkit.errors import LockError, NoSuchRoot, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.locking import Lock, Survey
    from agentkit.locking.drift import Drift
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit lock                    record all agents of the project
  agentkit lock --check            in CI: exit 1 when a prompt moved
  agentkit lock loader             accept what changed of one agent
  agentkit lock data-engineer      pin an agent that ships
"""


class _Settings(NamedTuple):
    """Where agents are looked up and how prompts are laid out: as asked, or as the lock file says."""

    roots: tuple[str, ...]
    layout: str | None
    folder: Path
    """The folder of the lock file."""


@click.command(epilog=_EPILOG)
@click.argument("names", nargs=-1, metavar="[NAMES]", shell_complete=options.complete_agents)
@click.option(
    "--file", "path", metavar="FILE", type=options.A_PATH, default="agentkit.lock", show_default=True, help="The lock file."
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when an agent is not as the lock file says.")
@click.option("--layout", metavar="FILE", type=options.A_PATH, help="Lay the prompts out with this Jinja template.")
@click.option("--json", "as_json", is_flag=True, help="Print what moved as one JSON object.")
@options.roots_option
def command(names: tuple[str, ...], path: str, check: bool, layout: str | None, as_json: bool, roots: tuple[str, ...]) -> None:
    """Record the SHA-256 of each agent's prompt and of every file it is made of; or check them.

    Without NAMES all agents of the project that the lock file lies in, and the shipped ones that it has already. --root and
    --layout are kept in the file, and hold until others are given. What moved is printed: which prompt, by which file, and
    which rights.
    """
    from agentkit.locking import survey

    file = Path(path)
    with options.errors_shown(), nullcontext() if check else turn.turn([file]):
        old = _old(file, check=check)
        settings = _settings(file, old, roots, layout)
        registry = _registry(settings)
        also = old.agents if old is not None and not names else ()
        now = survey(registry, names or None, also=also, folder=settings.folder, layout=settings.layout)
        asked = [name for name in names if name in now.missing and (old is None or name not in old.agents)]
        if asked:
            registry[asked[0]]  # raises, with the nearest names
            raise NotFound(f"no agent named {asked[0]!r}", name=asked[0])
        if not names and not (now.lock.agents or now.broken or also):
            raise LockError("there is no agent to lock", path=path, hint="the project has none; name a shipped one, or --root")
        moved = _moved(old, now, names)
        if as_json:
            options.put(_as_json(moved, len(now.lock.agents)))
        elif check or old is not None or now.broken:
            options.put("".join(f"{line}\n" for drift in moved for line in _lines(drift)))
        if check:
            _tell_check(moved, now, names)
            sys.exit(1 if moved else 0)
        if now.broken:
            options.say(f"{_counted(len(now.broken), 'agent')} cannot be rendered; {path} is as it was", "error")
            sys.exit(1)
        _write(file, old, now.lock, settings, names, moved)


def _old(file: Path, *, check: bool) -> Lock | None:
    from agentkit.locking import read_lock

    return read_lock(file) if check or os.path.lexists(file) else None


def _settings(file: Path, old: Lock | None, roots: tuple[str, ...], layout: str | None) -> _Settings:
    """Give the settings; those of the lock file are relative to it, and become paths as they are from here."""
    folder = file.parent
    if not roots and old is not None:
        roots = tuple(os.path.normpath(folder / root) for root in old.roots)
    if layout is None and old is not None and old.layout is not None:
        layout = os.path.normpath(folder / old.layout)
    return _Settings(roots, layout, folder)


def _registry(settings: _Settings) -> Registry:
    from agentkit.registry import load, load_project

    if settings.roots:
        return load(*settings.roots)
    if not settings.folder.is_dir():
        raise NoSuchRoot("no such folder", path=str(settings.folder))
    return load_project(settings.folder)


def _moved(old: Lock | None, now: Survey, names: tuple[str, ...]) -> list[Drift]:
    """Give what moved among the agents that are asked about, broken ones included."""
    from agentkit.locking import Lock
    from agentkit.locking.drift import Drift

    was = old if old is not None else Lock({})
    if names:
        was = was._replace(agents={name: agent for name, agent in was.agents.items() if name in names})
    found = [drift for drift in was.check(now.lock) if drift.agent not in now.broken]
    found += [Drift(name, "broken", message=str(error)) for name, error in now.broken.items()]
    return sorted(found, key=lambda drift: drift.agent)


def _write(file: Path, old: Lock | None, made: Lock, settings: _Settings, names: tuple[str, ...], moved: list[Drift]) -> None:
    from agentkit.writing import write_new

    if old is not None and names:
        # The others stay as they were recorded: accepting one change accepts no other.
        kept = {name: agent for name, agent in old.agents.items() if name not in names}
        made = made._replace(agents={**kept, **made.agents})
    made = made._replace(roots=tuple(_relative(root, settings.folder) for root in settings.roots))
    data = made.dumps().encode()
    sources = {source for agent in made.agents.values() for source in agent.sources}
    counts = f"{_counted(len(made.agents), 'agent')}, {_counted(len(sources), 'source')}"
    if old is not None and not moved and old.dumps().encode() == data:
        click.echo(f"{visible(str(file))} is current: {counts}", err=True)
        return
    turn.sweep([os.path.dirname(file) or "."])
    write_new(file, data, force=True)
    click.echo(f"wrote {visible(str(file))}: {counts}", err=True)


def _relative(path: str, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


def _lines(drift: Drift) -> Iterator[str]:
    """Give the lines on one agent: what moved, and below it by what."""
    name = visible(drift.agent)
    if drift.kind == "broken":
        yield f"{name}: cannot be rendered"
        yield f"  {visible(drift.message or '')}"
        return
    if drift.kind != "changed":
        yield f"{name}: " + ("not in the lock file" if drift.kind == "new" else "in the lock file, and no agent of that name")
        return
    what = [f"prompt changed ({', '.join(drift.prompts)})"] if drift.prompts else []
    what += ["rights changed"] if drift.rights else []
    what += ["other variables"] if drift.variables else []
    yield f"{name}: " + (", ".join(what) or "prompt and rights as they were, files changed")
    for change in drift.rights:
        yield f"  {visible(change.field)}: {_right(change.field, change.was)} -> {_right(change.field, change.now)}"
    for source in drift.sources:
        yield f"  {source.kind:<9}  {visible(source.name)}"
    if drift.release is not None:
        yield f"  agentkit {visible(drift.release[0])} -> {drift.release[1]}: no file of it changed"


def _right(field: str, value: Any) -> str:
    import json

    if value is None:
        return "inherits every tool" if field == "tools" else "not given"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return visible(", ".join(value)) or "none"
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))


def _as_json(moved: list[Drift], agents: int) -> str:
    import json

    rows = [
        {
            "agent": drift.agent,
            "kind": drift.kind,
            "prompts": list(drift.prompts),
            "sources": [source._asdict() for source in drift.sources],
            "rights": [right._asdict() for right in drift.rights],
            "variables": drift.variables,
            "message": drift.message,
        }
        for drift in moved
    ]
    return json.dumps({"version": 1, "agents": agents, "moved": rows}, indent=2) + "\n"


def _tell_check(moved: list[Drift], now: Survey, names: tuple[str, ...]) -> None:
    every = len(now.lock.agents) + len(now.broken)
    if not moved:
        click.echo(f"{_counted(every, 'agent')} as the lock file says", err=True)
        return
    if any(source.kind == "line ends" for drift in moved for source in drift.sources):
        options.say("line ends are bytes too: `* text eol=lf` in .gitattributes keeps them on every machine", "info")
    again = " ".join(["agentkit lock", *names])
    click.echo(f"{_counted(len(moved), 'agent')} not as the lock file says; to accept: {visible(again)}", err=True)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
