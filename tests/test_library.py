"""The personas and skills that ship: they load, lint clean, say what they must, and answer each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit.diagnostic import Severity
from agentkit.linter import lint
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = agentkit.load(ROOT / "agents", ROOT / "skills")
PERSONAS = list(REGISTRY)
SKILLS = list(REGISTRY.skills)


def test_the_library_lints_clean() -> None:
    """Not one finding, infos included."""
    report = lint(REGISTRY)

    assert (report.agents, report.skills) == (12, 21)
    assert [str(found) for found in report.diagnostics if found.severity in Severity] == []


def test_every_skill_is_used_and_every_use_exists() -> None:
    """The skills that personas declare are the skills that ship."""
    assert {name for persona in REGISTRY.values() for name in persona.skills} == set(SKILLS)


def test_the_data_engineer_is_the_one_of_the_reference() -> None:
    """Name, tools, model and skills are those of the file that the project's user gave."""
    persona = REGISTRY["data-engineer"]

    assert (str(persona.tools), str(persona.model)) == ("Read, Grep, Glob, Bash, Edit, Write", "inherit")
    assert persona.skills == ("clean-code", "data-engineer", "database-design", "python-patterns", "testing-patterns")
    assert persona.description.proactive
    assert set(persona.description.triggers) == {
        "data pipeline", "ETL", "ELT", "data warehouse", "data lake", "Apache Spark", "Airflow", "dbt", "Kafka", "streaming",
        "batch processing", "data ingestion",
    }  # fmt: skip


@pytest.mark.parametrize("name", PERSONAS)
def test_a_persona_has_the_sections_of_its_kind(name: str) -> None:
    """When to use it and when not, what it checks, when it asks, what it hands over, and what not to do."""
    titles = {section.title for top in REGISTRY[name].sections for section in top.walk()}

    assert {
        "When to Use",
        "What You Do",
        "What You Don't Do",
        "Before You Say Done",
        "Stop and Ask",
        "Handover",
        "Anti-Patterns",
        "Interaction with Other Agents",
    } <= titles


@pytest.mark.parametrize("name", PERSONAS)
def test_handoffs_are_answered_from_both_sides(name: str) -> None:
    """Whom a persona works with has a row for it; whom it delegates to exists and knows it."""
    persona = REGISTRY[name]
    partners = {handoff.agent for handoff in persona.handoffs if handoff.kind == "interaction"}
    delegates = {handoff.agent for handoff in persona.handoffs if handoff.kind == "delegation"}

    assert partners
    assert delegates
    for other in partners:
        assert name in {each.agent for each in REGISTRY[other].handoffs if each.kind == "interaction"}, other
    assert delegates <= set(PERSONAS)


@pytest.mark.parametrize("name", PERSONAS)
def test_a_persona_says_when_it_is_called(name: str) -> None:
    """The description asks to be used, names at least eight triggers, and has at most 700 characters."""
    description = REGISTRY[name].description

    assert description.proactive
    assert len(description.triggers) >= 8
    assert len(description.text) <= 700


FLATTERY = re.compile(
    r"\b(world[- ]class|expert in|seasoned|you excel|best-in-class|cutting[- ]edge|state[- ]of[- ]the[- ]art|unparalleled|"
    r"years of experience|elite)\b",
    re.IGNORECASE,
)
TEXTS = sorted([*ROOT.glob("agents/*.md"), *ROOT.glob("skills/**/*.md")])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_text_is_plain(path: Path) -> None:
    """No flattery, no placeholder, no trailing blanks, LF and a final newline, every code fence named."""
    text = path.read_bytes().decode("utf-8")

    assert FLATTERY.search(text) is None
    assert "TODO" not in text
    assert "\r" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")
    fences = re.findall(r"^ *(`{3,}.*)$", text, re.MULTILINE)
    assert all(fence.strip("`") for fence in fences[::2]), "a fence without a language"
    assert len(fences) % 2 == 0


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(path: Path) -> None:
    """A link to a file names one that exists, one level deep in the skill's own folder."""
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target


@pytest.mark.parametrize("name", SKILLS)
def test_a_skill_keeps_to_the_specification(name: str) -> None:
    """Name, description with what and when, fewer than 500 lines, every reference linked from the SKILL.md."""
    skill = REGISTRY.skills[name]

    assert skill.name == skill.folder_name == name
    assert "Use " in skill.description
    assert len(skill.description) <= 1024
    assert skill.body.count("\n") < 500
    assert skill.references
    assert all(reference in skill.body for reference in skill.references)


@pytest.mark.parametrize("name", PERSONAS)
def test_a_prompt_stays_within_its_budget(name: str) -> None:
    """A body has at most 4,100 tokens, with at most five skills in full 15,300 (estimated for Claude 4.7 and later)."""
    from agentkit.tokens import tokens

    assert tokens(REGISTRY.render(name, skills="none").text, "claude-4.7+") <= 4100
    assert tokens(REGISTRY.render(name).text, "claude-4.7+") <= 15300
    assert len(REGISTRY[name].skills) <= 5


@pytest.mark.parametrize("name", SKILLS)
def test_a_skill_stays_within_its_budget(name: str) -> None:
    """A SKILL.md has at most 2,000 tokens (estimated for Claude 4.7 and later); details are in its references."""
    from agentkit.tokens import tokens

    assert tokens(REGISTRY.skills[name].body, "claude-4.7+") <= 2000


@pytest.mark.parametrize("name", PERSONAS)
def test_a_persona_is_found_by_its_own_examples(name: str) -> None:
    """24 to 30 tasks it is for, each of which finds it first; five to eight that it is not for, none of which does."""
    own = REGISTRY[name].agentkit
    examples, avoided = own["examples"], own["not-when"]

    assert 24 <= len(examples) <= 30
    assert 5 <= len(avoided) <= 8
    first = {task: [match.name for match in REGISTRY.find(task).matches[:1]] for task in [*examples, *avoided]}
    assert [task for task in examples if first[task] != [name]] == []
    assert [task for task in avoided if first[task] == [name]] == []
