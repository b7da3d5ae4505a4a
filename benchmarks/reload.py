"""`Registry.reload` against loading everything anew: time, ratio, files opened, where one agent of many has changed.

Usage: python -m benchmarks.reload
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import agentkit
from agentkit.reloading import whole_of

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000)
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Give the processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print a row a size."""
    body = (ROOT / "agents" / "data-engineer.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
    print("best of five, processor time; agents of the size of the data-engineer, each with two of twenty skills\n")
    print("agents  load all  opened  reload, one changed  opened  reload, nothing  opened  ratio")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            (root / "agents").mkdir()
            for number in range(20):
                folder = root / "skills" / f"s{number}"
                folder.mkdir(parents=True)
                (folder / "SKILL.md").write_text(f"---\nname: s{number}\ndescription: Helps.\n---\nText.\n")
            for number in range(size):
                skills = f"skills: [s{number % 20}, s{(number + 7) % 20}]"
                text = f"---\nname: a{number}\ndescription: Works.\n{skills}\n---\n{body}"
                (root / "agents" / f"a{number}.md").write_text(text)
            print(_row(root, size, opened))


def _row(root: Path, size: int, opened: list[str]) -> str:
    time.sleep(0.1)

    def count() -> int:
        found = sum(path.startswith(f"{root}{os.sep}") for path in opened)
        opened.clear()
        return found

    count()
    everything = min(seconds(lambda: whole_of(agentkit.load(root))) for _ in range(ROUNDS))
    opened_all = count() // ROUNDS
    registry = agentkit.load(root)
    registry.reload()
    changed, nothing = [], []
    opened_changed = opened_nothing = 0
    for turn in range(ROUNDS):
        path = root / "agents" / f"a{turn * 7}.md"
        with path.open("a") as stream:
            stream.write("One line more.\n")
        time.sleep(0.1)  # or it would be read once more: written as the clock stood
        count()
        changed.append(seconds(registry.reload))
        opened_changed = max(opened_changed, count())
        nothing.append(seconds(registry.reload))
        opened_nothing = max(opened_nothing, count())
    one, none = min(changed), min(nothing)
    return (
        f"{size:6,} {everything:8.2f}s {opened_all:7,} {one:19.3f}s {opened_changed:7,} {none:15.3f}s {opened_nothing:7,} "
        f"{everything / one:5.0f}"
    )


if __name__ == "__main__":
    main()
