"""What `--fix` does to public files: how many load strictly then, whether anything else changes, whether it comes to rest.

Works on a copy. Strict means PyYAML's safe_load. Each file is held against its reading before: every value of every field equal
but those that a fix says it changes, the body byte for byte, and no byte changed outside the reported spans.

Usage: python -m benchmarks.fixes FOLDER [--unsafe]    (one folder a repository; exits 1 when a goal is missed)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from agentkit.document import fences, parse, plain_value
from agentkit.linter import Report, fixing, lint
from agentkit.registry import load_around
from agentkit.tools import parse_tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.document import Document

GOAL = 0.99


def block_of(data: bytes) -> str | None:
    """Give the frontmatter of a file; None when it has none."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    found = fences.locate(text)
    return text[found.open_end : found.close_start] if isinstance(found, fences.Fences) else None


def is_strict(data: bytes) -> bool:
    """Tell whether PyYAML reads a file's frontmatter as a mapping."""
    try:
        return isinstance(yaml.load(block_of(data) or "", Loader=yaml.CSafeLoader), dict)
    except (yaml.YAMLError, ValueError):
        return False


def mended(repository: Path, texts: dict[str, bytes], *, unsafe: bool) -> fixing.Mended:
    """Mend a repository in memory, starting from these bytes in place of what is on disk."""

    def check(changed: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = load_around([repository])
        held = {**texts, **changed}
        for shelf in registry.shelves[:own]:
            for found in (*shelf.agents, *shelf.skills):
                if found.path in held:
                    registry.put(found, held[found.path])
        return lint(registry, own), registry.document

    return fixing.mend(check, unsafe=unsafe)


def other_values(before: bytes, after: bytes) -> list[str]:
    """Give the keys whose values differ, both read tolerantly; of tool lists what they grant is compared."""
    old, new = (
        {entry.key.text: _granted(entry.key.text, plain_value(entry.value)) for entry in fields.entries}
        if (fields := parse(data).fields) is not None
        else {}
        for data in (before, after)
    )
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _granted(key: str, value: object) -> object:
    if key in ("tools", "disallowedTools") and isinstance(value, str):
        return list(dict.fromkeys(grant.text for grant in parse_tools(value)))
    return list(dict.fromkeys(map(str, value))) if key in ("tools", "disallowedTools") and isinstance(value, list) else value


def main() -> None:
    """Print the figures."""
    unsafe = "--unsafe" in sys.argv
    folders = [argument for argument in sys.argv[1:] if argument != "--unsafe"]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    rejected: list[str] = []
    still: list[str] = []
    differing: list[str] = []
    files = findings = restless = bodies = 0
    for repository in sorted(path for path in Path(folders[0]).iterdir() if path.is_dir()):
        first = mended(repository, {}, unsafe=unsafe)
        files += len(first.after)
        findings += first.applied
        restless += len(mended(repository, first.after, unsafe=unsafe).after)
        for path in sorted(repository.rglob("*.md")):
            before = path.read_bytes()
            after = first.after.get(str(path), before)
            if block_of(before) is not None and not is_strict(before):
                rejected.append(str(path))
                if not is_strict(after):
                    still.append(str(path))
            if after != before:
                bodies += parse(before).body != parse(after).body
                differing += [f"{path}: {key}" for key in other_values(before, after)]
    share = 1 - len(still) / max(len(rejected), 1)
    print(f"{findings} findings mended in {files} files")
    print(f"not at rest after a second run: {restless}")
    print(f"bodies that changed: {bodies}; values that changed: {len(differing)}")
    print(f"rejected by strict YAML: {len(rejected)}, loading after: {len(rejected) - len(still)} ({share:.1%}, goal {GOAL:.0%})")
    for line in (*still, *differing):
        print(f"  {line}")
    sys.exit(bool(restless or bodies or (differing and not unsafe) or share < GOAL))


if __name__ == "__main__":
    main()
