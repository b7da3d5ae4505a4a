"""Checks the samples of environments, run by the Python of each: `.samples/NAME/bin/python -m tests.samples.run NAME`.

`--light` and `--all` print the names of environments.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import platform
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.samples import page
from tests.samples.check import Failed, command, packages
from tests.samples.environments import Environment, checks, environment, environments
from tests.samples.sample import ROOT


def versions(one: Environment) -> dict[str, str]:
    """Give what was installed, by the names under which it was asked for."""
    found = {"Python": platform.python_version()}
    for requirement in (*one.alone, *one.requirements):
        name = re.split(r"[\[<>=~!;]", requirement)[0]
        found[name] = importlib.metadata.version(name)
    for requirement in one.npm:
        name = re.sub(r"(?<=.)@.*", "", requirement)
        found[name] = json.loads((packages(one.name) / name / "package.json").read_text(encoding="utf-8"))["version"]
    for name in one.debian:
        (archive,) = (ROOT / ".samples" / one.name).glob(f"{name}_*.deb")
        found[name] = command(["dpkg-deb", "-f", str(archive), "Version"], Path.cwd()).strip()
    for name, words in one.programs.items():
        said = re.search(r"\d+(?:\.\d+)+", command(words, Path.cwd()))
        found[name] = said[0] if said else "?"
    return found


def run(one: Environment) -> dict[str, str]:
    """Check the samples of an environment; give each one's key and `passed`, or what is wrong with it."""
    results: dict[str, str] = {}
    for sample, owner, check in checks():
        if owner.name != one.name:
            continue
        start = time.monotonic()
        if check.run is None:
            outcome = "passed"
        else:
            with tempfile.TemporaryDirectory(prefix="sample-", ignore_cleanup_errors=True) as folder:
                try:
                    check.run(Path(folder))
                    outcome = "passed"
                except Failed as error:
                    outcome = str(error)
                except Exception as error:  # noqa: BLE001 - whatever a sample's library raises is the sample's result
                    outcome = f"{type(error).__name__}: {error}"
        results[sample.key] = "passed" if outcome == "passed" else f"failed: {outcome.strip()}"
        took = time.monotonic() - start
        print(
            f"{'ok  ' if outcome == 'passed' else 'FAIL'} {took:5.1f} s  {sample.place}  {check.kind}: {check.what}", flush=True
        )
        if outcome != "passed":
            print("    " + outcome.strip().replace("\n", "\n    "), flush=True)
    return results


def main(words: list[str]) -> int:
    """Do what the command line says; 1 when a sample fails."""
    match words:
        case ["--light"]:
            print(*[one.name for one in environments() if not one.heavy])
        case ["--all"]:
            print(*[one.name for one in environments()])
        case [name] if not name.startswith("-"):
            one = environment(name)
            results = run(one)
            failed = sum(result != "passed" for result in results.values())
            page.record(name, dt.datetime.now(dt.UTC).date(), versions(one), results)
            print(f"{name}: {len(results) - failed} passed, {failed} failed")
            return 1 if failed else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
