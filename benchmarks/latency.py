"""`Workspace.change`: one buffer of many agents changed at a time, two hundred times; processor time, against a lint of everything.

A twentieth of the changes is followed by a lint of everything, whose report has to be the same.

Usage: python -m benchmarks.latency PUBLIC    (`../shared/corpus/unpack PUBLIC` makes one)
"""

from __future__ import annotations

import gc
import itertools
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import agentkit
from agentkit import linter, project
from agentkit.errors import PersonaError
from benchmarks.figure import Result, Verdict, at_most, number, show, table

TITLE = "A changed buffer"
HOW = """\
`Workspace.change`: of many agents one buffer at a time is changed, its body, description, name or skills in turn, and the report of all of them is
made again. Milliseconds of processor time. A part of the reports is held against a lint of everything: the script ends when one differs."""
AGENTS = 1_000
CHANGES = 200
VERIFIED = 20
BOUND = 20
KINDS = {
    "body": (b"\n", b"\nmore words\n", False),
    "description": (b"description:", b"description: Also", True),
    "name": (b"name: ", b"name: x", True),
    "skills": (b"\nname:", b"\nskills: [python-patterns, nothing-like-it]\nname:", True),
}
"""What is replaced, by what, and whether the first or the last of it."""


def put_agents(source: Path, target: Path, wanted: int) -> list[Path]:
    """Copy the first agents with name and description, 50 a folder."""
    paths: list[Path] = []
    for path in sorted(source.rglob("*.md")):
        if len(paths) == wanted:
            break
        if "agents" not in path.parts or path.name.lower() == "skill.md":
            continue
        try:
            found = agentkit.read(path)
        except PersonaError:
            continue
        if found.description.text and "name" in found.source.spans:
            copy = target / f"g{len(paths) // 50}" / f"{len(paths)}-{path.name}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            paths.append(copy)
    return paths


def replaced(data: bytes, old: bytes, new: bytes, *, first: bool) -> bytes:
    """Replace the first or last of some bytes."""
    if first:
        return data.replace(old, new, 1)
    before, _, after = data.rpartition(old)
    return before + new + after


def measure(public: Path, *, agents: int = AGENTS, changes: int = CHANGES) -> Result:
    """Change buffers and take the times."""
    config, rng = project.settings(isolated=True), random.Random(1)  # noqa: S311 - the same changes each time
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "agents"
        paths = put_agents(public, root, agents)
        start = time.process_time()
        workspace = agentkit.Workspace(root, config=config, jobs=1)
        opening = time.process_time() - start
        gc.collect()
        gc.freeze()  # as a program that stays does once it has opened its files
        buffers: dict[Path, bytes] = {}
        times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        checked: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for turn in range(changes):
            kind = tuple(KINDS)[turn % len(KINDS)]
            old, new, first = KINDS[kind]
            path = rng.choice(paths)
            buffers[path] = replaced(buffers.get(path, path.read_bytes()), old, new, first=first)
            start = time.process_time()
            report = workspace.change(path, buffers[path])
            times[kind].append(1000 * (time.process_time() - start))
            checked[kind].append(workspace.checked)
            if turn % VERIFIED == 0:
                registry, own = project.open_files([root], config)
                registry.put_all({str(each): data for each, data in buffers.items()})
                assert report == linter.lint(registry, own, config), (turn, path)
    kinds = {kind: _figures(own, checked[kind]) for kind, own in times.items() if own}
    kinds["all"] = _figures(list(itertools.chain(*times.values())), list(itertools.chain(*checked.values())))
    return {"agents": len(paths), "changes": changes, "opening": opening, "kinds": kinds}


def _figures(times: list[float], checked: list[int]) -> dict[str, float]:
    ordered = sorted(times)
    share = ordered[int(len(ordered) * 0.95)]
    return {"median": statistics.median(ordered), "95 %": share, "most": ordered[-1], "checked": max(checked)}


def verdicts(result: Result) -> list[Verdict]:
    """Hold the 95th percentile of all changes against the bound."""
    most = result["kinds"]["all"]["checked"]
    again = "no other file is checked again" if most == 1 else f"up to {most:,} files are checked again"
    why = f"{again}; that is what all rules take on them, and what looks at all agents on all"
    subject = f"one changed buffer among {result['agents']:,} agents, 95th percentile"
    return [at_most(subject, result["kinds"]["all"]["95 %"], BOUND, why, " ms")]


def tables(result: Result) -> str:
    """Show a row a kind of change."""
    head = ["change", "median, opening = 1", "median ms", "95th percentile ms", "most ms", "files checked, most"]
    rows = [
        [
            kind, f"1/{1000 * result['opening'] / own['median']:,.0f}", *(number(own[key]) for key in ("median", "95 %", "most")),
            f"{own['checked']:,}",
        ]
        for kind, own in result["kinds"].items()
    ]  # fmt: skip
    said = f"{result['agents']:,} agents, {result['changes']} changes; opening them took {number(result['opening'])} s of one processor.\n"
    return table(head, rows) + "\n" + said


if __name__ == "__main__":
    sys.exit(show("latency", sys.argv[1:]))
