"""What the rules about fields lean on: slips of a name, the harness of a place, values that need quotes."""

from __future__ import annotations

import pytest
import yaml

from agentkit.linter.writing import is_plain, scalar
from agentkit.nearest import is_slip
from agentkit.profiles.places import harness_of, is_for_another


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("modle", "model"),
        ("mode", "model"),
        ("modell", "model"),
        ("nodel", "model"),
        ("max_turns", "maxTurns"),
        ("max-turn", "maxTurns"),
        ("Effort", "effort"),
        ("model", "model"),
    ],
)
def test_one_letter_is_a_slip(name: str, meant: str) -> None:
    """A letter missing, added, changed or swapped, whatever case and marks are."""
    assert is_slip(name, meant)
    assert is_slip(meant, name)


@pytest.mark.parametrize(
    ("name", "meant"), [("mdeol", "model"), ("models2", "model"), ("hook", "tools"), ("", "to"), ("ab", "dc")]
)
def test_more_than_one_letter_is_none(name: str, meant: str) -> None:
    """Two letters may be another word."""
    assert not is_slip(name, meant)
    assert not is_slip(meant, name)


@pytest.mark.parametrize(
    ("path", "harness"),
    [
        (".claude/agents/a.md", "claude-code"),
        ("/home/me/.claude/work/.opencode/agents/a.md", "opencode"),
        ("agents/a.agent.md", "copilot"),
        (".github\\agents\\a.md", "copilot"),
        (".agents/agents/a.md", None),
        ("opencode/agents/.opencode.md", None),
        ("agents/a.md", None),
        (None, None),
    ],
)
def test_the_innermost_folder_says_the_harness(path: str | None, harness: str | None) -> None:
    """Only folders count, and those that several harnesses read stand for none."""
    assert harness_of(path) == harness
    shared = path is not None and path.startswith(".agents/")
    assert is_for_another(path) == (shared or harness not in (None, "claude-code"))


@pytest.mark.parametrize(
    "text",
    [
        "Read",
        "Bash(git log:*)",
        "*",
        "a: b",
        "a #b",
        "- a",
        "-a",
        "'q'",
        "@x/y",
        "yes",
        "007",
        "1.5",
        "mcp__a__*",
        "a:",
        " a",
        "[a]",
    ],
)
def test_a_value_is_written_as_yaml_reads_it(text: str) -> None:
    """What stands without quotes, and what is given quotes, is read back as the same text."""
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert not is_plain(text) or yaml.safe_load(f"key: {text}") == {"key": text}
