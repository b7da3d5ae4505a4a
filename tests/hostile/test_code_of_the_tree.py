"""No code of the tree that is read is run: not by Python, not by git, not through a configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agentkit.changes import changed_files
from agentkit.errors import GitFailed
from tests.cli.conftest import PROGRAM, agent, clean_environment, put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What Python would import, pytest collect or a packager run, if it looked where the files are.
MODULES = (
    "__future__ abc ast base64 bisect click codecs collections conftest contextlib copy csv dataclasses difflib encodings enum "
    "fnmatch frontmatter functools gc glob hashlib heapq importlib inspect io jinja2 json linecache logging markupsafe "
    "multiprocessing os pathlib pathspec pickle pkgutil posixpath queue re runpy selectors setup shlex shutil signal site "
    "sitecustomize sqlite3 stat string struct subprocess tempfile textwrap threading token tokenize tomllib traceback types typing "
    "unicodedata usercustomize uuid warnings watchfiles weakref xml yaml"
).split()
# What Python itself imports for `-m`, before any line of ours: of these only `python -P -m agentkit` and the script are safe.
BEFORE_US = frozenset("collections contextlib functools importlib keyword operator reprlib types warnings".split())
COMMANDS = (
    ("lint",),
    ("lint", "--jobs", "2"),
    ("lint", "--select", "ALL", "--format", "sarif"),
    ("lint", "--format", "junit"),
    ("lint", "--fix"),
    ("lint", "--diff"),
    ("list", "--json"),
    ("show", "dev"),
    ("which", "dev"),
    ("find", "review SQL"),
    ("render", "dev"),
    ("export", "dev", "--for", "codex"),
    ("doctor", "."),
    ("rename", "dev", "other", "--dry-run"),
    ("rule", "AK201"),
    ("schema", "config"),
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with a module for every name that agentkit imports, each of which leaves a canary."""
    root = tmp_path / "tree"
    canary = tmp_path / "canary"
    leave = f"open({os.fspath(canary)!r}, 'a').write(__name__ + '\\n')\nraise SystemExit(7)\n"
    for name in MODULES:
        put(root, f"{name}.py", leave)
    put(root, "agents/dev.md", agent("dev", "tools: Raed, Grep"))
    put(root, "agents/second.md", agent("second"))
    return root


def programs() -> Mapping[str, Sequence[str]]:
    script = shutil.which("agentkit", path=str(Path(sys.executable).parent))
    return {"-m": PROGRAM, "-P -m": (sys.executable, "-P", "-m", "agentkit")} | ({"script": (script,)} if script else {})


