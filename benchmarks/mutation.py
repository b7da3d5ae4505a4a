"""Mutation testing of the reader, escaping and the writer: does a test fail when the code is made wrong?

mutmut changes one thing in a function (a number, a comparison, a text, an argument that is left out) and runs the tests that reach it; which
files and which tests, says [tool.mutmut] in pyproject.toml. A change after which all tests pass is a survivor: a test is missing, code that
nothing needs is there, or the change makes no difference. Those that make none are judged in docs/judgement.md. What stands outside of
functions (patterns, limits, tables) and properties are not changed.

Usage: python -m benchmarks.mutation [--share 1] [--seed 1] [--only PART] [--again] [--show]    (make mutation MUTATION="--share 4 --show")
       (--share N tries one mutant in N, drawn by the seed; --again those that lived in the last run and those of functions that have changed
       since; exits 1 below 90 %)
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tomllib
from pathlib import Path

GOAL = 0.9
KILLED = frozenset({1, 3, 24, -24, 36, 152, 255})
"""How a run of the tests ends that sees the change: tests that fail, a hang that is ended."""


def mutants_of(path: Path) -> list[str]:
    """Give the names of a file's mutants, as mutmut calls them."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    names = mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
    return [get_mutant_name(path, name) for name in names]


def results_of(path: Path) -> dict[str, int | None]:
    """Give how the tests of each mutant ended; None where they did not run."""
    from mutmut.mutation.data import SourceFileMutationData

    data = SourceFileMutationData(path=path)
    data.load()
    return dict(data.exit_code_by_key)


def changed(name: str, path: Path) -> str:
    """Give the lines that a mutant changes."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(name, path=str(path)).splitlines()
    return "\n".join(line for line in lines if line[:1] in ("+", "-") and line[:3] not in ("+++", "---"))


def run(names: list[str]) -> None:
    """Let mutmut try these mutants, one at a time: the tests of the writer lock files, and look at the clock."""
    mutmut = os.path.join(os.path.dirname(sys.executable), "mutmut")
    if subprocess.run([mutmut, "run", "--max-children", "1", *names], check=False, stdout=sys.stderr).returncode:
        sys.exit("mutmut did not run to its end")


def main() -> None:
    """Run mutmut and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    patterns = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]["only_mutate"]
    paths = [path for pattern in patterns for path in sorted(Path().glob(pattern)) if asked.only in str(path)]
    chosen: dict[Path, list[str]] = {}
    for path in paths:
        names = mutants_of(path)
        chance = random.Random(f"{asked.seed}-{path}")  # noqa: S311 - a sample, no secret
        chosen[path] = chance.sample(names, -(-len(names) // asked.share))
    if asked.again:
        run([])  # tries those that have no result: of functions that have changed
        alive = [name for path in paths for name, code in results_of(path).items() if code not in KILLED]
        run(alive)
    else:
        run([name for path in paths for name in chosen[path]])
    killed = tried = 0
    for path in paths:
        results = results_of(path)
        ended = {name: results[name] for name in chosen[path] if results.get(name) is not None}
        alive = [name for name, code in ended.items() if code not in KILLED]
        tried += len(ended)
        killed += len(ended) - len(alive)
        if ended:
            print(f"{len(ended) - len(alive):5} of {len(ended):4}  {1 - len(alive) / len(ended):6.1%}  {path}")
        if asked.show:
            for name in alive:
                print(f"      {name}\n{changed(name, path)}")
    print(f"{killed:5} of {tried:4}  {killed / max(tried, 1):6.1%}  killed, of {sum(map(len, map(mutants_of, paths)))} mutants")
    sys.exit(killed < GOAL * tried)


if __name__ == "__main__":
    main()
