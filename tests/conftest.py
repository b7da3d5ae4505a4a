"""Options and fixtures that all tests share."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files from what the code gives now")
    parser.addoption("--harnesses", metavar="FOLDER", help="compare with the validators installed there; see the Makefile")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the lock file and the cache of the runs in the tests' own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material that maintainers have beside the checkout; a user's clone has not."""
    if not (SHARED / "README.md").is_file():
        pytest.skip("needs the reference material in ../shared, which is not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public agent and skill files, unpacked: one folder a repository."""
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(shared / "corpus" / "open.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


def agentkit(*args: str, cwd: Path, python: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process."""
    return subprocess.run([python, "-m", "agentkit", *args], cwd=cwd, capture_output=True, check=False, timeout=60)
