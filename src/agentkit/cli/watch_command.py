"""`agentkit watch`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.cli.watch_session import Event, Session
    from agentkit.config import Config
    from agentkit.prompt import SkillMode

_EPILOG = """\
\b
Examples:
  agentkit watch                     the project's own agents and skills
  agentkit watch reviewer planner    two agents and what they are made of
  agentkit watch .claude -o prompts  write each prompt to prompts/NAME.md
  agentkit watch --json | jq -c 'select(.event == "prompt")'

\b
A line an event, the kind in front: added, changed, removed, fine, prompt,
failed, wrote, stale, error. A finding is a line as of `lint --format
concise`. Ctrl-C ends it with exit status 130; a wrong call has 2.
"""


@click.command(epilog=_EPILOG)
@click.argument("what", nargs=-1, metavar="[NAMES|PATHS]...", shell_complete=options.complete_agents_and_files)
@click.option("-o", "--output", "target", metavar="DIR", type=options.A_PATH, help="Write each prompt to DIR/NAME.md.")
@click.option(
    "--skills",
    type=click.Choice(["full", "list", "none"]),
    default="full",
    show_default=True,
    help="Put the text of the skills into the prompts, a list of them, or nothing.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def command(what: tuple[str, ...], target: str | None, skills: SkillMode, as_json: bool) -> None:
    """Check and render again whenever a file is saved (needs the extra `watch`).

    At the start everything is checked and rendered. After each save: what was saved and what names it is checked, and the
    prompts that it is part of are rendered; of each that differs a line tells the old and the new digest and the tokens,
    estimated. A file that is broken ends nothing; when it is mended, a line says that it is fine.
    """
    import gc

    gc.freeze()
    gc.enable()
    with options.errors_shown():
        from agentkit.cli import watching

        watching.check_installed()
        from agentkit.cli.watch_session import Session

        paths = tuple(each for each in what if _is_path(each))
        names = tuple(each for each in what if not _is_path(each))
        session = Session(lambda: _settings(paths), paths, names, skills, target)
        for event in session.start():
            _say(event, as_json=as_json)

        def look() -> None:
            for event in session.look():
                _say(event, as_json=as_json)

        watching.follow(session.folders, look, lambda: _ready(session, as_json=as_json), session.target)


def _is_path(argument: str) -> bool:
    """Tell a path from a name: it has a slash, ends in .md, is a pattern, or is there."""
    from glob import has_magic

    return (
        argument.lower().endswith((".md", ".markdown"))
        or any(separator in argument for separator in (os.sep, os.altsep or os.sep))
        or has_magic(argument)
        or os.path.lexists(argument)
    )


def _settings(paths: tuple[str, ...]) -> Config:
    from agentkit.project import settings

    return settings(paths)


def _ready(session: Session, *, as_json: bool) -> None:
    agents, skills, findings = session.counts()
    if as_json:
        _put({"version": 1, "event": "ready", "agents": agents, "skills": skills, "findings": findings})
    noun = "finding" if findings == 1 else "findings"
    click.echo(f"watching agents: {agents}, skills: {skills}, {noun}: {findings}; Ctrl-C ends it", err=True)


def _say(event: Event, *, as_json: bool) -> None:
    if as_json:
        _put({"version": 1, "event": event.kind, **event.data})
    else:
        click.echo(visible(event.line))


def _put(value: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(value))
