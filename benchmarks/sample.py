"""A random sample of the errors and warnings in public files, with the lines around each, to be judged by hand.

Each repository is linted as a whole, with the rules that run by default but those about linked files, which a corpus of agent files lacks. The same folder, count and seed give the same sample.
What was judged, and how, is in docs/judgement.md.

Usage: python -m benchmarks.sample FOLDER [COUNT] [SEED]    (FOLDER holds one folder a repository)
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from agentkit.config import Config
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.display import visible
from agentkit.linter import lint
from agentkit.registry import load_around

MISSING_HERE = ("AK211", "AK212")
"""Rules about the files that a file links to: the public corpus holds agent files and SKILL.md files alone."""
_AROUND = 2
_SHOWN = 240


def findings(folder: Path, config: Config) -> list[Diagnostic]:
    """Give every error and warning below a folder, sorted by file and place."""
    found: list[Diagnostic] = []
    for repository in sorted(path for path in folder.iterdir() if path.is_dir()):
        registry, own = load_around([repository])
        found += [each for each in lint(registry, own, config).diagnostics if each.severity is not Severity.INFO]
    return found


def main() -> None:
    """Print the sample."""
    if not 2 <= len(sys.argv) <= 4:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    folder = Path(sys.argv[1])
    count, seed = (int(argument) for argument in (*sys.argv[2:], *("200", "1")[len(sys.argv) - 2 :]))
    found = findings(folder, Config(ignore=MISSING_HERE))
    sample = sorted(random.Random(seed).sample(found, min(count, len(found))), key=lambda each: (each.code, each.sort_key))  # noqa: S311
    print(f"{len(sample)} of {len(found)} errors and warnings, seed {seed}\n")
    for at, each in enumerate(sample, 1):
        print(f"[{at}] {visible(str(each)).replace(str(folder) + '/', '')}")
        lines = Path(each.path or "").read_bytes().decode("utf-8", "replace").split("\n")
        for number in range(max(each.span.line - _AROUND, 1), min(each.span.line + _AROUND, len(lines)) + 1):
            mark = ">" if number == each.span.line else " "
            print(f"    {mark}{number:5} {visible(lines[number - 1])[:_SHOWN]}")
        print()


if __name__ == "__main__":
    main()
