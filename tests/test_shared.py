"""The reference file, the tricky files, the hostile files and the public corpus, where they are at hand."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from pathlib import Path

import pytest
import yaml
from benchmarks import tricky

import agentkit
from agentkit.document import parse, plain_value
from agentkit.errors import PersonaError
from agentkit.linter import lint
from agentkit.registry import load_around, load_file
from agentkit.verdicts import verdicts_for
from tests.conftest import SHARED

WITHOUT_SHARED = pytest.mark.skip(reason="needs the reference material in ../shared, which is not part of the repository")
TRICKY = json.loads(path.read_text()) if (path := SHARED / "tricky" / "expected.json").is_file() else {}

# Where our reading differs from the expected one, and why.
DIFFERENT_BODY = {
    "21-long-dash-close-swallow.md": "the blank lines after the closing line are part of the body, as everywhere else",
    "27-long-dash-close.md": "the blank lines after the closing line are part of the body, as everywhere else",
}


def test_the_reference_file(shared: Path) -> None:
    """The file of the project's user is read as the issue says: 12 triggers, 3 delegations, 4 interactions."""
    persona = agentkit.read(shared / "reference" / "data-engineer.md")

    assert persona.diagnostics == ()
    assert (persona.name, str(persona.tools), str(persona.model)) == (
        "data-engineer",
        "Read, Grep, Glob, Bash, Edit, Write",
        "inherit",
    )
    assert persona.skills == ("clean-code", "data-engineer", "database-design", "python-patterns", "testing-patterns")
    assert persona.description.proactive
    assert persona.description.triggers == (
        "data pipeline", "ETL", "ELT", "data warehouse", "data lake", "Apache Spark", "Airflow", "dbt", "Kafka", "streaming",
        "batch processing", "data ingestion",
    )  # fmt: skip
    assert [(each.agent, each.kind) for each in persona.handoffs] == [
        ("data-scientist", "delegation"),
        ("database-architect", "delegation"),
        ("devops-engineer", "delegation"),
        ("data-scientist", "interaction"),
        ("database-architect", "interaction"),
        ("backend-specialist", "interaction"),
        ("devops-engineer", "interaction"),
    ]
    assert persona.section("Anti-Patterns").text.count("\n| ") == 8


def test_the_reference_file_renders_with_the_skills_that_ship(shared: Path) -> None:
    """Every skill it names is found, its templates come out as written, and it lints clean."""
    path = shared / "reference" / "data-engineer.md"
    persona, registry = load_file(path)
    text = registry.render(persona).text

    assert "{{ config(\n    materialized='view'," in text
    assert "from {{ source('raw', 'users') }}" in text
    assert text.startswith(persona.body)
    assert text.count("</skill>") == 5
    opened, own = load_around([path])
    assert [str(found) for found in lint(opened, own).diagnostics] == []


@pytest.mark.parametrize("name", list(TRICKY) or [pytest.param("", marks=WITHOUT_SHARED)])
def test_tricky_files(shared: Path, name: str) -> None:
    """Name, description, tools, skills and body are those that a tolerant reading gives; the bytes come back."""
    data = (shared / "tricky" / name).read_bytes()
    expected = TRICKY[name]
    document = parse(data, name)
    fields = plain_value(document.fields) if document.fields is not None else {}
    assert isinstance(fields, dict)
    persona = agentkit.parse(data, path=f"{expected['stem']}.md")

    assert bytes(document) == data
    assert fields.get("name") == (expected["name"] if document.fields is not None else None)
    assert persona.name == expected["name"] or expected["name"] is None or document.fields is None
    assert fields.get("description") == expected["description"]
    if isinstance(expected["skills"], list):
        assert list(persona.skills) == expected["skills"]
    if isinstance(expected["tools"], list) and expected["tools_form"] != "mapping":
        assert [str(grant) for grant in persona.tools or ()] == expected["tools"]
    digest = hashlib.sha256(document.body.replace("\r\n", "\n").encode()).hexdigest()
    assert (digest == expected["body_sha256"]) == (name not in DIFFERENT_BODY)
    strict = expected["strict_yaml"] == "ok" or name in DIFFERENT_BODY
    assert bool([found for found in document.diagnostics if found.severity == "error" and found.code == "AK011"]) == (
        not strict and expected["fm_state"] == "ok"
    )


def test_the_figures_of_the_tricky_files(shared: Path) -> None:
    """All 71 are read as expected, with what is wrong on its line; no agreed difference is out of date."""
    count, found = tricky.differences(shared / "tricky")

    assert count == 71
    assert {(each.file, each.what) for each in found} == set(tricky.AGREED)


def test_fields_of_public_files_are_those_of_pyyaml(corpus: Path) -> None:
    """Where YAML reads a block, every value is the one that PyYAML's safe loader gives, or its text as it is written."""
    different: list[tuple[Path, str]] = []
    compared = 0
    for path in corpus.rglob("*.md"):
        document = parse(path.read_bytes())
        if document.fields is None or document.recovered:
            continue
        block = document.text[document.fields.start : document.body_start].rsplit("\n---", 1)[0] + "\n"
        ours = plain_value(document.fields)
        assert isinstance(ours, dict)
        theirs = yaml.load(block, yaml.CSafeLoader)
        compared += 1
        assert [str(key) for key in theirs] == list(ours)
        different += [(path.relative_to(corpus), key) for key, value in theirs.items() if not as_written(ours[str(key)], value)]

    assert compared > 5_000
    assert different == []


