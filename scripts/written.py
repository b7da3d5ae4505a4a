"""What scripts that generate one file have in common."""

from __future__ import annotations

import sys
from pathlib import Path


def write_or_check(path: Path, text: str) -> int:
    """Write a generated file, or with `--check` on the command line say whether it is current; give the exit status."""
    if "--check" not in sys.argv[1:]:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"{path.name} is stale: run python scripts/{Path(sys.argv[0]).name}", file=sys.stderr)
    return 1
