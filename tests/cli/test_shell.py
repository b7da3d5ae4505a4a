"""The command in a shell: help, version, wrong calls, pipes, colour, completion."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit import cli, overview

from .conftest import PROGRAM, TIMEOUT, UNCLOSED, agent, clean_environment, put, skill

if TYPE_CHECKING:
    from .conftest import Run, RunInTerminal

COMMANDS = list(overview.COMMANDS)
SHELLS = ["bash", "zsh", "fish"]
ESC = "\x1b"


# --- help and version ---


@pytest.fixture(scope="module")
def help_texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give the help text of each command, that of the program under an empty name; 80 columns."""
    folder = tmp_path_factory.mktemp("help")
    texts: dict[str, str] = {}
    for command in ("", *COMMANDS):
        call = [*PROGRAM, *command.split(), "--help"]
        done = subprocess.run(call, cwd=folder, capture_output=True, env=clean_environment(), timeout=TIMEOUT, check=True)
        assert done.stderr == b""
        texts[command] = done.stdout.decode()
    return texts


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_columns(help_texts: dict[str, str], command: str) -> None:
    """No line of a help text is longer than 80 characters on a terminal of 80 columns."""
    lines = help_texts[command].splitlines()

    assert lines != []
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_examples_in_lines_of_their_own(help_texts: dict[str, str], command: str) -> None:
    """Each help text shows at least two calls of its command, one a line."""
    calls = re.findall(rf"^ .*\bagentkit {command or '[a-z]'}", help_texts[command], re.MULTILINE)

    assert len(calls) >= 2


def test_help_names_every_command(help_texts: dict[str, str]) -> None:
    """The overview has a line for each command."""
    names = re.findall(r"^  ([a-z]+)  ", help_texts[""], re.MULTILINE)

    assert names == COMMANDS


@pytest.mark.parametrize("width", [80, 90, 100, 200])
def test_the_overview_is_the_page_that_click_would_make(width: int) -> None:
    """It is printed without click, which a narrower terminal still asks."""
    context = cli.cli.make_context("agentkit", ["x"], resilient_parsing=True, terminal_width=min(width, 100) - 2)

    assert overview.page() == context.get_help() + "\n"


@pytest.mark.parametrize("columns", ["40", "odd"])
def test_a_narrow_terminal_gets_a_narrow_overview(columns: str, tmp_path: Path) -> None:
    environment = {**clean_environment(), "COLUMNS": columns}
    call = [*PROGRAM, "--help"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, env=environment, timeout=TIMEOUT, check=True, text=True)

    assert done.stdout.startswith("Usage: agentkit [OPTIONS] COMMAND [ARGS]...\n")
    assert columns == "odd" or max(map(len, done.stdout.split("Examples:")[0].splitlines())) <= 50


@pytest.mark.parametrize("command", ["", "render"])
def test_short_help_is_the_same(run: Run, help_texts: dict[str, str], command: str) -> None:
    """`-h` gives what `--help` gives."""
    assert run(*command.split(), "-h").out.decode() == help_texts[command]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_calls_the_program_agentkit(help_texts: dict[str, str], command: str) -> None:
    """`python -m agentkit` calls itself by its command's name."""
    assert help_texts[command].startswith(f"Usage: agentkit {command}".rstrip() + " ")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_the_packages(run: Run, option: str) -> None:
    """`--version` prints name and version, nothing else."""
    done = run(option)

    assert (done.status, done.out.decode(), done.err) == (0, f"agentkit {agentkit.__version__}\n", "")


# --- wrong calls ---


def test_an_unknown_command_offers_the_nearest(run: Run) -> None:
    """A mistyped command exits 2 and offers the right one."""
    done = run("lisst")

    assert (done.status, done.out) == (2, b"")
    assert "no command 'lisst'; did you mean list?" in done.err


def test_a_command_like_no_other_lists_all(run: Run) -> None:
    """A command that is near none exits 2 and lists them all."""
    done = run("xylophone")

    assert done.status == 2
    assert "commands: " + ", ".join(COMMANDS) in done.err


@pytest.mark.parametrize("call", [("render",), ("show",), ("which",), ("completion",), ("list", "extra"), ("list", "--nope")])
def test_a_wrong_call_exits_2_and_points_at_help(run: Run, call: tuple[str, ...]) -> None:
    """A missing or surplus argument exits 2 with the usage on stderr and nothing on stdout."""
    done = run(*call)

    assert (done.status, done.out) == (2, b"")
    assert f"agentkit {call[0]} --help" in done.err


