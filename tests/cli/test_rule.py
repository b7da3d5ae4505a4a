"""`agentkit rule` and `agentkit schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agentkit.display import columns
from agentkit.linter import rule_names

from .conftest import put

if TYPE_CHECKING:
    from .conftest import Run, RunInTerminal

SCHEMAS = Path(__file__).parents[2] / "src" / "agentkit" / "schemas"


@pytest.mark.parametrize("call", ["AK201", "ak201", "unknown-skill", "Unknown-Skill"])
def test_a_rule_is_explained_by_code_and_by_name(run: Run, call: str) -> None:
    """Code, name, title, what kind it is, and the whole page, not indented; case does not count."""
    done = run("rule", call)

    lines = done.out.decode().splitlines()
    assert (done.status, done.err) == (0, "")
    assert lines[:5] == [
        "# AK201 unknown-skill",
        "",
        "An agent names a skill that does not exist.",
        "",
        "error · exact · on by default · no automatic fix",
    ]
    assert "## Why is this bad?" in lines
    assert "Use instead:" in lines
    assert [line for line in lines if line.startswith("    ")] == []


@pytest.mark.parametrize("code", ["AK000", "AK001", "AK011", "AK104", "AK900", "AK901", "AK902", "AK903"])
def test_findings_without_a_rule_are_explained(run: Run, code: str) -> None:
    """What reading, suppressions, baselines and a crash report has a page too."""
    done = run("rule", code)

    assert done.status == 0
    assert done.out.decode().startswith(f"# {code} {rule_names()[code]}\n\n")


@pytest.mark.parametrize(
    ("call", "hint"),
    [("unknown-skil", "did you mean unknown-skill?"), ("AK6O1", "did you mean AK601?"), ("zzz", "`agentkit rule` lists them")],
)
def test_an_unknown_rule_exits_2_with_the_nearest(run: Run, call: str, hint: str) -> None:
    """Nothing on stdout, the nearest name on stderr."""
    done = run("rule", call)

    assert (done.status, done.out) == (2, b"")
    assert hint in done.err


def test_without_a_rule_all_are_listed(run: Run) -> None:
    """A line each, in order of code, in a pipe with the whole title."""
    done = run("rule")

    head, *lines = done.out.decode().splitlines()
    assert head.split() == ["code", "severity", "on", "fix", "what", "is", "wrong"]
    assert [line.split()[0] for line in lines] == sorted(rule_names())
    assert not any("…" in line for line in lines)


def test_the_list_fits_the_terminal(run_in_terminal: RunInTerminal) -> None:
    """No line is wider than its 60 columns."""
    lines = run_in_terminal("rule").splitlines()

    assert len(lines) == len(rule_names()) + 1
    assert max(map(columns, lines)) <= 60


def test_rules_as_json(run: Run) -> None:
    """All as a list, one as an object, with the same keys."""
    every = json.loads(run("rule", "--json").out)
    one = json.loads(run("rule", "AK203", "--json").out)

    assert [rule["code"] for rule in every] == sorted(rule_names())
    assert one in every
    assert set(one) == {"code", "rule", "title", "severity", "confidence", "default", "fixes", "page"}


def test_a_plugins_rule_is_explained(run: Run, tmp_path: Path) -> None:
    """With --plugin the rules of others are known, whatever their page holds."""
    rule = (
        "from agentkit.linter import Rule\nfrom agentkit.diagnostic import Severity\n"
        "class Shouting(Rule):\n    '''A name in capitals.\n\n    Nobody \\x1b[31mlikes it.\n    '''\n"
        "    code, severity, fixes, default = 'XY101', Severity.INFO, 'unsafe', False\n"
    )
    put(tmp_path, "lib/shouting.py", rule)

    done = run("rule", "XY101", "--plugin", "shouting", env={"PYTHONPATH": str(tmp_path / "lib")})

    assert done.out.decode() == (
        "# XY101 shouting\n\nA name in capitals.\n\ninfo · exact · off unless selected · mended by --unsafe-fixes\n\n"
        "Nobody \\x1b[31mlikes it.\n"
    )


@pytest.mark.parametrize("what", ["agent", "skill", "config", "report"])
def test_a_schema_is_printed(run: Run, what: str) -> None:
    """The shipped file, byte for byte."""
    assert run("schema", what).out == (SCHEMAS / f"{what}.json").read_bytes()


def test_an_unknown_schema_is_a_wrong_call(run: Run) -> None:
    """The call names those there are."""
    done = run("schema", "persona")

    assert (done.status, done.out) == (2, b"")
    assert "'agent', 'skill', 'config', 'report'" in done.err
