"""Our reading of frontmatter against PyYAML and npm's `yaml`: every value equal as text, or agentkit reports something in the block.

A value that all read alike says nothing of a file that a reader refuses and agentkit reads without a word: that counts as a difference.
Every scalar is compared as the text that stands in the file, so that what one takes for a number another may take for a text.

Usage: python -m benchmarks.differential FOLDER [--yaml NODE_MODULES]    (.md files below it; exits 1 at a silent difference)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from agentkit.document import Items, Scalar, parse
from benchmarks.fixes import block_of

if TYPE_CHECKING:
    from agentkit.document import Node

REFUSED = "\0refused"
"""What a reader gives for a block that it refuses; no file holds it."""
_NODE = """
const yaml = require(process.argv[1] + '/yaml');
for (const line of require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
  let shown;
  try { shown = JSON.stringify(yaml.parse(JSON.parse(line), {schema: 'failsafe', logLevel: 'silent'}) ?? null); }
  catch { shown = JSON.stringify('\\0refused'); }
  console.log(shown);
}
"""


def ours(data: bytes) -> tuple[object, bool]:
    """Give the fields as texts, and whether anything was reported."""
    document = parse(data)
    return (None if document.fields is None else _texts(document.fields)), bool(document.diagnostics)


def _texts(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_texts(item) for item in node.items]
    return {entry.key.text: _texts(entry.value) for entry in node.entries}


def pyyaml(block: str) -> object:
    """Give what PyYAML reads, every scalar as its text."""
    try:
        return yaml.load(block, Loader=yaml.CBaseLoader)  # noqa: S506 - texts alone, no objects
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):  # the last where a test runner stands on the stack already
        return REFUSED


def npm_yaml(blocks: list[str], modules: Path) -> list[object]:
    """Give what npm's `yaml` reads with its failsafe schema, in which every scalar is a text."""
    done = subprocess.run(
        ["node", "-e", _NODE, str(modules.resolve())],
        input="\n".join(map(json.dumps, blocks)),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def silent(mine: tuple[object, bool], other: object) -> bool:
    """Tell whether two readings differ and nothing is said."""
    values, said = mine
    return not said and values != other


def main() -> None:
    """Print how many files are read alike."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--yaml", type=Path, metavar="NODE_MODULES")
    asked = parser.parse_args()
    files = [(path, path.read_bytes()) for path in sorted(asked.folder.rglob("*.md")) if path.is_file()]
    pairs = [(path, data, block) for path, data in files if (block := block_of(data)) is not None]
    readings: dict[str, list[object]] = {"PyYAML": [pyyaml(block) for _, _, block in pairs]}
    if asked.yaml is not None:
        readings["npm yaml"] = npm_yaml([block for _, _, block in pairs], asked.yaml)
    mine = [ours(data) for _, data, _ in pairs]
    failed = False
    for reader, values in readings.items():
        equal = sum(one[0] == other for one, other in zip(mine, values, strict=True))
        wrong = [str(path) for (path, _, _), one, other in zip(pairs, mine, values, strict=True) if silent(one, other)]
        print(
            f"{reader}: {len(pairs)} files, {equal} equal, {len(pairs) - equal - len(wrong)} reported, {len(wrong)} silently different"
        )
        print("".join(f"  {path}\n" for path in wrong), end="")
        failed = failed or bool(wrong)
    sys.exit(failed)


if __name__ == "__main__":
    main()
