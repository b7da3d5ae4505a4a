"""`agentkit lint`: findings on stdout, the summary on stderr, the verdict in the exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from .conftest import PROGRAM, TIMEOUT, UNCLOSED, Run, agent, clean_environment, put, skill, with_concise_findings

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def run(run: Run) -> Run:
    """Run the program, with findings on one line each: what is found is tested here, not how it is shown."""
    return with_concise_findings(run)


# --- exit status ---


def test_a_clean_project_exits_0_and_prints_nothing(run: Run, tmp_path: Path) -> None:
    """Without findings stdout is empty, and stderr says how much was checked."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: one"))
    put(tmp_path, "skills/one/SKILL.md", skill("one"))

    done = run("lint")

    assert (done.status, done.out) == (0, b"")
    assert done.err == "checked 1 agent and 1 skill: nothing found\n"


def test_the_shipped_agents_and_skills_are_clean(run: Run) -> None:
    """Our own agents and skills have no finding."""
    done = run("lint", str(REPOSITORY / "agents"), str(REPOSITORY / "skills"))

    assert (done.status, done.out) == (0, b"")


def test_an_error_exits_1(run: Run, tmp_path: Path) -> None:
    """An error is one line at file:line:column with its code, and the summary counts it."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-cod]"))

    done = run("lint")

    assert done.status == 1
    assert done.out == b"agents/dev.md:4:10: error AK201 unknown skill `clean-cod` (did you mean clean-code?)\n"
    assert done.err == "checked 1 agent and 0 skills: 1 error\n"


def test_a_warning_exits_1(run: Run, tmp_path: Path) -> None:
    """A warning alone fails the run."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Raed"))

    done = run("lint")

    assert done.status == 1
    assert done.out.startswith(b"agents/dev.md:4:8: warning AK203 ")


def test_an_info_exits_0(run: Run, tmp_path: Path) -> None:
    """An info is printed and never fails a run."""
    put(tmp_path, "skills/fix/SKILL.md", skill("fix", "Fix $ARGUMENTS.\n"))

    done = run("lint")

    assert done.status == 0
    assert done.out.startswith(b"skills/fix/SKILL.md:5:5: info AK302 ")


def test_nothing_to_check_exits_2(run: Run) -> None:
    """A folder without any agent or skill is a wrong call, in the folder as by path."""
    for call in (("lint",), ("lint", ".")):
        done = run(*call)

        assert (done.status, done.out) == (2, b"")
        assert "nothing to check" in done.err


def test_only_documents_is_nothing_to_check(run: Run, tmp_path: Path) -> None:
    """A folder with nothing but a README exits 2."""
    put(tmp_path, "agents/README.md", "# Agents\n")

    done = run("lint", ".")

    assert done.status == 2
    assert "skipped: 1 documentation by its name" in done.err


def test_the_shipped_library_does_not_stand_in_for_a_project(run: Run, tmp_path: Path) -> None:
    """Without folders of its own a project has nothing to check, though agents ship."""
    put(tmp_path, "notes.md", "Text.\n")

    done = run("lint")

    assert done.status == 2
    assert "checked 0 agents and 0 skills" in done.err


def test_a_path_that_does_not_exist_exits_2(run: Run, tmp_path: Path) -> None:
    """A missing path is a wrong call, even beside one that exists, and nothing is checked."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Raed"))

    done = run("lint", "agents", "nowhere")

    assert (done.status, done.out) == (2, b"")
    assert "nowhere: no such file or folder" in done.err


def test_an_unknown_format_exits_2(run: Run) -> None:
    """A format that does not exist is a wrong call that lists the formats."""
    done = run("lint", ".", "--format", "xml")

    assert (done.status, done.out) == (2, b"")
    for name in ("concise", "github", "gitlab", "json", "junit", "sarif", "text"):
        assert f"'{name}'" in done.err


# --- what is checked ---


@pytest.mark.parametrize("folder", ["", ".claude/"])
def test_without_paths_the_projects_folders_are_checked(run: Run, tmp_path: Path, folder: str) -> None:
    """Agents and skills at the top and in a harness folder count."""
    put(tmp_path, f"{folder}agents/dev.md", agent())
    put(tmp_path, f"{folder}skills/one/SKILL.md", skill("one"))

    done = run("lint")

    assert done.status == 0
    assert done.err.startswith("checked 1 agent and 1 skill: ")


def test_one_file_is_checked_alone_with_its_projects_skills(run: Run, tmp_path: Path) -> None:
    """A path to a file checks that file; what it names is looked up in its project."""
    put(tmp_path, "project/agents/dev.md", agent("dev", "skills: mine"))
    put(tmp_path, "project/agents/bad.md", UNCLOSED)
    put(tmp_path, "project/skills/mine/SKILL.md", skill("mine"))

    done = run("lint", "project/agents/dev.md")

    assert (done.status, done.out) == (0, b"")
    assert done.err.startswith("checked 1 agent and 0 skills: ")


def test_a_path_given_twice_is_checked_once(run: Run, tmp_path: Path) -> None:
    """The same folder under two names gives each finding once."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Raed"))

    done = run("lint", "agents", "./agents", str(tmp_path / "agents"))

    assert done.out.count(b"\n") == 1
    assert done.err.startswith("checked 1 agent and 0 skills: ")