def as_written(ours: object, theirs: object) -> bool:
    """Tell whether two values are equal, but for a text that YAML 1.1 makes a number, date or boolean of."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(as_written(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(as_written, ours, theirs))
    if isinstance(ours, str) and not isinstance(theirs, str):
        return bool(yaml.safe_load(ours) == theirs)
    return ours == theirs


def hostile_rows() -> list[tuple[str, str, str]]:
    index = SHARED / "hostile" / "index.tsv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["file"], row["stage"], row["expected outcome"]) for row in rows if row["file"].endswith(".md")]


# What reading has to say about each hostile file that is about reading; the rest is for rules to come.
READING = {
    "bytes/empty.md": "AK003",
    "bytes/invalid-utf8.md": "AK002",
    "bytes/nul.md": "AK011",
    "bytes/utf16le.md": "AK002",
    "fm/bom.md": "AK010",
    "fm/js-engine.md": "AK009",
    "fm/json-toml.md": "AK009",
    "fm/list.md": "AK007",
    "fm/scalar.md": "AK007",
    "fm/unclosed.md": "AK005",
    "yaml/alias-bomb.md": "AK013",
    "yaml/merge-bomb.md": "AK013",
    "yaml/recursive-alias.md": "AK013",
    "yaml/custom-tag.md": "AK014",
    "yaml/python-object.md": "AK014",
    "yaml/deep-block-seq.md": "AK015",
    "yaml/deep-flow-1000.md": "AK015",
    "yaml/dup-keys.md": "AK012",
    "yaml/cr-key-smuggle.md": "AK017",
    "yaml/ls-key-smuggle.md": "AK017",
    "yaml/nel-key-smuggle.md": "AK017",
    "yaml/nonstring-keys.md": "AK016",
    "yaml/surrogate.md": "AK011",
    "yaml/tab-indent.md": "AK011",
    "yaml/unhashable-key.md": "AK016",
}


@pytest.mark.parametrize(("name", "stage", "outcome"), list(hostile_rows()) or [pytest.param("", "", "", marks=WITHOUT_SHARED)])
def test_hostile_files_neither_crash_nor_hang(shared: Path, name: str, stage: str, outcome: str) -> None:
    """Every hostile file gives a document in a fraction of a second, and its bytes back; bad frontmatter is named."""
    data = (shared / "hostile" / name).read_bytes()
    started = time.process_time()
    document = parse(data, name)
    try:
        persona = agentkit.parse(data, path=name)
        assert persona.sections is not None
        assert persona.handoffs is not None
    except PersonaError:
        assert name in READING
    codes = [found.code for found in document.diagnostics]

    assert time.process_time() - started < 1
    assert bytes(document) == data
    if name in READING:
        assert READING[name] in codes, (stage, outcome)
    else:
        assert not codes or name.startswith(("benign/", "content/", "skills/")), (codes, outcome)


@pytest.mark.slow
def test_the_whole_corpus(corpus: Path) -> None:
    """Every public file gives a persona or skill, a finding, or a reason why it is neither; none an exception; bytes return."""
    registry, own = load_around([corpus])
    read = 0
    for loaded in registry.load_all():
        assert loaded.item is not None or loaded.diagnostics or loaded.skipped
        if loaded.document is not None and Path(loaded.found.path).is_relative_to(corpus):
            read += 1
            assert bytes(loaded.document) == Path(loaded.found.path).read_bytes()
        if isinstance(loaded.item, agentkit.Persona):
            assert registry.render(loaded.item, skills="none").text == loaded.item.body
            assert loaded.item.handoffs is not None
    report = lint(registry, own)

    assert read > 5_800
    assert report.agents + report.skills + len(report.skipped) >= read
    assert not [found for found in report.diagnostics if found.code == "AK000"]
    assert not [found for found in report.diagnostics if found.path is None]


@pytest.mark.slow
def test_every_public_file_has_a_verdict_of_every_harness(corpus: Path) -> None:
    """None an exception; each names its harness, says what it loses where it loses something, and stands on a line of the file."""
    registry, own = load_around([corpus])
    verdicts = 0
    for shelf in registry.shelves[:own]:
        for loaded in map(registry.load, (*shelf.agents, *shelf.skills)):
            if loaded.document is None or loaded.skipped is not None:
                continue
            lines = loaded.document.text.count("\n") + 1
            for verdict in verdicts_for(loaded.document, loaded.item, loaded.found.path):
                verdicts += 1
                assert verdict.losses or verdict.outcome == "loads"
                assert all(1 <= loss.span.line <= lines and loss.message for loss in verdict.losses)

    assert verdicts > 8 * 5_800


@pytest.mark.slow
def test_bodies_of_the_corpus_render_as_they_are(corpus: Path) -> None:
    """What lint accepts render renders: each agent without an error renders in full, its body first, unchanged."""
    failures = []
    for repository in sorted(corpus.iterdir()):
        registry, own = load_around([repository])
        errors = {found.path for found in lint(registry, own).diagnostics if found.severity == "error"}
        for shelf in registry.shelves[:own]:
            for found in shelf.agents:
                item = registry.load(found).item
                if isinstance(item, agentkit.Persona) and found.path not in errors:
                    text = registry.render(item).text
                    if not text.startswith(item.body):
                        failures.append(found.path)

    assert failures == []
