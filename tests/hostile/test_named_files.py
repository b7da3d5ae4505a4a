"""Files that the user names with an option may be anybody's too: a lock, a baseline, settings, values, a layout, cases, costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .calls import call
from .generated import FILES, put_files
from .strict import check_shown

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = {
    "lock": ("lock", "--check", "--file", "{}"),
    "baseline": ("lint", "--isolated", "--baseline", "{}", "{agent}"),
    "settings": ("lint", "--config", "{}", "{agent}"),
    "values": ("render", "data-engineer", "--vars", "{}"),
    "layout": ("render", "data-engineer", "--layout", "{}"),
    "cases": ("find", "--cases", "{}"),
    "costs": ("budget", "--check", "{}"),
    "a name": ("which", "{}"),
    "a rule": ("rule", "{}"),
}
MORE = {
    "deep.json": b"[" * 100_000,
    "nan.json": b'{"version": NaN, "findings": []}',
    "digits.json": b'{"version": ' + b"9" * 6_000 + b"}",
    "deep.toml": b"a = " + b"[" * 5_000,
    "empty.toml": b"",
    "bytes.bin": bytes(range(256)) * 20,
}


@pytest.mark.parametrize("arguments", OPTIONS.values(), ids=OPTIONS)
def test_a_file_that_is_named_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    """0, 1 or 2, and a message that drives no terminal; what is no lock, baseline or file of costs is a wrong call."""
    put_files(tmp_path)
    for name, data in MORE.items():
        (tmp_path / name).write_bytes(data)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for name in (*FILES, *MORE):
        done = call(*(part.format(tmp_path / name, agent=tmp_path / "fm/bom.md") for part in arguments))

        assert done.status in (0, 1, 2), name
        check_shown(done.err)
        if arguments[0] in ("lock", "budget", "find", "which", "rule") or "--baseline" in arguments:
            assert done.status == 2, name
            assert done.err, name
    assert list(work.iterdir()) == []