@pytest.mark.parametrize("program", programs())
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_module_of_the_working_folder_is_imported(tree: Path, command: tuple[str, ...], program: str) -> None:
    """Not by the script, and not by `python -m`, which puts the working folder first on the path."""
    for name in BEFORE_US if program == "-m" else ():
        (tree / f"{name}.py").unlink(missing_ok=True)
    done = subprocess.run(
        [*programs()[program], *command],
        cwd=tree,
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=60,
        check=False,
    )

    assert not (tree.parent / "canary").exists(), (tree.parent / "canary").read_text()
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_what_pythonpath_names_is_still_found(tmp_path: Path) -> None:
    """The working folder goes only where Python put it by itself."""
    rule = (
        "from agentkit.linter import Rule\nfrom agentkit.diagnostic import Severity\n"
        "class Mine(Rule):\n    '''Mine.'''\n    code = 'XY101'\n    severity = Severity.INFO\n"
    )
    put(tmp_path, "mine.py", rule)
    env = clean_environment({"PYTHONPATH": str(tmp_path)})
    call = [*PROGRAM, "rule", "--plugin", "mine", "XY101"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, env=env, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert "XY101" in done.stdout


@pytest.mark.parametrize("file", ["agentkit.toml", "pyproject.toml"])
def test_a_project_names_no_plugin(tmp_path: Path, file: str) -> None:
    """A configuration of the tree that names code to import is refused, whether the code is there or not."""
    put(tmp_path, "evil.py", f"open({os.fspath(tmp_path / 'canary')!r}, 'w')\n")
    put(tmp_path, "agents/dev.md", agent("dev"))
    put(tmp_path, file, ("[tool.agentkit]\n" if file == "pyproject.toml" else "") + 'plugins = ["evil"]\n')
    env = clean_environment({"PYTHONPATH": str(tmp_path)})
    done = subprocess.run([*PROGRAM, "lint"], cwd=tmp_path, capture_output=True, text=True, env=env, timeout=60, check=False)

    assert done.returncode == 2
    assert "a project cannot name code to run" in done.stderr
    assert not (tmp_path / "canary").exists()


# --- git ---


def git(folder: Path, *arguments: str, **env: str) -> str:
    # safe.bareRepository and the user's own configuration stay out of it.
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **env}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, env=environment, check=True)
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one committed agent that has been edited, so that git has to look at what stands there."""
    root = tmp_path / "repository"
    put(root, "agents/dev.md", agent("dev"))
    git(root, "init", "-q", ".")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    put(root, "agents/dev.md", agent("dev", body="Edited.\n"))
    return root


def program_that_leaves_a_canary(tmp_path: Path) -> Path:
    path = put(tmp_path, "program", f"#!/bin/sh\ntouch '{tmp_path}/canary'\ncat 2>/dev/null\n")
    path.chmod(0o755)
    return path


CONFIGURED = {
    "file system monitor": {"core.fsmonitor": "{program}"},
    "external diff": {"diff.external": "{program}"},
    "diff driver": {"diff.evil.command": "{program}", "diff.evil.textconv": "{program}"},
    "filter": {"filter.evil.clean": "{program}", "filter.evil.smudge": "{program}", "filter.evil.required": "true"},
    "filter process": {"filter.evil.process": "{program}", "filter.evil.required": "true"},
    "pager": {"core.pager": "{program}", "pager.diff": "{program}", "pager.ls-files": "{program}"},
    "aliases": {"alias.diff": "!{program}", "alias.ls-files": "!{program}"},
    "ssh": {"core.sshCommand": "{program}", "core.askPass": "{program}", "core.editor": "{program}"},
}


@pytest.mark.parametrize("settings", CONFIGURED.values(), ids=CONFIGURED)
def test_git_runs_no_program_of_the_repository(repository: Path, tmp_path: Path, settings: dict[str, str]) -> None:
    """Whatever program the repository's configuration names; what has changed is told all the same."""
    program = program_that_leaves_a_canary(tmp_path)
    put(repository, ".gitattributes", "*.md filter=evil diff=evil\n")
    for key, value in settings.items():
        git(repository, "config", key, value.format(program=program))

    assert repository.resolve() / "agents/dev.md" in changed_files("HEAD", repository)
    assert not (tmp_path / "canary").exists()


def test_git_runs_no_hook(repository: Path, tmp_path: Path) -> None:
    """Not one of those that git knows."""
    program = program_that_leaves_a_canary(tmp_path)
    for hook in (
        "post-index-change",
        "fsmonitor-watchman",
        "pre-commit",
        "post-checkout",
        "reference-transaction",
        "query-watchman",
    ):
        shutil.copy(program, repository / ".git/hooks" / hook)

    assert changed_files("HEAD", repository)
    assert not (tmp_path / "canary").exists()


def test_git_looks_into_no_submodule(repository: Path, tmp_path: Path) -> None:
    """A submodule has a configuration of its own, which options of ours do not reach."""
    other = tmp_path / "other"
    put(other, "agents/x.md", agent("x"))
    git(other, "init", "-q", ".")
    git(other, "add", ".")
    git(other, "commit", "-qm", "first")
    git(repository, "submodule", "--quiet", "add", str(other), "sub")
    git(repository, "commit", "-qam", "sub")
    put(repository, "sub/agents/x.md", agent("x", body="Edited.\n"))
    put(repository, "agents/dev.md", agent("dev", body="Edited again.\n"))
    git(repository / "sub", "config", "core.fsmonitor", str(program_that_leaves_a_canary(tmp_path)))

    assert repository.resolve() / "agents/dev.md" in changed_files("HEAD", repository)
    assert not (tmp_path / "canary").exists()


def test_git_fetches_nothing_that_is_missing(repository: Path, tmp_path: Path) -> None:
    """A repository that says its objects lie elsewhere, and which program hands them over, gets an error."""
    program = program_that_leaves_a_canary(tmp_path)
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(tmp_path),
        "remote.origin.uploadpack": str(program),
        "protocol.file.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        git(repository, "config", key, value)
    git(repository, "commit", "-qam", "second")
    tree = git(repository, "rev-parse", "HEAD~1:agents").strip()
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()

    with pytest.raises(GitFailed):
        changed_files("HEAD~1", repository)
    assert not (tmp_path / "canary").exists()
