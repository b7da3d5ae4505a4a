"""Rules about bodies, where a story would be too long, or where the claim is about other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentkit.config import Config
from agentkit.linter import Report, lint
from agentkit.linter.rules.template_braces import TemplateBraces
from agentkit.registry import load_around
from tests.test_registry import write

if TYPE_CHECKING:
    from pathlib import Path


def check(folder: Path, path: str, body: str, rule: str, **settings: tuple[str, ...]) -> Report:
    write(folder / path, f"---\nname: x\ndescription: D. Use it.\n---\n{body}")
    registry, own = load_around([folder])
    return lint(registry, own, Config(select=(rule,), harnesses=settings.get("harnesses", ())))


@pytest.mark.parametrize(
    ("path", "count", "harnesses", "severities"),
    [
        (".github/agents/x.md", 30_001, (), ["warning"]),
        ("agents/x.agent.md", 30_001, (), ["warning"]),
        ("agents/x.md", 30_001, ("copilot",), ["warning"]),
        ("agents/x.md", 30_001, (), ["info"]),
        ("agents/x.md", 30_000, ("copilot",), []),
        (".qwen/agents/x.md", 10_001, (), ["warning"]),
        ("agents/x.md", 10_001, ("qwen-code",), ["warning"]),
        ("agents/x.md", 10_001, (), []),
        ("agents/x.md", 9, ("qwen-code",), ["warning"]),
    ],
)
def test_limits_hold_where_their_harness_reads(
    tmp_path: Path, path: str, count: int, harnesses: tuple[str, ...], severities: list[str]
) -> None:
    """A limit is a warning for files of its harness, by place, name or configuration; blanks around the body do not count."""
    report = check(tmp_path, path, f"\n\n{'x' * count}\n\n", "AK307", harnesses=harnesses)

    assert [found.severity.value for found in report.diagnostics] == severities
    assert all(found.span.line == 7 for found in report.diagnostics)


def changed_by_format(text: str) -> bool:
    try:
        return text.format() != text
    except (KeyError, ValueError, IndexError, AttributeError):
        return True


def changed_by_jinja(text: str) -> bool:
    try:
        return jinja2.Environment(keep_trailing_newline=True, newline_sequence="\n").from_string(text).render() != text
    except jinja2.TemplateError:
        return True


@given(st.text(alphabet='ab {}%#"\n$.', max_size=40))
def test_a_body_without_finding_is_left_alone_by_templates(text: str) -> None:
    """What `template-braces` is silent about comes through str.format and Jinja2 unchanged."""

    class Body:
        body = text
        path = "x.md"

        def in_body(self, start: int, end: int) -> None:
            return None

    if not list(TemplateBraces().check_agent(Body())):  # type: ignore[arg-type]
        assert not changed_by_format(text)
        assert not changed_by_jinja(text)


@pytest.mark.parametrize("text", ["{{ x }}", "a {% if x %}", "{# x #}", "{name}", '{"a": 1}', "}"])
def test_what_is_reported_breaks_a_template(text: str) -> None:
    """Every kind that the page names breaks, or changes in, one of the two that run here."""
    assert changed_by_format(text) or changed_by_jinja(text)


FLOODS = {
    "braces": "{" * 400_000,
    "variables": "{a}" * 130_000,
    "joiners": "\u200d" * 300_000,
    "marks": "\u200e\u05d0" * 150_000,
    "selectors": "\ufe01" * 300_000,
    "tags": "\U000e0041 " * 100_000,
    "lost": "\ufffd" * 300_000,
    "lost in code": "`\ufffd`" * 100_000,
    "key starts": "AKIA ghp_ sk- xoxb- SG. " * 20_000,
    "long token": "sk-" + "a" * 400_000,
    "pem": "-----BEGIN PRIVATE KEY-----\n" * 15_000,
    "todo": "TODO: " * 80_000,
    "todo lines": "- TODO:\n" * 60_000,
    "orders": "Run the the the the\n" * 25_000,
    "bold orders": "**" + "a" * 400_000 + "\n- **" + " " * 60,
    "fences": "```a\n" * 100_000,
}


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS)
def test_floods_are_checked_in_time(tmp_path: Path, body: str) -> None:
    """Half a megabyte of one construct takes each rule of this group well under the second that a file may take."""
    import time

    started = time.process_time()
    write(tmp_path / "agents/x.md", f"---\nname: x\ndescription: D. Use it.\ntools: Read\n---\n{body}")
    registry, own = load_around([tmp_path])
    report = lint(registry, own, Config(select=("AK238", "AK3")))

    assert report.agents == 1
    assert time.process_time() - started < 5  # some ten times what it takes: a quadratic reading takes minutes
