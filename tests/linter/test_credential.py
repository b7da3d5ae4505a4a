"""Keys that are made up here, so that none stands in the repository; and that no report shows one."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

import pytest

from agentkit.config import Config
from agentkit.linter import formats, lint
from agentkit.linter.rules.credential import _checksum
from agentkit.registry import load_around
from tests.test_registry import write

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.linter import Report

LETTERS = string.ascii_letters + string.digits


def letters(count: int, alphabet: str = LETTERS) -> str:
    return "".join(random.Random(count).choices(alphabet, k=count))  # the seed keeps a run like the last


def checked(prefix: str) -> str:
    secret = letters(30)
    return prefix + secret + _checksum(secret)


KEYS = {
    "aws": "AKIA" + letters(16, string.ascii_uppercase + "234567"),
    "aws-temporary": "ASIA" + letters(16, string.ascii_uppercase + "234567"),
    "github": checked("ghp_"),
    "github-fine": "github_pat_" + letters(22) + "_" + letters(59),
    "npm": checked("npm_"),
    "anthropic": "sk-ant-" + "api03-" + letters(93) + "AA",
    "openai": "sk-proj-" + letters(40) + "T3Blbk" + "FJ" + letters(40),
    "slack": "xoxb" + "-104729731113-271828459045-" + letters(24),
    "slack-hook": "https://hooks.slack.com" + "/services/T0A1B2C3D/B0A1B2C3D/" + letters(24),
    "google": "AIza" + letters(35),
    "stripe": "sk_live_" + letters(24),
    "pypi": "pypi-" + "AgEIcHlwaS5vcmc" + letters(80),
    "gitlab": "glpat-" + letters(20),
    "huggingface": "hf_" + letters(34, string.ascii_letters),
    "sendgrid": "SG." + letters(22) + "." + letters(43),
}


def check(folder: Path, body: str) -> Report:
    write(folder / "agents/x.md", f"---\nname: x\ndescription: D. Use it.\n---\n{body}\n")
    registry, own = load_around([folder])
    return lint(registry, own, Config(select=("AK305",)))


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_key_is_found_and_not_shown(tmp_path: Path, key: str) -> None:
    """The finding points at the key; no message, line or format of the report holds it."""
    report = check(tmp_path, f"Use `{key}` to log in.")
    (found,) = report.diagnostics
    shown = [
        str(found),
        *report.lines.values(),
        *("".join(formats.writer(name)(report, formats.Style())) for name in ("text", "json")),
    ]

    assert (found.code, found.span.line) == ("AK305", 5)
    assert key[-20:].rpartition("/")[2] not in "".join(shown)
    assert "****" in found.message


@pytest.mark.parametrize("prefix", ["ghp_", "npm_"])
def test_a_wrong_checksum_is_no_key(tmp_path: Path, prefix: str) -> None:
    """GitHub's and npm's tokens are told from invented ones by their checksum."""
    key = checked(prefix)

    assert check(tmp_path, key[:-1] + ("a" if key[-1] != "a" else "b")).diagnostics == ()


def test_the_checksum_is_the_published_one() -> None:
    """A token that was revoked and published to show the format (gist of coolaj86, 2022) has this checksum."""
    assert _checksum("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ") == "0mLq17"


@pytest.mark.parametrize("end", ["\n", "\\n"])
def test_a_private_key_is_one_finding(tmp_path: Path, end: str) -> None:
    """On lines of its own or on one, its content is in no line of the report."""
    content = "MC4CAQAwBQYDK2VwBCIEI" + letters(43)
    report = check(tmp_path, f"-----BEGIN PRIVATE KEY-----{end}{content}{end}-----END PRIVATE KEY-----")
    (found,) = report.diagnostics

    assert found.message == "a private key"
    assert content not in "".join(report.lines.values())
