"""`agentkit lint` over public files without a cache, with an empty one, with a full one, and with a full one after changes.

Each run is a process of its own, over a copy; processor time of all its processes. The runs take turns, the least of each kind counts.
What they print has to be the same wherever the files are.

Usage: python -m benchmarks.cache PUBLIC    (`../shared/corpus/unpack PUBLIC` makes one)
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.figure import Result, Verdict, at_most, number, show, table

TITLE = "Results kept between runs"
HOW = """\
`agentkit lint --format json` over a copy of the corpus: without a cache, with an empty one, with a full one, and with a full one after a
body and after a name has changed; each in a process of its own. They take turns, the least processor time of each kind counts. What they print is
the same wherever the files are: the script ends when it is not."""
ROUNDS = 3
WARM = 0.15


class Run(NamedTuple):
    """What a run took and printed."""

    processor: float
    """Seconds, of all its processes."""
    wall: float
    out: bytes


def lint(folder: Path, cache: Path, *options: str) -> Run:
    """Run the command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    call = [sys.executable, "-m", "agentkit", "lint", "--isolated", "--format", "json", *options, "."]
    done = subprocess.run(call, cwd=folder, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(cache)}, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr.decode()
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(took, time.perf_counter() - start, done.stdout)


def changed(path: Path, old: bytes, new: bytes) -> None:
    """Write a file with some of its bytes replaced, once."""
    path.write_bytes(path.read_bytes().replace(old, new, 1))


def measure(public: Path, *, rounds: int = ROUNDS) -> Result:
    """Lint a copy of the corpus in every state of the cache."""
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "files", Path(name) / "cache"
        shutil.copytree(public, folder, symlinks=True)
        agents = sorted(path for path in folder.rglob("agents/*.md") if b"\nname: " in path.read_bytes())
        for turn in range(rounds):
            print(f"round {turn + 1}", file=sys.stderr)
            shutil.rmtree(cache, ignore_errors=True)
            without = lint(folder, cache, "--no-cache")
            every = {"without": without, "empty": lint(folder, cache), "full": lint(folder, cache)}
            with agents[turn].open("ab") as stream:
                stream.write(b"\nMore words.\n")
            every["full, a body changed"] = lint(folder, cache)
            changed(agents[turn + rounds], b"\nname: ", b"\nname: another-")
            every["full, a name changed"] = lint(folder, cache)
            assert every["empty"].out == every["full"].out == without.out
            assert every["full, a name changed"].out == lint(folder, cache, "--no-cache").out
            for kind, run in every.items():
                runs.setdefault(kind, []).append(run)
        kept = sum(path.stat().st_size for path in cache.rglob("*.lint"))
    least = {
        kind: {"processor": min(run.processor for run in every_run), "wall": min(run.wall for run in every_run)}
        for kind, every_run in runs.items()
    }
    return {"rounds": rounds, "runs": least, "kept": kept}


def verdicts(result: Result) -> list[Verdict]:
    """Hold a run with a full cache against one without."""
    ratio = result["runs"]["full"]["processor"] / result["runs"]["without"]["processor"]
    why = "every file is read and its digest taken, for a report rests on bytes and not on times; then the report is written"
    return [at_most("a run over unchanged files, processor time to that of one without cache", ratio, WARM, why)]


def tables(result: Result) -> str:
    """Show a row a kind of run."""
    whole = result["runs"]["without"]["processor"]
    head = ["cache", "processor time, without = 1", "processor s", "wall s"]
    rows = [
        [kind, number(run["processor"] / whole), number(run["processor"]), number(run["wall"])]
        for kind, run in result["runs"].items()
    ]
    return table(head, rows) + f"\nThe file that is kept has {result['kept'] / 1024 / 1024:.1f} MiB.\n"


if __name__ == "__main__":
    sys.exit(show("cache", sys.argv[1:]))
