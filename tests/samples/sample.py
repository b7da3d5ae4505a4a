"""Fenced samples of the library, read with nothing but the standard library."""

from __future__ import annotations

import ast
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)


class Sample(NamedTuple):
    """One fenced block."""

    path: str
    """From the root of the repository, with `/`."""
    number: int
    """Which fence of the file it is, from 1; it outlives changes of the text above, a line number does not."""
    line: int
    """Line of the opening fence, from 1."""
    language: str
    detail: str
    """What stands after the language: a dialect."""
    text: str
    """Without the fence's own indentation, ending with a newline."""

    @property
    def place(self) -> str:
        """The file and the line, as an editor opens it."""
        return f"{self.path}:{self.line}"

    @property
    def key(self) -> str:
        """The file and a digest of language, dialect and text: another text is another sample, its place is not asked."""
        digest = hashlib.sha256(f"{self.language} {self.detail}\n{self.text}".encode()).hexdigest()
        return f"{self.path} {digest[:12]}"

    def at(self, path: str, marker: str = "") -> bool:
        """Whether it stands in a file (the end of its path is enough) and holds a text."""
        return self.path.endswith(path) and marker in self.text

    def imports(self) -> set[str]:
        """Top-level packages that a Python sample imports."""
        if self.language != "python":
            return set()
        found: set[str] = set()
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
        return found

    def tests(self) -> bool:
        """Whether pytest would collect something in a Python sample."""
        return self.language == "python" and re.search(r"(?m)^(?:async )?def test_|\.TestCase\b", self.text) is not None


def read_samples(path: Path, name: str) -> list[Sample]:
    """Give the samples of a Markdown file, in their order."""
    text = path.read_text(encoding="utf-8")
    found = []
    for number, match in enumerate(_FENCE.finditer(text), start=1):
        language, _, detail = match[3].strip().partition(" ")
        body = re.sub(rf"(?m)^{match[1]}", "", match[4])
        found.append(Sample(name, number, text.count("\n", 0, match.start()) + 1, language, detail, body))
    return found


@cache
def samples() -> tuple[Sample, ...]:
    """Give every sample of `agents/` and `skills/`, by path and place."""
    paths = sorted([*ROOT.glob("agents/*.md"), *ROOT.glob("skills/**/*.md")])
    return tuple(sample for path in paths for sample in read_samples(path, path.relative_to(ROOT).as_posix()))


def sample_at(path: str, marker: str) -> Sample:
    """Give the one sample of a file that holds a text; companions are named so.

    Raises:
        LookupError: There is none, or more than one.
    """
    found = [sample for sample in samples() if sample.at(path, marker)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} samples in {path} hold {marker!r}, not one")
    return found[0]
