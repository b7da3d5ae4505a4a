"""`agentkit schema`."""

from __future__ import annotations

from pathlib import Path

import click

from agentkit.cli import options

SCHEMAS = ("agent", "skill", "config", "report")

_EPILOG = """\
\b
Examples:
  agentkit schema agent > agent.schema.json     for an editor
  agentkit schema config | check-jsonschema --schemafile - agentkit.toml
"""


@click.command(epilog=_EPILOG)
@click.argument("what", type=click.Choice(SCHEMAS))
def command(what: str) -> None:
    """Print a JSON Schema (draft 2020-12).

    Of the frontmatter of an agent or a skill, of agentkit.toml (in pyproject.toml the table tool.agentkit), or of what
    `agentkit lint --format json` prints.
    """
    options.put((Path(__file__).parents[1] / "schemas" / f"{what}.json").read_text(encoding="utf-8"))
