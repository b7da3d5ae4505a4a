"""What the source cannot do, and what a run does not do: run code from text, start a program, open a connection."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import clean_environment
from tests.conftest import ROOT

from .generated import put_files, put_places

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = ROOT / "src" / "agentkit"
CALLS = frozenset(
    """
    eval exec compile __import__ os.system os.popen os.startfile yaml.load yaml.load_all yaml.unsafe_load yaml.full_load shutil.unpack_archive
    runpy.run_path runpy.run_module ctypes.CDLL webbrowser.open
    """.split()
)
METHODS = frozenset(
    {"extractall", "unpack_archive", "execv", "execve", "execvp", "execvpe", "spawnv", "spawnvp", "spawnl", "forkpty"}
)
MODULES = frozenset(
    """
    pickle marshal shelve dill socket ssl http urllib ftplib smtplib poplib imaplib telnetlib xmlrpc requests httpx asyncio ctypes pty code codeop
    tarfile zipfile webbrowser
    """.split()
)
PROGRAMS = {"changes.py", "search/router.py"}
"""Where programs are started: git, where `--changed-from` asks for it, and the user's own router, where `--router` names it."""
OPENS_NOTHING = {"urllib.parse"}
"""Quotes addresses."""
LOOPS = {"adapters/agent_framework.py"}
"""Where a framework's own loader of skills is a coroutine, which needs a loop to run in."""


def sources() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_source_runs_no_text(path: Path) -> None:
    """No eval, no unpickling, no YAML constructors, no archives, no shell, no network; programs in two modules."""
    name = path.relative_to(SOURCE).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {each for each in imported(tree) if each not in OPENS_NOTHING}
    wrong = [each for each in modules if each.split(".")[0] in MODULES and not (each == "asyncio" and name in LOOPS)]
    if name not in PROGRAMS:
        wrong += [each for each in modules if each.split(".")[0] == "subprocess"]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        if called in CALLS or called.rpartition(".")[2] in METHODS:
            wrong.append(f"{node.lineno}: {called}")
        if any(word.arg == "shell" for word in node.keywords):
            wrong.append(f"{node.lineno}: {called}(shell=)")

    assert wrong == []


def test_what_would_be_wrong_is_seen() -> None:
    """The names above are those of calls as they are written."""
    tree = ast.parse("import yaml\nyaml.load(x)\nfoo.bar.extractall()\neval('1')\nimport urllib.request")

    assert [dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)] == [
        "yaml.load",
        "foo.bar.extractall",
        "eval",
    ]
    assert set(imported(tree)) == {"yaml", "urllib.request"}


def test_what_is_allowed_is_there() -> None:
    """An exception that nothing needs any more is taken off the list."""
    for name in PROGRAMS:
        assert "subprocess" in set(imported(ast.parse((SOURCE / name).read_text(encoding="utf-8"))))


