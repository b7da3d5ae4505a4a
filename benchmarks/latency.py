"""`Workspace.change`: one buffer of many agents changed at a time, two hundred times; processor time, against a lint of everything.

A twentieth of the changes is followed by a lint of everything, whose report has to be the same.

Usage: python -m benchmarks.latency FOLDER [AGENTS]    (`../shared/corpus/unpack FOLDER` makes one)
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import agentkit
from agentkit import linter, project
from agentkit.errors import PersonaError

AGENTS = 1_000
CHANGES = 200
VERIFIED = 20
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


def main() -> None:
    """Print a row a kind of change."""
    if len(sys.argv) not in (2, 3) or not Path(sys.argv[1]).is_dir():
        print("usage: python -m benchmarks.latency FOLDER [AGENTS]", file=sys.stderr)
        sys.exit(2)
    config, rng = project.settings(isolated=True), random.Random(1)  # noqa: S311 - the same changes each time
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "agents"
        paths = put_agents(Path(sys.argv[1]), root, int(sys.argv[2]) if len(sys.argv) == 3 else AGENTS)
        start = time.process_time()
        workspace = agentkit.Workspace(root, config=config, jobs=1)
        opening = time.process_time() - start
        gc.collect()
        gc.freeze()  # as a program that stays does once it has opened its files
        buffers: dict[Path, bytes] = {}
        times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        checked: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for turn in range(CHANGES):
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
    print(
        f"{len(paths):,} agents, {CHANGES} changes; opening took {opening:.1f} s of one processor; milliseconds of processor time\n"
    )
    print("change       median  95th percentile  most  files checked, most")
    for kind, own_times in times.items():
        print(f"{kind:<11} {_figures(own_times)} {max(checked[kind]):>21,}")
    every = [each for own_times in times.values() for each in own_times]
    print(f"{'all':<11} {_figures(every)} {max(map(max, checked.values())):>21,}")
    print(f"\nmedian against opening: 1 to {1000 * opening / statistics.median(every):,.0f}")


def _figures(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(times):>7.1f} {ordered[int(len(ordered) * 0.95)]:>16.1f} {ordered[-1]:>5.0f}"


if __name__ == "__main__":
    main()
