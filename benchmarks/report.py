"""Measures the figures of speed and writes docs/performance.md: `make bench`, or `make bench FIGURES="startup throughput"` for some.

What is measured goes to benchmarks/results.json, each figure with its date, machine and versions; the others keep what they had. The page
is made from that file alone, so that no number on it was typed.

Usage: python -m benchmarks.report [--public FOLDER] [--page | --check] [FIGURE[:OPTION=NUMBER,...]...]

--public   one folder a repository; without it `../shared/corpus/unpack` makes one
--page     write the page again from the results there are
--check    fail when the page is not that of the results
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.figure import figure, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figure import Result

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
FIGURES = ("startup", "throughput", "cache", "growth", "latency", "find")
"""Modules of `benchmarks/`, in the order of the page."""
_HEAD = """\
# Performance

Generated from `benchmarks/results.json` by `benchmarks/report.py`: change neither by hand. `make bench PUBLIC=FOLDER` measures everything
again and writes both, `make bench FIGURES="startup throughput" PUBLIC=FOLDER` some. FOLDER holds agents and skills, one folder a repository.
The linters of others are installed from the package registries into `.peers/`. Each figure is a script, `benchmarks/NAME.py`, with its goals and
its reasons; those of one section were taken in one run. A ratio of two programs in one run says more than a time on some machine.
"""


def measure(names: Sequence[str], public: Path) -> list[str]:
    """Measure figures, each in a process of its own; keep each result, and write the page, as soon as it is there.

    Args:
        names: Of figures; options may follow a colon: `growth:largest=10000,rounds=1`.
        public: One folder a repository.

    Returns:
        The names of those that did not come to an end; they keep what they had.

    Raises:
        ValueError: There is no such figure.
    """
    wanted = [name.partition(":") for name in names]
    if unknown := [name for name, _, _ in wanted if name not in FIGURES]:
        raise ValueError(f"no figure {', '.join(unknown)}; there are {', '.join(FIGURES)}")
    failed = []
    for name, _, options in wanted:
        print(f"== {name}", file=sys.stderr)
        around = {"date": dt.datetime.now(dt.UTC).date().isoformat(), **machine(), "files": described(public)}
        call = [sys.executable, "-m", "benchmarks.figure", name, str(public), *filter(None, options.split(","))]
        done = subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            failed.append(name)
            continue
        results = {**read(RESULTS), name: {**around, "result": json.loads(done.stdout)}}
        text = json.dumps(
            {"version": 1, "figures": {key: results[key] for key in FIGURES if key in results}}, indent=1, ensure_ascii=False
        )
        RESULTS.write_text(text + "\n", "utf-8")
        PAGE.write_text(page(results), "utf-8")
    return failed


def read(path: Path) -> dict[str, Any]:
    """Give the results by the names of their figures; none where there is no file."""
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))["figures"]
    return found


def machine() -> dict[str, Any]:
    """Say what is measured on, how busy it is, and what of ours is measured."""
    said = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").is_file() else ""
    model = next(
        (line.partition(":")[2].strip() for line in said.splitlines() if line.startswith("model name")), platform.machine()
    )
    return {
        "machine": f"{model}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release().partition('-')[0]}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": round(os.getloadavg()[0], 2),
        "agentkit": _state(),
    }


def _state() -> str:
    """Give the commit, and whether what is measured differs from it."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    if not commit:
        return "not from a repository"
    return f"{commit} with changes" if _git("status", "--porcelain", "src", "agents", "skills", "benchmarks/*.py") else commit


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def described(public: Path) -> dict[str, Any]:
    """Say which files: how many, how large, and a digest of their names and bytes."""
    digest, count, size = hashlib.sha256(), 0, 0
    for path in sorted(public.rglob("*.md")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(public).as_posix()}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
            count, size = count + 1, size + len(content)
    return {"count": count, "bytes": size, "sha256": digest.hexdigest()}


def page(results: dict[str, Any]) -> str:
    """Give the page: what was to be reached and what was, where we lose and why, then every figure."""
    shown = [(name, results[name]) for name in FIGURES if name in results]
    goals, lost = [], []
    for name, kept in shown:
        for each in figure(name).verdicts(kept["result"]):
            goals.append([each.subject, each.goal, each.measured, "met" if each.met else "**not met**"])
            if not each.met:
                lost.append([each.subject, each.miss, each.why])
    parts = [
        _HEAD,
        f"## Goals\n\n{len(goals) - len(lost)} of {len(goals)} are met.\n\n" + table(["what", "goal", "measured", ""], goals),
        "## Where we lose\n\n" + (_lost(lost) if lost else "Nowhere that was measured.\n"),
        *(_section(name, kept) for name, kept in shown),
    ]
    if missing := [name for name in FIGURES if name not in results]:
        parts.append("## Not measured yet\n\n" + "".join(f"- `{name}`\n" for name in missing))
    return "\n".join(parts)


def _lost(rows: list[list[str]]) -> str:
    return "| what | by how much | why |\n| --- | ---: | --- |\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _section(name: str, kept: dict[str, Any]) -> str:
    one = figure(name)
    result: Result = kept["result"]
    when = f"{kept['date']}, {kept['machine']}, load {kept['load']:g} at the start; {kept['python']}, agentkit at {kept['agentkit']}."
    files = kept["files"]
    of = f"Public files: {files['count']:,}, {files['bytes'] / 1024 / 1024:.1f} MiB, SHA-256 of all `{files['sha256'][:16]}`."
    rounds = f" Rounds: {result['rounds']}." if "rounds" in result else ""
    return f"## {one.TITLE}\n\n`benchmarks/{name}.py`. {one.HOW}\n\n{when}{rounds} {of}\n\n{one.tables(result)}"


def main(arguments: Sequence[str]) -> int:
    """Measure, and write the page; or only one of them."""
    parser = argparse.ArgumentParser(usage=(__doc__ or "").partition("Usage: ")[2])
    parser.add_argument("--public", type=Path)
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("figures", nargs="*")
    given = parser.parse_args(arguments)
    if given.check:
        if PAGE.read_text("utf-8") == page(read(RESULTS)):
            return 0
        print("docs/performance.md is stale: python -m benchmarks.report --page", file=sys.stderr)
        return 1
    if given.page:
        PAGE.write_text(page(read(RESULTS)), "utf-8")
        return 0
    try:
        with tempfile.TemporaryDirectory() as name:
            failed = measure(given.figures or FIGURES, (given.public or _unpacked(Path(name))).resolve())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for name in failed:
        print(f"{name} failed: its result is the one from before", file=sys.stderr)
    return int(bool(failed))


def _unpacked(folder: Path) -> Path:
    """Unpack the maintainers' public files.

    Raises:
        ValueError: They are not here.
    """
    unpack = ROOT.parent / "shared" / "corpus" / "unpack"
    if not unpack.is_file():
        raise ValueError("say where public agents and skills are, one folder a repository: make bench PUBLIC=FOLDER")
    subprocess.run([unpack, folder], check=True, stdout=sys.stderr)
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