def test_folders_are_searched_to_the_bottom(run: Run, tmp_path: Path) -> None:
    """A file deep below a path is checked."""
    put(tmp_path, "plugins/a/b/c/agents/dev.md", agent("dev", "tools: Raed"))

    done = run("lint", "plugins")

    assert done.out.startswith(b"plugins/a/b/c/agents/dev.md:4:8: ")


# --- findings ---


WRONG = {
    "empty": ("", "1:1", "AK003"),
    "no-frontmatter": ("Only text.\n", "1:1", "AK004"),
    "unclosed": (UNCLOSED, "1:1", "AK005"),
    "empty-frontmatter": ("---\n---\nBody.\n", "1:1", "AK006"),
    "list": ("---\n- a\n---\nBody.\n", "2:1", "AK007"),
    "comment-before": ("<!-- x -->\n" + agent(), "2:1", "AK008"),
    "unquoted-colon": ("---\nname: dev\ndescription: Use: often\n---\nBody.\n", "3:17", "AK011"),
    "duplicate-key": (agent("dev", "name: again"), "4:1", "AK012"),
    "no-name": ("---\ndescription: Works.\n---\nBody.\n", "1:1", "AK101"),
    "invalid-name": (agent('"a:b"'), "2:7", "AK102"),
    "no-description": ("---\nname: dev\n---\nBody.\n", "1:1", "AK103"),
    "unknown-field": (agent("dev", "modle: opus"), "4:1", "AK106"),
    "unknown-skill": (agent("dev", "skills:", "  - clean-code", "  - nope"), "6:5", "AK201"),
    "unknown-tool": (agent("dev", "tools: Read, Raed"), "4:14", "AK203"),
    "unknown-model": (agent("dev", "model: sonet"), "4:8", "AK204"),
    "no-body": (agent(body=""), "1:1", "AK301"),
}
"""Kind of mistake: a file that has it, its place, its code."""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give `path:line:column:code` of each finding of one run over a project for each mistake."""
    root = tmp_path_factory.mktemp("wrong")
    for kind, (text, _, _) in WRONG.items():
        put(root, f"{kind}/agents/dev.md", text)
    call = [*PROGRAM, "lint", "--format", "concise", *WRONG]
    done = subprocess.run(call, cwd=root, capture_output=True, env=clean_environment(), timeout=TIMEOUT, check=False)
    words = [line.split(" ") for line in done.stdout.decode().splitlines()]
    return {word[0] + word[2] for word in words}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_found_at_its_place(findings: set[str], kind: str) -> None:
    """Each kind of mistake has its code at its line and column."""
    _, place, code = WRONG[kind]

    assert f"{kind}/agents/dev.md:{place}:{code}" in findings


def test_a_handoff_to_nobody_is_found(run: Run, tmp_path: Path) -> None:
    """An agent that hands work to one that does not exist has a finding at that line."""
    body = "# Dev\n\n## What You Don't Do\n\n- Schema design (use `database-architekt`)\n"
    put(tmp_path, "agents/dev.md", agent(body=body))

    done = run("lint")

    assert done.out.startswith(b"agents/dev.md:9:")
    assert b"database-architekt" in done.out
    assert b"did you mean database-architect?" in done.out


def test_an_unreadable_skill_is_told_apart_from_a_missing_one(run: Run, tmp_path: Path) -> None:
    """A named SKILL.md that cannot be read is AK202 at the name and its own finding at its file."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [broken]"))
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)

    done = run("lint")

    assert re.findall(rb"^(\S+): error (AK\d+)", done.out, re.MULTILINE) == [
        (b"agents/dev.md:4:10", b"AK202"),
        (b"skills/broken/SKILL.md:1:1", b"AK005"),
    ]


