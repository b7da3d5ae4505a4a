"""What `find` reaches: the right agent among the first three, tasks refused that no agent is for, time a question.

`held_out.tsv` was written from the agents' names before any ranking existed and is only measured against; `tuning.tsv`, and what
users say in the `<example>` blocks of the other repositories, is what weights and thresholds were chosen on. The public
sentences are read from the folder and not kept here.

Usage: python -m benchmarks.find FOLDER [--held-out]    (one folder a repository; `../shared/corpus/unpack FOLDER` makes one)

Prints the tuning figures; with --held-out the held-out ones too. Exits 1 when those are below the goals: top-3 of 70 %,
AUROC of 0.95, 5 ms a question with 1,000 agents.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import agentkit
from agentkit.search import NO_MATCH_BELOW, Index
from agentkit.search.cases import Answer, Case, parse_cases, tally
from benchmarks.figure import Result, Verdict, at_most, number, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentkit.persona import Persona

TITLE = "Find"
HOW = """\
`Registry.find` for the tasks of `benchmarks/find/tuning.tsv`, in an index in memory: of the agents of one repository, and of copies of them under
other names. What it finds, not how fast, is measured in [find.md](find.md)."""
MILLISECONDS = 5
HERE = Path(__file__).parent / "find"
ROSTER = "VoltAgent+awesome-claude-code-subagents"
FEWEST = 10
"""Agents and examples that a repository needs to be asked for its own examples."""


def wilson(right: int, of: int) -> tuple[float, float]:
    """Give the 95 % interval of a share, in per cent (Wilson 1927)."""
    z, share = 1.96, right / of
    middle, spread = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)
    return 100 * low, 100 * high


def auroc(inside: Sequence[float], outside: Sequence[float]) -> tuple[float, float, float]:
    """Give the share of pairs that are in the right order, and its 95 % interval (Hanley and McNeil 1982)."""
    area = sum((one > other) + 0.5 * (one == other) for one in inside for other in outside) / (len(inside) * len(outside))
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = area * (1 - area) + (len(inside) - 1) * (q1 - area * area) + (len(outside) - 1) * (q2 - area * area)
    spread = 1.96 * math.sqrt(max(variance, 0.0) / (len(inside) * len(outside)))
    return area, max(area - spread, 0.0), min(area + spread, 1.0)


def best_score(index: Index, task: str) -> float:
    """Give the score of the first match, 0 when there is none."""
    matches = index.find(task, 1).matches
    return matches[0].score if matches else 0.0


def answer(index: Index, task: str) -> Answer:
    """Give the first three names, and whether the task is refused."""
    found = index.find(task)
    return Answer(tuple(match.name for match in found.matches), found.status == "no match")


def shares(title: str, right1: int, right3: int, of: int) -> None:
    """Print top-1 and top-3 with their intervals."""
    cells = ["{:5.1f} % [{:3.0f}, {:3.0f}]".format(100 * right / of, *wilson(right, of)) for right in (right1, right3)]
    print(f"{title:<44} {of:4}   top-1 {cells[0]}   top-3 {cells[1]}")


def reached(title: str, index: Index, cases: Sequence[Case]) -> tuple[float, float]:
    """Print what a file of cases gives; return top-3 in per cent and AUROC."""
    result = tally(cases, lambda task: answer(index, task))
    inside = [case for case in cases if case.names]
    shares(title, result.top1, result.top3, result.in_scope)
    area, low, high = auroc(
        [best_score(index, case.task) for case in inside], [best_score(index, case.task) for case in cases if not case.names]
    )
    print(f"  AUROC of the best score, {result.in_scope} tasks against {result.out_of_scope}: {area:.3f} [{low:.3f}, {high:.3f}]")
    refused = f"{result.refused_rightly} of {result.out_of_scope} everyday sentences, {result.refused} of {result.in_scope} tasks"
    print(f"  below {NO_MATCH_BELOW:g}, `no match`: {refused}")
    selected = [(case, found.matches[0].name) for case in inside if (found := index.find(case.task)).status == "selected"]
    good = sum(name in case.names for case, name in selected)
    print(f"  `selected`: {len(selected)} tasks, {good} of them right")
    return result.share3, area


def kinds(index: Index, cases: Sequence[Case]) -> None:
    """Print the three kinds of tasks of the held-out file: technology, symptom, goal; 20 each, in this order."""
    for at, kind in enumerate(("technology named", "symptom", "goal")):
        result = tally(cases[20 * at : 20 * at + 20], lambda task: answer(index, task))
        shares(f"  {kind}", result.top1, result.top3, result.in_scope)


def utterances(folder: Path, roster: Index) -> list[Case]:
    """Give what users say to agents of the same names in other repositories, each once."""
    said: dict[str, set[str]] = {}
    for repository in repositories(folder):
        if repository.name != ROSTER:
            index = Index(agentkit.load(repository).values())
            for name, examples in index.examples.items():
                for example in examples if name in roster.names else ():
                    said.setdefault(example, set()).add(name)
    return [Case(text, tuple(sorted(names)), 0) for text, names in sorted(said.items())]


def repositories(folder: Path) -> list[Path]:
    """Give the repositories, sorted."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


