"""What agentkit says about a folder of public files, repository by repository: verdicts, findings by rule, time against a floor.

The floor is a program that reads the same files, scans each frontmatter with libyaml and passes once over each body.

Usage: python -m benchmarks.corpus FOLDER    (one folder a repository; `../shared/corpus/unpack FOLDER` makes one)
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from agentkit import profiles
from agentkit.linter import lint
from agentkit.registry import Registry, load_around
from agentkit.verdicts import verdicts_for
from benchmarks.floor import floor
from benchmarks.sample import MISSING_HERE


def loaded_everywhere(registry: Registry, own: int) -> set[str]:
    """Give the files that none of the harnesses they are written for, Claude Code's and the skills' clients, drops."""
    keys = ("claude-code", "copilot", "cursor", "agent-skills")
    assert set(keys) <= set(profiles.names())
    paths: set[str] = set()
    for shelf in registry.shelves[:own]:
        for loaded in map(registry.load, (*shelf.agents, *shelf.skills)):
            if loaded.document is None or loaded.skipped is not None:
                continue
            verdicts = verdicts_for(loaded.document, loaded.item, loaded.found.path, keys)
            if not any(each.outcome == "dropped" for each in verdicts):
                paths.add(loaded.found.path)
    return paths


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
    loading = of_loading = 0
    for repository in sorted(path for path in folder.iterdir() if path.is_dir()):
        registry, own = load_around([repository])
        report = lint(registry, own)
        agents, skills, skipped = agents + report.agents, skills + report.skills, skipped + len(report.skipped)
        paths = loaded_everywhere(registry, own)
        loading += len(paths)
        of_loading += sum(each.path in paths and each.code not in MISSING_HERE for each in report.diagnostics)
        found.update((each.code, each.slug, each.severity.value) for each in report.diagnostics)
    taken = time.process_time() - started
    print(
        f"{agents} agents, {skills} skills, {skipped} skipped; {taken:.1f} s CPU, {taken / least:.1f} times the floor of {least:.1f} s"
    )
    print(f"{loading} files that no harness is sure to drop: {of_loading / loading:.2f} findings a file")
    for (code, slug, severity), count in sorted(found.items()):
        print(f"{code}  {severity:<8} {slug:<24} {count:6}")


if __name__ == "__main__":
    main()
