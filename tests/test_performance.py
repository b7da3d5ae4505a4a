"""docs/performance.md and what it is made with: the figures, the linters of others, the thousand agents."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks import growth, linters, processes, report, startup, thousand, throughput
from benchmarks.figure import at_most, faster, figure

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = Path(sys.executable).parent
TOOL = linters.Linter("tool", "npm tool@1.0", "tool", (), "it does little", r"Files checked: (\d+)")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A folder of public files: five agents of four names, a skill, and a document."""
    folder = tmp_path / "public"
    for path, text in {
        "a/agents/dev.md": "---\nname: dev\ndescription: Reads. Use it.\n---\nRead.\n",
        "b/agents/again.md": "---\ndescription: Writes. Use it.\nname: DEV\n---\nWrite.\n",
        "b/agents/ops.md": "\ufeff---\nname: ops\ndescription: Runs. Use it.\n---\nRun.\n",
        "b/agents/old.md": "---\r\nname: 'old'\r\ndescription: Waits: long.\r\n---\r\nWait.\r\n",
        "c/agents/new.md": "---\nname: new\n---\n",
        "c/skills/x/SKILL.md": "---\nname: x\ndescription: Knows. Use it.\n---\nKnow.\n",
        "c/README.md": "# Agents\n\nname: none\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def _tool(path: Path, script: str) -> linters.Installed:
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return linters.Installed(TOOL._replace(name=path.name), path, "1.0")


def test_the_page_is_that_of_the_results() -> None:
    """After a change to a figure: `python -m benchmarks.report --page`."""
    assert report.PAGE.read_text("utf-8") == report.page(report.read(report.RESULTS))


def test_every_result_says_when_and_where_it_was_taken() -> None:
    """A result is of a figure there is, and has its date, machine, versions and files."""
    results = report.read(report.RESULTS)

    assert set(results) <= set(report.FIGURES)
    for name, kept in results.items():
        assert {"date", "machine", "python", "load", "agentkit", "files", "result"} == set(kept), name


def test_every_goal_that_is_missed_has_a_reason() -> None:
    """Where we lose, the page says by how much and why."""
    for name, kept in report.read(report.RESULTS).items():
        for verdict in figure(name).verdicts(kept["result"]):
            assert verdict.met != bool(verdict.miss), verdict
            assert verdict.met != bool(verdict.why), verdict


def test_the_page_names_what_was_not_measured() -> None:
    """A figure without a result is no silence."""
    assert "- `throughput`\n" in report.page({})


def test_an_unknown_figure_is_refused(public: Path) -> None:
    """A typing slip measures nothing."""
    with pytest.raises(ValueError, match="no figure start; there are startup, "):
        report.measure(["start"], public)


def test_a_figure_that_fails_keeps_what_it_had(public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the others go on: `find` needs a repository that is not here, `latency` does not."""
    old = report.read(report.RESULTS)["find"]
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(report, "PAGE", tmp_path / "page.md")
    report.RESULTS.write_text(json.dumps({"version": 1, "figures": {"find": old}}), "utf-8")

    assert report.measure(["find", "latency:agents=4,changes=4"], public) == ["find"]
    assert report.read(report.RESULTS)["find"] == old
    assert report.read(report.RESULTS)["latency"]["result"]["agents"] == 4
    assert report.PAGE.read_text("utf-8") == report.page(report.read(report.RESULTS))


def test_the_agents_are_the_same_every_time(public: Path, tmp_path: Path) -> None:
    """Names are taken once, whatever their case, and neither paths nor the order of the folder choose."""
    moved = tmp_path / "moved"
    for at, path in enumerate(sorted(public.rglob("*.md"), reverse=True)):
        copy = moved / str(at) / path.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())

    chosen = thousand.chosen(public, 4)

    assert sorted(name.lower() for name in chosen) == ["dev", "new", "old", "ops"]
    assert list(thousand.chosen(moved, 4).items()) == list(chosen.items())
    assert list(thousand.chosen(public, 2).items()) == list(chosen.items())[:2]


def test_too_few_agents_are_refused(public: Path) -> None:
    """A folder of 4 names does not give 5."""
    with pytest.raises(ValueError, match="has 4 agents with names of their own, not 5"):
        thousand.chosen(public, 5)


@pytest.mark.slow
def test_the_corpus_has_a_thousand(corpus: Path, tmp_path: Path) -> None:
    """The files of `.claude/agents` are public files byte for byte, a thousand names."""
    folder = thousand.put(corpus, tmp_path)

    names = [path.stem.lower() for path in folder.iterdir()]
    assert len(set(names)) == len(names) == 1_000
    assert {path.read_bytes() for path in folder.iterdir()} <= {path.read_bytes() for path in corpus.rglob("*.md")}


def test_a_linter_that_does_not_install_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page keeps a line for it, with the reason."""
    monkeypatch.setenv("PATH", str(tmp_path))

    found = linters.install(TOOL, tmp_path / "peers")

    assert found.program is None
    assert found.missing == "it needs npm, which is not here"
    result = {"peers": [{"name": "tool", "requirement": TOOL.requirement, "missing": found.missing}], "places": {}, "limit": 1}
    assert throughput.tables(result) == "Left out:\n\n- tool (`npm tool@1.0`): it needs npm, which is not here\n"


def test_a_linter_that_does_not_start_is_reported(tmp_path: Path) -> None:
    """Installed is not enough: it has to tell its version."""
    own = tmp_path / "tool"
    own.mkdir()
    (own / "installed").write_text(TOOL.requirement, "utf-8")
    _tool(own / "tool", "echo 'error: no /usr/lib/thing of https://x.example/y' >&2; exit 3")

    assert linters.install(TOOL, tmp_path).missing == "it does not start: error: no [...] of [...]"


def test_what_installers_say_is_shown_without_addresses(tmp_path: Path) -> None:
    """pip's reason stays, in one line."""
    missing = linters.install(TOOL._replace(requirement="pip ./no-such-thing"), tmp_path).missing

    assert missing.startswith("pip does not install it: ")
    assert str(tmp_path) not in missing
    assert "\n" not in missing


def test_a_run_that_does_not_end_is_cut_off_with_its_children(tmp_path: Path) -> None:
    """Neither the program nor what it has started goes on."""
    run = processes.run(
        ["/bin/sh", "-c", "sleep 600 & echo $!; wait"], tmp_path, processes.environment(tmp_path / "home"), limit=0.5
    )

    assert run.code is None
    child = int(run.out)
    for _ in range(500):
        if not _lives(child):
            break
        time.sleep(0.01)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_time_of_children_counts(tmp_path: Path) -> None:
    """A program that leaves its work to another process is not quick."""
    spin = "import os, time\nwhile time.process_time() < 0.2: pass"
    call = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spin!r}])"]

    assert processes.run(call, tmp_path, processes.environment(tmp_path / "home")).processor >= 0.2