def own_examples(folder: Path) -> None:
    """Print how often the examples of a repository's agents find their agent: without any example, and with the other ones."""
    for repository in repositories(folder):
        index = Index(personas := list(agentkit.load(repository).values()))
        asked = [(name, example) for name, examples in index.examples.items() for example in examples]
        if min(len(index.names), len(asked)) < FEWEST:
            continue
        bare = Index(without_examples(persona) for persona in personas)
        for title, ranked in (
            ("without examples", [answer(bare, example).ranked for _, example in asked]),
            ("with the others", [tuple(index.rank_without(name, example, 3)) for name, example in asked]),
        ):
            first = sum(names[:1] == (name,) for (name, _), names in zip(asked, ranked, strict=True))
            three = sum(name in names for (name, _), names in zip(asked, ranked, strict=True))
            shares(f"{repository.name[:22]} ({len(index.names)}), {title}", first, three, len(asked))


def without_examples(persona: Persona) -> Persona:
    """Give a persona that has no examples."""
    return replace(persona, description=type(persona.description)(persona.description.prose))


def timed(personas: Sequence[Persona], cases: Sequence[Case]) -> dict[str, float]:
    """Give the seconds to build an index, and the milliseconds that it takes to ask it."""
    started = time.perf_counter()
    index = Index(personas)
    built = time.perf_counter() - started
    taken = []
    for case in cases:
        started = time.perf_counter()
        index.find(case.task)
        taken.append(1000 * (time.perf_counter() - started))
    slow = sorted(taken)[len(taken) * 95 // 100]
    return {"agents": len(index.names), "built": built, "mean": statistics.mean(taken), "95 %": slow, "most": max(taken)}


def many(personas: Sequence[Persona], count: int) -> list[Persona]:
    """Give copies under other names, as many as asked for."""
    return [replace(personas[at % len(personas)], name=f"{personas[at % len(personas)].name}-{at}") for at in range(count)]


def measure(public: Path) -> Result:
    """Time an index of the agents of one repository, and of as many as a marketplace has."""
    personas = list(agentkit.load(public / ROSTER).values())
    names = Index(personas).names
    tasks = parse_cases((HERE / "tuning.tsv").read_text("utf-8"), "tuning.tsv", names)
    return {
        "tasks": len(tasks),
        "sizes": [timed(personas, tasks), timed(many(personas, 1000), tasks), timed(many(personas, 2000), tasks)],
    }


def verdicts(result: Result) -> list[Verdict]:
    """Hold the mean time of a question to a thousand agents against the bound."""
    thousand = next(size for size in result["sizes"] if size["agents"] == 1000)
    why = "every agent that shares a word with the task is ranked"
    return [at_most("a question to 1,000 agents", thousand["mean"], MILLISECONDS, why, " ms")]


def tables(result: Result) -> str:
    """Show a row a size."""
    head = ["agents", "a question, building = 1", "mean ms", "95th percentile ms", "most ms", "building s"]
    rows = [
        [
            f"{size['agents']:,}", f"1/{1000 * size['built'] / size['mean']:,.0f}", *(number(size[key]) for key in ("mean", "95 %", "most")),
            number(size["built"]),
        ]
        for size in result["sizes"]
    ]  # fmt: skip
    return table(head, rows)


def main() -> None:
    """Print the figures."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--held-out"]
    if len(arguments) != 1 or not (Path(arguments[0]) / ROSTER).is_dir():
        print("usage: python -m benchmarks.find FOLDER [--held-out]", file=sys.stderr)
        sys.exit(2)
    folder = Path(arguments[0])
    personas = list(agentkit.load(folder / ROSTER).values())
    index = Index(personas)
    print(f"{len(index.names)} agents\n\nTuning")
    tuning = parse_cases((HERE / "tuning.tsv").read_text("utf-8"), "tuning.tsv", index.names)
    reached("tuning.tsv", index, tuning)
    public = utterances(folder, index)
    said = tally(public, lambda task: answer(index, task))
    shares("what users say to agents of the same names", said.top1, said.top3, said.in_scope)
    own_examples(folder)
    print("\nTime\n" + tables(result := measure(folder)))
    if "--held-out" in sys.argv:
        print("\nHeld out")
        cases = parse_cases((HERE / "held_out.tsv").read_text("utf-8"), "held_out.tsv", index.names)
        top3, area = reached("held_out.tsv", index, cases)
        kinds(index, cases)
        sys.exit(0 if top3 >= 70 and area >= 0.95 and verdicts(result)[0].met else 1)


if __name__ == "__main__":
    main()
