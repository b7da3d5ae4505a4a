"""Rules: the examples on their pages, places, severities, crashes."""

from __future__ import annotations

import inspect
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agentkit import problems
from agentkit.config import Config
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.linter import Report, Rule, all_rules, formats, lint
from agentkit.registry import load_around
from tests.test_registry import agent, skill, write

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = {rule.code: rule for rule in all_rules()}
EXAMPLE = re.compile(r"## Example\n```(\w+)\n(.*?)```\n\nUse instead:\n```\w+\n(.*?)```", re.DOTALL)


def check(folder: Path, *rules: str) -> Report:
    registry, own = load_around([folder])
    return lint(registry, own, Config(extend_select=rules))


def codes(report: Report, *severities: Severity) -> list[str]:
    return [found.code for found in report.diagnostics if not severities or found.severity in severities]


def put_example(folder: Path, rule: Rule, language: str, text: str) -> None:
    if language == "yaml":
        text = f"---\n{text}---\nBody.\n"
    if ("skill" in rule.slug or type(rule).check_skill is not Rule.check_skill) and type(rule).check_agent is Rule.check_agent:
        name = re.search(r"^name: (\S+)", text, re.MULTILINE)
        write(folder / "skills" / (name[1] if name else "x") / "SKILL.md", text)
    else:
        write(folder / "agents" / "x.md", text)


def documented() -> Iterator[tuple[Rule, str, str, str]]:
    for rule in all_rules():
        page = inspect.cleandoc(type(rule).__doc__ or "")  # Python 3.13 on has taken the indentation off already
        example = EXAMPLE.search(page)
        if example is not None:
            yield rule, example[1], example[2], example[3]


@pytest.mark.parametrize(("rule", "language", "bad", "good"), list(documented()), ids=lambda value: getattr(value, "slug", ""))
def test_the_examples_on_a_rules_page_are_true(tmp_path: Path, rule: Rule, language: str, bad: str, good: str) -> None:
    """The first example is reported by the rule, the one to use instead has no error or warning at all."""
    put_example(tmp_path / "bad", rule, language, bad)
    put_example(tmp_path / "good", rule, language, good)

    assert rule.code in codes(check(tmp_path / "bad", rule.code))
    assert rule.code not in codes(check(tmp_path / "good", rule.code))
    wrong = codes(check(tmp_path / "good"), Severity.ERROR, Severity.WARNING)
    assert [
        code for code in wrong if (rule.slug, code) != ("malformed-hooks", "AK529")
    ] == []  # hooks of the right shape are hooks


def test_other_pages_have_examples_that_run() -> None:
    """Rules about several files, or about bytes that no page can show, have stories; every other page shows its own case."""
    without = {rule.slug for rule in all_rules()} - {rule.slug for rule, *_ in documented()}

    stories = {story.stem for story in (Path(__file__).parent / "cases").glob("*.md")}
    tested_here = {"duplicate-name", "skill-folder-name", "unreadable-file", "unreadable-skill", "not-utf-8", "too-large"}
    tested_here |= {"outside-link"}  # tests/hostile/test_trees.py: a story holds no links
    assert without <= stories | tested_here


def test_codes_are_unique_and_pages_complete() -> None:
    """No code or name stands for two things; every page says why it is bad."""
    kinds = [(rule.code, rule.slug) for rule in all_rules()]

    assert {(row.code, row.slug) for row in problems.PROBLEMS} <= set(kinds)
    assert len({code for code, _ in kinds}) == len({slug for _, slug in kinds}) == len(kinds)
    assert all(re.fullmatch(r"AK\d{3}", code) for code, _ in kinds)
    assert all("## Why is this bad?" in (type(rule).__doc__ or "") for rule in all_rules())


def test_two_agents_of_one_name_in_one_folder(tmp_path: Path) -> None:
    """The second is an error that names the first; in another agents folder the same name is none."""
    agent(tmp_path / ".claude/agents/a.md", "dev")
    agent(tmp_path / ".claude/agents/sub/b.md", "dev")
    agent(tmp_path / "plugins/p/agents/dev.md", "dev")
    (found,) = check(tmp_path).diagnostics

    assert (found.code, found.severity, Path(found.path or "").name) == ("AK401", Severity.ERROR, "b.md")
    assert found.message.endswith("a.md")


def test_two_skills_of_one_name_in_one_folder(tmp_path: Path) -> None:
    """The second is a warning that names the first, beside that its folder is called otherwise."""
    skill(tmp_path / "skills/a", "a")
    skill(tmp_path / "skills/b", "a")
    report = check(tmp_path)

    assert [(found.code, found.severity.value) for found in report.diagnostics] == [("AK401", "warning"), ("AK602", "warning")]


def test_messages_quote_a_little(tmp_path: Path) -> None:
    """A value of any length makes no line of that length."""
    agent(tmp_path / "agents/dev.md", "dev", f"effort: {'x' * 5000}\nmodel: {'y' * 5000}\n{'z' * 5000}: 1\n")

    assert max(len(str(found)) for found in check(tmp_path).diagnostics) < 400 + len(str(tmp_path))


def test_a_skill_whose_folder_is_called_otherwise(tmp_path: Path) -> None:
    """The names of folder and skill are compared, composed and decomposed letters alike."""
    skill(tmp_path / "skills/one", "two")
    skill(tmp_path / "skills/caf\u00e9", "cafe\u0301")
    (found,) = check(tmp_path).diagnostics

    assert (found.code, found.span.line, found.span.column) == ("AK602", 2, 7)


