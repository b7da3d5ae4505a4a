"""What `--fix` does to public files: how many load strictly then, whether anything else changes, whether it comes to rest.

Works in memory. Strict means PyYAML's safe_load. Each fixed file is held against its reading before: every value of every field equal,
the body too, and no byte changed outside the edits that were reported. What PyYAML reads in it has to be what agentkit read before.

Usage: python -m benchmarks.fixes FOLDER [--unsafe]    (one folder a repository; exits 1 when a goal is missed)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from agentkit.document import Items, Scalar, fences, parse, plain_value
from agentkit.linter import Report, fixing, lint
from agentkit.registry import load_around
from agentkit.tools import parse_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from agentkit.document import Document, Node
    from agentkit.fix import Edit

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
        registry.put_all({**texts, **changed})
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


def bytes_outside(before: bytes, after: bytes, rounds: Iterable[Iterable[Edit]]) -> int:
    """Count the bytes that changed outside the reported edits, by making these one after the other."""
    text = before.decode("utf-8", "surrogateescape")
    shift = text.startswith("\ufeff")  # no offset counts the mark; it stands at -1
    for edits in rounds:
        for edit in sorted(edits, reverse=True):
            text = text[: edit.start + shift] + edit.text + text[edit.end + shift :]
        shift = text.startswith("\ufeff")
    wanted = text.encode("utf-8", "surrogateescape")
    return sum(map(int.__ne__, wanted, after)) + abs(len(wanted) - len(after))


def reads_as(before: bytes, after: bytes, changes: Collection[str] = ()) -> bool:
    """Tell whether PyYAML reads in a fixed file what the tolerant reading gave before, every value as its text.

    `changes` are the fields that the fixes were allowed to change.
    """
    fields = parse(before).fields
    read = yaml.load(block_of(after) or "", Loader=yaml.CBaseLoader)  # noqa: S506 - every value a text, no objects
    wanted = _texts(fields) if fields is not None else None
    if not isinstance(read, dict) or not isinstance(wanted, dict):
        return False
    new, old = ({key: _granted(key, value) for key, value in values.items() if key not in changes} for values in (read, wanted))
    return new == old


def _texts(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_texts(item) for item in node.items]
    return {entry.key.text: _texts(entry.value) for entry in node.entries}


def main() -> None:
    """Print the figures."""
    unsafe = "--unsafe" in sys.argv
    folders = [argument for argument in sys.argv[1:] if argument != "--unsafe"]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    rejected = 0
    still: list[str] = []
    differing: list[str] = []
    misread: list[str] = []
    files = findings = restless = outside = 0
    for repository in sorted(path for path in Path(folders[0]).iterdir() if path.is_dir()):
        first = mended(repository, {}, unsafe=unsafe)
        files += len(first.after)
        findings += first.applied
        restless += len(mended(repository, first.after, unsafe=unsafe).after)
        reasons = {found.path: why for found, why in first.refused}
        for path in sorted(repository.rglob("*.md")):
            before = path.read_bytes()
            after = first.after.get(str(path), before)
            if block_of(before) is not None and not is_strict(before):
                rejected += 1
                if not is_strict(after):
                    still.append(f"{path}: {reasons.get(str(path), 'no fix, or an unsafe one')}")
            if after != before:
                if (
                    not unsafe and parse(before).body != parse(after).body
                ):  # an unsafe fix may edit it, and `outside` sees what else
                    differing.append(f"{path}: body")
                announced = first.changes[str(path)] if unsafe else ()  # a safe fix changes nothing that counts, announced or not
                differing += [f"{path}: {key}" for key in other_values(before, after) if key not in announced]
                outside += bytes_outside(before, after, first.edits[str(path)])
                if not reads_as(before, after, announced):
                    misread.append(f"{path}: PyYAML reads something else")
    equal = files - len({line.rpartition(": ")[0] for line in differing})
    loading = rejected - len(still)
    print(f"{findings} findings fixed in {files} files")
    print(f"idempotent: {files - restless} of {files} ({_share(files - restless, files)})")
    print(f"equal apart from the value fixed: {equal} of {files} ({_share(equal, files)})")
    print(f"read by PyYAML as by agentkit before: {files - len(misread)} of {files} ({_share(files - len(misread), files)})")
    print(f"bytes changed outside the reported edits: {outside}")
    print(f"rejected by strict YAML: {rejected}, loading after: {loading} ({_share(loading, rejected)}, goal {GOAL:.0%})")
    for line in (*still, *differing, *misread):
        print(f"  {line}")
    sys.exit(bool(restless or outside or equal < files or misread or loading < GOAL * rejected))


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.1%}" if whole else "none"


if __name__ == "__main__":
    main()
