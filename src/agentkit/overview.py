"""What `agentkit --help` and `agentkit --version` print, apart from click: importing that costs twice as much as Python itself."""

import os
import sys

# One line of help a command, short enough never to be wrapped, so that the page is the same at every width from 80 columns.
COMMANDS = {
    "render": "Print the exact system prompt of an agent.",
    "export": "Write an agent as the file that a harness loads.",
    "list": "List the agents, or the skills.",
    "show": "Show what an agent file says, field by field.",
    "which": "Print the file that a name means, and what it shadows.",
    "find": "Find the agents for a task.",
    "budget": "Tell what agents cost in tokens, and what harnesses would cut.",
    "lint": "Check agent and skill files.",
    "audit": "Look at agents of a stranger: what they can do, what was found.",
    "watch": "Check and render again whenever a file is saved.",
    "doctor": "Tell which harnesses load a file, and what each of them loses.",
    "diff": "Tell what changes in agents mean: rights, skills, prompts.",
    "lock": "Record digests of prompts and their sources, or check them.",
    "rename": "Give an agent or skill another name, everywhere in the project.",
    "rule": "Explain a rule of lint, or list them all.",
    "schema": "Print the JSON Schema of agents, skills, settings or the report.",
    "completion": "Print the completion script for bash, zsh or fish.",
}
PURPOSE = "Agents as Markdown files: check them, and print the exact prompts they make."
EXAMPLES = """\
\b
Examples:
  agentkit render data-engineer             the prompt of a shipped agent
  agentkit render .claude/agents/dev.md     of a file, with its own skills
  agentkit list                             what there is
  agentkit lint .                           check a project
"""
_WIDTH = 80


def answer(arguments: list[str]) -> str | None:
    """Give what a call prints that asks for no more than the overview or the version; None for any other call.

    A terminal narrower than 80 columns, or an odd `COLUMNS`, is left to click.
    """
    if arguments in (["--version"], ["-V"]):
        from agentkit import __version__

        return f"agentkit {__version__}\n"
    if arguments in (["--help"], ["-h"]) and _columns() >= _WIDTH:
        return page()
    return None


def page() -> str:
    """Give the overview, as click lays it out."""
    width = max(map(len, COMMANDS))
    examples = "".join(f"  {line}\n" for line in EXAMPLES.splitlines()[1:])
    return (
        f"Usage: agentkit [OPTIONS] COMMAND [ARGS]...\n\n  {PURPOSE}\n\n"
        "Options:\n  -V, --version  Show the version and exit.\n  -h, --help     Show this message and exit.\n\n"
        "Commands:\n" + "".join(f"  {name:{width}}  {text}\n" for name, text in COMMANDS.items()) + f"\n{examples}"
    )


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    if given:
        return int(given) if given.isdecimal() else 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (OSError, ValueError, AttributeError):  # not a terminal, or no stream at all
        return _WIDTH