def test_one_bad_file_does_not_hide_the_others(run: Run, tmp_path: Path) -> None:
    """Files that cannot be read at all stand beside the findings of those that can."""
    put(tmp_path, "agents/a-bytes.md", b"---\nname: \xff\n---\n")
    put(tmp_path, "agents/b-open.md", UNCLOSED)
    put(tmp_path, "agents/c-good.md", agent("c-good", "tools: Raed"))
    os.mkfifo(tmp_path / "agents/d-pipe.md")
    (tmp_path / "agents/e-link.md").symlink_to("nowhere")

    done = run("lint")

    assert done.status == 1
    assert re.findall(rb"^agents/(.)\S+ \w+ (AK\d+)", done.out, re.MULTILINE) == [
        (b"a", b"AK002"),
        (b"b", b"AK005"),
        (b"c", b"AK203"),
        (b"d", b"AK001"),
        (b"e", b"AK001"),
    ]
    assert done.err == "checked 5 agents and 0 skills: 4 errors, 1 warning\n"


def test_a_repeated_name_is_found_at_the_second_file(run: Run, tmp_path: Path) -> None:
    """Two agents of one folder with one name are a finding that names both files."""
    put(tmp_path, "agents/a.md", agent("twin"))
    put(tmp_path, "agents/sub/b.md", agent("twin", body="Do other work.\n"))

    done = run("lint")

    assert done.status == 1
    assert done.out.startswith(b"agents/sub/b.md:2:7: warning AK401 name `twin` is taken by agents/a.md ")


def test_a_repeated_name_in_a_harness_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    """Below `.claude/` a repeated name is an error: which one answers is chance."""
    put(tmp_path, ".claude/agents/a.md", agent("twin"))
    put(tmp_path, ".claude/agents/b.md", agent("twin", body="Do other work.\n"))

    done = run("lint")

    assert done.out.startswith(b".claude/agents/b.md:2:7: error AK401 ")


def test_a_copy_in_a_harness_folder_is_a_warning(run: Run, tmp_path: Path) -> None:
    """Of two files of the same text any may answer; one of them is too many."""
    put(tmp_path, ".claude/agents/a.md", agent("twin"))
    put(tmp_path, ".claude/agents/b.md", agent("twin"))

    done = run("lint")

    assert done.out.startswith(b".claude/agents/b.md:2:7: warning AK401 ")
    assert b"a copy of this file" in done.out


def test_the_same_name_in_two_projects_is_no_fault(run: Run, tmp_path: Path) -> None:
    """Agents of two folders can share a name: one overrides the other."""
    put(tmp_path, "one/agents/dev.md", agent())
    put(tmp_path, "two/agents/dev.md", agent())

    done = run("lint", "one", "two")

    assert (done.status, done.out) == (0, b"")


def test_findings_are_sorted_and_the_same_every_time(run: Run, tmp_path: Path) -> None:
    """Findings stand by path and place, whatever the hash seed."""
    for name in ("c", "a", "b"):
        put(tmp_path, f"agents/{name}.md", agent(name, "tools: Raed, Wirte", "model: sonet"))

    first = run("lint", env={"PYTHONHASHSEED": "1"})
    second = run("lint", env={"PYTHONHASHSEED": "2"})

    found = [line.split(":") for line in first.out.decode().splitlines()]
    places = [(path, int(line), int(column)) for path, line, column, *_ in found]
    assert first.out == second.out
    assert len(places) == 9
    assert places == sorted(places)


# --- one line a finding ---


def test_a_finding_is_one_visible_line_whatever_the_file_holds(run: Run, tmp_path: Path) -> None:
    """Control characters in name, skill, tool, model and color come out as escapes; no line is forged."""
    forged = r"\nb.md:1:1: error AK001 forged"
    for at, odd in enumerate([forged, r"\e[31m", r"\r", r"\x9b", r"\u2028", r"\u202e", r"\x00", r"\x85"]):
        value = f'"a{odd}b"'
        fields = (f"skills: [{value}]", f"tools: [{value}]", f"model: {value}", f"color: {value}", f"{value}: x")
        text = "\n".join(["---", f"name: {value}", "description: Odd.", *fields, "---", "Body."])
        put(tmp_path, f"{at}/agents/dev.md", text)

    done = run("lint", ".")

    lines = done.out.decode().removesuffix("\n").split("\n")
    assert len(lines) >= 8 * 5
    assert [line for line in lines if not line.isprintable()] == []
    assert [
        line for line in lines if not re.fullmatch(r"\./\d/agents/dev\.md:\d+:\d+: (error|warning|info) AK\d{3} .+", line)
    ] == []


