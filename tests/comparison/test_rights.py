"""Rights gained and lost, pair by pair."""

from __future__ import annotations

import pytest

from agentkit import parse
from agentkit.comparison.rights import compare_rights, held_by
from agentkit.covering import covers
from agentkit.tools import parse_grant


def rights(old: str | None, new: str | None) -> list[tuple[str, str, str]]:
    """Give (effect, right, detail) between two frontmatters."""
    personas = [
        parse(f"---\nname: a\ndescription: b\n{fields}\n---\nBody.\n") if fields is not None else None for fields in (old, new)
    ]
    return [change[:1] + change[2:4] for change in compare_rights(*(held_by(each, each) for each in personas))]


@pytest.mark.parametrize(
    ("wide", "narrow", "held"),
    [
        ("Bash", "Bash(git *)", True),
        ("Bash(git *)", "Bash", False),
        ("Bash(git *)", "Bash(git log *)", True),
        ("Bash(git:*)", "Bash(github x)", False),
        ("Bash(git *)", "Bash(git log; rm *)", False),
        ("Bash(*)", "Bash(rm)", True),
        ("*", "mcp__x__y", True),
        ("mcp__github", "mcp__github__create_issue", True),
        ("mcp__github__*", "github/create_issue", True),
        ("mcp__github__get_*", "mcp__github__get_issue", True),
        ("mcp__github__get_issue", "mcp__github", False),
        ("mcp__git", "mcp__github__x", False),
        ("Agent", "Task(reviewer)", True),
        ("Agent(a, b)", "Agent(b)", True),
        ("Agent(a)", "Agent", False),
        ("Read", "Write", False),
    ],
)
def test_what_covers_what(wide: str, narrow: str, held: bool) -> None:
    """A tool covers its specifiers, a server its tools, `Agent` every agent, `*` everything."""
    assert covers(parse_grant(wide), parse_grant(narrow)) is held


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("tools: Read", "tools: Read, Bash", [("gained", "Bash", "")]),
        ("tools: Read, Bash", "tools: Read", [("lost", "Bash", "")]),
        ("tools: Bash(git *)", "tools: Bash", [("gained", "Bash", "was Bash(git *)")]),
        ("tools: Bash", "tools: Bash(git *)", [("lost", "Bash", "now Bash(git *)")]),
        ("tools: Read, Grep", "", [("gained", "every tool", "was Read, Grep; without `tools` it inherits all")]),
        ("tools: []", "", [("gained", "every tool", "was none; without `tools` it inherits all")]),
        ("tools: Read", "tools: '*'", [("gained", "every tool", "was Read; `tools` is `*`")]),
        ("", "tools: Read", [("lost", "every tool", "now Read")]),
        ("", "tools: []", [("lost", "every tool", "now none")]),
        ("disallowedTools: Bash", "tools: Bash", [("gained", "Bash", ""), ("lost", "every tool", "now Bash")]),
        ("disallowedTools: Bash", "", [("gained", "Bash", "no longer denied")]),
        ("", "disallowedTools: Bash", [("lost", "Bash", "denied")]),
        ("tools: Read, Bash\ndisallowedTools: Bash", "tools: Read, Bash", [("gained", "Bash", "")]),
        ("tools: Read\ndisallowedTools: Bash", "tools: Read", [("changed", "Bash", "no longer denied, and not granted")]),
        (
            "tools: mcp__git\ndisallowedTools: mcp__git__push",
            "tools: mcp__git",
            [("gained", "mcp__git__push", "no longer denied")],
        ),
        ("tools: Read, Grep", "tools: [Grep, Read]", [("changed", "the same tools", "written otherwise")]),
        ("tools: Agent(a)", "tools: Agent(a, b)", [("gained", "Agent(b)", "")]),
        ("tools: Agent(a)", "tools: Agent", [("gained", "Agent", "was Agent(a)")]),
        (
            "tools: Read",
            "tools: Read\nmemory: user",
            [("gained", "Write", "added by `memory`"), ("gained", "Edit", "added by `memory`")],
        ),
        (
            "permissionMode: plan",
            "permissionMode: bypassPermissions",
            [("gained", "permissionMode: bypassPermissions", "was plan")],
        ),
        ("permissionMode: acceptEdits", "permissionMode: plan", [("lost", "permissionMode: plan", "was acceptEdits")]),
        ("", "mcpServers: [github]", [("gained", "MCP server github", "")]),
        (
            "mcpServers:\n  - x:\n      command: a",
            "mcpServers:\n  - x:\n      command: b",
            [("gained", "MCP server x", "set up otherwise: x.command: a -> b")],
        ),
        ("isolation: worktree", "", [("gained", "works in the checkout", "was isolation: worktree")]),
        ("", "background: true", [("changed", "background: true", "it runs where nobody is asked")]),
        ("permission:\n  bash: ask", "permission:\n  bash: allow", [("gained", "permission.bash: allow", "was ask")]),
        ("permission:\n  bash: deny", "", [("gained", "permission.bash (was deny)", "")]),
        ("", "permission:\n  bash: deny", [("lost", "permission.bash: deny", "")]),
        (None, "tools: Read", [("gained", "Read", "")]),
        (None, "", [("gained", "every tool", "without `tools` it inherits all")]),
        (None, "tools: []", []),
        ("tools: Read", None, [("lost", "Read", "")]),
    ],
)
def test_gained_and_lost(old: str | None, new: str | None, found: list[tuple[str, str, str]]) -> None:
    """Each pair of frontmatters gives these changes, and no other."""
    assert rights(old, new) == found


def test_hooks() -> None:
    """A hook that comes is gained; so is what a guard held back, when the guard goes."""
    hook = "hooks:\n  {}:\n    - matcher: Bash\n      hooks:\n        - type: command\n          command: ./x.sh"
    shown = 'PreToolUse(Bash): {"type": "command", "command": "./x.sh"}'

    assert rights("", hook.format("PreToolUse")) == [("gained", f"hook {shown}", "runs without a question")]
    assert rights(hook.format("PreToolUse"), "") == [("gained", f"without hook {shown}", "it could stop a tool call")]
    assert [effect for effect, *_ in rights(hook.format("Stop"), "")] == ["lost"]


def test_a_right_has_its_line() -> None:
    """The line of the entry in the new file; of what is lost, in the old one."""
    old = parse("---\nname: a\ntools:\n  - Read\n  - Grep\n---\nBody.\n")
    new = parse("---\nname: a\ntools:\n  - Read\n  - Bash\n---\nBody.\n")

    assert [(each.text, each.line) for each in compare_rights(held_by(old, old), held_by(new, new))] == [("Bash", 5), ("Grep", 5)]
