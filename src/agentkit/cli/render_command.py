"""`agentkit render`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.errors import NoSuchRoot

if TYPE_CHECKING:
    from agentkit.persona import Persona
    from agentkit.prompt import Prompt, SkillMode
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit render data-engineer
  agentkit render data-engineer --skills list | pbcopy
  agentkit render ./agents/reviewer.md -o prompt.txt
  git show HEAD:agents/reviewer.md | agentkit render -
  agentkit render data-engineer --explain
  agentkit render loader --var warehouse=bigquery --as-agent -o flat.md
  agentkit render data-engineer --escape jinja > prompt.j2

\b
A layout is a Jinja template. It can use: name, description, body, gap, tools,
model, mode, skills (with --skills full), listed and listing (with --skills
list); each skill has name, description, body, gap, location, attributes,
missing.
"""


@click.command(epilog=_EPILOG)
@click.argument("agent", metavar="NAME|PATH|-", shell_complete=options.complete_agents_and_files)
@click.option(
    "--skills",
    type=click.Choice(["full", "list", "none"]),
    default="full",
    show_default=True,
    help="Put the text of the skills into the prompt, a list of them, or nothing: the body alone.",
)
@click.option(
    "--skills-format",
    type=click.Choice(["markdown", "xml"]),
    default="markdown",
    show_default=True,
    help="Form of the list: compact, or verbose as skills-ref writes it.",
)
@click.option("--layout", metavar="FILE", type=options.A_PATH, help="Lay the prompt out with this Jinja template.")
@click.option("--allow-missing", is_flag=True, help="Put a note where a skill is missing, instead of failing.")
@options.variable_options
@click.option("--explain", is_flag=True, help="Print where every part comes from, and its tokens: text, json or html.")
@click.option("--as-agent", is_flag=True, help="Print the flat agent file: base and fragments in it, variables replaced.")
@click.option(
    "--escape",
    "engine",
    type=click.Choice(["jinja", "format", "dollar", "handlebars", "sk"]),
    help="Write the prompt so that this template engine gives it back as it is.",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "messages", "html"]),
    default="text",
    show_default=True,
    help="The prompt, an object with its parts and digest, or chat messages; html with --explain.",
)
@options.output_options
@options.roots_option
def command(
    agent: str,
    skills: SkillMode,
    skills_format: str,
    layout: str | None,
    allow_missing: bool,
    variables: tuple[str, ...],
    values_file: str | None,
    explain: bool,
    as_agent: bool,
    engine: str | None,
    output: str,
    target: str | None,
    force: bool,
    roots: tuple[str, ...],
) -> None:
    """Print the exact system prompt of an agent, and nothing else, on stdout.

    The body comes out character for character; braces in it are text. A PATH (a name with a slash, or ending in .md) finds
    its skills in its own project first, then among the shipped ones; `-` reads an agent file from stdin.
    """
    options.refuse_force_alone(target, force=force)
    _refuse_what_does_not_go_together(explain=explain, as_agent=as_agent, engine=engine, output=output)
    with options.errors_shown():
        persona, registry = open_agent(agent, roots)
        for diagnostic in persona.diagnostics:
            options.say_finding(diagnostic)
        values = options.values_of(variables, values_file)
        if as_agent:
            from agentkit.agent_file import format_persona

            text = format_persona(registry.flatten(persona, variables=values))
        else:
            prompt = registry.render(
                persona,
                skills=skills,
                skills_format=skills_format,
                layout=layout,
                allow_missing=allow_missing,
                variables=values,
            )
            _say_what_is_in(prompt)
            text = _explained(prompt, output) if explain else _formatted(prompt, output, engine)
        options.deliver(text, target, force=force)


def _refuse_what_does_not_go_together(*, explain: bool, as_agent: bool, engine: str | None, output: str) -> None:
    if explain and as_agent:
        raise click.UsageError("--explain and --as-agent do not go together")
    if explain and output == "messages":
        raise click.UsageError("--explain goes with --format text, json or html")
    if output == "html" and not explain:
        raise click.UsageError("--format html goes with --explain")
    if as_agent and output != "text":
        raise click.UsageError("--as-agent prints a file, and takes no --format")
    if engine is not None and (explain or as_agent or output == "json"):
        raise click.UsageError("--escape goes with the prompt alone: --format text or messages")


def _say_what_is_in(prompt: Prompt) -> None:
    for place in prompt.substitutions:
        where = f"{place.path}:{place.span.line}:{place.span.column}"
        options.say(f"{where}: `{place.text}` is replaced by Claude Code only; it stands in the prompt as it is", "info")
    for name in prompt.missing:
        options.say(f"skill `{name}` is missing; a note stands for it", "warning")


def open_agent(agent: str, roots: tuple[str, ...]) -> tuple[Persona, Registry]:
    """Open what an argument NAME|PATH|- means, and the registry in which its names are looked up."""
    from agentkit import registry
    from agentkit.document import MAX_BYTES

    if agent == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return registry.parse(data, path="<stdin>"), _around(Path("stdin.md"), roots)
    if _is_path(agent):
        if not os.path.lexists(agent):
            raise NoSuchRoot("no such file", path=agent)
        if roots:
            return registry.read(agent), registry.load(*roots)
        return registry.load_file(agent)
    opened = options.open_registry(roots)
    return opened[agent], opened


def _around(path: Path, roots: tuple[str, ...]) -> Registry:
    from agentkit.registry import Registry, load
    from agentkit.shelves import library_shelf, shelves_around

    return load(*roots) if roots else Registry([*shelves_around(path), library_shelf()])


def _is_path(agent: str) -> bool:
    separators = [os.sep, *([os.altsep] if os.altsep else [])]
    return agent.lower().endswith((".md", ".markdown")) or any(separator in agent for separator in separators)


def _explained(prompt: Prompt, output: str) -> str:
    if output == "html":
        from agentkit.prompt.page import as_page

        return as_page(prompt)
    from agentkit.prompt.explanation import as_data, as_table

    if output == "text":
        return as_table(prompt, options.width() or 80)
    import json

    return json.dumps(as_data(prompt), indent=2) + "\n"


def _formatted(prompt: Prompt, output: str, engine: str | None) -> str:
    if engine is not None:
        from agentkit.escaping import escape

        prompt = prompt._replace(text=escape(prompt.text, engine))
    if output == "text":
        return prompt.text
    import json

    if output == "messages":
        return json.dumps(prompt.messages(), indent=2) + "\n"
    data = {
        "version": 1,
        "persona": prompt.persona,
        "mode": prompt.mode,
        "skills": list(prompt.skills),
        "missing": list(prompt.missing),
        "sha256": prompt.sha256,
        "text": prompt.text,
    }
    return json.dumps(data, indent=2) + "\n"
