"""Start-up cost of each command, in instructions, as a ratio to `python -c pass` of the same interpreter.

Instructions are counted by valgrind's callgrind: repeatable on a busy machine, where times are not. The package is installed
from a wheel into its own environment, with bytecode compiled, as a user has it.

Usage: python -m benchmarks.startup    (needs valgrind; exits 1 when a bound is exceeded)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BOUNDS = {
    "--version": 5.0,
    "--help": 5.0,
    "list": 9.0,
    "show data-engineer": None,
    "lint agents/data-engineer.md": None,
    "render data-engineer": 12.0,
}
IMPORT_BOUND = 1.1


def instructions(command: list[str], cwd: Path, environment: dict[str, str]) -> int:
    """Count the instructions of a process, children left out."""
    # Writes the bytecode; and a command that fails early would count as a quick one.
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    log = cwd / "callgrind.log"
    counted = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}", *command]
    subprocess.run(counted, cwd=cwd, env=environment, check=True, capture_output=True)
    line = next(line for line in log.read_text().splitlines() if "Collected" in line)
    return int(line.rsplit(":", 1)[1])


def main() -> None:
    """Print a row a command."""
    if shutil.which("valgrind") is None:
        print("needs valgrind", file=sys.stderr)
        sys.exit(2)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True)
        python = str(folder / "env" / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-q", str(ROOT)], check=True, env=environment)
        work = folder / "work"
        (work / "agents").mkdir(parents=True)
        shutil.copy(ROOT / "agents" / "data-engineer.md", work / "agents")
        bare = instructions([python, "-c", "pass"], work, environment)
        print(f"python -c pass: {bare / 1e6:.0f} M instructions ({sys.implementation.name} {sys.version.split()[0]})")
        ratio = instructions([python, "-c", "import agentkit"], work, environment) / bare
        rows: list[tuple[str, float, float | None]] = [("import agentkit", ratio, IMPORT_BOUND)]
        empty = folder / "empty"
        empty.mkdir()
        for command, bound in BOUNDS.items():
            at = work if command.startswith("lint") else empty
            count = instructions([str(folder / "env" / "bin" / "agentkit"), *command.split()], at, environment)
            rows.append((f"agentkit {command}", count / bare, bound))
    failed = False
    for title, ratio, bound in rows:
        failed |= bound is not None and ratio > bound
        print(f"{title:<40} {ratio:6.2f}" + (f"   bound {bound}" if bound is not None else ""))
    sys.exit(failed)


if __name__ == "__main__":
    main()