@pytest.mark.parametrize("name", [b"a\nb.md", b"a\x1b[31mb.md", b"a\xffb.md"])
def test_a_finding_is_one_visible_line_whatever_the_file_is_called(run: Run, tmp_path: Path, name: bytes) -> None:
    """A file name with a newline, ESC or a stray byte is shown escaped."""
    put(tmp_path, "agents/" + os.fsdecode(name), UNCLOSED)

    done = run("lint")

    text = done.out.decode()
    assert text.count("\n") == 1
    assert text.rstrip("\n").isprintable()


# --- skipped files ---


def test_skipped_files_are_counted_with_the_reason(run: Run, tmp_path: Path) -> None:
    """The summary says how many files were passed over and why."""
    put(tmp_path, "agents/dev.md", agent())
    put(tmp_path, "agents/README.md", "# Agents\n")
    put(tmp_path, "docs/page.md", "# Page\n")

    done = run("lint", ".")

    assert done.status == 0
    assert done.err.splitlines()[1] == (
        "skipped: 1 documentation by its name; 1 outside an agents folder, without name and description "
        "(--show-skipped names them)"
    )


def test_skipped_files_are_named_on_request(run: Run, tmp_path: Path) -> None:
    """`--show-skipped` gives a line a file, links to folders included."""
    put(tmp_path, "agents/dev.md", agent())
    put(tmp_path, "agents/README.md", "# Agents\n")
    (tmp_path / "agents/linked").symlink_to(tmp_path)

    done = run("lint", "--show-skipped")

    assert done.err.splitlines()[1:] == [
        "skipped agents/README.md: documentation by its name",
        "skipped agents/linked: a link to a folder, not followed",
    ]


# --- json ---


def test_json_has_the_documented_keys(run: Run, tmp_path: Path) -> None:
    """`--format json` is one object with counts, findings and skipped files, and only that on stdout."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-cod]", "tools: Raed", "color: teal"))
    put(tmp_path, "agents/README.md", "# Agents\n")

    done = run("lint", "--format", "json")

    data = json.loads(done.out)
    findings = data.pop("diagnostics")
    (verdict,) = data.pop("verdicts")["agents/dev.md"]
    assert (verdict["harness"], verdict["outcome"], verdict["here"]) == ("claude-code", "degraded", "not-read")
    assert done.status == 1
    assert data == {
        "version": 1,
        "agents": 1,
        "skills": 0,
        "errors": 1,
        "warnings": 1,
        "infos": 1,
        "counts": {
            "checked": 1,
            "skipped": 1,
            "unchanged": 0,
            "suppressed": 0,
            "baselined": 0,
            "fixable": 0,
            "unsafely_fixable": 1,
        },
        "skipped": [{"path": "agents/README.md", "reason": "documentation by its name"}],
    }
    assert re.fullmatch("[0-9a-f]{32}", findings[0].pop("fingerprint"))
    assert findings[0] == {
        "code": "AK201",
        "rule": "unknown-skill",
        "severity": "error",
        "confidence": "exact",
        "message": "unknown skill `clean-cod`",
        "hint": "did you mean clean-code?",
        "path": "agents/dev.md",
        "line": 4,
        "column": 10,
        "end_line": 4,
        "end_column": 19,
        "fix": None,
    }


def test_json_and_text_give_the_same_findings(run: Run, tmp_path: Path) -> None:
    """Both formats have the same codes at the same places, in the same order."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-cod]", "tools: Raed"))
    put(tmp_path, "agents/open.md", UNCLOSED)

    text = run("lint").out.decode()
    data = json.loads(run("lint", "--format", "json").out)

    found = [f"{one['path']}:{one['line']}:{one['column']}: {one['severity']} {one['code']}" for one in data["diagnostics"]]
    assert found == [" ".join(line.split(" ")[:3]) for line in text.splitlines()]


def test_json_is_ascii_whatever_the_file_holds(run: Run, tmp_path: Path) -> None:
    """Nothing but ASCII stands in the JSON, and it parses."""
    put(tmp_path, "agents/dev.md", agent(r'"a\e[31m→\u2028\x00"'))

    done = run("lint", "--format", "json")

    assert done.out.isascii()
    assert b"\x1b" not in done.out
    assert json.loads(done.out)["errors"] == 1


def test_json_with_nothing_to_check_is_an_object_too(run: Run) -> None:
    """With nothing to check stdout still holds a whole object, and the status is 2."""
    done = run("lint", "--format", "json")

    assert done.status == 2
    assert json.loads(done.out)["agents"] == 0
