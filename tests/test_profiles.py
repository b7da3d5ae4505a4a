"""Facts about harnesses: found by file, loaded one at a time, dated, and consistent with themselves."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from agentkit import profiles
from agentkit.errors import NotFound
from agentkit.profiles.profile import EVERYWHERE, Profile
from tests.conftest import ROOT

KEYS = ["agent-skills", "claude-code", "codex", "copilot", "cursor", "gemini-cli", "opencode", "qwen-code"]


def test_the_files_are_the_list() -> None:
    """The eight harnesses are found by their files."""
    assert profiles.names() == KEYS


def test_loading_one_profile_imports_no_other() -> None:
    """Asking for Codex imports its module and what all share."""
    code = (
        "import sys; from agentkit import profiles; profiles.get('codex');"
        "print(sorted(name for name in sys.modules if name.startswith('agentkit.profiles.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    shared = ["codex", "profile", "specification", "values"]

    assert done.stdout.strip() == str([f"agentkit.profiles.{name}" for name in shared])


def test_an_unknown_key_names_the_nearest() -> None:
    """Keys are taken apart at commas; one that does not exist is an error with the nearest."""
    assert profiles.named(["claude-code, copilot", "codex", "codex"]) == ("claude-code", "copilot", "codex")
    with pytest.raises(NotFound) as caught:
        profiles.named(["opencod"])

    assert caught.value.close[0] == "opencode"
    with pytest.raises(KeyError):
        profiles.get("tool-names")


@pytest.mark.parametrize("key", KEYS)
def test_a_profile_is_dated_and_consistent(key: str) -> None:
    """Each says when and from what; its patterns compile; names map to tools that it has."""
    profile = profiles.get(key)
    forms = [form for form in (profile.agents, profile.skills) if form is not None]

    assert isinstance(profile, Profile)
    assert (profile.key, bool(profile.title), bool(profile.sources)) == (key, True, True)
    assert re.fullmatch(r"2026-\d\d-\d\d", profile.checked)
    assert all(re.match(r"2026-\d\d", source.read) for source in profile.sources)
    assert forms
    for form in forms:
        assert form.places
        assert len({field.name for field in form.fields}) == len(form.fields)
        for pattern in (form.opening, form.closing, form.name.pattern, *(field.pattern for field in form.fields)):
            re.compile(pattern)
        assert set(form.from_claude.values()) <= {field.name for field in form.fields}
        if form.tools is not None and form.tools.listed:
            assert set(form.tools.from_claude.values()) <= form.tools.names
        assert form.form == "toml" or set(form.readings) >= set(EVERYWHERE)


def test_the_names_that_rules_import_stand() -> None:
    """Constants that rules use are the profile's own."""
    from agentkit.profiles import claude_code
    from agentkit.profiles.tool_names import OTHER_TOOLS

    agents = claude_code.PROFILE.agents
    assert agents is not None
    assert agents.tools is not None
    assert agents.tools.names is claude_code.TOOLS
    assert agents.startup_tokens == claude_code.STARTUP_TOKENS == 15_000
    assert {"run_shell_command", "codebase", "webfetch", "view_file", "grep_search", "todo_write"} <= OTHER_TOOLS
    assert {"when_to_use", "argument-hint", "paths", "shell"} <= claude_code.SKILL_FIELDS


def test_a_field_that_changes_nothing_is_not_meaningful() -> None:
    """A colour or licence is lost without a loss; the tools of another harness are not."""
    fields = profiles.meaningful_fields(skill=False)

    assert fields["handoffs"] == "GitHub Copilot"
    assert fields["tools"] == "Claude Code"
    assert not {"color", "license", "category"} & set(fields)


def test_the_page_is_current() -> None:
    """docs/harnesses.md is what the profiles give."""
    script = ROOT / "scripts" / "harnesses_page.py"
    if not script.is_file():
        pytest.skip("the scripts are not in a source distribution")
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
