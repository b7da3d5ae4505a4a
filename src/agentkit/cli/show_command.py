"""`agentkit show`."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from agentkit.additions import read_additions
from agentkit.cli import options
from agentkit.display import shortened, visible

if TYPE_CHECKING:
    from agentkit.persona import Persona
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit show data-engineer
  agentkit show data-engineer --json | jq .tools
"""


@click.command(epilog=_EPILOG)
@click.argument("agent", metavar="NAME|PATH|-", shell_complete=options.complete_agents_and_files)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@options.roots_option
def command(agent: str, as_json: bool, roots: tuple[str, ...]) -> None:
    """Show what an agent file says: description, tools, model, skills, hand-offs, sections."""
    from agentkit.cli.render_command import open_agent

    with options.errors_shown():
        persona, registry = open_agent(agent, roots)
        data = _data(persona, registry)
        if as_json:
            import json

            click.echo(json.dumps(data, indent=2))
        else:
            _print(data)
        for diagnostic in persona.diagnostics:
            options.say_finding(diagnostic)


def _data(persona: Persona, registry: Registry) -> dict[str, object]:
    description = persona.description
    skills = []
    for name in persona.skills:
        resolution = registry.skills.resolve(name, near=persona.source.path)
        place = resolution.found.path if resolution.found is not None else None
        skills.append({"name": name, "path": place, "readable": resolution.skill is not None})
    additions = read_additions(persona)[0]
    return {
        "version": 1,
        "name": persona.name,
        "path": persona.source.path,
        "description": description.text,
        "summary": description.summary,
        "proactive": description.proactive,
        "triggers": list(description.triggers),
        "tools": [str(grant) for grant in persona.tools] if persona.tools is not None else None,
        "disallowed_tools": [str(grant) for grant in persona.disallowed_tools or ()],
        "model": str(persona.model) if persona.model is not None else None,
        "skills": skills,
        "extends": additions.extends,
        "includes": list(additions.includes),
        "variables": [
            {
                "name": variable.name,
                "type": variable.type,
                "default": variable.default,
                "choices": list(variable.choices),
                "required": variable.required,
                "description": variable.description,
                "line": variable.span.line,
            }
            for variable in additions.variables.values()
        ],
        "handoffs": [
            {
                "agent": handoff.agent,
                "kind": handoff.kind,
                "text": handoff.text,
                "in_return": handoff.in_return,
                "line": handoff.line,
            }
            for handoff in persona.handoffs
        ],
        "sections": [
            {"title": section.title, "level": section.level, "line": section.line}
            for top in persona.sections
            for section in top.walk()
        ],
        "extra": persona.extra,
        "body_characters": len(persona.body),
    }


def _print(data: dict[str, object]) -> None:
    width = min(options.width() or 100, 100)
    indent = 14 if width >= 40 else 2

    def row(label: str, value: str) -> None:
        lines = textwrap.wrap(visible(value), max(width - indent, 10), break_on_hyphens=False) or [""]
        if indent < len(label):
            click.echo(label)
            label = ""
        for at, line in enumerate(lines):
            click.echo(f"{label if not at else '':<{indent}}{line}".rstrip())

    row("name", str(data["name"]))
    row("file", str(data["path"]))
    row("description", str(data["description"]) or "(none)")
    triggers = data["triggers"]
    assert isinstance(triggers, list)
    if triggers:
        row("triggers", ", ".join(triggers))
    row("proactive", "yes" if data["proactive"] else "no")
    tools = data["tools"]
    row("tools", "all (none are listed)" if tools is None else ", ".join(_texts(tools)) or "none")
    if data["disallowed_tools"]:
        row("not allowed", ", ".join(_texts(data["disallowed_tools"])))
    row("model", str(data["model"] or "(not given)"))
    for at, skill in enumerate(_rows(data["skills"])):
        state = "" if skill["readable"] else (" (cannot be read)" if skill["path"] else " (missing)")
        row("skills" if not at else "", f"{skill['name']}{state}")
    if data["extends"]:
        row("extends", str(data["extends"]))
    if data["includes"]:
        row("includes", ", ".join(_texts(data["includes"])))
    for at, variable in enumerate(_rows(data["variables"])):
        kind = "one of " + ", ".join(_texts(variable["choices"])) if variable["choices"] else str(variable["type"])
        given = "required" if variable["required"] else f"by default {variable['default'] or 'empty'}"
        text = f"{variable['name']} ({kind}, {given})"
        row("variables" if not at else "", text + (f": {variable['description']}" if variable["description"] else ""))
    for at, handoff in enumerate(_rows(data["handoffs"])):
        text = f"{handoff['agent']} ({handoff['kind']}, line {handoff['line']}): {handoff['text']}"
        row("hand-offs" if not at else "", text + (f" / {handoff['in_return']}" if handoff["in_return"] else ""))
    for at, section in enumerate(_rows(data["sections"])):
        level = section["level"]
        assert isinstance(level, int)
        # Not wrapped: the indent is the outline.
        text = f"{'  ' * (level - 1)}{section['title']} (line {section['line']})"
        label = "sections" if not at else ""
        if indent < len(label):
            click.echo(label)
            label = ""
        click.echo(f"{label:<{indent}}{shortened(text, width - indent) if options.width() else visible(text)}")
    row("body", f"{data['body_characters']:,} characters")


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _rows(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []
