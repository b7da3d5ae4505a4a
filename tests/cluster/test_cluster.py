"""Lint on a Dask cluster of two workers: the same report, one of them killed midway or not. Runs in its own environment: make test-cluster."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from agentkit.config import Config
from agentkit.linter import distributed as sending
from agentkit.linter import lint
from agentkit.registry import load_around
from tests.conftest import ROOT
from tests.linter.test_many import agent, kept, put_everything, write

dask_distributed = pytest.importorskip("distributed", reason="needs Dask: make test-cluster")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERYTHING = Config(select=("ALL",))


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two workers, each a process in a folder of its own."""
    with (
        dask_distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        dask_distributed.Client(cluster) as client,
    ):
        client.run(os.chdir, os.sep)
        yield client


def test_the_report_is_the_same(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule on everything, by relative paths, which lead nowhere where the workers run."""
    put_everything(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sending, "_IN_A_TASK", 50_000)
    registry, own = load_around([tmp_path.relative_to(tmp_path)])

    report = lint(registry, own, EVERYTHING, executor=client.get_executor(), verdicts=True)

    assert report == kept(tmp_path.relative_to(tmp_path), EVERYTHING)
    assert len(report.diagnostics) > 100


def test_a_worker_is_killed_midway(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had is looked at again by the other, and nothing is missing or there twice."""
    monkeypatch.setattr(sending, "_IN_A_TASK", 20_000)
    for number in range(400):
        text = agent(f"dev-{number}", f"skills: [no-such-{number}]") + f"Ask `dev-{number + 1}` first.\n" * 20
        write(tmp_path, f"agents/dev-{number}.md", text)
    wanted = kept(tmp_path, EVERYTHING)
    killed: list[int] = []

    def kill(done: int, _all: int) -> None:
        if done and not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    registry, own = load_around([tmp_path])
    report = lint(registry, own, EVERYTHING, executor=client.get_executor(), progress=kill, verdicts=True)

    assert killed
    assert report == wanted
    assert len(report.diagnostics) > 400


def test_a_task_that_fails_on_a_worker_is_an_error_with_the_files(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a worker raises comes back as one error that names the files."""
    write(tmp_path, "agents/dev.md", agent("dev"))
    monkeypatch.setattr(sending, "look_at", _fails)

    with pytest.raises(agentkit.ExecutorError, match="OSError: no room") as caught:
        agentkit.lint(tmp_path, executor=client.get_executor())

    assert caught.value.files[0] == str(tmp_path / "agents/dev.md")


def _fails(*_: object) -> None:
    raise OSError("no room")


def test_the_example_runs(tmp_path: Path) -> None:
    """The program of docs/programs.md prints the findings of a plain run, and exits like the command."""
    write(tmp_path, "agents/dev.md", agent("dev", "skills: [no-such]"))
    program = [sys.executable, str(ROOT / "examples/lint_on_a_cluster.py"), str(tmp_path)]

    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=120)

    assert done.stdout.splitlines() == [str(each) for each in agentkit.lint(tmp_path).diagnostics]
    assert done.returncode == 1
    assert "1 agents, 0 skills, 1 findings" in done.stderr
