"""Rules about tool lists, where a story cannot tell: configuration, and edits that must not lose anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.config import Config
from agentkit.linter import lint
from agentkit.registry import load_around
from tests.test_registry import agent

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.diagnostic import Diagnostic


def found(folder: Path, rule: str, **settings: Any) -> tuple[Diagnostic, ...]:
    registry, own = load_around([folder])
    return lint(registry, own, Config(select=(rule,), **settings)).diagnostics


def fixed(folder: Path, name: str, rule: str) -> str:
    """The file after the fixes of a rule."""
    path = folder / "agents" / f"{name}.md"
    text = path.read_bytes().decode("utf-8-sig")
    own = [each.fix for each in found(folder, rule) if each.path == str(path) and each.fix is not None]
    edits = [edit for fix in own for edit in fix.edits]
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def test_configured_tools_are_known_and_offered(tmp_path: Path) -> None:
    """A name of `extra-tools` is no finding, and a slip in one is answered with it."""
    agent(tmp_path / "agents/dev.md", "dev", "tools: DeployService, DeployServise\n")
    (one,) = found(tmp_path, "AK203", extra_tools=("DeployService",))

    assert (one.message, one.hint) == ("unknown tool `DeployServise`", "did you mean DeployService?")


def test_a_fix_takes_an_entry_with_its_separator(tmp_path: Path) -> None:
    """First, last and adjacent entries go from comma strings, flow lists and block lists, whatever the quotes."""
    agent(tmp_path / "agents/a.md", "a", "tools: LS, MultiEdit, Edit,  Glob ,LS\n")
    agent(tmp_path / "agents/b.md", "b", "tools: [ \"LS\", 'MultiEdit', Edit, Glob ]\n")
    agent(tmp_path / "agents/c.md", "c", "tools:\n- LS\n- MultiEdit\n- Edit\n- Glob\n- LS\n")

    assert "\ntools: Edit,  Glob\n" in fixed(tmp_path, "a", "AK203")
    assert "\ntools: [ Edit, Glob ]\n" in fixed(tmp_path, "b", "AK203")
    assert "\ntools:\n- Edit\n- Glob\n" in fixed(tmp_path, "c", "AK203")
