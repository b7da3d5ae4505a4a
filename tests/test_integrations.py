"""What others call us by: the pre-commit hook and the GitHub action, run for real on nested paths."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from agentkit.files import _DOCUMENTS, is_document, walk
from tests.conftest import ROOT
from tests.test_packaging import fresh_copy

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "---\nname: {name}\ndescription: Works as {name}. Use for work.\n---\nDo the work.\n"
NO_INDEX = re.compile(r"No matching distribution|Could not find a version|Connection(?:Error| refused)|name resolution")
BAD = "---\nname: {name}\ndescription: Works. Use for work.\nskills: nowhere\n---\nDo the work.\n"


def put(root: Path, place: str, text: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(name=path.parent.name if path.name == "SKILL.md" else path.name.partition(".")[0].lower()))


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


# --- pre-commit ---

HOOK: dict[str, Any] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]


def taken(path: str) -> bool:
    """Whether pre-commit hands a file to the hook, by its path."""
    is_markdown = path.lower().endswith((".md", ".markdown"))
    return is_markdown and bool(re.search(HOOK["files"], path)) and not re.search(HOOK["exclude"], path)


@pytest.mark.parametrize(
    "path",
    [
        "agents/dev.md",
        ".claude/agents/dev.md",
        "plugins/a/b/agents/web/dev.md",
        ".github/agents/dev.agent.md",
        "dev.agent.md",
        ".github/chatmodes/dev.chatmode.md",
        "skills/one/SKILL.md",
        ".claude/skills/one/SKILL.md",
        "plugins/p/skills/group/one/skill.md",
        "packages/x/.opencode/agent/dev.md",
    ],
)
def test_the_hook_takes_agents_and_skills_wherever_they_lie(path: str) -> None:
    """At the top, in a harness's folder, below plugins and packages."""
    assert taken(path)


@pytest.mark.parametrize(
    "path",
    [
        "README.md", "agents/README.md", "agents/sub/readme.de.md", "docs/agents.md", "AGENTS.md", "agents/AGENTS.md", "docs/skills.md",
        "skills/one/references/deep.md", "skills/one/agents/helper.md", "agents/dev.md.txt", "src/agents/dev.py", "myagents/dev.md",
        "skills/one/SKILL.md.bak", "docs/skill.md",
    ],
)  # fmt: skip
def test_the_hook_leaves_other_files_alone(path: str) -> None:
    """Documentation, references of skills, and what is no Markdown."""
    assert not taken(path)


def test_the_hook_takes_what_a_walk_finds(tmp_path: Path) -> None:
    """The patterns say the same as the code: each certain file is taken, each document by its name is not."""
    for folder in ("agents", ".claude/agents/a", "plugins/p/agents", "x/chatmodes", "x/subagents", "y/sub-agents", "z/agent"):
        put(tmp_path, f"{folder}/dev.md", GOOD)
        for name in _DOCUMENTS:
            put(tmp_path, f"{folder}/{name.upper()}.md", "Text.\n")
    for place in ("skills/one/SKILL.md", ".agents/skills/two/skill.md", "p/Three/SKILL.md", "docs/skill.md"):
        put(tmp_path, place, GOOD)
    put(tmp_path, "skills/one/references/more.md", "Text.\n")
    put(tmp_path, "elsewhere/dev.agent.md", GOOD)
    found, _ = walk(tmp_path)
    places = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")}

    assert {place for place in places if taken(place)} == {
        each.location for each in found if each.certain and not is_document(each.location)
    }
    assert len([place for place in places if taken(place)]) == 11


