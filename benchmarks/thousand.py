"""A project of so many agents, all in one `.claude/agents`: public files as they are, each name once, the same ones every time.

Usage: python -m benchmarks.thousand PUBLIC FOLDER [COUNT]
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

COUNT = 1_000
_NAME = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:(?!---).*\n)*?name:[ \t]*[\"']?([A-Za-z0-9][\w-]*)[\"']?[ \t]*\r?\n")


def chosen(public: Path, count: int = COUNT) -> dict[str, bytes]:
    """Give the contents of agents by the names that stand in them.

    They are taken in the order of their digests, which spreads them over the repositories; of those with one name, in whatever case, the
    first counts. Whether a file is right in other ways does not matter.

    Raises:
        ValueError: There are not so many.
    """
    found: dict[str, bytes] = {}
    taken: set[str] = set()
    contents = {path.read_bytes() for path in public.rglob("*.md") if path.name.lower() != "skill.md" and path.is_file()}
    for content in sorted(contents, key=lambda each: hashlib.sha256(each).digest()):
        if len(found) == count:
            break
        match = _NAME.match(content[:4_000])
        if match is not None and (name := match[1].decode()).lower() not in taken:
            taken.add(name.lower())
            found[name] = content
    if len(found) < count:
        raise ValueError(f"{public} has {len(found)} agents with names of their own, not {count}")
    return found


def put(public: Path, project: Path, count: int = COUNT) -> Path:
    """Write the files; give the folder they are in."""
    folder = project / ".claude" / "agents"
    folder.mkdir(parents=True)
    for name, content in chosen(public, count).items():
        (folder / f"{name}.md").write_bytes(content)
    return folder


def main(arguments: list[str]) -> int:
    """Make one."""
    if len(arguments) not in (2, 3) or not Path(arguments[0]).is_dir() or not all(each.isdigit() for each in arguments[2:]):
        print(__doc__, file=sys.stderr)
        return 2
    print(put(Path(arguments[0]), Path(arguments[1]), *map(int, arguments[2:])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
