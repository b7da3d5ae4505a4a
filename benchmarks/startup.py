"""Start-up cost: instructions of each command as a ratio to `python -c pass`, and wall time beside the linters of others.

Instructions are counted by valgrind's callgrind: repeatable on a busy machine, where times are not. The package is installed
from a wheel into its own environment, with bytecode compiled, as a user has it.

Usage: python -m benchmarks.startup PUBLIC    (exits 1 when a bound is exceeded; any folder will do for PUBLIC, nothing of it is read)
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import linters, processes
from benchmarks.figure import Result, Verdict, at_most, faster, number, show, table

TITLE = "Start"
HOW = """\
Instructions of each command, counted by callgrind without those of child processes, as a ratio to `python -c pass` of the same interpreter. Each
command has run before, so that its bytecode is written and, without `--no-cache`, what lint found is kept. Lint checks one file,
the shipped `data-engineer`. What click and PyYAML cost to import is the floor of what reads a command line and a frontmatter.

Wall time is the least of the rounds, in which the programs take turns; each checks a project of that one agent."""
BOUNDS = {
    "--version": 5.0,
    "--help": 5.0,
    "list": 9.0,
    "show data-engineer": 9.0,
    "lint agents/data-engineer.md": 9.0,
    "lint --no-cache agents/data-engineer.md": 9.0,
    "render data-engineer": 10.0,
}
IMPORT_BOUND = 1.1
FLOORS = ("import click", "import yaml", "import click, yaml")
OURS = "**agentkit**"
BARE = "`python -c pass`"
ACTIONS = {"help": "`--help`", "version": "`--version`", "check": "lint of one file"}


def instructions(command: list[str], cwd: Path, environment: dict[str, str]) -> int:
    """Count the instructions of a process, children left out."""
    # Writes the bytecode; and a command that fails early would count as a quick one.
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    log = cwd / "callgrind.log"
    counted = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}", *command]
    subprocess.run(counted, cwd=cwd, env=environment, check=True, capture_output=True)
    line = next(line for line in log.read_text().splitlines() if "Collected" in line)
    return int(line.rsplit(":", 1)[1])


def measure(public: Path, *, rounds: int = 10, limit: int = 60) -> Result:  # noqa: ARG001 - what starts is our own agent
    """Count instructions where valgrind is there, and time the starts."""
    commands = linters.install_ours()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        return {"instructions": _counted(commands, scratch / "counted"), **_timed(commands, scratch / "timed", rounds, limit)}


def _counted(commands: Path, scratch: Path) -> dict[str, Any] | None:
    """Count instructions; give None where valgrind is not there."""
    if shutil.which("valgrind") is None:
        print("valgrind is not here: no instructions are counted", file=sys.stderr)
        return None
    work, empty = scratch / "work", scratch / "empty"
    (work / "agents").mkdir(parents=True)
    empty.mkdir()
    shutil.copy(linters.ROOT / "agents" / "data-engineer.md", work / "agents")
    environment = processes.environment(scratch / "home")
    python = str(commands / "python")
    bare = instructions([python, "-c", "pass"], work, environment)
    ratios = {code: instructions([python, "-c", code], work, environment) / bare for code in ("import agentkit", *FLOORS)}
    for command in BOUNDS:
        print(f"counting agentkit {command}", file=sys.stderr)
        at = work if command.startswith("lint") else empty
        ratios[command] = instructions([str(commands / "agentkit"), *command.split()], at, environment) / bare
    return {"bare": bare, "ratios": ratios}


def _timed(commands: Path, scratch: Path, rounds: int, limit: float) -> dict[str, Any]:
    """Time the starts of all programs."""
    installed = linters.install_all()
    project, plugin, home = scratch / "project", scratch / "plugin", scratch / "home"
    (project / ".claude" / "agents").mkdir(parents=True)
    shutil.copy(linters.ROOT / "agents" / "data-engineer.md", project / ".claude" / "agents")
    linters.lay_out_as_plugin(project, plugin)
    python: tuple[str, ...] = (str(commands / "python"), "-c", "pass")
    calls: dict[str, tuple[Path, dict[str, tuple[str, ...]]]] = {BARE: (project, dict.fromkeys(ACTIONS, python))}
    for name, program, folder, check in (
        (OURS, commands / "agentkit", project, ("lint", ".")),
        ("agentkit, `--no-cache`", commands / "agentkit", project, ("lint", "--no-cache", ".")),
        *((f"{each.linter.name} {each.version}", each.program, plugin if each.linter.plugin else project, each.linter.check)
          for each in installed),
    ):  # fmt: skip
        if program is not None:
            said = {"help": ("--help",), "version": ("--version",), "check": check}
            calls[name] = folder, {action: (str(program), *said[action]) for action in ACTIONS}
    names = {f"{each.linter.name} {each.version}": each.linter.name for each in installed}
    least: dict[str, dict[str, float]] = {name: {} for name in calls}
    codes: dict[str, dict[str, int | None]] = {name: {} for name in calls}
    for action in ACTIONS:
        for turn in range(rounds + 1):  # the first brings the program into memory, and does not count
            for name, (folder, own) in calls.items():
                run = processes.run(own[action], folder, processes.environment(home / "".join(filter(str.isalnum, name))), limit)
                codes[name][action] = run.code
                if turn:
                    least[name][action] = min(run.wall, least[name].get(action, run.wall))
    missing = {each.linter.name: each.missing for each in installed if each.missing}
    rows = [{"name": name, "linter": names.get(name, ""), "wall": least[name], "codes": codes[name]} for name in calls]
    return {"rounds": rounds, "rows": rows, "missing": missing}


def verdicts(result: Result) -> list[Verdict]:
    """Hold the ratios against the bounds, and the starts against that of the fastest linter of others."""
    found = []
    if result["instructions"] is not None:
        ratios = result["instructions"]["ratios"]
        why = f"importing click and PyYAML takes {number(ratios[FLOORS[-1]])}; the rest is reading the library, and for lint its rules"
        for title, bound in {"import agentkit": IMPORT_BOUND, **BOUNDS}.items():
            subject = f"`{title}`" if title.startswith("import") else f"`agentkit {title}`"
            found.append(at_most(f"{subject}, instructions to `python -c pass`", ratios[title], bound, why))
    ours, bare = (next(row["wall"] for row in result["rows"] if row["name"] == name) for name in (OURS, BARE))
    for action, title in ACTIONS.items():
        peers = [row for row in result["rows"] if row["linter"] and row["codes"][action] in (0, 1)]
        peers.sort(key=lambda row: row["wall"][action])
        for row in peers if action == "check" else peers[:1]:
            theirs, least = row["wall"][action], bare[action]
            starts = f"an interpreter has to start: {BARE} alone takes {number(least / theirs)} times as long as it"
            starts += "; then ours imports its rules" if action == "check" else ""
            why = starts if least > theirs else f"{linters.why_it_may_be_faster(row['linter'])}; ours imports its rules first"
            which = "" if action == "check" else "the fastest of the others, "
            found.append(faster(f"{title}, beside {which}{row['name']}", theirs, ours[action], why))
    return found


def tables(result: Result) -> str:
    """Show instructions, then times."""
    parts = ["valgrind was not there: no instructions were counted.\n"]
    if result["instructions"] is not None:
        ratios = result["instructions"]["ratios"]
        bounds = {"import agentkit": IMPORT_BOUND, **BOUNDS}
        rows = [
            [
                f"`{title}`" if title.startswith("import") else f"`agentkit {title}`",
                number(ratio),
                f"{bounds[title]:g}" if title in bounds else "",
            ]
            for title, ratio in ratios.items()
        ]
        bare = f"`python -c pass` is {result['instructions']['bare'] / 1e6:.0f} million instructions.\n"
        parts = [table(["command", "instructions, `python -c pass` = 1", "goal"], rows), bare]
    ours = next(row for row in result["rows"] if row["name"] == OURS)
    head = ["program", *(f"{title}, ours = 1" for title in ACTIONS.values()), *(f"{title}, ms" for title in ACTIONS.values())]
    cells = [
        [
            row["name"],
            *(number(row["wall"][key] / ours["wall"][key]) for key in ACTIONS),
            *(_milliseconds(row, key) for key in ACTIONS),
        ]
        for row in result["rows"]
    ]
    parts.append(table(head, cells))
    parts += ["".join(f"- {name} is left out: {why}\n" for name, why in result["missing"].items())] if result["missing"] else []
    return "\n".join(parts)


def _milliseconds(row: dict[str, Any], action: str) -> str:
    code = row["codes"][action]
    return f"{1000 * row['wall'][action]:.0f}" + ("" if code in (0, 1) else f" (exit {code})")


if __name__ == "__main__":
    sys.exit(show("startup", sys.argv[1:]))
