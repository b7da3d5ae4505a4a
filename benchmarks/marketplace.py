"""Marketplaces of any size, made from a folder of public files: what growth is measured on.

Three shapes. `collections`: the public repositories again and again, in folders of their own, every name and description made another one, so
that they name each other as the public files do and are no copies. `folder`: the agents among them in one `agents/`. `copies`: the
repositories again and again as they are, so that every name stands in many folders.

Usage: python -m benchmarks.marketplace PUBLIC FOLDER COUNT [SHAPE]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPES = ("collections", "folder", "copies")
_NAME = re.compile(r"(?m)^(name:[ \t]*)([\"']?)([A-Za-z0-9][\w-]*)\2[ \t]*$")
_DESCRIPTION = re.compile(r"(?m)^description:.*(?:\n[ \t]+.*)*")
_HYPHENATED = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")
_WORD = re.compile(r"\b[a-z]{5,}\b")


def make(public: Path, folder: Path, count: int, shape: str = "collections") -> int:
    """Make a marketplace; give how many files were written.

    Args:
        public: One folder a repository, as `../shared/corpus/unpack` makes them.
        folder: Where the files go.
        count: How many to write.
        shape: One of `SHAPES`.
    """
    sources = list(_sources(public, agents=shape == "folder"))
    names = {match[3] for _, text in sources if (match := _NAME.search(text)) is not None}
    written = 0
    for turn in range(-(-count // len(sources))):
        mark = _letters(turn)
        for path, text in sources[: count - written]:
            if shape == "folder":
                target = folder / "agents" / f"{'-'.join(path.parts)[:-3][-120:]}-{mark}.md"
            else:
                target = folder / mark / path
            if target.name == "SKILL.md" and shape == "collections" and turn:
                target = target.with_name(f"{target.parent.name}-{mark}") / "SKILL.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            made = text if shape == "copies" or not turn else _another(text, mark, names)
            target.write_text(made, encoding="utf-8", errors="surrogateescape", newline="")
            written += 1
    return written


def _sources(public: Path, *, agents: bool) -> Iterator[tuple[Path, str]]:
    for path in sorted(public.rglob("*.md")):
        if path.is_file() and not (agents and path.name == "SKILL.md"):
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            if not agents or (text.startswith("---") and "\ndescription:" in text):
                yield path.relative_to(public), text


def _another(text: str, mark: str, names: set[str]) -> str:
    """Give a text with other names, which it names others by too, and another description."""
    text = _NAME.sub(rf"\g<1>\2\3-{mark}\2", text, count=1)
    text = _DESCRIPTION.sub(lambda match: _WORD.sub(lambda word: _other_word(word[0], mark), match[0]), text, count=1)
    return _HYPHENATED.sub(lambda match: f"{match[0]}-{mark}" if match[0] in names else match[0], text)


def _other_word(word: str, mark: str) -> str:
    """Give another word for every second one, others each time: descriptions share words, as those of one trade do."""
    return word + mark if crc32(f"{mark}{word}".encode()) % 2 else word


def _letters(number: int) -> str:
    """Give a number in letters: aa, ab and so on."""
    letters = ""
    while number or len(letters) < 2:
        number, last = divmod(number, 26)
        letters = chr(ord("a") + last) + letters
    return letters


def main(arguments: list[str]) -> int:
    """Make one."""
    if len(arguments) not in (3, 4) or not Path(arguments[0]).is_dir() or not arguments[2].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    print(make(Path(arguments[0]), Path(arguments[1]), int(arguments[2]), *arguments[3:]), "files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
