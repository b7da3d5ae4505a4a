"""What of a tree is looked at: .gitignore, excludes, folders that hold agents."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from agentkit.registry import load_around
from agentkit.scope import Scope
from tests.test_registry import agent, write

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path, scope: Scope | None) -> list[str]:
    registry, own = load_around([folder], scope)
    return [found.location for found in registry.shelves[:own][0].agents]


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)


def git_says(folder: Path) -> list[str]:
    """The agents that git does not ignore, by git itself."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.md"], cwd=folder, check=True, capture_output=True, text=True
    )
    return sorted(name for name in done.stdout.split("\0") if name)


@pytest.mark.parametrize(
    "ignore",
    [
        "agents/b.md",
        "/agents/b.md",
        "b.md",
        "*.md\n!a.md",
        "agents/*\n!agents/a.md",
        "agents/\n!agents/a.md",
        "# agents/b.md",
        "agents/sub",
        "sub/",
        "**/c.md",
        "agents/**/c.md",
        "[ab].md",
        "\\!b.md",
        "b.md  ",
        "",
    ],
)
def test_gitignore_says_what_git_says(tmp_path: Path, ignore: str) -> None:
    """What git ignores is left out, and nothing else."""
    for name in ("a", "b", "sub/c", "sub/deep/c"):
        agent(tmp_path / f"agents/{name}.md", name.rpartition("/")[2])
    write(tmp_path / ".gitignore", ignore + "\n")

    assert names(tmp_path, Scope(tmp_path)) == git_says(tmp_path)


def test_the_nearest_gitignore_counts_first(tmp_path: Path) -> None:
    """A .gitignore in a folder adds to those above it, and takes back what they say."""
    for name in ("a", "b", "sub/a", "sub/b"):
        agent(tmp_path / f"agents/{name}.md", name)
    write(tmp_path / ".gitignore", "a.md\n")
    write(tmp_path / "agents/sub/.gitignore", "!a.md\nb.md\n")

    assert names(tmp_path, Scope(tmp_path)) == git_says(tmp_path) == ["agents/b.md", "agents/sub/a.md"]


def test_a_folder_asked_for_by_name_is_looked_at(tmp_path: Path) -> None:
    """A root that git ignores is looked at with all that is in it; below another root it is skipped, and said."""
    agent(tmp_path / ".claude/agents/a.md", "a")
    write(tmp_path / ".gitignore", ".claude/\n")
    registry, own = load_around([tmp_path], Scope(tmp_path))

    assert registry.shelves[:own][0].agents == ()
    assert [skipped.reason for skipped in registry.shelves[0].skipped] == ["ignored by .gitignore"]
    assert names(tmp_path / ".claude", Scope(tmp_path)) == [".claude/agents/a.md"]
    assert names(tmp_path, Scope(tmp_path, gitignore=False)) == [".claude/agents/a.md"]


def test_what_the_configuration_excludes(tmp_path: Path) -> None:
    """Patterns are relative to the configuration's folder and mean what they mean in a .gitignore."""
    for name in ("a", "old/b", "old/keep"):
        agent(tmp_path / f"kit/agents/{name}.md", name)
    scope = Scope(tmp_path, exclude=["kit/agents/old/*", "!keep.md"])

    assert names(tmp_path / "kit", scope) == ["agents/a.md", "agents/old/keep.md"]


def test_folders_that_hold_agents_whatever_they_are_called(tmp_path: Path) -> None:
    """A file without a name below such a folder is an agent that lacks one, elsewhere it is no agent."""
    write(tmp_path / "categories/web/dev.md", "---\ndescription: D.\n---\nBody.\n")

    assert names(tmp_path, Scope(tmp_path, roots=["categories"])) == ["categories/web/dev.md"]
    assert [found.certain for found in load_around([tmp_path], Scope(tmp_path, roots=["categories"]))[0].shelves[0].agents] == [
        True
    ]
    assert [found.certain for found in load_around([tmp_path], Scope(tmp_path))[0].shelves[0].agents] == [False]


def test_outside_a_repository_nothing_is_ignored(tmp_path: Path) -> None:
    """git reads no .gitignore there, and neither does agentkit."""
    (tmp_path / ".git").rename(tmp_path / "git")
    agent(tmp_path / "agents/a.md", "a")
    write(tmp_path / ".gitignore", "a.md\n")

    assert names(tmp_path, Scope(tmp_path)) == ["agents/a.md"]
