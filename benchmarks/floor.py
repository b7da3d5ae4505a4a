"""The floor: what any linter has to do. Reads the files, scans each frontmatter with libyaml, passes once over each body.

Usage: python floor.py FOLDER    (a program of its own: it imports nothing of agentkit)
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import yaml


def floor(folder: Path) -> float:
    """Time the least that any program has to do, in seconds of the processor."""
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


if __name__ == "__main__":
    print(f"{floor(Path(sys.argv[1])):.2f} s")
