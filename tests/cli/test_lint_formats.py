"""`agentkit lint`: what people and services see, in a terminal, in a pipe, in a pipe that closes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from agentkit.display import columns
from agentkit.linter import formats

from .conftest import PROGRAM, TIMEOUT, UNCLOSED, agent, clean_environment, put

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run, RunInTerminal

ESC = "\x1b"
TOOLS = "tools: " + ", ".join(
    [*(f"mcp__server__tool{at}" for at in range(20)), "Raed", *(f"mcp__other__tool{at}" for at in range(9))]
)


def test_text_is_the_default(run: Run, tmp_path: Path) -> None:
    """Without a format the line of the file stands below the finding, the place marked."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-cod]"))

    assert run("lint").out.decode() == (
        "agents/dev.md:4:10: error AK201 unknown skill `clean-cod` (did you mean clean-code?)\n"
        "  4 | skills: [clean-cod]\n"
        "    |          ^^^^^^^^^\n"
    )


def test_in_a_pipe_no_line_is_cut(run: Run, tmp_path: Path) -> None:
    """The line of the file is whole, however long, and 64 KiB of output come out whole."""
    put(tmp_path, "agents/dev.md", agent("dev", TOOLS))
    for at in range(400):
        put(tmp_path, f"agents/a{at}.md", agent(f"a{at}", TOOLS))

    lines = run("lint").out.decode().splitlines()

    assert len("\n".join(lines)) > 65536
    assert lines.count(f"  4 | {TOOLS}") == 401


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which every format prints more than a pipe holds."""
    root = tmp_path_factory.mktemp("large")
    for at in range(500):
        put(root, f"agents/{'long' * 25}/a{at}.md", agent(f"a{at}", TOOLS))
    return root


@pytest.mark.parametrize("name", formats.names())
def test_a_closed_pipe_ends_the_run_quietly(run: Run, large: Path, tmp_path: Path, name: str) -> None:
    """`| head -1` on more than a pipe holds: one line, no traceback, status 0."""
    whole = run("lint", "--format", name, cwd=large).out
    assert len(whole) > 65536
    script = f'"$@" 2>{tmp_path}/err | head -1; echo "${{PIPESTATUS[0]}}"'
    call = ["bash", "-c", script, "bash", *PROGRAM, "lint", "--format", name]
    done = subprocess.run(call, cwd=large, env=clean_environment(), capture_output=True, timeout=TIMEOUT, check=True)
    first, status = done.stdout.decode().splitlines()

    assert first == whole.decode().splitlines()[0]
    assert status == "0"
    assert "Traceback" not in (tmp_path / "err").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_on_a_terminal_a_long_line_is_cut_around_the_place(run_in_terminal: RunInTerminal, tmp_path: Path) -> None:
    """In 60 columns the marked word is in sight, with an ellipsis on both sides; findings' own lines are never cut."""
    put(tmp_path, "agents/dev.md", agent("dev", TOOLS, "color: 日本"))

    shown = re.sub(rf"{ESC}\[[0-9;]*m", "", run_in_terminal("lint")).replace("\r\n", "\n").splitlines()

    source, carets = shown[1:3]
    assert max(columns(source), columns(carets)) <= 60
    assert source.count("…") == 2
    assert source[carets.index("^") : carets.rindex("^") + 1] == "Raed"
    assert shown[5:7] == ["  5 | color: 日本", "    |        ^^^^"]


