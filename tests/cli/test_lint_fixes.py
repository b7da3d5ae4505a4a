"""`agentkit lint --fix`, `--unsafe-fixes`, `--diff`: files are mended, and nothing else changes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from .conftest import Run, agent, put

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "---\nname: dev\ndescription: Works. Use when: work is there.\n---\nBody: kept.  \n\n"
MENDED = '---\nname: dev\ndescription: "Works. Use when: work is there."\n---\nBody: kept.  \n\n'
MISSPELT = agent("dev", "effort: hihg")


def test_a_safe_fix_is_written_and_said(run: Run, tmp_path: Path) -> None:
    """The value is put in quotes, every other byte stays, and the run is clean afterwards."""
    path = put(tmp_path, "agents/dev.md", BROKEN)

    done = run("lint", "--fix")

    assert (done.status, done.out) == (0, b"")
    assert path.read_bytes() == MENDED.encode()
    assert done.err.startswith("fixed 1 finding in 1 file\n")
    assert run("lint", "--fix").err.startswith("fixed 0 findings in 0 files\n")


def test_what_is_left_fails_the_run(run: Run, tmp_path: Path) -> None:
    """Findings without a fix are printed as without --fix."""
    put(tmp_path, "agents/dev.md", BROKEN.replace("---\nBody", "skills: nope\n---\nBody"))

    done = run("lint", "--fix", "--format", "json")

    assert done.status == 1
    assert b"AK201" in done.out
    assert b"AK011" not in done.out


def test_a_difference_is_printed_and_nothing_written(run: Run, tmp_path: Path) -> None:
    """--diff prints a unified diff that patch can apply, exits 1, and 0 when there is nothing to mend."""
    path = put(tmp_path, "agents/dev.md", BROKEN)

    done = run("lint", "--diff")

    assert done.status == 1
    assert path.read_text() == BROKEN
    assert done.out.decode().splitlines() == [
        "--- a/agents/dev.md",
        "+++ b/agents/dev.md",
        "@@ -1,5 +1,5 @@",
        " ---",
        " name: dev",
        "-description: Works. Use when: work is there.",
        '+description: "Works. Use when: work is there."',
        " ---",
        " Body: kept.  ",
    ]
    put(tmp_path, "agents/dev.md", MENDED)
    assert run("lint", "--diff").status == 0


def test_unsafe_fixes_are_asked_for(run: Run, tmp_path: Path) -> None:
    """--fix leaves a guess alone and says so, --unsafe-fixes makes it."""
    path = put(tmp_path, "agents/dev.md", MISSPELT)

    done = run("lint", "--fix")
    assert done.status == 1
    assert done.err.startswith("fixed 0 findings in 0 files; 1 more with --unsafe-fixes\n")
    assert path.read_text() == MISSPELT
    assert run("lint", "--unsafe-fixes").status == 0
    assert path.read_text() == MISSPELT.replace("hihg", "high")


def test_line_ends_and_mark_stay_and_go(run: Run, tmp_path: Path) -> None:
    """Windows line ends stay, the byte-order mark goes, a last line without an end stays so."""
    path = put(tmp_path, "agents/dev.md", b"\xef\xbb\xbf" + BROKEN.rstrip().replace("\n", "\r\n").encode())
    run("lint", "--fix")

    assert path.read_bytes() == MENDED.rstrip().replace("\n", "\r\n").encode()


def test_mode_and_link_stay(run: Run, tmp_path: Path) -> None:
    """The file behind a link is mended, the link stays one, and the mode is kept."""
    real = put(tmp_path, "real.md", BROKEN)
    real.chmod(0o640)
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents/dev.md").symlink_to(real)
    run("lint", "--fix")

    assert (tmp_path / "agents/dev.md").is_symlink()
    assert real.read_text() == MENDED
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["agents", "real.md"]


def test_what_is_not_fixed_is_said_with_its_reason(run: Run, tmp_path: Path) -> None:
    """A fix that would change something else leaves the file alone, in a line of its own and in the summary."""
    text = BROKEN.replace("---\nname", "---\nstray\nname")
    path = put(tmp_path, "agents/dev.md", text)

    done = run("lint", "--fix")

    assert path.read_text() == text
    assert "agents/dev.md:2: AK011 is not fixed: the file would still have AK011" in done.err
    assert "fixed 0 findings in 0 files; 1 not fixed because the file would still have AK011\n" in done.err


@pytest.mark.parametrize("option", ["--stdin-filename=x.md", "--changed-from=HEAD", "--watch", "--write-baseline=b"])
def test_combinations_that_make_no_sense(run: Run, option: str) -> None:
    """They are wrong calls."""
    assert run("lint", "--fix", option).status == 2


def test_a_difference_of_bytes_that_are_not_utf_8(run: Run, tmp_path: Path) -> None:
    """They are printed as they are."""
    put(tmp_path, "agents/dev.md", b"\xef\xbb\xbf" + agent().encode().replace(b"work.", b"caf\xe9", 1))

    done = run("lint", "--diff")

    assert done.status in (0, 1)
    assert b"Traceback" not in done.err.encode()


def test_nothing_to_check_is_no_success(run: Run) -> None:
    """A folder without agents exits 2, mended or not."""
    assert run("lint", ".", "--fix").status == 2
    assert run("lint", ".", "--diff").status == 2