def test_a_program_that_crashed_or_checked_nothing_is_not_compared(public: Path, tmp_path: Path) -> None:
    """It stands in the table, with what it said, and gives no verdict."""
    project = tmp_path / "project"
    thousand.put(public, project, 4)
    installed = [
        _tool(tmp_path / "sound", "cat .claude/agents/*; echo Files checked: 4"),
        _tool(tmp_path / "idle", "echo Files checked: 0"),
        _tool(tmp_path / "broken", "echo Files checked: 4; echo 'Traceback (most recent call last):'; exit 1"),
        _tool(tmp_path / "wild", "echo Files checked: 4; exit 7"),
    ]

    place = throughput._side_by_side(project, tmp_path / "scratch", COMMANDS, installed, 1, 300)

    peers = [{"name": each.linter.name, "native": False, "missing": ""} for each in installed]
    result = {"peers": peers, "places": {"agents": place}, "limit": 300}
    assert [verdict.subject for verdict in throughput.verdicts(result)] == ["4 agents in one folder, beside sound 1.0"]
    rows = {row["linter"]: row for row in place["rows"]}
    assert {name: (rows[name]["checked"], rows[name]["code"], rows[name]["crashed"]) for name in ("sound", "idle", "broken", "wild")} == {
        "sound": (4, 0, False), "idle": (0, 0, False), "broken": (4, 1, True), "wild": (4, 7, True)
    }  # fmt: skip
    assert rows["agentkit"]["checked"] == 4
    page = throughput.tables(result)
    assert "not compared" in next(line for line in page.splitlines() if line.startswith("| idle"))
    assert "crashed, not compared" in next(line for line in page.splitlines() if line.startswith("| broken"))


