"""The contract with real processes: memory, time, terminals, names as bytes; a sample of what `test_commands.py` runs in one process."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli.conftest import PROGRAM, agent, clean_environment, put, run_in_terminal  # noqa: F401 - the fixture

from .generated import CANARY, FILES, put_files, put_huge, put_places
from .strict import check_shown, strict_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import RunInTerminal

MOST_MEMORY = 256 * 1024 * 1024
SECONDS = 60  # a guard against hanging on a busy machine; what runs take is measured in benchmarks/hostile.py


class Limited(NamedTuple):
    """What a run within limits gave."""

    status: int
    out: bytes
    err: str
    memory: int
    """Most bytes that were resident."""


# exec keeps the process, so that what is asked for at its end is the program's own.
_MEASURE = """
import os, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], 'w').write(str(usage.ru_maxrss))
sys.exit(done.returncode if done.returncode >= 0 else 128 - done.returncode)
"""


def limited(tmp_path: Path, *arguments: str) -> Limited:
    """Run the program with processor time limited, and measure its memory."""
    report = tmp_path / "memory"

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024 * 1024, 64 * 1024 * 1024))

    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(report), *PROGRAM, *arguments],
        cwd=tmp_path,
        capture_output=True,
        env=clean_environment(),
        timeout=SECONDS * 2,
        check=False,
        preexec_fn=limits,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    return Limited(done.returncode, done.stdout, done.stderr.decode(), int(report.read_text()) * unit)


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are large in the ways that hurt."""
    root = tmp_path_factory.mktemp("huge")
    put_huge(root / "agents")
    return root


HUGE = {
    "lint": ("lint", "--isolated", "--format", "json", "agents"),
    "lint text": ("lint", "--isolated", "agents"),
    "lint --fix": ("lint", "--isolated", "--diff", "--unsafe-fixes", "agents"),
    "list": ("list", "--json", "--root", "agents"),
    "find": ("find", "--json", "--root", "agents", "some words"),
    "doctor": ("doctor", "--json", "agents"),
    "render 50 MB": ("render", "agents/huge.md"),
    "render 100,000 lists": ("render", "agents/nested.md"),
    "render 1 MiB": ("render", "agents/most.md", "--explain", "--format", "html"),
    "show 200,000 keys": ("show", "agents/keys.md", "--json"),
}


@pytest.mark.parametrize("arguments", HUGE.values(), ids=HUGE)
def test_memory_is_bounded(huge: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """50 MB of body, 200,000 keys, 100,000 lists and a body just below the limit stay below 256 MiB."""
    done = limited(tmp_path, *(part.replace("agents", str(huge / "agents"), 1) for part in arguments))

    assert done.status in (0, 1), done.err
    assert "Traceback" not in done.err
    assert done.memory < MOST_MEMORY
    if arguments[0] == "lint" and "json" in arguments:
        data = strict_json(done.out.decode())
        assert isinstance(data, dict)
        errors = sorted(os.path.basename(each["path"]) for each in data["diagnostics"] if each["code"] == "AK018")
        assert errors == ["huge.md", "keys.md", "nested.md"]


def test_memory_does_not_grow_with_hostile_yaml(tmp_path: Path) -> None:
    """Aliases, merge keys and depth are refused before anything is built from them."""
    put_files(tmp_path / "tree")
    done = limited(tmp_path, "lint", "--isolated", "--select", "ALL", "tree")

    assert done.status == 1, done.err
    assert "Traceback" not in done.err
    assert done.memory < MOST_MEMORY


@pytest.mark.parametrize(
    "name", ["yaml/merge-bomb.md", "yaml/deep-flow-1000.md", "bytes/utf16le.md", "tmpl/dos.md", "names/ansi-title.md"]
)
@pytest.mark.parametrize("command", ["lint", "render", "show", "doctor"])
def test_a_sample_as_processes(tmp_path: Path, name: str, command: str) -> None:
    """What runs in one process in `test_commands.py` gives the same as a program."""
    path = tmp_path / "x.md"
    path.write_bytes(FILES[name])
    done = limited(tmp_path, command, "x.md")

    assert done.status in (0, 1), done.err
    assert "Traceback" not in done.err
    if command != "render":
        check_shown(done.out.decode() + done.err)


TERMINAL = {
    "lint": ("lint", "--isolated", "--select", "ALL", "agents"),
    "lint --diff": ("lint", "--isolated", "--diff", "--unsafe-fixes", "agents"),
    "list": ("list", "--root", "agents"),
    "doctor": ("doctor", "agents"),
    "show": ("show", "agents/names/ansi-title.md"),
    "show colour": ("show", "agents/yaml/escaped-esc.md"),
    "explain": ("render", "agents/yaml/escaped-esc.md", "--explain"),
    "find": ("find", "changes", "--root", "agents"),
    "a path that is not there": ("lint", "no\x1b[2Jsuch\x07"),
    "a name that is not there": ("render", "no\x1b[2Jsuch\x07"),
    "a command that is not there": ("no\x1b[2Jsuch\x07",),
    "an option that is not there": ("lint", "--no\x1b[2Jsuch\x07"),
    "a rule that is not there": ("rule", "no\x1b[2Jsuch\x07"),
}


@pytest.mark.parametrize("arguments", TERMINAL.values(), ids=TERMINAL)
def test_nothing_drives_a_terminal(run_in_terminal: RunInTerminal, tmp_path: Path, arguments: tuple[str, ...]) -> None:  # noqa: F811
    """On a terminal stand colours of our own and no other byte below a blank but line ends."""
    put_places(tmp_path)
    put_files(tmp_path / "agents")
    shown = run_in_terminal(*arguments)
    (tmp_path / "agents/no-mode.md").chmod(0o644)

    assert shown.strip()
    shown = re.sub(
        r"\r(?:checked|read) [\d,]+ of [\d,]+ files|\r {60}\r", "", shown
    )  # where the machine is slow: one line that goes away
    check_shown(shown.replace("\r\n", "\n"), painted=True)
    assert CANARY not in shown


def test_a_name_that_is_not_utf_8_is_told_in_utf_8(tmp_path: Path) -> None:
    """File names are bytes: shown escaped, JSON stays valid, and the file is found by the name again."""
    folder = tmp_path / "agents"
    folder.mkdir()
    name = os.fsencode(folder) + b"/caf\xe9\xff.md"
    try:
        with open(name, "wb") as stream:
            stream.write(agent("bytes", "color: teal").encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for arguments in (
        ("lint", "--format", "json", "."),
        ("lint", "--format", "sarif", "."),
        ("list", "--json"),
        ("doctor", "--json", "."),
    ):
        done = limited(tmp_path, *arguments)
        assert done.status in (0, 1), done.err
        assert strict_json(done.out.decode("utf-8")) is not None
    by_name = subprocess.run(
        [*PROGRAM, "lint", "--format", "json", name],
        cwd=tmp_path,
        capture_output=True,
        env=clean_environment(),
        timeout=SECONDS,
        check=False,
    )

    assert json.loads(by_name.stdout)["agents"] == 1


@pytest.mark.slow
def test_ten_thousand_agents(tmp_path: Path) -> None:
    """A large collection is checked by one process within the limits of time and memory."""
    for number in range(10_000):
        put(tmp_path, f"many/a{number}.md", agent(f"a{number}"))
    done = limited(tmp_path, "lint", "--isolated", "--jobs", "1", "many")

    assert done.status in (0, 1), done.err
    assert re.search(r"checked 10,?000 agents", done.err)
    assert done.memory < 300 * 1024 * 1024
