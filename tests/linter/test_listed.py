"""Rules by their table: what is passed over finds nothing, and what is not needed is not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from agentkit import lint as lint_paths
from agentkit.catalog import Catalog
from agentkit.config import Config
from agentkit.linter import all_rules
from agentkit.linter.listed import listed
from agentkit.linter.names import Names
from agentkit.linter.subject import Run, Subject
from agentkit.persona import Persona
from agentkit.registry import load_around
from agentkit.shelves import Shelf, shelf_of_folder
from tests.conftest import ROOT
from tests.linter.test_cases import cases, put

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from agentkit.catalog import Loaded
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found

TOLD = ("code", "slug", "severity", "confidence", "default", "fixes", "conceals", "title", "fields", "fewest")


@pytest.mark.parametrize("at", range(len(all_rules())), ids=lambda at: all_rules()[at].slug)
def test_the_table_says_what_the_rule_says(at: int) -> None:
    """Whatever is asked of a rule that is listed is what the rule itself answers."""
    stand_in, rule = listed()[at], all_rules()[at]

    assert [getattr(stand_in, name) for name in TOLD] == [getattr(rule, name) for name in TOLD]
    assert type(stand_in.itself) is type(rule)


def same(folder: Path) -> int:
    """Hold, file by file, what each rule finds against what it finds through the table; give how many files there were."""
    registry, own = load_around([folder])
    checked = [registry.load(found) for shelf in registry.shelves[:own] for found in (*shelf.agents, *shelf.skills)]
    names, config = Names(registry), Config(harnesses=("claude-code", "codex"))
    subjects = [Subject(loaded, names, config) for loaded in checked if loaded.document is not None and loaded.item is not None]
    for stand_in in listed():
        for it in subjects:
            if isinstance(it.item, Persona):
                found: tuple[Iterable[Diagnostic], ...] = (stand_in.check_agent(it), stand_in.itself.check_agent(it))
            else:
                found = (stand_in.check_skill(it), stand_in.itself.check_skill(it))
            assert list(found[0]) == list(found[1]), (stand_in.slug, it.path)
        for few in (subjects, subjects[:1], []):
            run = Run(tuple(few), names, config)
            assert list(stand_in.check_all(run)) == list(stand_in.itself.check_all(run)), (stand_in.slug, len(few))
    return len(subjects)


def test_stories_lose_nothing(tmp_path: Path) -> None:
    """In the files of every story, each rule finds through the table what it finds by itself."""
    for number, case in enumerate(cases()):
        for words, text in case.blocks():
            if len(words) > 1 and words[0] not in ("output", "fixed"):
                put(tmp_path / f"case{number}", words, text)

    assert same(tmp_path) > 300


def test_hostile_files_lose_nothing(shared: Path) -> None:
    """The same in hostile and tricky files."""
    assert same(shared / "hostile") + same(shared / "tricky") > 50


def modules_of(folder: Path, *arguments: str) -> list[str]:
    """Give the modules that a run of lint has imported when it ends."""
    program = (
        "import sys\nfrom agentkit.cli import run\nsys.argv = ['agentkit', 'lint', *sys.argv[1:]]\n"
        "try:\n    run()\nexcept SystemExit:\n    pass\nprint(*sys.modules)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1].split()


def test_where_nothing_has_changed_nothing_is_imported_that_checks(tmp_path: Path) -> None:
    """A second run reads no YAML and imports no rule, no kind of threat, no layout; it says the same."""
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "x.md").write_text("---\nname: x\ndescription: Reads. Use to read.\ntools: Raed\n---\nRead it.\n")
    first = modules_of(tmp_path, "agents/x.md")
    second = modules_of(tmp_path, "agents/x.md")

    assert "agentkit.linter.rules.unknown_tool" in first
    assert "yaml" in first
    assert [each for each in second if each.startswith(("agentkit.linter.rules", "agentkit.threats", "yaml", "jinja2"))] == []
    assert {"agentkit.linter.rule", "agentkit.document", "agentkit.persona", "frontmatter"}.isdisjoint(second)


def test_rules_that_can_find_nothing_are_not_imported(tmp_path: Path) -> None:
    """A plain agent brings neither the rules of skills, nor those of fields that it has not, nor verdicts of threats that it lacks."""
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "x.md").write_text("---\nname: x\ndescription: Reads. Use to read.\ntools: Read\n---\nRead it.\n")
    found = {each.rpartition(".")[2] for each in modules_of(tmp_path, "--no-cache", "agents/x.md") if ".linter.rules." in each}

    assert "unknown_tool" in found
    assert {"unknown_color", "malformed_hooks", "skill_description", "exfiltration", "similar_descriptions"}.isdisjoint(found)


def library(folder: Path, *, ships: bool) -> Catalog:
    scanned = shelf_of_folder(folder)
    return Catalog([Shelf(scanned.root, scanned.agents, scanned.skills, ships=ships)])


def test_names_of_what_ships_are_told_without_reading_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They are those that the files have; a file that is another than the one released is read."""
    for path in (*(ROOT / "agents").glob("*.md"), *(ROOT / "skills").glob("*/SKILL.md")):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    changed = tmp_path / "agents" / "data-engineer.md"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("name: data-engineer", "name: data-enginees", 1), encoding="utf-8"
    )
    read: list[str] = []
    plain = library(tmp_path, ships=False)
    expected = plain.agent_names(), plain.folded_agents(), plain.folded_skills()
    shipped = library(tmp_path, ships=True)
    real = shipped.load

    def load(found: Found) -> Loaded:
        read.append(found.location)
        return real(found)

    monkeypatch.setattr(shipped, "load", load)

    assert (shipped.agent_names(), shipped.folded_agents(), shipped.folded_skills()) == expected
    assert "data-enginees" in expected[0]
    assert read == ["agents/data-engineer.md"]
    assert shipped["data-analyst"].name == "data-analyst"


def test_a_name_of_what_ships_that_is_nearly_written_is_found(tmp_path: Path) -> None:
    """What is not read is known all the same: hand-offs to the library, and what is near to them."""
    (tmp_path / "x.md").write_text(
        "---\nname: x\ndescription: Reads. Use to read.\nskills: [clean-code, clean-cod]\n---\n"
        "Hand tables to the `data-engineer` agent and pipelines to the `data-enginer` agent.\n(use `data-enginer`)\n"
    )
    hints = [(each.code, each.hint) for each in lint_paths(tmp_path / "x.md").diagnostics]

    assert any("clean-code" in (hint or "") for code, hint in hints if code == "AK201")
    assert any("data-engineer" in (hint or "") for code, hint in hints if code.startswith("AK20") and code != "AK201")