def test_a_program_that_was_cut_off_is_no_faster_than_the_limit() -> None:
    """Its row says so, and its ratio is a lower bound."""
    ours = {
        "name": throughput.OURS,
        "linter": "agentkit",
        "checked": 9,
        "read": 9,
        "crashed": False,
        "wall": 2.0,
        "processor": 3.0,
        "code": 0,
    }
    slow = {**ours, "name": "slow 1.0", "linter": "slow", "checked": None, "wall": 300.1, "processor": 299.0, "code": None}
    place = {"files": 9, "bytes": 1, "rows": [ours, slow]}

    page = throughput.tables({"peers": [], "places": {"agents": place}, "limit": 300})

    assert "| slow 1.0 | > 150 | > 99.67 | > 300 | > 299 |  | 9 |  | cut off after 300 s |\n" in page


def test_what_a_linter_says_it_has_checked() -> None:
    """Each in its own words; a linter that does not say gives nothing."""
    said = {
        "agnix": ('{"version": "0.59.3", "files_checked": 1000,', 1000),
        "amagi-skill-lint": ("Checked 3361 skills and 1486 agents. Their names", 4847),
        "skilllint": ('"summary":{"total_files":50,"passed"', 50),
        "cclint": ("  Files checked: 997\n", 997),
        "skillsaw": ("Rules run: 44", None),
        "claude plugin validate": ("Validating agent: x", None),
    }

    assert {each.name: linters.said_to_be_checked(each, said[each.name][0]) for each in linters.LINTERS} == {
        name: count for name, (_, count) in said.items()
    }
    amagi = next(each for each in linters.LINTERS if each.name.startswith("amagi"))
    assert linters.said_to_be_checked(amagi, "Checked 1 agent. Their") == 1


def test_a_plugin_holds_the_same_bytes(public: Path, tmp_path: Path) -> None:
    """Agents and skills are laid out anew, and no byte of them is another."""
    linters.lay_out_as_plugin(public, tmp_path / "plugin")

    assert sorted(path.read_bytes() for path in (tmp_path / "plugin").rglob("*.md")) == sorted(
        path.read_bytes() for path in public.rglob("*.md")
    )
    assert len(list((tmp_path / "plugin" / "skills").rglob("SKILL.md"))) == 1


def test_growth_is_the_power_of_the_number_of_files() -> None:
    """Ten times the files in a hundred times the time is quadratic."""
    assert growth.exponent({"files": 10, "processor": 1.0}, {"files": 100, "processor": 100.0}) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (lambda: at_most("x", 0.15, 0.15, "w"), ("0.150", True, "", "")),
        (lambda: at_most("x", 30, 20, "w", " ms"), ("30.00 ms", False, "1.50 times the goal", "w")),
        (lambda: faster("x", 3, 2, "w"), ("1.50 times faster", True, "", "")),
        (lambda: faster("x", 2, 2, "w"), ("1.00 times faster", False, "1.00 times slower", "w")),
        (lambda: faster("x", 1, 2, "w"), ("2.00 times slower", False, "2.00 times slower", "w")),
        (lambda: faster("x", 20, 2, "w", 10), ("10.00 times faster", True, "", "")),
        (lambda: faster("x", 10, 2, "w", 10), ("5.00 times faster", False, "2.00 times short of the goal", "w")),
    ],
)
def test_verdicts(verdict: Callable[[], tuple[str, str, str, bool, str, str]], said: tuple[str, bool, str, str]) -> None:
    """What is missed is missed by so much, for a reason; what is met has neither."""
    assert tuple(verdict())[2:] == said


def test_without_valgrind_no_instructions_are_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says that none were counted, and holds nothing against a bound."""
    monkeypatch.setenv("PATH", str(tmp_path))
    wall = {"help": 1.0, "version": 1.0, "check": 1.0}
    rows = [{"name": name, "linter": "", "wall": wall, "codes": dict.fromkeys(wall, 0)} for name in (startup.OURS, startup.BARE)]
    result = {"instructions": startup._counted(COMMANDS, tmp_path), "rows": rows, "missing": {"tool": "it needs npm"}}

    assert startup.verdicts(result) == []
    page = startup.tables(result)
    assert "valgrind was not there: no instructions were counted.\n" in page
    assert "- tool is left out: it needs npm\n" in page


def test_ours_is_what_the_tests_run() -> None:
    """The commands that this file measures with are those of the environment it runs in."""
    assert os.access(COMMANDS / "agentkit", os.X_OK)
