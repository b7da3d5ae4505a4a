"""The scan for attacks on a folder of public files: verdicts, facts by kind, time; and every regular expression against baits.

Usage: python -m benchmarks.threats FOLDER    (FOLDER holds one folder a repository; every file counts as harmless)
       python -m benchmarks.threats --baits   (CPU time at 16,384 characters over that at 4,096, for each pattern and bait)
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from agentkit.display import visible
from agentkit.threats import Threat, Tier, scan

_RATIO = 8.0
_SLOW = 0.5
"""Seconds of CPU that a scan of 16,384 characters may take at most."""
_LEAST = 0.01
"""Seconds of CPU below which a ratio says nothing."""


def corpus(folder: Path) -> None:
    """Print what a scan of every Markdown file gives."""
    times: list[float] = []
    facts: Counter[tuple[str, str]] = Counter()
    files: Counter[str] = Counter()
    flagged: Counter[str] = Counter()
    verdicts: list[tuple[str, int, Threat]] = []
    for path in sorted(folder.rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        role = "skill" if path.name.lower() == "skill.md" else "agent"
        started = time.process_time()
        found = scan(text, role=role)
        times.append(time.process_time() - started)
        files[role] += 1
        flagged[role] += any(each.tier is Tier.VERDICT for each in found)
        facts.update((each.kind, each.severity.value) for each in found if each.tier is Tier.FACT)
        place = str(path.relative_to(folder))
        verdicts += [(place, text.count("\n", 0, each.start) + 1, each) for each in found if each.tier is Tier.VERDICT]
    times.sort()
    print(
        f"{len(times)} files: median {median(times) * 1000:.1f} ms, 99th percentile {times[len(times) * 99 // 100] * 1000:.1f} ms,"
    )
    print(f"slowest {times[-1] * 1000:.0f} ms, {sum(times):.1f} s CPU in all\n")
    for role, count in sorted(files.items()):
        print(f"{role}s with a verdict: {flagged[role]} of {count}, {flagged[role] / count:.2%}")
    print(f"files with a verdict: {flagged.total()} of {files.total()}, {flagged.total() / files.total():.2%}\n")
    for place, line, threat in verdicts:
        print(f"{place}:{line}: {threat.kind}: {visible(threat.message)}")
    print()
    for (kind, severity), count in sorted(facts.items()):
        print(f"{kind:<24} {severity:<8} {count:6}")


def against_baits() -> int:
    """Print each pair whose time grows faster than its text, and give how many there are."""
    from tests.threats.baits import baits, patterns

    small, large = baits(4_096), baits(16_384)
    bad = pairs = 0
    for pattern in patterns():
        compiled = re.compile(pattern, re.MULTILINE)
        for name, text in large.items():
            pairs += 1
            taken = _taken(compiled, text.lower())
            if taken < _LEAST:
                continue
            ratio = taken / max(_taken(compiled, small[name].lower()), 1e-6)
            if ratio > _RATIO:
                bad += 1
                print(f"{ratio:5.1f}  {taken * 1000:7.1f} ms  {name!r}  {pattern[:90]}")
    for name, text in baits(16_384, with_marks=True).items():
        started = time.process_time()
        scan(text, role="skill")
        taken = time.process_time() - started
        if taken > _SLOW:
            bad += 1
            print(f"whole scan {taken * 1000:.0f} ms  {name!r}")
    print(f"{pairs} pairs of pattern and bait, {bad} superlinear or slow")
    return bad


def _taken(pattern: re.Pattern[str], text: str) -> float:
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def main() -> None:
    """Print one or the other."""
    if sys.argv[1:] == ["--baits"]:
        sys.exit(1 if against_baits() else 0)
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    corpus(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