def test_without_a_command_there_is_help(run: Run) -> None:
    """`agentkit` alone is a wrong call that shows the overview."""
    done = run()

    assert done.status == 2
    assert "Usage: agentkit" in done.err + done.out.decode()


# --- pipes ---


def run_into_closed_pipe(folder: Path, *args: str) -> tuple[int, bytes]:
    """Run with stdout a pipe that nobody reads; give (status, stderr)."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [*PROGRAM, *args],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    ) as process:
        os.close(writing)
        _, err = process.communicate(timeout=TIMEOUT)
        return process.returncode, err


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("render data-engineer", id="render"),
        pytest.param("render data-engineer --format json", id="render-json"),
        pytest.param("list", id="list"),
        pytest.param("list --json", id="list-json"),
        pytest.param("show data-engineer", id="show"),
        pytest.param("--help", id="help"),
    ],
)
def test_a_closed_pipe_ends_the_run_quietly(tmp_path: Path, call: str) -> None:
    """When nobody reads stdout the run exits 0 and says nothing."""
    assert run_into_closed_pipe(tmp_path, *call.split()) == (0, b"")


def test_a_pipe_closed_midway_ends_the_run_quietly(tmp_path: Path) -> None:
    """When the reader leaves before the end (`| head -1`) the run exits 0 and says nothing."""
    put(tmp_path, "big.md", agent(body="A line of the prompt.\n" * 40_000))
    command = [*PROGRAM, "render", "big.md"]

    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    ) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
        _, err = process.communicate(timeout=TIMEOUT)

    assert (process.returncode, err) == (0, b"")


def run_in_shell(folder: Path, redirection: str, *args: str) -> tuple[int, str]:
    """Run with a redirection that Python cannot make; give (status, stderr)."""
    shell = ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *PROGRAM, *args]
    done = subprocess.run(shell, cwd=folder, stderr=subprocess.PIPE, env=clean_environment(), timeout=TIMEOUT, check=False)
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("call", ["render data-engineer", "list"])
def test_a_full_disk_is_an_error_in_one_line(tmp_path: Path, call: str) -> None:
    """When stdout cannot be written the run exits 1 and says so, without a traceback."""
    status, err = run_in_shell(tmp_path, ">/dev/full", *call.split())

    assert status == 1
    assert "Traceback" not in err
    assert "o space left" in err


@pytest.mark.parametrize(("redirection", "call"), [(">&-", "render data-engineer"), ("<&-", "render -")], ids=["stdout", "stdin"])
def test_a_stream_that_is_not_there_gives_no_traceback(tmp_path: Path, redirection: str, call: str) -> None:
    """A run without stdout or stdin ends without a traceback."""
    _, err = run_in_shell(tmp_path, redirection, *call.split())

    assert "Traceback" not in err


@pytest.mark.parametrize(
    "call",
    [
        "list",
        "show dev",
        "render dev",
    ],
)
def test_text_comes_out_whatever_the_streams_encoding(run: Run, tmp_path: Path, call: str) -> None:
    """A stdout that cannot hold a character gives no traceback."""
    put(tmp_path, "agents/dev.md", "---\nname: dev\ndescription: Zürich → 東京.\n---\n→\n")

    done = run(*call.split(), env={"PYTHONIOENCODING": "cp1252"})

    assert done.status == 0
    assert done.out != b""
    assert "Traceback" not in done.err


# --- colour ---


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Give a project with an error, a warning and an info."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [nope]", "tools: Raed", "color: teal"))
    put(tmp_path, "agents/open.md", UNCLOSED)
    return tmp_path


@pytest.mark.parametrize("call", ["lint", "list", "show dev", "render dev"])
@pytest.mark.usefixtures("faulty")
def test_a_pipe_gets_no_escape_codes(run: Run, call: str) -> None:
    """Piped output and messages hold no ESC, whatever TERM says."""
    done = run(*call.split(), env={"TERM": "xterm-256color"})

    assert ESC not in done.out.decode() + done.err


@pytest.mark.usefixtures("faulty")
def test_a_terminal_gets_the_severity_in_colour(run_in_terminal: RunInTerminal) -> None:
    """On a terminal the severity of each finding is coloured, and nothing else."""
    shown = run_in_terminal("lint")

    assert re.findall(rf"({ESC}\[[0-9;]*m)+(\w+){ESC}\[0m", shown) == [
        (f"{ESC}[1m", "error"),
        (f"{ESC}[1m", "warning"),
        (f"{ESC}[1m", "info"),
        (f"{ESC}[1m", "error"),
    ]


@pytest.mark.usefixtures("faulty")
def test_colour_never_stands_alone(run: Run, run_in_terminal: RunInTerminal) -> None:
    """Without its escape codes the terminal's text is what a pipe gets."""
    piped = run("lint")

    shown = run_in_terminal("lint")

    assert re.sub(rf"{ESC}\[[0-9;]*m", "", shown).replace("\r\n", "\n") == piped.out.decode() + piped.err


