"""The linters of others that ours is set beside: where they come from, how they are called, and what they say they have checked.

They are installed from the package registries into a folder that nothing else uses, each in its own, and none of npm's install scripts
is run. One that does not install, or does not start, stays in every table with the reason.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NamedTuple

from benchmarks import processes

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".peers"


class Linter(NamedTuple):
    """One of them, with its defaults."""

    name: str
    requirement: str
    """`pip` or `npm`, then the release that was looked at: 2026-11-24."""
    program: str
    """Where its command is in its folder, as a pattern."""
    check: tuple[str, ...]
    """The arguments that check the folder it is started in."""
    does: str
    """What it spends its time on, or does not: why it may be faster. Of its rules as listed by its release on that day."""
    says: str = ""
    """The expression that finds how many files it says it has checked; empty when it does not say."""
    telling: tuple[str, ...] = ()
    """The arguments that make it say so, when `check` does not."""
    native: bool = False
    plugin: bool = False
    """It checks nothing but a plugin: it gets the same files laid out as one."""


LINTERS = (
    Linter(
        "agnix", "pip agnix==0.59.3", "bin/agnix", (".",),
        "it is compiled, and counts as checked what lies in no folder that it has rules for",
        r'"files_checked":\s*(\d+)', ("--format", "json", "."), native=True,
    ),
    Linter(
        "amagi-skill-lint", "pip amagi-skill-lint==0.1.0", "bin/amagi-skill-lint", (".",),
        "it checks names, links, sizes and pairs of descriptions, and nothing that a body says",
        r"Checked (?:(\d+) skills?)?(?: and )?(?:(\d+) agents?)?\.",
    ),
    Linter(
        "skilllint", "pip skilllint==1.21.4", "bin/skilllint", ("check", "."),
        "it checks fields, links and the number of tokens, each file for itself",
        r'"total_files":\s*(\d+)', ("check", "--json", "."),
    ),
    Linter(
        "cclint", "npm @carlrannaberg/cclint@0.2.10", "node_modules/.bin/cclint", (),
        "it holds the fields of each file against a schema, looks for the description in the body, and asks for nothing beyond the file",
        r"Files checked: (\d+)",
    ),
    Linter("skillsaw", "pip skillsaw==0.22.0", "bin/skillsaw", ("lint", "."), "it has rules for what bodies say, as we do"),
    Linter(
        "claude plugin validate", "npm @anthropic-ai/claude-code@2.1.197", "node_modules/@anthropic-ai/claude-code-*/claude",
        ("plugin", "validate", "."),
        "it parses the frontmatter, asks for a description, and looks at no body",
        plugin=True,
    ),
)  # fmt: skip

AGENTKIT = Linter("agentkit", "", "agentkit", (), "", r"checked (\d+) agents? and (\d+) skills?")


class Installed(NamedTuple):
    """A linter as it is here."""

    linter: Linter
    program: Path | None
    version: str
    missing: str = ""
    """Why there is no program."""


def install(linter: Linter, folder: Path = FOLDER) -> Installed:
    """Install a linter, unless this release of it is there."""
    own = folder / re.sub(r"\W+", "-", linter.name)
    mark = own / "installed"
    installer, requirement = linter.requirement.split()
    if not mark.is_file() or mark.read_text("utf-8") != linter.requirement:
        print(f"installing {linter.requirement} ...", file=sys.stderr)
        shutil.rmtree(own, ignore_errors=True)
        own.mkdir(parents=True)
        missing = _with_pip(requirement, own) if installer == "pip" else _with_npm(requirement, own)
        if missing:
            return Installed(linter, None, "", missing)
        mark.write_text(linter.requirement, "utf-8")
    program = next(iter(sorted(own.glob(linter.program))), None)
    if program is None:
        return Installed(linter, None, "", f"the package has no {linter.program}")
    said = processes.run([program, "--version"], own, processes.environment(own / "home"), 60)
    version = re.search(r"\d+(?:\.\d+)+\S*", said.out)
    if said.code != 0 or version is None:
        return Installed(linter, None, "", f"it does not start: {_reason(said.out)}")
    return Installed(linter, program, version[0])


def install_all(folder: Path = FOLDER) -> list[Installed]:
    """Install every linter; say which are missing."""
    installed = [install(linter, folder) for linter in LINTERS]
    for each in installed:
        if each.missing:
            print(f"{each.linter.name} is left out: {each.missing}", file=sys.stderr)
    return installed


def install_ours(folder: Path = FOLDER) -> Path:
    """Install agentkit as a user has it, from a wheel, with bytecode; give the folder of its commands."""
    own = folder / "agentkit"
    python = own / "bin" / "python"
    fresh = not python.is_file()
    if fresh:
        venv.create(own, with_pip=True)
    again = [] if fresh else ["--force-reinstall", "--no-deps"]
    call: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *again, str(ROOT)]
    subprocess.run(call, check=True, stdout=sys.stderr)
    return own / "bin"


def said_to_be_checked(linter: Linter, out: str) -> int | None:
    """Give how many files a linter says it has checked; None when it does not say."""
    match = re.search(linter.says, out) if linter.says else None
    return None if match is None else sum(int(number) for number in match.groups() if number)


def why_it_may_be_faster(name: str) -> str:
    """Give what a linter does instead, by its name; nothing for one that is no longer in the list."""
    return next((linter.does for linter in LINTERS if linter.name == name), "")


def lay_out_as_plugin(project: Path, target: Path) -> None:
    """Copy the agents and skills of a project into a plugin, byte for byte."""
    (target / ".claude-plugin").mkdir(parents=True)
    manifest = {"name": "measured", "version": "0.1.0", "description": "Agents to measure on.", "author": {"name": "agentkit"}}
    (target / ".claude-plugin" / "plugin.json").write_text(json.dumps(manifest), "utf-8")
    for at, path in enumerate(sorted(project.rglob("*.md"))):
        copy = target / (f"skills/{at}/SKILL.md" if path.name == "SKILL.md" else f"agents/{at}-{path.name}")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def _with_pip(requirement: str, own: Path) -> str:
    venv.create(own, with_pip=True)
    call: list[str | Path] = [
        own / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        requirement,
    ]
    return _done("pip", call)


def _with_npm(requirement: str, own: Path) -> str:
    npm = shutil.which("npm")
    if npm is None:
        return "it needs npm, which is not here"
    call: list[str | Path] = [
        npm,
        "install",
        "--prefix",
        own,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        requirement,
    ]
    return _done("npm", call)


def _done(installer: str, call: list[str | Path]) -> str:
    """Run an installer; give why it failed, or nothing."""
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"{installer} does not install it: {_reason(done.stderr)}"


def _reason(out: str) -> str:
    """Give the first line that tells of an error, without addresses and paths: it goes into the page."""
    lines = [line.strip() for line in out.splitlines() if line.strip()]
    line = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "it says nothing")
    return re.sub(r"\w+://\S+|(?<!\w)/\S+", "[...]", line)[:160]
