"""How time and memory of `agentkit lint` grow with the number of files, on marketplaces made from public files.

Usage: python -m benchmarks.growth PUBLIC    (one folder a repository; `../shared/corpus/unpack PUBLIC` makes one)
"""

from __future__ import annotations

import itertools
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import linters, marketplace, processes
from benchmarks.figure import Result, Verdict, at_most, number, show, table

TITLE = "Growth"
HOW = """\
Files made by `benchmarks/marketplace.py`: `collections` are the public repositories again and again under other names, `folder` their
agents in one folder. `agentkit lint . --no-cache`, as it chooses its processes itself. The exponent is the power of the number of files that the
processor time of all processes grows by from one size to the next: 1 is straight, 2 is quadratic. Memory is the most that the first process holds
itself (`VmHWM`), without its children. Of the rounds that with the least processor time counts; the largest size is run once."""
SHAPES = ("collections", "folder")
SIZES = (1_000, 10_000, 100_000)
EXPONENT = 1.05
MEMORY = 250
LIMIT = 1_800
_PROGRAM = """\
import re, sys
from pathlib import Path
from agentkit.__main__ import main
sys.argv[:] = ["agentkit", "lint", ".", "--no-cache"]
code = 0
try:
    main()
except SystemExit as end:
    code = end.code
print("\\nVmHWM", re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""


def measure(public: Path, *, rounds: int = 2, largest: int = SIZES[-1]) -> Result:
    """Lint marketplaces of each shape and size; `largest` leaves out those that are larger."""
    commands = linters.install_ours()
    shapes: dict[str, list[dict[str, Any]]] = {}
    for shape, size in itertools.product(SHAPES, SIZES):
        if size > largest:
            continue
        print(f"{shape}: {size:,} files", file=sys.stderr)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "marketplace"
            made = marketplace.make(public, folder, size, shape)
            times = 1 if size == SIZES[-1] else rounds
            runs = [_run(commands, folder, Path(name)) for _ in range(times)]
        best = min(runs, key=lambda row: row["processor"])
        shapes.setdefault(shape, []).append({"files": made, **best})
    return {"rounds": rounds, "shapes": shapes}


def _run(commands: Path, folder: Path, scratch: Path) -> dict[str, Any]:
    call: list[str | Path] = [commands / "python", "-c", _PROGRAM]
    run = processes.run(call, folder, processes.environment(scratch / "home"), LIMIT)
    if run.code is None:
        return {"wall": run.wall, "processor": run.processor, "memory": None, "checked": None, "cut_off": True}
    said, _, memory = run.out.rpartition("\nVmHWM ")
    checked = linters.said_to_be_checked(linters.AGENTKIT, said[-10_000:])
    if run.code not in (0, 1) or not checked:
        raise RuntimeError(f"agentkit lint ended with {run.code}: {run.out[-2_000:]}")
    return {"wall": run.wall, "processor": run.processor, "memory": int(memory) / 1024, "checked": checked, "cut_off": False}


def exponent(small: dict[str, Any], large: dict[str, Any]) -> float:
    """Give the power of the number of files that the time grows by."""
    return math.log(large["processor"] / small["processor"]) / math.log(large["files"] / small["files"])


def verdicts(result: Result) -> list[Verdict]:
    """Hold each step of growth, and the memory at the largest size, against the goals."""
    found = []
    for shape, rows in result["shapes"].items():
        for small, large in itertools.pairwise(row for row in rows if not row["cut_off"]):
            subject = f"`{shape}`, {small['files']:,} to {large['files']:,} files, exponent of the time"
            why = "of what looks at several files at once, something costs more for each file the more there are"
            found.append(at_most(subject, exponent(small, large), EXPONENT, why))
        largest = rows[-1]
        subject = f"`{shape}`, {largest['files']:,} files, memory of the first process"
        if largest["cut_off"]:
            missed = f"ended after {LIMIT} s"
            found.append(Verdict(subject, f"at most {MEMORY} MiB", missed, met=False, miss="no figure", why=missed))
        else:
            why = "it holds what it knows of each file until all are checked"
            found.append(at_most(subject, largest["memory"], MEMORY, why, " MiB"))
    return found


def tables(result: Result) -> str:
    """Show a row a size."""
    cells = []
    for shape, rows in result["shapes"].items():
        for at, row in enumerate(rows):
            grown = number(exponent(rows[at - 1], row)) if at and not row["cut_off"] else ""
            over = "> " if row["cut_off"] else ""
            each = f"{over}{1000 * row['processor'] / row['files']:.2f}"
            memory = "" if row["memory"] is None else number(row["memory"])
            cells.append(
                [
                    f"`{shape}`",
                    f"{row['files']:,}",
                    grown,
                    each,
                    memory,
                    over + number(row["processor"]),
                    over + number(row["wall"]),
                ]
            )
    return table(["files", "number", "exponent", "processor ms a file", "memory MiB", "processor s", "wall s"], cells)


if __name__ == "__main__":
    sys.exit(show("growth", sys.argv[1:]))