@pytest.mark.parametrize("call", ["render nope", "list"])
@pytest.mark.usefixtures("faulty")
def test_messages_are_coloured_on_a_terminal(run_in_terminal: RunInTerminal, call: str) -> None:
    """A message on a terminal has its kind in colour."""
    shown = run_in_terminal(*call.split())

    assert f"{ESC}[31m{ESC}[1merror{ESC}[0m" in shown


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
@pytest.mark.parametrize("call", ["lint", "render nope"])
@pytest.mark.usefixtures("faulty")
def test_colour_can_be_turned_off(run_in_terminal: RunInTerminal, call: str, env: dict[str, str]) -> None:
    """With NO_COLOR set, and on a dumb terminal, no ESC is written."""
    shown = run_in_terminal(*call.split(), env=env)

    assert "error" in shown
    assert ESC not in shown


@pytest.mark.usefixtures("faulty")
def test_an_empty_no_color_does_not_count(run_in_terminal: RunInTerminal) -> None:
    """NO_COLOR set to nothing leaves colour on (no-color.org)."""
    shown = run_in_terminal("lint", env={"NO_COLOR": ""})

    assert ESC in shown


def test_the_prompt_is_never_coloured(run_in_terminal: RunInTerminal, tmp_path: Path) -> None:
    """On a terminal the prompt is the prompt."""
    put(tmp_path, "agents/dev.md", agent(body="error: BODY\n"))

    shown = run_in_terminal("render", "dev")

    assert shown == "error: BODY\r\n"


def test_a_list_is_cut_to_the_terminal(run_in_terminal: RunInTerminal) -> None:
    """On a terminal of 60 columns no line of the list is longer, and a cut one ends with an ellipsis."""
    lines = run_in_terminal("list").splitlines()

    assert [line for line in lines if len(line) > 60] == []
    assert any(line.endswith("…") for line in lines)


def test_a_list_is_whole_in_a_pipe(run: Run) -> None:
    """In a pipe nothing is cut."""
    lines = run("list").out.decode().splitlines()

    assert max(map(len, lines)) > 80
    assert not any("…" in line for line in lines)


# --- completion ---


def complete(run: Run, shell: str, words: str) -> list[str]:
    """Give the values that the program offers a shell for the last of some words."""
    parts = words.split(" ")
    env = {
        "_AGENTKIT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": parts[-1] if shell == "fish" else str(len(parts) - 1),
    }
    done = run(env=env)
    assert (done.status, done.err) == (0, "")
    lines = done.out.decode().splitlines()
    if shell == "zsh":  # type, value, help: a line each
        return [value for kind, value in zip(lines[::3], lines[1::3], strict=True) if kind == "plain"]
    return [line.partition(",")[2].partition("\t")[0] for line in lines if line.startswith("plain,")]


