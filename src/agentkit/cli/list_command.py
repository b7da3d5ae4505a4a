"""`agentkit list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import columns, padded, shortened, visible

if TYPE_CHECKING:
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit list
  agentkit list --skills
  agentkit list --json | jq -r '.agents[].name'
"""


@click.command(epilog=_EPILOG)
@click.option("--skills", is_flag=True, help="List the skills instead of the agents.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options.roots_option
def command(skills: bool, as_json: bool, roots: tuple[str, ...]) -> None:
    """List the agents, or the skills, with what each is for.

    Without --root: those of the project's own folders, then the shipped ones. Files that cannot be read are named on
    stderr.
    """
    with options.errors_shown():
        shipped = None if roots else _shipped(skills=skills)
        if shipped is not None:
            _print(shipped, skills=skills, as_json=as_json)
            return
        registry = options.open_registry(roots)
        rows = _skills(registry) if skills else _agents(registry)
        _print(rows, skills=skills, as_json=as_json)
        unreadable = [
            loaded
            for shelf in registry.shelves
            for loaded in map(registry.load, shelf.skills if skills else shelf.agents)
            if loaded.item is None and loaded.diagnostics
        ]
        for loaded in unreadable:
            options.say_finding(loaded.diagnostics[0])
        if not rows:
            options.say("nothing found; name a folder with --root", "warning")


def _shipped(*, skills: bool) -> list[dict[str, str]] | None:
    """Give the rows of the library alone, from what is written down of its files; None where there are others, or one has changed."""
    from binascii import crc32

    from agentkit.shelves import default_shelves
    from agentkit.shipped import AGENTS, SKILLS

    shelves = default_shelves()
    if len(shelves) != 1:
        return None
    known = SKILLS if skills else AGENTS
    rows: list[dict[str, str]] = []
    for found in shelves[0].skills if skills else shelves[0].agents:
        size, checksum, name, summary, description = known.get(found.location, (-1, 0, "", "", ""))
        try:
            with open(found.path, "rb") as stream:
                data = stream.read(size + 1) if size >= 0 else b""
        except OSError:
            return None
        if len(data) != size or crc32(data) != checksum:
            return None
        rows.append({"name": name, "summary": summary, "description": description, "path": found.path})
    return sorted(rows, key=lambda row: row["name"])


def _print(rows: list[dict[str, str]], *, skills: bool, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(json.dumps({"version": 1, "skills" if skills else "agents": rows}, indent=2))
    else:
        _print_table([(row["name"], row["summary"]) for row in rows])


def _agents(registry: Registry) -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "summary": registry[name].description.summary,
            "description": registry[name].description.text,
            "path": registry[name].source.path or "",
        }
        for name in registry
    ]


def _skills(registry: Registry) -> list[dict[str, str]]:
    from agentkit.description import Description

    found = [registry.skills[name] for name in registry.skills]
    return [
        {
            "name": skill.name,
            "summary": Description(skill.description).summary,
            "description": skill.description,
            "path": skill.source.path or "",
        }
        for skill in found
    ]


def _print_table(rows: list[tuple[str, str]]) -> None:
    width = options.width()
    left = max((columns(visible(name)) for name, _ in rows), default=0)
    if width is not None:
        left = min(left, width // 2)
    for name, summary in rows:
        shown = shortened(name, left) if width is not None else visible(name)
        text = shortened(summary, width - left - 2) if width is not None else visible(summary)
        click.echo(f"{padded(shown, left)}  {text}".rstrip())
