"""Sets up `.samples/NAME`, unless it holds what the environment asks for: `python -m tests.samples.install NAME`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from typing import TYPE_CHECKING

from tests.samples.environments import Environment, environment
from tests.samples.sample import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def install(one: Environment, folder: Path) -> None:
    """Make the environment anew: an install that did not finish is begun again."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=bool(one.alone or one.requirements))
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if one.alone:
        subprocess.run([*pip, "--no-deps", *one.alone], check=True)
    if one.requirements:
        subprocess.run([*pip, *one.requirements], check=True)
    if one.npm:
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", "--prefix", str(folder), *quiet, *one.npm], check=True)
    for package in one.debian:
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
        (archive,) = folder.glob(f"{package}_*.deb")
        subprocess.run(["dpkg", "-x", str(archive), str(folder / "debian")], check=True)


def main() -> int:
    """Install one environment; 1 when a package could not be had."""
    one = environment(sys.argv[1])
    folder = ROOT / ".samples" / one.name
    done = folder / ".installed"
    wanted = json.dumps([sys.version, one.alone, one.requirements, one.npm, one.debian])
    if done.is_file() and done.read_text(encoding="utf-8") == wanted:
        return 0
    missing = [name for name in one.programs if shutil.which(name) is None]
    if missing:
        print(f"environment {one.name} needs {', '.join(missing)} on the PATH", file=sys.stderr)
        return 1
    print(f"setting up .samples/{one.name} ...", file=sys.stderr)
    try:
        install(one, folder)
    except subprocess.CalledProcessError as error:
        print(f"environment {one.name}: {error}", file=sys.stderr)
        return 1
    done.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