def test_a_skill_that_cannot_be_read(tmp_path: Path) -> None:
    """The agent's finding names the SKILL.md and what is wrong with it."""
    write(tmp_path / "skills/sql/SKILL.md", "---\nname: sql\n")
    agent(tmp_path / "agents/dev.md", "dev", "skills: sql\n")
    report = check(tmp_path)

    assert codes(report) == ["AK202", "AK005"]
    assert "never closed" in report.diagnostics[0].message
    assert (report.diagnostics[0].span.line, report.diagnostics[0].span.column) == (4, 9)


@pytest.mark.parametrize(
    ("field", "code", "severity", "hint"),
    [
        ("tools: Raed", "AK203", Severity.WARNING, "did you mean Read?"),
        ("tools: MultiEdit", "AK203", Severity.INFO, "now Edit"),
        ("tools: frobnicate", "AK203", Severity.WARNING, "tools of MCP servers are written mcp__server__tool"),
        ("disallowedTools: Wriet", "AK203", Severity.WARNING, "did you mean Write?"),
        ("model: sonet", "AK204", Severity.WARNING, "did you mean sonnet?"),
        ("model: Claude Sonnet 4.5", "AK204", Severity.INFO, "use an alias such as sonnet, or a full id"),
        ("tool: Read", "AK106", Severity.WARNING, "did you mean tools?"),
        ("allowed-tools: Read", "AK106", Severity.WARNING, "write `tools`"),
        ("skills: database-desing", "AK201", Severity.ERROR, "did you mean database-design?"),
    ],
)
def test_what_is_wrong_gets_a_way_out(tmp_path: Path, field: str, code: str, severity: Severity, hint: str | None) -> None:
    """Each finding has its severity and offers the nearest name or what to write."""
    agent(tmp_path / "agents/dev.md", "dev", f"{field}\n")
    (found,) = check(tmp_path).diagnostics

    assert (found.code, found.severity, found.hint, found.span.line) == (code, severity, hint, 4)


@pytest.mark.parametrize(
    "field",
    [
        "tools: Read, mcp__x__y, Agent(data-engineer, Explore), x/y",
        "tools: read, search/codebase, view_file",
        "model: claude-opus-5-5",
        "model: sonnet[1m]",
        "model: openrouter/anthropic/claude-sonnet-5",
        "agentkit: {examples: [x]}",
        "skills: clean-code",
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, field: str) -> None:
    """Documented values, and tools and models of other harnesses, are no findings."""
    agent(tmp_path / "agents/dev.md", "dev", f"{field}\n")

    assert check(tmp_path).diagnostics == ()


def test_only_what_is_asked_for_is_checked(tmp_path: Path) -> None:
    """The project around a file is looked up in, not checked."""
    agent(tmp_path / "agents/bad.md", "bad", "skills: nowhere\n")
    good = agent(tmp_path / "agents/good.md", "good", "skills: here\n")
    skill(tmp_path / "skills/here")
    report = check(good)

    assert (report.agents, report.skills, report.diagnostics) == (1, 0, ())


def test_a_rule_that_crashes_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finding names the rule and the error, and the other rules run."""

    def crash(*_: object) -> Iterator[Diagnostic]:
        raise RuntimeError("boom")
        yield

    agent(tmp_path / "agents/dev.md", "dev", "model: sonet\n")
    monkeypatch.setattr(type(RULES["AK203"]), "check_agent", crash)
    report = check(tmp_path)

    assert codes(report) == ["AK000", "AK204"]
    assert report.diagnostics[0].message == "rule AK203 (unknown-tool) crashed: RuntimeError: boom"


def test_findings_are_one_line_whatever_a_file_holds(tmp_path: Path) -> None:
    """A name with newlines and escapes cannot make a line of its own, nor drive a terminal."""
    write(tmp_path / "agents/x.md", '---\nname: "a\\n::error::\\e]0;x\\a:b"\ndescription: D.\n---\nB\n')
    text = "".join(formats.writer("concise")(check(tmp_path), formats.Style()))

    assert text.count("\n") == 1
    assert text[:-1].isprintable()
    assert "\\n::error::\\x1b]0;x\\x07" in text


def test_reports_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    """Findings are sorted by file and place, each once."""
    for name in ("b", "a", "c"):
        agent(tmp_path / f"agents/{name}.md", name, "tools: Raed, Grpe\nmodel: sonet\n")
    found = check(tmp_path).diagnostics

    assert list(found) == sorted(found, key=lambda diagnostic: diagnostic.sort_key)
    assert len(found) == len(set(found)) == 9


def test_a_thousand_agents_that_name_each_other_are_checked_in_time(tmp_path: Path) -> None:
    """Twice the agents take about twice as long: names are looked up in an index, not in every other file."""

    def taken(count: int) -> float:
        folder = tmp_path / str(count)
        for at in range(count):
            body = f"## What You Don't Do\n\n- x (use `worker-{(at + 1) % count}`)\n\nUse the `worker-{at * 7 % count}` agent.\n"
            write(folder / f"agents/worker-{at}.md", f"---\nname: worker-{at}\ndescription: Works. Use for {at}.\n---\n{body}")
        registry, own = load_around([folder])
        for _ in registry.load_all():
            pass
        started = time.process_time()
        report = lint(registry, own, Config(select=("AK205", "AK208", "AK209", "AK402", "AK403", "AK404", "AK405")), jobs=1)
        assert {found.code for found in report.diagnostics} <= {"AK403", "AK404"}
        return time.process_time() - started

    assert taken(800) < 8 * taken(200) + 0.2
