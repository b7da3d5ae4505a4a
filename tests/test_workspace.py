"""A workspace: after each change of a buffer the report is that of a whole lint, and only what can have moved is checked."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit import linter, project
from agentkit.config import DEFAULT
from agentkit.errors import NotFound
from tests.linter.projects import agent, alter, make, put

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.config import Config
    from agentkit.linter import Report

EVERY_RULE = replace(DEFAULT, select=("ALL",))
BODIES = (
    "Ask `beta`.",
    "Hand over to the `gamma` agent.",
    "- Coordinate with alfa",
    "<!-- agentkit: ignore[AK205] meant -->\nAsk `zeta`.",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


def whole(root: Path, config: Config, buffers: dict[Path, bytes]) -> Report:
    """The report of a lint that starts from nothing."""
    registry, own = project.open_files([root], config)
    registry.put_all({str(path): data for path, data in buffers.items()})
    return linter.lint(registry, own, config, jobs=1)


@pytest.mark.parametrize("config", [DEFAULT, EVERY_RULE], ids=["default rules", "every rule"])
@pytest.mark.parametrize("seed", range(3))
def test_a_report_is_that_of_a_whole_lint(root: Path, seed: int, config: Config) -> None:
    """Buffers that are edited, broken, renamed and closed; and a disk that changes, seen by `refresh`."""
    rng = random.Random(seed)
    workspace = agentkit.Workspace(root, config=config, jobs=1)
    buffers: dict[Path, bytes] = {}
    assert workspace.report == whole(root, config, buffers)
    for _ in range(25):
        files = [path for path in root.rglob("*.md") if any(str(path) == each for each in workspace.report.files)]
        path = rng.choice(sorted(files))
        if rng.random() < 0.15:
            change = alter(root, rng)
            report = workspace.refresh()
            buffers = {path: data for path, data in buffers.items() if path.exists()}
            assert report == whole(root, config, buffers), change
        elif rng.random() < 0.1 and path in buffers:
            del buffers[path]
            assert workspace.close(path) == whole(root, config, buffers), path
        else:
            fields = rng.choice(
                ("", "skills: [reading, reeding]\n", "agentkit:\n  extends: beta\n", "tools: Raed\n", "name: [\n")
            )
            text = agent(rng.choice((path.stem, "beta", "beta", "gama")), fields, rng.choice(BODIES)).encode()
            data = rng.choice((text, text, text, text, path.read_bytes() + b"\nmore\n", b"", b"\xff\xfe"))
            buffers[path] = data
            assert workspace.change(path, data) == whole(root, config, buffers), (path, data)


def test_only_dependents_are_checked(root: Path) -> None:
    """Words of a body are one file's matter; a name, and a skill's fields, are others' too."""
    workspace = agentkit.Workspace(root, config=DEFAULT)
    beta = root / ".claude/agents/beta.md"
    workspace.change(beta, beta.read_text() + "More words.\n")
    assert workspace.checked == 1
    workspace.change(beta, beta.read_text() + "More words.\n")
    assert workspace.checked == 0

    put(root / ".claude/agents/epsilon.md", agent("epsilon", body="Ask the `zeta` agent."))
    workspace.refresh()
    assert workspace.checked == 1
    workspace.change(root / ".claude/agents/delta.md", agent("zeta"))
    assert workspace.checked == 2  # and epsilon, which names it

    skill = root / ".claude/skills/reading/SKILL.md"
    workspace.change(skill, "---\nname: reading\n---\n")
    assert workspace.checked == 2  # and alpha, which lists it


def test_the_disk_is_looked_at_when_that_is_asked_for(root: Path) -> None:
    """A link that leads somewhere meanwhile is seen by `refresh`; a buffer stays over the file until it is closed."""
    workspace = agentkit.Workspace(root, config=DEFAULT)
    beta = root / ".claude/agents/beta.md"
    assert "AK211" in {each.code for each in workspace.report.diagnostics if each.path == str(beta)}
    put(root / ".claude/agents/notes/a.md", "Notes.\n")
    delta = root / ".claude/agents/delta.md"
    assert "AK211" in {each.code for each in workspace.change(delta, agent("delta")).diagnostics if each.path == str(beta)}
    assert "AK211" not in {each.code for each in workspace.refresh().diagnostics if each.path == str(beta)}

    workspace.change(beta, "---\nname: [\n---\n")
    buffers = {beta: b"---\nname: [\n---\n", delta: agent("delta").encode()}
    assert workspace.refresh() == whole(root, DEFAULT, buffers)
    beta.unlink()
    assert workspace.refresh() == whole(root, DEFAULT, buffers)
    with pytest.raises(NotFound, match="none of the files"):
        workspace.change(beta, "x")


def test_a_project_without_agents_comes_to_have_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened without paths, in a folder where there is nothing yet; then its first agent is saved, and taken away again."""
    monkeypatch.chdir(tmp_path)
    workspace = agentkit.Workspace(config=DEFAULT)
    assert workspace.report.agents == 0
    put(tmp_path / "agents/dev.md", agent("dev", "skills: [nothing-like-it]\n"))
    assert workspace.refresh().agents == 1
    assert [each.code for each in workspace.change("agents/dev.md", agent("dev", "skills: [nothing-like-it]\n")).diagnostics] == [
        "AK201"
    ]
    (tmp_path / "agents/dev.md").unlink()
    assert workspace.refresh().agents == 0
