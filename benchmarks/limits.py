"""The limits of reading against public files, and the time that hostile ones take: the figures of SECURITY.md.

For each limit: median, 99th percentile and largest of the files below FOLDER, and how many are over it. Then the processor time of
`lint` with every rule on each hostile input of the tests, and on those of another folder where one is named.

Usage: python -m benchmarks.limits FOLDER [HOSTILE]    (exits 1 when a hostile file takes a second or more)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.generated import put_files

from agentkit import lint
from agentkit.config import Config
from agentkit.document import MAX_BLOCK, MAX_BYTES, parse
from agentkit.document.nodes import Fields, Items, Scalar
from agentkit.document.reader import MAX_DEPTH, MAX_NODES
from agentkit.problems import TOO_LARGE, YAML_DEPTH

EVERY_RULE = Config(select=("ALL",))


def depth(node: object) -> int:
    """Give how deep lists and mappings are nested in a value."""
    if isinstance(node, Scalar):
        return 0
    if isinstance(node, Fields):
        return 1 + max((depth(entry.value) for entry in node.entries), default=0)
    return 1 + max(map(depth, node.items), default=0) if isinstance(node, Items) else 0


def nodes(node: object) -> int:
    """Give how many values and keys a value holds."""
    if isinstance(node, Fields):
        return 1 + sum(1 + nodes(entry.value) for entry in node.entries)
    return 1 + (sum(map(nodes, node.items)) if isinstance(node, Items) else 0)


def print_limits(folder: Path) -> None:
    """Print what public files need of each limit."""
    found: dict[str, list[int]] = {"bytes": [], "frontmatter": [], "depth": [], "values": []}
    refused = 0
    for path in sorted(folder.rglob("*.md")):
        data = path.read_bytes()
        document = parse(data, str(path))
        found["bytes"].append(len(data))
        found["frontmatter"].append(document.body_start)
        refused += any(each.code in (TOO_LARGE.code, YAML_DEPTH.code) for each in document.diagnostics)
        if document.fields is not None:
            found["depth"].append(depth(document.fields) - 1)
            found["values"].append(nodes(document.fields))
    limits = {"bytes": MAX_BYTES, "frontmatter": MAX_BLOCK, "depth": MAX_DEPTH, "values": MAX_NODES}
    print(f"{len(found['bytes'])} files, {refused} refused for a limit")
    print(f"{'':12} {'median':>8} {'99 %':>8} {'largest':>9} {'limit':>10}")
    for name, values in found.items():
        values.sort()
        median, most = values[len(values) // 2], values[len(values) * 99 // 100]
        print(f"{name:12} {median:8,} {most:8,} {values[-1]:9,} {limits[name]:10,}")


def slowest(folder: Path) -> float:
    """Print the hostile files that take longest; give the seconds of the first."""
    lint(config=EVERY_RULE)  # what every run pays once: imports, the shipped library
    times: list[tuple[float, str]] = []
    for path in sorted(folder.rglob("*.md")):
        started = time.process_time()
        lint(path, config=EVERY_RULE, jobs=1)
        times.append((time.process_time() - started, str(path.relative_to(folder))))
    times.sort(reverse=True)
    print(f"\n{len(times)} hostile files; the slowest to lint with every rule, in milliseconds of processor time:")
    for seconds, name in times[:5]:
        print(f"{seconds * 1000:8.0f}  {name}")
    return times[0][0]


def main(arguments: list[str]) -> int:
    """Measure, and tell by the exit status whether every hostile file stays below a second."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    print_limits(Path(arguments[0]))
    with tempfile.TemporaryDirectory() as made:
        put_files(Path(made))
        most = slowest(Path(made))
    if len(arguments) > 1:
        most = max(most, slowest(Path(arguments[1])))
    return int(most >= 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
