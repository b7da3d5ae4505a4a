"""The programs in examples/ run and print what docs/programs.md says."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

AGENT = "---\nname: {name}\ndescription: Works.\n---\n{body}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_server_takes_edits_over(tmp_path: Path) -> None:
    """The next request after the line has the new prompt; a broken file is told; Ctrl-C ends it."""
    (tmp_path / "agents").mkdir()
    path = tmp_path / "agents/dev.md"
    path.write_text(AGENT.format(name="dev", body="One."))
    program = [sys.executable, str(ROOT / "examples/reload_in_a_server.py"), str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            assert first.startswith("serving 1 agents on port ")
            address = f"http://127.0.0.1:{first.split()[-1]}"

            def get(name: str) -> str:
                with urllib.request.urlopen(f"{address}/{name}", timeout=30) as answer:
                    text: str = answer.read().decode()
                    return text

            assert get("dev") == "One.\n"
            path.write_text(AGENT.format(name="dev", body="Two."))
            assert process.stdout.readline() == "render again: dev; gone: -\n"
            assert get("dev") == "Two.\n"
            path.write_text("---\nname: dev\n")
            assert process.stdout.readline() == "render again: -; gone: dev\n"
            assert " error AK005 " in process.stdout.readline()
            with pytest.raises(urllib.error.HTTPError) as caught:
                get("dve")
            caught.value.close()
            assert caught.value.code == 404
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        finally:
            process.kill()
