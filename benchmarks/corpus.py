"""What agentkit says about a folder of public files, repository by repository: verdicts, findings by rule, time against a floor.

The floor is a program that reads the same files, scans each frontmatter with libyaml and passes once over each body.

Usage: python -m benchmarks.corpus FOLDER    (one folder a repository; `../shared/corpus/unpack FOLDER` makes one)
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import yaml

from agentkit.linter import lint
from agentkit.registry import load_around


def floor(folder: Path) -> float:
    """Time the least that any program has to do."""
    started = time.process_time()
    lines = 0
    for path in folder.rglob("*.md"):
        text = path.read_bytes().decode("utf-8", "replace")
        if text.startswith("---"):
            end = text.find("\n---", 3)
            try:
                for _ in yaml.parse(text[3:end], Loader=yaml.CSafeLoader):
                    pass
            except yaml.YAMLError:
                lines += 1
        lines += sum(1 for line in text.split("\n") if line)
    return time.process_time() - started


def main() -> None:
    """Print the counts."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: python -m benchmarks.corpus FOLDER", file=sys.stderr)
        sys.exit(2)
    folder = Path(sys.argv[1])
    least = floor(folder)
    started = time.process_time()
    agents = skills = skipped = 0
    found: Counter[tuple[str, str, str]] = Counter()
    for repository in sorted(path for path in folder.iterdir() if path.is_dir()):
        registry, own = load_around([repository])
        report = lint(registry, own)
        agents, skills, skipped = agents + report.agents, skills + report.skills, skipped + len(report.skipped)
        found.update((each.code, each.slug, each.severity.value) for each in report.diagnostics)
    taken = time.process_time() - started
    print(
        f"{agents} agents, {skills} skills, {skipped} skipped; {taken:.1f} s CPU, {taken / least:.1f} times the floor of {least:.1f} s"
    )
    for (code, slug, severity), count in sorted(found.items()):
        print(f"{code}  {severity:<8} {slug:<24} {count:6}")


if __name__ == "__main__":
    main()
