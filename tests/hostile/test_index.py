"""Every row of the reference material's `index.tsv` gives the outcome that it asks for."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

import agentkit
from agentkit.config import Config
from agentkit.diagnostic import Severity
from agentkit.errors import PersonaError
from tests.conftest import SHARED

from .calls import call
from .generated import FILES, put_files
from .outcomes import ADVICE, BESIDE, LINT, NO_AGENT, PLACES

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit.diagnostic import Diagnostic

INDEX = SHARED / "hostile" / "index.tsv"
WITH_INDEX = pytest.mark.skipif(not INDEX.is_file(), reason="needs the reference material in ../shared")


def rows() -> dict[str, str]:
    if not INDEX.is_file():
        return {}
    with INDEX.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"]: row["expected outcome"] for row in reader}


@pytest.fixture(scope="module", params=["generated", pytest.param("reference", marks=WITH_INDEX)])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inputs made here, and those of the reference material where it is at hand."""
    if request.param == "reference":
        return SHARED / "hostile"
    root = tmp_path_factory.mktemp("generated")
    put_files(root)
    return root


def found_in(path: Path, *select: str) -> tuple[Diagnostic, ...]:
    started = time.process_time()
    report = agentkit.lint(path, config=Config(select=select))
    assert time.process_time() - started < 10  # a guard against hanging; what a file takes is measured in benchmarks/hostile.py
    return report.diagnostics


@WITH_INDEX
def test_every_row_has_an_outcome() -> None:
    """No row is passed over, and none is given that the index has not."""
    assert set(rows()) == set(LINT) | set(BESIDE) | NO_AGENT


def test_every_outcome_has_an_input_made_here() -> None:
    """A clone without the reference material tests each kind."""
    assert set(LINT) | set(ADVICE) | set(BESIDE) == set(FILES)


@pytest.mark.parametrize("name", sorted(LINT))
def test_a_file_gives_its_outcome(folder: Path, name: str) -> None:
    """The findings that the index asks for, with severity and message; no error or warning where it asks for none."""
    found = found_in(folder / name)
    wanted = LINT[name]

    for severity, code, message in wanted.findings:
        same = [each for each in found if (each.severity.value, each.code) == (severity, code) and message in each.message]
        assert same, (name, message, [str(each) for each in found])
    if wanted.alone:
        assert [str(each) for each in found if each.severity is not Severity.INFO] == []
    if name in PLACES:
        assert any(f":{PLACES[name]}:" in str(each) for each in found)


@pytest.mark.parametrize("name", sorted(ADVICE))
def test_a_rule_that_is_off_reports_what_ordinary_files_have_too(folder: Path, name: str) -> None:
    """It says so where it is selected."""
    assert {each.code for each in found_in(folder / name, ADVICE[name])} == {ADVICE[name]}


def test_two_forms_of_one_name_are_told(folder: Path) -> None:
    """NFC and NFD look the same and are two names to Python."""
    report = agentkit.lint(folder / "names/nfc-a.md", folder / "names/nfc-b.md")

    assert [each.code for each in report.diagnostics if "accents alone" in each.message] == ["AK401"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_values_are_as_written(folder: Path, name: str) -> None:
    """A persona's values are texts, whole numbers and booleans: strict JSON, whatever YAML would make of them."""
    try:
        persona = agentkit.read(folder / name)
    except PersonaError:
        return
    values = [persona.name, persona.description.text, persona.model, persona.extra, persona.hooks]

    assert json.loads(json.dumps(values, allow_nan=False, default=_plain)) is not None
    assert isinstance(persona.name, str)


def _plain(value: object) -> object:
    assert isinstance(value, (Mapping, tuple)), type(value)  # frozen mappings and lists, and nothing that YAML made
    return dict(value) if isinstance(value, Mapping) else list(value)


VALUES = {
    "yaml/bad-date.md": ("created", "2024-13-45"),
    "yaml/good-date.md": ("created", "2024-01-02"),
    "yaml/sexagesimal-octal.md": ("version", "1:30"),
    "yaml/nan-inf.md": ("temperature", ".nan"),
    "fm/content-key.md": ("content", "surprise"),
}


@pytest.mark.parametrize(("name", "key", "value"), [(name, *pair) for name, pair in VALUES.items()])
def test_a_value_that_yaml_converts_stays_text(folder: Path, name: str, key: str, value: str) -> None:
    """Dates, sixties, octal and not-a-number are texts."""
    assert agentkit.read(folder / name).extra[key] == value


def test_no_is_a_name(folder: Path) -> None:
    """YAML 1.1's booleans are texts too."""
    assert agentkit.read(folder / "yaml/norway.md").name == "no"
    assert agentkit.read(folder / "fm/bom.md").name == "bom"
    assert agentkit.read(folder / "fm/dashes-in-body.md").name == "dashes"


@pytest.mark.parametrize("name", ["yaml/ls-key-smuggle.md", "yaml/nel-key-smuggle.md", "yaml/cr-key-smuggle.md"])
def test_a_smuggled_key_is_not_set(folder: Path, name: str) -> None:
    """What a reviewer sees as one line sets one field."""
    try:
        persona = agentkit.read(folder / name)
    except PersonaError:
        return

    assert persona.permission_mode is None
    assert persona.tools is None


@pytest.mark.parametrize("name", ["tmpl/dos.md", "tmpl/ssti-body.md", "tmpl/ssti-fields.md", "tmpl/unclosed.md"])
def test_templates_are_text(folder: Path, name: str) -> None:
    """A prompt holds the body of the file character for character; 49 is nowhere."""
    path = folder / name
    persona = agentkit.read(path)
    prompt = agentkit.load(path.parent, library=False).render(persona)

    assert persona.body in prompt.text
    assert path.read_text(encoding="utf-8").endswith(persona.body)
    assert "49" not in prompt.text


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.startswith(("fm/", "bytes/", "yaml/"))))
def test_fixes_leave_other_bytes_alone(folder: Path, tmp_path: Path, name: str) -> None:
    """Mending twice changes nothing more; what is not UTF-8 is not written at all."""
    data = (folder / name).read_bytes()
    path = tmp_path / "agents" / "x.md"
    path.parent.mkdir()
    path.write_bytes(data)
    once = mended(path)
    twice = mended(path)

    assert once == twice
    if name in ("bytes/invalid-utf8.md", "bytes/utf16le.md", "bytes/empty.md", "yaml/cr-key-smuggle.md", "fm/mixed-eol.md"):
        assert once == data


def mended(path: Path) -> bytes:
    call("lint", "--isolated", "--fix", "--unsafe-fixes", str(path))
    return path.read_bytes()
