"""`agentkit find`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import columns, padded, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.registry import Registry
    from agentkit.search import Found, Match
    from agentkit.search.cases import Answer, Case, Tally
    from agentkit.search.router import Router

_NOTE = "a text search over the agent files, no prediction of what a model's router will do"
_EPILOG = """\
\b
Examples:
  agentkit find "nightly job loads CSV files into BigQuery"
  agentkit find -k 5 --json "review my migration" | jq .status
  agentkit find --cases tasks.tsv --floor-top3 80
  agentkit find --cases tasks.tsv --router "python route.py"

\b
A line of the file of cases is a task, a tab, and the names that are right,
separated by commas; - in their place says that no agent is.
"""


@click.command(epilog=_EPILOG)
@click.argument("task", required=False)
@click.option("-k", "count", type=click.IntRange(1, 100), metavar="N", help="How many agents to show.  [default: 3]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--cases", type=options.A_PATH, metavar="FILE", help="Measure on the tasks of this file.")
@click.option(
    "--floor-top1", type=click.FloatRange(0, 100), metavar="PERCENT", help="Fail when fewer first answers are right (--cases)."
)
@click.option(
    "--floor-top3",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail when fewer tasks have a right one among the first three (--cases).",
)
@click.option("--router", metavar="CMD", help="Ask this command in place of the search: JSON in, a name out.")
@click.option(
    "--router-timeout",
    type=click.FloatRange(0, 3600, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="End a router that takes longer for a task.",
)
@options.roots_option
def command(
    task: str | None,
    count: int | None,
    as_json: bool,
    cases: str | None,
    floor_top1: float | None,
    floor_top3: float | None,
    router: str | None,
    router_timeout: float,
    roots: tuple[str, ...],
) -> None:
    """Find the agents for a task by the words that their files share with it.

    The answer is `selected`, `ambiguous` or `no match`, with the words that matched and where. It is a text search over the
    agent files; it does not predict what a model's router will do. Nothing is sent anywhere, unless --router names a command.

    Exit status: 1 when nothing matches, or a floor is not reached.
    """
    if (task is None) == (cases is None):
        raise click.UsageError("give a task, or a file of them with --cases")
    if cases is None and (floor_top1 is not None or floor_top3 is not None):
        raise click.UsageError("--floor-top1 and --floor-top3 need --cases")
    if count is not None and (cases is not None or router is not None):
        raise click.UsageError("-k is for the search of one task")
    with options.errors_shown():
        registry = options.open_registry(roots)
        if not registry:
            options.say("no agents found; name a folder with --root", "warning")
        asked = _router(router, registry, router_timeout) if router is not None else None
        if cases is not None:
            sys.exit(_measure(cases, registry, asked, (floor_top1, floor_top3), as_json))
        assert task is not None
        if asked is not None:
            sys.exit(_ask(task, registry, asked, as_json))
        _say_unused(registry)
        found = registry.find(task, count or 3)
        _print_json(task, found) if as_json else _print(found)
        sys.exit(1 if found.status == "no match" else 0)


def _router(text: str, registry: Registry, timeout: float) -> Router:
    from agentkit.search.router import router

    return router(text, registry.values(), timeout, lambda line: options.say(line, "router"))


def _say_unused(registry: Registry) -> None:
    for each in registry.index.unused:
        options.say(f"{each.path or each.name}: `agentkit: {each.key}:` is no list of sentences; not searched", "warning")


def _print(found: Found) -> None:
    if found.status == "selected":
        click.echo(f"selected: {visible(found.matches[0].name)}")
    elif found.status == "ambiguous":
        click.echo("ambiguous: several agents share about as many words with the task")
    else:
        click.echo("no match: " + ("the words that are shared are too few" if found.matches else "no word is shared"))
    left = max((columns(visible(match.name)) for match in found.matches), default=0)
    for match in found.matches:
        click.echo(f"{match.score:7.1f}  {padded(visible(match.name), left)}  {_words(match)}")
    options.say(_NOTE, "note")


def _words(match: Match) -> str:
    words = ", ".join(f"{visible(term.word)} ({' '.join(term.fields)})" for term in match.terms)
    return words if match.lowered_by is None else f"{words}; lowered by not-when: {visible(match.lowered_by)}"


def _print_json(task: str, found: Found) -> None:
    matches = [
        {
            "name": match.name,
            "score": match.score,
            "terms": [{"word": term.word, "fields": list(term.fields)} for term in match.terms],
            "lowered_by": match.lowered_by,
        }
        for match in found.matches
    ]
    _put({"version": 1, "method": "search", "note": _NOTE, "task": task, "status": found.status, "matches": matches})


def _ask(task: str, registry: Registry, router: Router, as_json: bool) -> int:
    """Ask the router for one task."""
    answer = router.ask(task)
    unknown = [name for name in answer.ranked if name not in registry]
    status = "no match" if answer.refused else "selected"
    if as_json:
        _put({"version": 1, "method": "router", "task": task, "status": status, "names": answer.ranked, "unknown": unknown})
    else:
        click.echo(f"{status}{': ' if answer.ranked else ''}{visible(', '.join(answer.ranked))}")
    for name in unknown:
        options.say(f"the router named {name!r}, and there is no such agent", "error")
    return 1 if answer.refused or unknown else 0


def _measure(
    path: str, registry: Registry, router: Router | None, floors: tuple[float | None, float | None], as_json: bool
) -> int:
    """Measure on a file of cases; give the exit status."""
    from agentkit.search.cases import parse_cases, tally

    cases = parse_cases(_read(path), path, frozenset(registry))
    if router is None:
        _say_unused(registry)
    result = tally(cases, _searching(registry) if router is None else router.ask)
    if as_json:
        _put(_result(result, "search" if router is None else "router"))
    else:
        _print_result(result)
        if router is None:
            options.say(_NOTE, "note")
    below = [
        f"top-{first} is {share:.1f} %, below the floor of {floor:g} %"
        for first, share, floor in ((1, result.share1, floors[0]), (3, result.share3, floors[1]))
        if floor is not None and share < floor
    ]
    for message in below:
        options.say(message, "error")
    return 1 if below else 0


def _searching(registry: Registry) -> Callable[[str], Answer]:
    from agentkit.search.cases import Answer

    def ask(task: str) -> Answer:
        found = registry.find(task)
        return Answer(tuple(match.name for match in found.matches), found.status == "no match")

    return ask


def _read(path: str) -> str:
    from agentkit.diagnostic import Diagnostic
    from agentkit.errors import CasesError
    from agentkit.files import read_bytes

    data = read_bytes(path)
    if isinstance(data, Diagnostic):
        raise CasesError(data.message, path=path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CasesError("not UTF-8", path=path, line=data.count(b"\n", 0, error.start) + 1) from error


def _print_result(result: Tally) -> None:
    if result.in_scope:
        click.echo(f"top-1         {result.top1:4} of {result.in_scope:<4} {result.share1:6.1f} %")
        click.echo(f"top-3         {result.top3:4} of {result.in_scope:<4} {result.share3:6.1f} %")
        click.echo(f"no match      {result.refused:4} of {result.in_scope:<4} that have an agent")
    if result.out_of_scope:
        click.echo(f"no match      {result.refused_rightly:4} of {result.out_of_scope:<4} that have none")
    if result.confused:
        click.echo("\nconfused (right agent, first answer)")
    for right, first, times in result.confused:
        click.echo(f"  {times:3}  {visible(right)} -> {visible(first) or '(none)'}")


def _result(result: Tally, method: str) -> dict[str, object]:
    return {
        "version": 1,
        "method": method,
        "in_scope": result.in_scope,
        "top1": result.top1,
        "top3": result.top3,
        "refused": result.refused,
        "out_of_scope": result.out_of_scope,
        "refused_rightly": result.refused_rightly,
        "confused": [{"right": right, "first": first, "times": times} for right, first, times in result.confused],
        "wrong": [_wrong(case, answer) for case, answer in result.wrong],
    }


def _wrong(case: Case, answer: Answer) -> dict[str, object]:
    return {"line": case.line, "task": case.task, "names": case.names, "ranked": answer.ranked, "refused": answer.refused}


def _put(value: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(value, indent=2))
