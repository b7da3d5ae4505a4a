"""What `lint --fix` leaves when it is killed: SIGKILL at a random moment, over a copy of public files.

Each run is the command on one repository of the copy, in a process of its own that is forked from this one, so that little of
its time is start-up. One run that is let alone tells what every file becomes and when the first is written; of those that are killed half
die at any moment, half while files are written. After each kill every file has to hold its old or its new bytes; the
next run has to take away the temporaries that are left, and to finish. Needs fork and a folder on a real disk (TMPDIR).

Usage: python -m benchmarks.kill FOLDER [--count 500] [--seed 1]    (one folder a repository; exits 1 when anything is lost)
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from agentkit.cli import lint_command

SUFFIX = ".agentkit-tmp"


class Outcome(NamedTuple):
    """What was counted over all kills."""

    kills: int
    amid: int
    """Kills after which some files were old and some new."""
    temporaries: int
    """Temporary files that kills left."""
    torn: tuple[str, ...]
    """Files that held neither their old nor their new bytes. None should."""
    unswept: tuple[str, ...]
    """Temporaries that the next run left. None should be."""
    unfinished: tuple[str, ...]
    """Files that did not hold their new bytes after the next run. None should be."""


class Repository(NamedTuple):
    """A repository that `--fix` changes."""

    folder: Path
    old: dict[Path, bytes]
    new: dict[Path, bytes]
    first: float
    """Seconds until the first file was written."""
    last: float
    """Seconds until the last was."""


def start(folder: Path) -> int:
    """Start `agentkit lint FOLDER --fix` in a process of its own; give its number."""
    child = os.fork()
    if child:
        return child
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    with contextlib.suppress(BaseException):
        lint_command.command.main(["--fix", "--jobs", "1", "--isolated", str(folder)], standalone_mode=False)
    os._exit(0)


def contents(folder: Path) -> dict[Path, bytes]:
    """Read every file of a folder but temporaries."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(SUFFIX))
    return {path: path.read_bytes() for path in files}


def measured(folder: Path) -> Repository | None:
    """Let a run alone and see what it does; None where it changes nothing. The folder is as it was afterwards."""
    old = contents(folder)
    began = time.time()
    os.waitpid(start(folder), 0)
    new = contents(folder)
    times = [path.stat().st_mtime - began for path, data in new.items() if data != old[path]]
    restore(old, new)
    return Repository(folder, old, new, min(times), max(times) + 0.01) if times else None


def _wait_for_the_first(repository: Repository, child: int) -> None:
    """Wait until a run has written its first file, or has ended."""
    path = min(path for path, data in repository.old.items() if repository.new[path] != data)
    inode = path.stat().st_ino
    while path.stat().st_ino == inode and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.0002)


def restore(old: dict[Path, bytes], now: dict[Path, bytes]) -> None:
    """Give the files that differ their old bytes again."""
    for path, data in old.items():
        if now[path] != data:
            path.write_bytes(data)


def temporaries(folder: Path) -> list[Path]:
    """Find the temporary files below a folder."""
    return sorted(folder.rglob(f".*{SUFFIX}"))


def run(folder: Path, count: int, seed: int) -> Outcome:
    """Kill runs over the repositories of a folder, which changes meanwhile; give what they left."""
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    folders = sorted(each for each in folder.iterdir() if each.is_dir())
    repositories = [found for each in folders if (found := measured(each)) is not None]
    amid = left = 0
    torn: list[str] = []
    unswept: list[str] = []
    unfinished: list[str] = []
    for number in range(count):
        repository = repositories[number % len(repositories)]
        child = start(repository.folder)
        if number % 2:
            time.sleep(chance.uniform(0, repository.last))
        else:
            _wait_for_the_first(repository, child)
            time.sleep(chance.uniform(0, repository.last - repository.first))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = contents(repository.folder)
        changing = [path for path, data in repository.old.items() if repository.new[path] != data]
        done = sum(now.get(path) == repository.new[path] for path in changing)
        amid += 0 < done < len(changing)
        torn += [str(path) for path, data in repository.old.items() if now.get(path) not in (data, repository.new[path])]
        there = temporaries(repository.folder)
        left += len(there)
        if there:
            for path in there:  # a run starts later than this one does
                os.utime(path, (time.time() - 5, time.time() - 5))
            os.waitpid(start(repository.folder), 0)
            now = contents(repository.folder)
            unswept += map(str, temporaries(repository.folder))
            unfinished += [str(path) for path in changing if now[path] != repository.new[path]]
        restore(repository.old, now)
    return Outcome(count, amid, left, tuple(torn), tuple(unswept), tuple(unfinished))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "corpus")
        shutil.copytree(asked.folder, copy)
        outcome = run(copy, asked.count, asked.seed)
    print(f"{outcome.kills} kills; {outcome.amid} with some files written and some not; {outcome.temporaries} temporaries left")
    print(f"files neither old nor new: {len(outcome.torn)}")
    print(f"temporaries that the next run left: {len(outcome.unswept)}; files that it did not mend: {len(outcome.unfinished)}")
    for path in (*outcome.torn, *outcome.unswept, *outcome.unfinished):
        print(f"  {path}")
    sys.exit(bool(outcome.torn or outcome.unswept or outcome.unfinished))


if __name__ == "__main__":
    main()
