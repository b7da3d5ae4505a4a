"""Distributions: wheel, sdist, editable install and plain checkout print the same prompt from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, check=True, timeout=300)


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the sdist, built by pip from this checkout and from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    builder = folder / "builder"
    venv.create(builder, with_pip=True)
    python = builder / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "hatchling", cwd=folder)
    run(python, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def expected() -> bytes:
    """The prompt as this checkout prints it."""
    return run(sys.executable, "-m", "agentkit", "render", "data-engineer", cwd=Path("/")).stdout


def installed(tmp_path: Path, what: str | Path, *options: str) -> Path:
    """Install into a new environment that already has the dependencies; give its command."""
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    site = next(path for path in (home / "lib").glob("python3*/site-packages"))
    for name in ("click", "jinja2", "markupsafe", "yaml", "_yaml", "frontmatter"):
        source = Path(__import__("importlib.util").util.find_spec(name).origin or "").parent
        (site / name).symlink_to(source)
    run(home / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps", *options, what, cwd=tmp_path)
    return home / "bin" / "agentkit"


def fresh_copy(tmp_path: Path) -> Path:
    """Copy the checkout as a clone has it: nothing set up, nothing built."""
    copy = tmp_path / "copy"
    set_up = (
        ".venv*",
        ".adapters",
        ".cluster",
        ".fuzz",
        ".harnesses",
        ".mutation",
        ".release",
        ".samples",
        ".hypothesis",
        "*_cache",
        "dist",
    )
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", *set_up))
    return copy


def made(target: str, copy: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run `make TARGET` as from a shell: what an outer make exports would make it talk on stdout."""
    kept = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONPATH")}
    return run("make", f"PYTHON={sys.executable}", target, cwd=copy, env={**kept, **env})


def printed(command: Path, cwd: Path) -> bytes:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return run(command, "render", "data-engineer", cwd=cwd, env=environment).stdout


def test_the_wheel_holds_the_library_and_the_types(distributions: Path) -> None:
    """agents/, skills/, layouts and py.typed are inside the package; tests and benchmarks are not."""
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    for name in (
        "agentkit/py.typed",
        "agentkit/_bundled/agents/data-engineer.md",
        "agentkit/_bundled/skills/clean-code/SKILL.md",
        "agentkit/_bundled/skills/data-engineer/references/dbt.md",
        "agentkit/prompt/layouts/default.md.j2",
        "agentkit/schemas/agent.json",
        "agentkit/schemas/config.json",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "agents/", "skills/"))]


def test_the_sdist_holds_what_its_makefile_and_readme_name(distributions: Path) -> None:
    """Documents that the README links to, and scripts that `make check` runs, are in the sdist."""
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    named = {"docs/reading.md", "docs/judgement.md", "docs/rules.md", "scripts/compile_layouts.py", "scripts/generate_docs.py"}
    assert {"Makefile", "LICENSE", ".ci/run", *named} <= names


def test_a_wheel_prints_the_prompt(distributions: Path, expected: bytes, tmp_path: Path) -> None:
    """Installed from the wheel, from an empty folder, the same bytes."""
    (wheel,) = distributions.glob("*.whl")
    empty = tmp_path / "empty"
    empty.mkdir()

    assert printed(installed(tmp_path, wheel), empty) == expected


def test_an_sdist_prints_the_prompt(distributions: Path, expected: bytes, tmp_path: Path) -> None:
    """Built and installed from the sdist, the same bytes."""
    (sdist,) = distributions.glob("*.tar.gz")

    assert printed(installed(tmp_path, sdist), tmp_path) == expected


def test_an_editable_install_shows_an_edit_at_once(tmp_path: Path, expected: bytes) -> None:
    """From an editable install of a copy, the same bytes; after an edit in agents/, the edit."""
    copy = fresh_copy(tmp_path)
    command = installed(tmp_path, copy, "-e")

    assert printed(command, tmp_path) == expected
    agent = copy / "agents" / "data-engineer.md"
    agent.write_bytes(agent.read_bytes() + b"One more line.\n")
    assert b"\nOne more line.\n" in printed(command, tmp_path)


def test_a_plain_checkout_prints_the_prompt(expected: bytes, tmp_path: Path) -> None:
    """With nothing installed but the dependencies, `python -m agentkit` works on the source tree."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = run(sys.executable, "-m", "agentkit", "render", "data-engineer", cwd=tmp_path, env=environment)

    assert done.stdout == expected


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@needs_make
def test_make_render_works_alone_and_prints_nothing_else(expected: bytes, tmp_path: Path) -> None:
    """In a fresh clone `make render` sets up what it needs and prints the prompt; so does the next one, with nothing to set up."""
    copy = fresh_copy(tmp_path)

    first, second = made("render", copy), made("render", copy)

    assert (first.stdout, second.stdout, second.stderr) == (expected, expected, b"")
    assert b"setting up .venv" in first.stderr


@needs_make
def test_make_test_works_alone(tmp_path: Path) -> None:
    """In a fresh clone `make test` sets up what the tests need and runs them."""
    copy = fresh_copy(tmp_path)

    done = made("test", copy, PYTEST_ADDOPTS="tests/test_api.py tests/property tests/test_samples.py --collect-only -q")

    assert b"tests/test_api.py::" in done.stdout