@pytest.mark.slow
def test_pre_commit_runs_the_hook(tmp_path: Path) -> None:
    """The real pre-commit installs the hook from a clone and runs it on nested files that are committed."""
    pytest.importorskip("pre_commit")
    hooks = fresh_copy(tmp_path)
    git(hooks, "init", "-q")
    git(hooks, "add", "-A")
    git(hooks, "commit", "-qm", "x")
    project = tmp_path / "project"
    put(project, "plugins/p/agents/good.md", GOOD)
    put(project, "plugins/p/agents/README.md", "# Agents\n")
    put(project, "plugins/p/skills/one/SKILL.md", GOOD)
    put(project, "src/notes.md", "Text.\n")
    git(project, "init", "-q")
    git(project, "add", "-A")

    def pre_commit() -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "NO_COLOR": "1", "PRE_COMMIT_COLOR": "never"}
        env = {key: value for key, value in env.items() if key not in ("PYTHONPATH", "GIT_DIR", "GIT_INDEX_FILE")}
        call = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "agentkit-lint", "--all-files", "--verbose"]
        return subprocess.run(call, cwd=project, env=env, capture_output=True, text=True, check=False, timeout=300)

    done = pre_commit()
    if NO_INDEX.search(done.stdout + done.stderr):
        pytest.skip("pip reaches no index here, so that the hook cannot be installed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "checked 1 agent and 1 skill: nothing found" in done.stdout
    put(project, "plugins/p/agents/sub/bad.md", BAD)
    git(project, "add", "-A")
    done = pre_commit()
    assert done.returncode == 1
    assert "plugins/p/agents/sub/bad.md:4:9: error AK201 unknown skill `nowhere`" in done.stdout


# --- the action ---

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INPUT = re.compile(r"\$\{\{ inputs\.(\w+) \}\}")


class Runner(NamedTuple):
    """Runs the steps of the action as GitHub's runner does, in a folder."""

    temporary: Path
    action: Path

    def step(self, number: int, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
        step = ACTION["runs"]["steps"][number]
        given = {name: row["default"] for name, row in ACTION["inputs"].items()} | inputs
        own = {name: INPUT.sub(lambda match: given[match[1]], value) for name, value in step["env"].items()}
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        env = {**kept, "RUNNER_TEMP": str(self.temporary), "GITHUB_ACTION_PATH": str(self.action), **own}
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        call = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(call, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300)


def test_the_action_runs_nothing_of_others_and_no_input_as_code() -> None:
    """It has no `uses:`, and inputs reach the scripts as variables only."""
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert set(step) == {"name", "shell", "env", "run"}
        assert "${{" not in step["run"]
        assert all(INPUT.fullmatch(value) for value in step["env"].values())
    used = {INPUT.fullmatch(value)[1] for step in ACTION["runs"]["steps"] for value in step["env"].values()}  # type: ignore[index]
    assert used == set(ACTION["inputs"])


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """The action after its first step: installed from its own checkout."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    runner = Runner(tmp_path_factory.mktemp("runner temp"), fresh_copy(tmp_path_factory.mktemp("action")))
    done = runner.step(0, runner.temporary, python=sys.executable)
    if NO_INDEX.search(done.stdout + done.stderr):
        pytest.skip("pip reaches no index here, so that the action cannot install")
    assert done.returncode == 0, done.stderr
    assert re.search(r"agentkit \d+\.\d+", done.stdout)
    return runner


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nested agents, one of them with an error, in folders with blanks."""
    put(tmp_path, "plugins/a b/agents/good.md", GOOD)
    put(tmp_path, "plugins/c/agents/deep/bad.md", BAD)
    put(tmp_path, "plugins/c/skills/one/SKILL.md", GOOD)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("inputs", "status", "checked"),
    [
        ({"paths": "."}, 1, "checked 2 agents and 1 skill"),
        ({"paths": "plugins/a b\n"}, 0, "checked 1 agent and 0 skills"),
        ({"paths": "  plugins/a b  \n\n plugins/c/skills\n"}, 0, "checked 1 agent and 1 skill"),
        ({"paths": "plugins/*/agents/**/*.md"}, 1, "checked 2 agents and 0 skills"),
        ({"paths": ".", "args": "--ignore AK201  --show-skipped"}, 0, "checked 2 agents and 1 skill"),
        ({"paths": ".", "args": "--select\nAK203"}, 0, "checked 2 agents and 1 skill"),
        ({}, 2, "nothing to check"),
        ({"paths": "nowhere"}, 2, "nowhere: no such file or folder"),
        ({"paths": "$(touch ran)\n`touch ran`; touch ran"}, 2, "no such file or folder"),
        ({"paths": ".", "args": "; touch ran"}, 2, "no such file or folder"),
        ({"paths": "--help"}, 2, "--help: no such file or folder"),
    ],
)
def test_the_action_lints(runner: Runner, project: Path, inputs: dict[str, str], status: int, checked: str) -> None:
    """The status is lint's, paths may hold blanks and globs, and no input is run."""
    done = runner.step(1, project, **inputs)

    assert (done.returncode, checked in done.stderr) == (status, True), done.stderr
    assert not (project / "ran").exists()
    if status == 1:
        place = r"file=plugins/c/agents/deep/bad\.md,line=4,col=9,"
        assert re.fullmatch(rf"::error {place}.*title=AK201 unknown-skill::unknown skill `nowhere`.*\n", done.stdout)


@pytest.mark.slow
def test_the_action_writes_sarif_beside(runner: Runner, project: Path) -> None:
    """With `sarif` the file holds the findings, the annotations stand on stdout, and the status is still 1."""
    done = runner.step(1, project, paths=".", sarif="out.sarif")

    (result,) = json.loads((project / "out.sarif").read_text())["runs"][0]["results"]
    assert done.returncode == 1
    assert result["ruleId"] == "AK201"
    assert done.stdout.startswith("::error file=plugins/c/agents/deep/bad.md,")


@pytest.mark.slow
def test_the_action_refuses_an_old_python(runner: Runner, tmp_path: Path) -> None:
    """A Python before 3.11 is an error that says so."""
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = runner.step(0, tmp_path, python=str(old))

    assert done.returncode == 2
    assert done.stdout.startswith("::error title=agentkit::needs Python 3.11")