# Told of by Python itself before it happens, in any library: https://docs.python.org/3/library/audit_events.html
WATCH = """
import os, sys
root = os.path.realpath(sys.argv[1])
seen = []
BEGINNINGS = (
    'socket.', 'subprocess.', 'os.system', 'os.exec', 'os.posix_spawn', 'os.spawn', 'os.fork', 'pty.', 'urllib.', 'ftplib.', 'smtplib.',
    'http.', 'webbrowser.', 'ctypes.', 'pickle.', 'marshal.loads', 'os.startfile', 'os.forkpty', 'shutil.unpack_archive',
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
IN_TREE = []
MOVES = ('os.rename', 'os.remove', 'os.link', 'os.symlink', 'os.mkdir', 'os.rmdir', 'os.chmod', 'os.truncate')

def hook(event, arguments):
    if not on:
        return
    if event.startswith(BEGINNINGS):
        # Compiled modules of our own are unmarshalled when they are imported.
        if event == 'marshal.loads' and sys._getframe(1).f_code.co_filename.startswith('<frozen importlib'):
            return
        seen.append((event, repr(arguments)[:200]))
    elif event == 'open' and isinstance(arguments[0], (str, bytes)) and isinstance(arguments[2], int) and arguments[2] & WRITES:
        note('open', arguments[0])
    elif event in MOVES:
        note(event, arguments[0])
    elif event == 'import' and os.path.realpath(str(arguments[1] or '/')).startswith(root):
        seen.append((event, repr(arguments)))

def note(event, path):
    real = os.path.realpath(os.fsdecode(path))
    if real != os.devnull:
        (IN_TREE if real.startswith(root + os.sep) else seen).append((event, real))

on = False
sys.addaudithook(hook)
from agentkit import cli
import agentkit
sys.dont_write_bytecode = True
on = True
sys.argv = ['agentkit', *sys.argv[2:]]
try:
    status = cli.run()
except SystemExit as stop:
    status = stop.code
on = False
print(repr((status, seen, len(IN_TREE))), file=sys.__stderr__)
"""
RUNS = {
    "lint": ("lint", "--isolated", "--jobs", "1", "--select", "ALL", "."),
    "lint sarif": ("lint", "--jobs", "1", "--format", "sarif", "."),
    "lint --fix": ("lint", "--isolated", "--jobs", "1", "--fix", "--unsafe-fixes", "."),
    "list": ("list", "--root", "."),
    "find": ("find", "look at changes", "--root", "."),
    "doctor": ("doctor", "."),
    "render": ("render", "fm/bom.md", "--skills", "list"),
    "render --explain": ("render", "fm/bom.md", "--explain", "--format", "html"),
    "render library": ("render", "data-engineer"),
    "export": ("export", "fm/bom.md", "--for", "codex"),
    "rename": ("rename", "--root", "fm", "bom", "plain"),
    "rule": ("rule",),
    "schema": ("schema", "agent"),
}


@pytest.mark.parametrize("arguments", RUNS.values(), ids=RUNS)
def test_a_run_starts_nothing_and_connects_nowhere(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Python tells of every socket, program, unpickling and written file, in our code and in libraries: there is none, but for `--fix`
    and, outside the tree, what lint keeps."""
    put_places(tmp_path / "places")
    tree = tmp_path / "places" / "agents"
    put_files(tree)
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(tree), *arguments],
        cwd=tree,
        capture_output=True,
        env=clean_environment(
            {"PYTHONDONTWRITEBYTECODE": "1", "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        ),
        timeout=120,
        check=False,
    )
    (tree / "no-mode.md").chmod(0o644)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    status, seen, written = ast.literal_eval(done.stderr.decode().splitlines()[-1])

    assert status in (0, 1), done.stderr.decode()
    locks = [path for _, path in seen if Path(path).is_relative_to(tmp_path / "state")]
    kept = [path for _, path in seen if Path(path).is_relative_to(tmp_path / "cache")]
    assert len(seen) == len(locks) + len(kept), seen
    assert bool(kept) == (arguments[0] == "lint")  # what the next run need not look for again
    assert bool(locks) == (written > 0)  # the lock that keeps a second run from writing
    assert (written > 0) == (arguments[0] == "rename" or "--fix" in arguments)


def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    """A plugin that connects, starts a program, unpickles and writes elsewhere is seen doing all four."""
    plugin = (
        "import socket, subprocess, pickle, sys\n"
        "from agentkit.linter import Rule\nfrom agentkit.diagnostic import Severity\n"
        "class Mine(Rule):\n    '''Mine.'''\n    code = 'XY101'\n    severity = Severity.INFO\n"
        "socket.socket().close()\nsubprocess.run([sys.executable, '-c', ''])\n"
        "pickle.loads(pickle.dumps(Mine))\n"
        f"open({str(tmp_path / 'elsewhere')!r}, 'w').close()\n"
    )
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "mine.py").write_text(plugin, encoding="utf-8")
    tree = tmp_path / "tree"
    put_files(tree)
    env = clean_environment({"PYTHONPATH": str(tmp_path / "lib"), "PYTHONDONTWRITEBYTECODE": "1"})
    call = [sys.executable, "-c", WATCH, str(tree), "lint", "--jobs", "1", "--plugin", "mine", "fm"]
    done = subprocess.run(call, cwd=tree, capture_output=True, env=env, timeout=120, check=False)
    _, seen, _ = ast.literal_eval(done.stderr.decode().splitlines()[-1])

    events = {event for event, _ in seen}
    assert {"socket.__new__", "subprocess.Popen", "pickle.find_class", "open"} <= events