def test_every_format_tells_the_same_findings(run: Run, tmp_path: Path) -> None:
    """Code, file and line agree in all formats, and so does the exit status."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-cod]", "tools: Raed", "color: teal"))
    put(tmp_path, "agents/open.md", UNCLOSED)
    put(tmp_path, "agents/right.md", agent("right"))
    done = {name: run("lint", "--format", name) for name in formats.names()}
    out = {name: each.out.decode() for name, each in done.items()}
    data = json.loads(out["json"])
    expected = [(each["code"], each["path"], each["line"]) for each in data["diagnostics"]]

    line = re.compile(r"^(\S+?):(\d+):\d+: \w+ (AK\d+)", re.MULTILINE)
    for text in (out["text"], out["concise"]):
        assert [(code, path, int(number)) for path, number, code in line.findall(text)] == expected
    command = re.compile(r"^::\w+ file=([^,]+),line=(\d+),.*title=(AK\d+)", re.MULTILINE)
    assert [(code, path, int(number)) for path, number, code in command.findall(out["github"])] == expected
    sarif = json.loads(out["sarif"])["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in sarif]
    assert [
        (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for result, place in zip(sarif, places, strict=True)
    ] == expected
    gitlab = json.loads(out["gitlab"])
    assert [
        (each["description"].partition(":")[0], each["location"]["path"], each["location"]["lines"]["begin"]) for each in gitlab
    ] == expected
    suite = ET.fromstring(out["junit"])[0]
    assert [case.get("name") for case in suite] == ["agents/dev.md", "agents/open.md", "agents/right.md"]
    assert sorted(code for case in suite for part in case for _, _, code in line.findall(part.text or "")) == sorted(
        code for code, _, _ in expected
    )
    assert {each.status for each in done.values()} == {1}


def test_fingerprints_agree_in_all_formats_and_with_the_baseline(run: Run, tmp_path: Path) -> None:
    """json, sarif, gitlab and the baseline know a finding by one mark, with a configuration elsewhere too."""
    put(tmp_path, "sub/agentkit.toml", "")
    put(tmp_path, "sub/agents/dev.md", agent("dev", "tools: Raed"))
    run("lint", "sub", "--write-baseline", "known.json")
    known = json.loads((tmp_path / "known.json").read_text())["findings"][0]["fingerprint"]

    assert json.loads(run("lint", "sub", "--format", "json").out)["diagnostics"][0]["fingerprint"] == known
    assert json.loads(run("lint", "sub", "--format", "gitlab").out)[0]["fingerprint"] == known
    sarif = json.loads(run("lint", "sub", "--format", "sarif").out)
    assert list(sarif["runs"][0]["results"][0]["partialFingerprints"].values()) == [known]


def test_a_plugins_rule_has_its_page_in_sarif(run: Run, tmp_path: Path) -> None:
    """Rules of others are rules of the log too."""
    rule = (
        "from agentkit.linter import Rule\nfrom agentkit.diagnostic import Severity\n"
        "class Shouting(Rule):\n    '''A name in capitals.\n\n    Nobody likes it.\n    '''\n    code, severity = 'XY101', Severity.WARNING\n"
        "    def check_agent(self, it):\n        yield self.at(it, None, 'shouts')\n"
    )
    put(tmp_path, "lib/shouting.py", rule)
    put(tmp_path, "agents/dev.md", agent("dev"))

    done = run("lint", "--plugin", "shouting", "--format", "sarif", env={"PYTHONPATH": str(tmp_path / "lib")})
    (known,) = json.loads(done.out)["runs"][0]["tool"]["driver"]["rules"]

    assert (known["id"], known["shortDescription"]["text"]) == ("XY101", "A name in capitals.")
    assert known["help"]["text"].endswith("Nobody likes it.")


def test_files_left_out_are_no_tests(run: Run, tmp_path: Path) -> None:
    """With --changed-from only files that are reported are cases of the JUnit suite."""
    put(tmp_path, "agents/old.md", agent("old"))
    for call in (("init", "-q"), ("add", "."), ("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x")):
        subprocess.run(["git", *call], cwd=tmp_path, check=True, capture_output=True)
    put(tmp_path, "agents/new.md", agent("new"))

    done = run("lint", "--changed-from", "HEAD", "--format", "junit")

    assert [case.get("name") for case in ET.fromstring(done.out.decode())[0]] == ["agents/new.md"]