@pytest.mark.parametrize(
    ("shell", "marks"),
    [
        ("bash", ["_AGENTKIT_COMPLETE=bash_complete", "complete -o nosort -F _agentkit_completion agentkit"]),
        ("zsh", ["#compdef agentkit", "_AGENTKIT_COMPLETE=zsh_complete", "compdef _agentkit_completion agentkit"]),
        ("fish", ["_AGENTKIT_COMPLETE=fish_complete", "complete --no-files --command agentkit"]),
    ],
)
def test_a_completion_script_is_printed(run: Run, shell: str, marks: list[str]) -> None:
    """The script for a shell registers the command and asks the program for values."""
    done = run("completion", shell)

    assert (done.status, done.err) == (0, "")
    assert [mark for mark in marks if mark not in done.out.decode()] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_is_valid_in_its_shell(run: Run, tmp_path: Path, shell: str) -> None:
    """The shell itself, where it is installed, parses the script."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    path = put(tmp_path, "script", run("completion", shell).out)

    done = subprocess.run([program, "-n", str(path)], capture_output=True, timeout=TIMEOUT, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


def test_bash_completes_names_with_the_script(run: Run, tmp_path: Path) -> None:
    """In bash the script's function fills COMPREPLY with agent names."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = run("completion", "bash").out.decode()
    put(tmp_path, "bin/agentkit", f'#!/bin/sh\nexec "{sys.executable}" -m agentkit "$@"\n').chmod(0o755)
    call = "COMP_WORDS=(agentkit render data-); COMP_CWORD=2; _agentkit_completion agentkit; printf '%s\\n' \"${COMPREPLY[@]}\""
    env = clean_environment({"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"})

    done = subprocess.run(
        [bash, "--norc", "-c", f"{script}\n{call}"], cwd=tmp_path, env=env, capture_output=True, timeout=TIMEOUT, check=False
    )

    assert done.stdout.decode().split() == ["data-analyst", "data-engineer", "data-scientist"]


def test_an_unknown_shell_is_a_wrong_call(run: Run) -> None:
    """A shell that is not supported exits 2 and names those that are."""
    done = run("completion", "ksh")

    assert (done.status, done.out) == (2, b"")
    assert "'bash', 'zsh', 'fish'" in done.err


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_are_completed(run: Run, shell: str) -> None:
    """The beginning of a command is completed."""
    assert sorted(complete(run, shell, "agentkit li")) == ["lint", "list"]


@pytest.mark.parametrize(
    ("shell", "command"), [("bash", "render"), ("zsh", "render"), ("fish", "render"), ("bash", "show"), ("bash", "which")]
)
def test_agent_names_are_completed(run: Run, tmp_path: Path, shell: str, command: str) -> None:
    """The project's and the shipped agents are completed where a command takes one."""
    put(tmp_path, "agents/other.md", agent("data-own"))

    names = complete(run, shell, f"agentkit {command} data-")

    assert names == ["data-analyst", "data-engineer", "data-own", "data-scientist"]


@pytest.mark.parametrize("shell", SHELLS)
def test_skill_names_are_completed(run: Run, tmp_path: Path, shell: str) -> None:
    """After `which --skill` the project's and the shipped skills are completed."""
    put(tmp_path, "skills/clean-own/SKILL.md", skill("clean-own"))

    names = complete(run, shell, "agentkit which --skill clean-")

    assert names == ["clean-code", "clean-own"]


def test_options_and_their_values_are_completed(run: Run) -> None:
    """Options are completed by name, and those with a choice by value."""
    assert complete(run, "bash", "agentkit render --skills-") == ["--skills-format"]
    assert complete(run, "bash", "agentkit render --skills f") == ["full"]


def test_a_broken_file_does_not_disturb_completion(run: Run, tmp_path: Path) -> None:
    """Names are completed, without a word on stderr, beside a file that cannot be read."""
    put(tmp_path, "agents/broken.md", UNCLOSED)

    assert complete(run, "bash", "agentkit render data-e") == ["data-engineer"]


def test_where_no_name_fits_files_are_completed(run: Run) -> None:
    """A word that begins no agent's name is left to the shell as a file's."""
    done = run(env={"_AGENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": "agentkit render ./a", "COMP_CWORD": "2"})

    assert done.out == b"file,./a\n"


@pytest.mark.parametrize("words", ["render dev --layout lay", "render dev -o out", "list --root ag"])
def test_options_that_take_a_file_are_completed_as_files(run: Run, words: str) -> None:
    """The value of an option that names a file or folder is left to the shell as a file's."""
    calls = f"agentkit {words}"
    env = {"_AGENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": calls, "COMP_CWORD": str(calls.count(" "))}

    assert run(env=env).out.decode() == f"file,{words.rpartition(' ')[2]}\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_an_odd_name_does_not_reach_the_shell(run: Run, tmp_path: Path, shell: str) -> None:
    """A name with a control character or a newline gives the shell neither the character nor a second value."""
    put(tmp_path, "agents/dev.md", agent(r'"dev\e[31m\nplain,forged"'))
    cursor = "dev" if shell == "fish" else "2"

    done = run(env={"_AGENTKIT_COMPLETE": f"{shell}_complete", "COMP_WORDS": "agentkit render dev", "COMP_CWORD": cursor})

    assert done.status == 0
    assert b"\x1b" not in done.out
    assert b"\nplain,forged" not in done.out
