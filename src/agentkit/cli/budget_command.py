"""`agentkit budget`."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentkit.cli import options, turn
from agentkit.display import visible

if TYPE_CHECKING:
    from agentkit.costs import Budget
    from agentkit.costs.ratchet import Ratchet
    from agentkit.prompt import SkillMode
    from agentkit.registry import Registry
    from agentkit.tokens import Family

_FILE = "agentkit-budget.json"
_EPILOG = f"""\
\b
Examples:
  agentkit budget
  agentkit budget data-engineer --family claude-4.7+
  agentkit budget --max-tokens 15000 --strict
  agentkit budget --write       record costs in {_FILE}
  agentkit budget --check       fail where one has grown since
  agentkit budget --format svg -o budget.svg

\b
Tokens are estimated, and marked with ~; --exact counts, with
pip install 'agentkit-personas[tokens]'.
NAMES stand before --write and --check.

\b
Exit status: 1 a prompt is over --max-tokens, an agent has grown, or with one
of these something could not be counted; 2 a wrong call.
"""


@click.command(epilog=_EPILOG)
@click.argument("names", nargs=-1, shell_complete=options.complete_agents)
@click.option(
    "--family",
    type=click.Choice(["openai-o200k", "claude-4.7+", "claude-3..4.6"]),
    help="Count for this family of models. By default that of each agent's model, or the largest.",
)
@click.option(
    "--skills",
    type=click.Choice(["full", "list", "none"]),
    help="How skills stand in the prompts, as in render.  [default: full]",
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "svg"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
@options.output_options
@click.option("--max-tokens", type=click.IntRange(min=0), metavar="N", help="Fail where a whole prompt has more tokens.")
@click.option("--strict", is_flag=True, help="With --max-tokens, fail too where an estimate is too close to call.")
@click.option("--exact", is_flag=True, help="Count with vocabularies instead of estimating.")
@click.option(
    "--window", type=click.IntRange(min=1), metavar="N", help="Context window in tokens, for limits that are a share of it."
)
@click.option(
    "--write",
    "written",
    is_flag=False,
    flag_value=_FILE,
    metavar="[FILE]",
    type=options.A_PATH,
    help=f"Record the costs in {_FILE}.",
)
@click.option(
    "--check",
    "checked",
    is_flag=False,
    flag_value=_FILE,
    metavar="[FILE]",
    type=options.A_PATH,
    help="Fail where a cost has grown.",
)
@options.roots_option
def command(
    names: tuple[str, ...],
    family: Family | None,
    skills: SkillMode | None,
    output: str,
    target: str | None,
    force: bool,
    max_tokens: int | None,
    strict: bool,
    exact: bool,
    window: int | None,
    written: str | None,
    checked: str | None,
    roots: tuple[str, ...],
) -> None:
    """Tell what agents cost in tokens: description, body, each skill, whole prompt; and what harnesses would cut.

    Without NAMES the project's own agents, or the shipped ones where there are no others.
    """
    if strict and max_tokens is None:
        raise click.UsageError("--strict goes with --max-tokens")
    options.refuse_force_alone(target, force=force)
    if written is not None and checked is not None:
        raise click.UsageError("--write and --check do not go together")
    from agentkit.costs import budget

    with options.errors_shown(), nullcontext() if written is None else turn.turn([written]):
        recorded = _recorded(checked) if checked is not None else None
        if recorded is not None:  # counted as it was, where nothing else is asked for
            skills, family = skills or recorded.skills, family or recorded.family
            exact = exact or recorded.exact
        registry = options.open_registry(roots)
        counted = budget(registry, names or None, skills=skills or "full", family=family, exact=exact, window=window)
        unsure = _say_what_is_wrong(counted)
        if not counted.agents:
            options.say("no agents found; name a folder with --root", "warning")
        failed = False
        if written is not None:
            _write(written, counted, registry, some=bool(names), unsure=unsure)
        elif checked is None or target is not None or output != "text":
            _put(counted, output, target, force=force)
        if recorded is not None and checked is not None:
            failed = _check(checked, recorded, counted, some=bool(names))
        if max_tokens is not None:
            failed = _over(counted, max_tokens, strict=strict) or failed
        sys.exit(1 if failed or (unsure and (max_tokens is not None or checked is not None)) else 0)


def _recorded(path: str) -> Ratchet:
    from agentkit.costs.ratchet import read

    return read(Path(path))


def _say_what_is_wrong(counted: Budget) -> bool:
    """Say what could not be counted as it is; tell whether there is anything."""
    for line in counted.unreadable:
        options.say(f"{line}; not counted", "warning")
    for agent in counted.agents:
        for problem in agent.problems:
            options.say(f"{agent.name}: {problem}", "warning")
        for stand_in in agent.stand_ins:
            options.say(f"{agent.name}: {stand_in}", "info")
    return bool(counted.unreadable or any(agent.problems for agent in counted.agents))


def _put(counted: Budget, output: str, target: str | None, *, force: bool) -> None:
    from agentkit.costs.formats import Style, writer

    on_screen = target in (None, "-")
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    blocks = not on_screen or encoding.startswith("utf")
    text = writer(output)(counted, Style(options.width() if on_screen else None, blocks))
    options.deliver(text, target, force=force)


def _write(path: str, counted: Budget, registry: Registry, *, some: bool, unsure: bool) -> None:
    from agentkit.costs import ratchet

    if not path.endswith(".json") and path in registry:
        raise click.UsageError(f"{path!r} is an agent; names stand before --write")
    turn.sweep([os.path.dirname(path) or "."])
    number = ratchet.write(Path(path), counted, some=some)
    options.say(f"{path} holds {number} agent{'' if number == 1 else 's'}", "written")
    if unsure:
        options.say("what is recorded for the agents named above is not what they cost", "warning")


def _check(path: str, recorded: Ratchet, counted: Budget, *, some: bool) -> bool:
    """Print how agents stand to the ratchet; tell whether that fails."""
    from agentkit.costs import ratchet

    result = ratchet.check(Path(path), recorded, counted, some=some)
    for line in result.failures:
        options.say(line, "error")
    for line in result.loose:
        options.say(line, "note")
    if result.failures:
        options.say(f"to accept, run agentkit budget with --write {path} and commit it", "note")
    elif result.loose:
        options.say(f"the budget can be tightened: agentkit budget with --write {path}", "note")
    else:
        number = len(counted.agents)
        options.say(f"{number} agent{'' if number == 1 else 's'} within {path}", "checked")
    return bool(result.failures)


def _over(counted: Budget, limit: int, *, strict: bool) -> bool:
    """Print which prompts are over a limit, or too close to it; tell whether that fails."""
    failed = False
    for agent in counted.agents:
        cost = counted.cost(agent)
        verdict = cost.compared(limit)
        if verdict == "over":
            options.say(f"{visible(agent.name)}: {cost} tokens ({cost.family}), over {limit:,}", "error")
            failed = True
        elif verdict == "too close to call":
            message = (
                f"{agent.name}: {cost} tokens ({cost.family}), too close to {limit:,} to call: {cost.low:,} to {cost.high:,}"
            )
            options.say(message, "error" if strict else "warning")
            failed = failed or strict
    return failed
