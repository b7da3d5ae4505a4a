"""`agentkit lint` over public files without a cache, with an empty one, with a full one, and with a full one after changes.

Each run is a process of its own, over a copy; processor time of all its processes. The runs take turns, the least of each kind counts.
What they print has to be the same wherever the files are.

Usage: python -m benchmarks.cache FOLDER    (`../shared/corpus/unpack FOLDER` makes one)
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

ROUNDS = 3


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


def main() -> None:
    """Print a row a kind of run."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m benchmarks.cache FOLDER", file=sys.stderr)
        sys.exit(2)
    runs: dict[str, list[Run]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "files", Path(name) / "cache"
        shutil.copytree(sys.argv[1], folder, symlinks=True)
        agents = sorted(path for path in folder.rglob("agents/*.md") if b"\nname: " in path.read_bytes())
        for turn in range(ROUNDS):
            shutil.rmtree(cache, ignore_errors=True)
            without = lint(folder, cache, "--no-cache")
            every = {"without": without, "empty": lint(folder, cache), "full": lint(folder, cache)}
            with agents[turn].open("ab") as stream:
                stream.write(b"\nMore words.\n")
            every["full, a body changed"] = lint(folder, cache)
            changed(agents[turn + ROUNDS], b"\nname: ", b"\nname: another-")
            every["full, a name changed"] = lint(folder, cache)
            assert every["empty"].out == every["full"].out == without.out
            assert every["full, a name changed"].out == lint(folder, cache, "--no-cache").out
            for kind, run in every.items():
                runs.setdefault(kind, []).append(run)
        kept = sum(path.stat().st_size for path in cache.rglob("*.lint"))
    least = min(run.processor for run in runs["without"])
    print("cache                  ratio  processor s  wall s (busy machines: say nothing)")
    for kind, every_run in runs.items():
        best = min(every_run, key=lambda run: run.processor)
        print(f"{kind:<21} {best.processor / least:>6.3f} {best.processor:>12.2f} {min(run.wall for run in every_run):>7.2f}")
    print(f"the file that is kept: {kept / 1024 / 1024:.1f} MiB")


if __name__ == "__main__":
    main()
