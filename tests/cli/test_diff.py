"""`agentkit diff` as a process: files, folders, revisions of git."""

from __future__ import annotations

import json
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

from .conftest import agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run


def git(folder: Path, *arguments: str) -> None:
    settings = (
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.invalid",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "init.defaultBranch=main",
    )
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits on main: the second widens an agent's rights and changes a skill of its."""
    project = tmp_path / "project"
    project.mkdir()
    git(project, "init", "-q")
    put(project, "agents/a.md", agent("a", "tools: Read", "skills: sql"))
    put(project, "skills/sql/SKILL.md", skill("sql", "Use CTEs.\n"))
    put(project, "README.md", "# No agent\n")
    commit(project, "one")
    put(project, "agents/a.md", agent("a", "tools: Read, Bash", "skills: sql"))
    put(project, "skills/sql/SKILL.md", skill("sql", "Use windows.\n"))
    commit(project, "two")
    return project


@pytest.fixture
def run_there(run: Run, repository: Path) -> Run:
    """Run the program in the repository."""
    return partial(run, cwd=repository)


@pytest.mark.parametrize("arguments", [["HEAD~1"], ["HEAD~1.."], ["HEAD~1", "HEAD"], ["HEAD~1..HEAD"], ["HEAD~1...HEAD"]])
def test_revisions_are_named_as_in_git(run_there: Run, repository: Path, arguments: list[str]) -> None:
    done = run_there("diff", *arguments, "--format", "json")

    changes = json.loads(done.out)["changes"]
    assert [(change["kind"], change["name"]) for change in changes] == [("agent", "a"), ("skill", "sql")]
    assert [right["text"] for right in changes[0]["rights"]] == ["Bash"]
    assert changes[0]["old_path"].endswith(":agents/a.md")


def test_a_revision_has_its_own_skills(run_there: Run, repository: Path) -> None:
    """The old prompt is rendered with the skill as it was, not as it is on disk today."""
    put(repository, "skills/sql/SKILL.md", skill("sql", "Use neither.\n"))

    done = run_there("diff", "HEAD~1..HEAD").out.decode()

    assert "[-CTEs-]{+windows+}" in done
    assert "neither" not in done
    assert "{+neither+}" in run_there("diff", "HEAD").out.decode()


def test_paths_narrow_it(run_there: Run, repository: Path) -> None:
    done = run_there("diff", "HEAD~1", "--format", "json", "--", "skills")

    assert [change["name"] for change in json.loads(done.out)["changes"]] == ["sql"]
    wrong = run_there("diff", "HEAD~1", "--", "skillz")
    assert wrong.status == 2
    assert "no agent or skill file on either side" in wrong.err


def test_rights_fail_when_they_are_asked_for(run_there: Run, repository: Path) -> None:
    assert run_there("diff", "HEAD~1").status == 0
    assert run_there("diff", "HEAD~1", "--fail-on", "rights").status == 1
    assert run_there("diff", "HEAD..HEAD~1", "--fail-on", "rights").status == 0
    assert run_there("diff", "HEAD..HEAD~1", "--fail-on", "model,prompt").status == 1
    assert run_there("diff", "HEAD", "--exit-code").status == 0
    assert run_there("diff", "HEAD~1", "--exit-code").status == 1
    wrong = run_there("diff", "--fail-on", "right")
    assert (wrong.status, "did you mean rights?" in wrong.err) == (2, True)


def test_two_files_and_two_folders(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "old/agents/a.md", agent("a", "tools: Read"))
    put(tmp_path, "new/agents/b.md", agent("a", "tools: Read, Write"))

    for arguments in (["old/agents/a.md", "new/agents/b.md"], ["old", "new"]):
        done = run("diff", *arguments).out.decode()
        assert "rights      + Write" in done
        assert "1 changed" in done


def test_a_wrong_name_is_told_the_nearest(run_there: Run, repository: Path) -> None:
    done = run_there("diff", "mian..")

    assert done.status == 2
    assert "no such file, folder or revision (did you mean main?)" in done.err
    assert run_there("diff", "a.md", "b.md").status == 2
    assert run_there("diff", "--upload-pack=x").status == 2


def test_what_is_both_has_to_be_told_apart(run_there: Run, repository: Path) -> None:
    git(repository, "tag", "agents")

    done = run_there("diff", "agents")

    assert done.status == 2
    assert "`agents` is both a revision and a path" in done.err
    assert run_there("diff", "agents", "--").status == 0
    assert run_there("diff", "HEAD~1", "./agents").status == 0


def test_outside_a_repository_it_says_so(run: Run, tmp_path: Path) -> None:
    done = run("diff")

    assert done.status == 2
    assert "error: " in done.err


def test_nothing_of_a_revision_is_left_behind_or_run(
    run_there: Run, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No file in the repository or the temporary folder, no hook, no filter, no link followed."""
    secret = put(repository.parent, "secret.md", agent("secret", body="TOP SECRET\n"))
    (repository / "agents" / "link.md").symlink_to(secret)
    put(repository, ".gitattributes", "*.md filter=evil diff=evil\n")
    for key in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "core.fsmonitor"):
        git(repository, "config", key, f"touch {repository.parent / 'canary'}; cat")
    git(repository, "-c", "core.fsmonitor=false", "-c", "filter.evil.clean=cat", "add", "-A")
    git(repository, "-c", "core.fsmonitor=false", "-c", "filter.evil.clean=cat", "commit", "-q", "-m", "three")
    (repository.parent / "canary").unlink(missing_ok=True)
    temporary = tmp_path_factory.mktemp("tmp")

    done = run_there("diff", "HEAD~2..HEAD", "--format", "json", env={"TMPDIR": str(temporary)})

    assert done.status == 0
    assert list(temporary.iterdir()) == []
    assert b"TOP SECRET" not in done.out
    assert "a link, not followed" in {each["reason"] for each in json.loads(done.out)["passed"]}
    assert not (repository.parent / "canary").exists()


def test_a_comment_goes_into_a_file(run_there: Run, repository: Path) -> None:
    assert run_there("diff", "HEAD~1", "--format", "markdown", "-o", "comment.md").status == 0

    text = (repository / "comment.md").read_text(encoding="utf-8")
    assert "**Rights gained: 1**" in text
    assert run_there("diff", "HEAD~1", "-o", "comment.md").status == 1
    assert run_there("diff", "HEAD~1", "-o", "comment.md", "--force").status == 0
