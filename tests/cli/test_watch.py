"""`agentkit watch`: a real process, files saved as editors save them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import PROGRAM, TIMEOUT, UNCLOSED, Run, agent, clean_environment, put, skill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("watchfiles")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


class Watch:
    """A running watch: what it prints, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        self.ready = threading.Event()
        self.said: list[str] = []
        self.threads = [threading.Thread(target=each) for each in (self._read_out, self._read_err)]
        for thread in self.threads:
            thread.start()

    def _read_out(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def _read_err(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if line.startswith("watching"):
                self.ready.set()

    def until(self, start: str) -> list[str]:
        """Give the lines up to the first one that starts so."""
        seen: list[str] = []
        while not seen or not seen[-1].startswith(start):
            try:
                seen.append(self.lines.get(timeout=TIMEOUT))
            except queue.Empty:
                pytest.fail(f"no line {start!r} came after {seen}; {self.said}")
        return seen

    def stop(self) -> int:
        """Press Ctrl-C, again where a busy machine loses it in a destructor; give the exit status."""
        for _ in range(10):
            self.process.send_signal(signal.SIGINT)
            try:
                return self.process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                continue
        pytest.fail("Ctrl-C did not end it")


@contextmanager
def watching(folder: Path, *args: str) -> Iterator[Watch]:
    process = subprocess.Popen(
        [*PROGRAM, "watch", *args],
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = Watch(process)
    try:
        assert watch.ready.wait(TIMEOUT), watch.said
        yield watch
    finally:
        process.kill()
        process.wait()
        for thread in watch.threads:
            thread.join()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def test_a_save_is_checked_and_rendered_again(tmp_path: Path) -> None:
    """A line for the file, its findings, and the prompt that it changes; Ctrl-C ends it as any command."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [sql]"))
    put(tmp_path, "skills/sql/SKILL.md", skill("sql"))
    with watching(tmp_path) as watch:
        put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Other words.\n"))
        lines = watch.until("prompt: ")

        assert lines[0] == "changed: skills/sql/SKILL.md"
        words = lines[-1].split()
        assert words[:2] == ["prompt:", "dev"]
        assert (len(words[2]), words[3], len(words[4])) == (12, "->", 13)
        assert words[-1].startswith("(~")

        put(tmp_path, "agents/dev.md", UNCLOSED)
        lines = watch.until("agents/dev.md:")
        assert lines[0] == "changed: agents/dev.md"
        assert "error AK005" in lines[-1]

        put(tmp_path, "agents/dev.md", agent("dev"))
        lines = watch.until("prompt: dev")
        assert "fine: agents/dev.md" in lines
        assert watch.stop() == 130


def test_an_atomic_save_a_new_file_and_a_deleted_one(tmp_path: Path) -> None:
    """Temporary files of editors are no event."""
    put(tmp_path, "agents/dev.md", agent("dev"))
    with watching(tmp_path) as watch:
        put(tmp_path, "agents/.dev.md.swp", "x")
        put(tmp_path, "agents/4913", "x")
        os.replace(put(tmp_path, "agents/dev.md~", agent("dev", body="Other.\n")), tmp_path / "agents/dev.md")
        assert watch.until("prompt: dev")[0] == "changed: agents/dev.md"

        put(tmp_path, "agents/new.md", agent("new"))
        assert watch.until("prompt: new")[0] == "added: agents/new.md"

        (tmp_path / "agents/dev.md").unlink()
        assert watch.until("removed: ") == ["removed: agents/dev.md"]


def test_prompts_are_written_where_they_differ(tmp_path: Path) -> None:
    """Byte for byte what render prints; those that are the same keep their time; the folder itself is no event."""
    for name in ("one", "two"):
        put(tmp_path, f"agents/{name}.md", agent(name))
    with watching(tmp_path, ".", "-o", "out") as watch:
        assert watch.until("wrote: out/two.md") == ["wrote: out/one.md", "wrote: out/two.md"]
        times = (tmp_path / "out/two.md").stat().st_mtime_ns
        put(tmp_path, "out/extra.md", agent("extra"))
        put(tmp_path, "agents/one.md", agent("one", body="Other.\n"))
        lines = watch.until("wrote: ")

        assert [line.partition(" ")[0] for line in lines] == ["changed:", "prompt:", "wrote:"]
        assert (tmp_path / "out/one.md").read_bytes() == b"Other.\n"
        assert (tmp_path / "out/two.md").stat().st_mtime_ns == times

    (tmp_path / "out/extra.md").unlink()
    with watching(tmp_path, ".", "-o", "out") as watch:
        put(tmp_path, "agents/two.md", agent("two", body="Third.\n"))
        assert watch.until("wrote: ")[0] == "changed: ./agents/two.md"  # nothing was written at the start


def test_names_limit_what_is_told(tmp_path: Path) -> None:
    """Only the agents that are named, and what their prompts are made of."""
    put(tmp_path, "agents/dev.md", agent("dev", "agentkit:", "  includes: [../parts/a.md]"))
    put(tmp_path, "agents/other.md", agent("other", "tools: Raed"))
    put(tmp_path, "parts/a.md", "One.\n")
    with watching(tmp_path, "dev") as watch:
        put(tmp_path, "agents/other.md", agent("other", "tools: Wriet"))
        put(tmp_path, "parts/a.md", "Two.\n")
        lines = watch.until("prompt: ")

        assert [line.split()[:2] for line in lines] == [["changed:", "parts/a.md"], ["prompt:", "dev"]]


def test_a_file_with_its_project(tmp_path: Path) -> None:
    """A path is watched with the skills around it."""
    put(tmp_path, ".git/HEAD", "")
    put(tmp_path, ".claude/agents/dev.md", agent("dev", "skills: [sql]"))
    put(tmp_path, "skills/sql/SKILL.md", skill("sql"))
    with watching(tmp_path, ".claude/agents/dev.md") as watch:
        put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Other words.\n"))
        lines = watch.until("prompt: dev")

        assert lines[0] == "changed: skills/sql/SKILL.md"


def test_json_is_an_object_a_line(tmp_path: Path) -> None:
    """Each with version and event."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Raed"))
    with watching(tmp_path, "--json") as watch:
        events: list[dict[str, Any]] = [json.loads(watch.lines.get(timeout=TIMEOUT)) for _ in range(2)]
        assert [event["event"] for event in events] == ["finding", "ready"]
        assert (events[0]["code"], events[0]["path"], events[0]["line"]) == ("AK203", "agents/dev.md", 4)
        put(tmp_path, "agents/dev.md", agent("dev", body="Other.\n"))
        events = [json.loads(watch.lines.get(timeout=TIMEOUT)) for _ in range(3)]

    assert [event["event"] for event in events] == ["changed", "fine", "prompt"]
    assert {event["version"] for event in events} == {1}
    assert len(events[-1]["new"]["sha256"]) == 64
    assert events[-1]["old"]["sha256"] != events[-1]["new"]["sha256"]


def test_settings_that_are_broken_and_mended(tmp_path: Path) -> None:
    """The watch goes on with the old ones, and takes the new ones over."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Raed"))
    with watching(tmp_path) as watch:
        watch.until("agents/dev.md:4:8: warning AK203")
        put(tmp_path, "agentkit.toml", 'ignore = ["AK99')
        watch.until("error: ")
        put(tmp_path, "agentkit.toml", 'ignore = ["AK203"]\n')
        watch.until("fine: agents/dev.md")

        assert watch.process.poll() is None


@pytest.mark.parametrize("target", ["agents", "agents/out", ".claude/agents/x", "."])
def test_a_folder_that_agents_are_read_from_takes_no_prompts(run: Run, tmp_path: Path, target: str) -> None:
    """They would stand in place of their sources."""
    source = put(tmp_path, "agents/dev.md", agent("dev"))
    put(tmp_path, "top.agent.md", agent("top"))
    result = run("watch", ".", "-o", target)

    assert result.status == 2
    assert "agents are read from" in result.err
    assert source.read_text() == agent("dev")


def test_wrong_calls(run: Run, tmp_path: Path) -> None:
    """A name or path that does not exist; the name is corrected."""
    put(tmp_path, "agents/reviewer.md", agent("reviewer"))

    assert run("watch", "reveiwer").status == 2
    assert "did you mean reviewer?" in run("watch", "reveiwer").err
    assert run("watch", "./nowhere").status == 2


def test_without_watchfiles_it_says_how_to_get_it(run: Run, tmp_path: Path) -> None:
    """It is an extra."""
    put(tmp_path, "watchfiles.py", "raise ImportError('not there')\n")
    result = run("watch", env={"PYTHONPATH": str(tmp_path)})

    assert result.status == 2
    assert "pip install 'agentkit-personas[watch]'" in result.err
