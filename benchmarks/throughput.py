"""`agentkit lint` beside the linters of others: on 1,000 agents in one folder, and on a whole corpus; each with its defaults.

Usage: python -m benchmarks.throughput PUBLIC    (one folder a repository; `../shared/corpus/unpack PUBLIC` makes one)
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import linters, processes, thousand
from benchmarks.figure import Result, Verdict, at_most, faster, number, show, table

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLE = "Throughput"
HOW = """\
The same files for all, in one run; the programs take turns, and the turns change direction. Of the rounds that with the least wall time counts.
`agentkit` is the wheel in an environment of its own, and runs `lint . --jobs 2 --no-cache`; the others run as their manuals say, with
their defaults. Each keeps its own home folder between the rounds, so that what it caches counts for it, and a run before the rounds has brought the
files into memory. A run that takes too long is cut off, and its row says so.

*Checked* is what the program says it has checked. *Read* is how many of the files it has opened and read: their times of access were set back
before. A program that crashed, or that checked less than nine tenths of the files, is shown and not compared. The floor is
`benchmarks/floor.py`: it reads the files, scans each frontmatter with libyaml and passes once over each body, in one process.
`claude plugin validate` gets the same files as a plugin."""
OURS = "**agentkit**"
ONE = "agentkit, one process"
WARM = "agentkit, results kept"
FLOOR = "the floor"
PLACES = {"agents": "agents in one folder", "corpus": "files of the corpus as they are"}
ENOUGH = 0.9
"""The share of the files that a program has to have checked to be compared."""


class Contender(NamedTuple):
    """A program, and what it is started with."""

    name: str
    call: tuple[str, ...]
    folder: Path
    telling: tuple[str, ...]
    """The call that makes it say how much it checks."""
    linter: linters.Linter


THE_FLOOR = linters.Linter("floor", "", "", (), "")


def measure(
    public: Path, *, rounds: int = 3, limit: int = int(processes.LIMIT), count: int = thousand.COUNT, corpus: int = 1
) -> Result:
    """Measure the time of each program; `corpus=0` leaves the corpus out."""
    installed, commands = linters.install_all(), linters.install_ours()
    peers = [
        {
            "name": each.linter.name, "requirement": each.linter.requirement, "version": each.version, "missing": each.missing,
            "native": each.linter.native,
        }
        for each in installed
    ]  # fmt: skip
    places: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        thousand.put(public, project, count)
        places["agents"] = _side_by_side(project, Path(name) / "a", commands, installed, rounds, limit)
        if corpus:
            places["corpus"] = _side_by_side(public.resolve(), Path(name) / "c", commands, installed, rounds, limit)
    return {"peers": peers, "rounds": rounds, "limit": limit, "places": places}


def _side_by_side(
    project: Path, scratch: Path, commands: Path, installed: Sequence[linters.Installed], rounds: int, limit: float
) -> dict[str, Any]:
    contenders = _contenders(project, scratch, commands, installed)
    rows = [_looked_at(each, scratch, limit) for each in contenders]
    runs: list[list[processes.Run]] = [[] for _ in contenders]
    for turn in range(rounds):
        order = range(len(contenders))
        for at in order if turn % 2 == 0 else reversed(order):
            if runs[at] and runs[at][-1].code is None:
                continue  # it will not be done the next time either
            each = contenders[at]
            print(f"round {turn + 1}: {each.name} on {len(_files(each.folder)):,} files", file=sys.stderr)
            runs[at].append(processes.run(each.call, each.folder, processes.environment(_home(each, scratch)), limit))
    for row, every in zip(rows, runs, strict=True):
        best = min(every, key=lambda run: (run.code is None, run.wall))
        row.update(wall=best.wall, processor=min(run.processor for run in every), code=best.code)
        row["crashed"] = row["crashed"] or any(_crashed(run) for run in every)
    files = _files(project)
    return {"files": len(files), "bytes": sum(path.stat().st_size for path in files), "rows": rows}


def _contenders(project: Path, scratch: Path, commands: Path, installed: Sequence[linters.Installed]) -> list[Contender]:
    lint = (str(commands / "agentkit"), "lint", ".")
    floor = (str(commands / "python"), str(Path(__file__).with_name("floor.py")), str(project))
    ours = {
        OURS: (*lint, "--jobs", "2", "--no-cache"), ONE: (*lint, "--jobs", "1", "--no-cache"), WARM: lint,
    }  # fmt: skip
    contenders = [Contender(name, call, project, call, linters.AGENTKIT) for name, call in ours.items()]
    contenders.append(Contender(FLOOR, floor, project, floor, THE_FLOOR))
    plugin = scratch / "plugin"
    linters.lay_out_as_plugin(project, plugin)
    for linter, program, version, _ in installed:
        if program is not None:
            folder, check = plugin if linter.plugin else project, (str(program), *linter.check)
            telling = (str(program), *linter.telling) if linter.telling else check
            contenders.append(Contender(f"{linter.name} {version}", check, folder, telling, linter))
    return contenders


def _home(contender: Contender, scratch: Path) -> Path:
    return scratch / "homes" / "".join(filter(str.isalnum, contender.name))


def _looked_at(contender: Contender, scratch: Path, limit: float) -> dict[str, Any]:
    """Run a program once, untimed: what does it say it has checked, and which files did it read?"""
    files = _files(contender.folder)
    for path in files:
        os.utime(path, ns=(0, path.stat().st_mtime_ns))
    run = processes.run(contender.telling, contender.folder, processes.environment(_home(contender, scratch)), limit)
    read = sum(path.stat().st_atime_ns > 0 for path in files)
    return {
        "name": contender.name, "linter": contender.linter.name, "checked": linters.said_to_be_checked(contender.linter, run.out),
        "read": read or None, "crashed": _crashed(run),
    }  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.md")) if path.is_file()]


def _crashed(run: processes.Run) -> bool:
    """Tell whether a program ended in a way that is not its own: the linters give 0 or 1, and a traceback is no report."""
    return run.code not in (None, 0, 1) or "Traceback (most recent call last)" in run.out or "panicked at" in run.out


def compared(row: dict[str, Any], files: int) -> bool:
    """Tell whether a program did the work it is compared by: a time is no merit of one that crashed or read little."""
    checked = row["checked"] if row["checked"] is not None else row["read"]
    return not row["crashed"] and (checked is None or checked >= ENOUGH * files)


def verdicts(result: Result) -> list[Verdict]:
    """Hold us against every peer, the native one tenfold, and against the floor."""
    found = []
    peers = {peer["name"]: peer for peer in result["peers"]}
    for key, place in result["places"].items():
        rows = {row["name"]: row for row in place["rows"]}
        title = f"{place['files']:,} {PLACES[key]}"
        for row in place["rows"]:
            peer = peers.get(row["linter"])
            if peer is None or not compared(row, place["files"]):
                continue
            times = 10.0 if key == "agents" and peer["native"] else 1.0
            found.append(
                faster(
                    f"{title}, beside {row['name']}",
                    row["wall"],
                    rows[OURS]["wall"],
                    linters.why_it_may_be_faster(row["linter"]),
                    times,
                )
            )
        if key == "corpus":
            for unit, said in (("wall", "wall time of 2 processes"), ("processor", "processor time of one process")):
                ours = rows[OURS if unit == "wall" else ONE][unit]
                why = "about a hundred rules and the search for attacks in texts look at what the floor only passes over"
                found.append(at_most(f"{title}, {said} to the floor's", ours / rows[FLOOR][unit], 2.5, why))
    return found


def tables(result: Result) -> str:
    """Show a table a place."""
    parts = []
    for key, place in result["places"].items():
        size = f"{place['bytes'] / 1024 / 1024:.1f} MiB"
        ours = next(row for row in place["rows"] if row["name"] == OURS)
        head = [
            "program",
            "wall time, ours = 1",
            "processor time, ours = 1",
            "wall s",
            "processor s",
            "checked",
            "read",
            "exit",
            "note",
        ]
        ordered = sorted(place["rows"], key=lambda row: row["wall"])
        parts.append(
            f"### {place['files']:,} {PLACES[key]}, {size}\n\n"
            + table(head, [_cells(row, ours, place["files"], result["limit"]) for row in ordered])
        )
    missing = [f"- {peer['name']} (`{peer['requirement']}`): {peer['missing']}" for peer in result["peers"] if peer["missing"]]
    if missing:
        parts.append("Left out:\n\n" + "\n".join(missing) + "\n")
    return "\n".join(parts)


def _cells(row: dict[str, Any], ours: dict[str, Any], files: int, limit: float) -> list[str]:
    over = "> " if row["code"] is None else ""
    notes = ["crashed"] if row["crashed"] else []
    notes += [f"cut off after {limit:g} s"] if over else []
    notes += ["not compared"] if row["name"] != FLOOR and not compared(row, files) else []
    counts = ["" if row[key] is None else f"{row[key]:,}" for key in ("checked", "read")]
    ratios = [over + number(row[key] / ours[key]) for key in ("wall", "processor")]
    times = [over + (f"{limit:g}" if over and key == "wall" else number(row[key])) for key in ("wall", "processor")]
    return [row["name"], *ratios, *times, *counts, "" if row["code"] is None else str(row["code"]), ", ".join(notes)]


if __name__ == "__main__":
    sys.exit(show("throughput", sys.argv[1:]))
