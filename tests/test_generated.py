"""Generated files: docs/rules.md and the JSON Schemas are current, and the schemas say what the code does."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from agentkit import config, persona, skill
from agentkit.errors import ConfigError
from agentkit.linter import all_rules, rule_names
from agentkit.linter.pages import pages
from agentkit.profiles import claude_code
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

sys.path.append(str(ROOT / "scripts"))  # as where one is run

SCHEMAS = ROOT / "src" / "agentkit" / "schemas"


def _script(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATOR = _script("generate_docs")
SOURCES = _script("sources_page")
SHIPPED = _script("shipped_table")
RULES = _script("rule_table")


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(name))


def frontmatter(path: Path) -> Any:
    """What any YAML 1.1 reader makes of a file's frontmatter."""
    return yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))


def test_the_table_of_what_ships_is_current() -> None:
    """After a change to an agent or skill: `python scripts/shipped_table.py`; until then `list` reads the file."""
    assert SHIPPED.TABLE.read_text(encoding="utf-8") == SHIPPED.table()


def test_the_table_of_rules_is_current() -> None:
    """After a change to what a rule says of itself: `python scripts/rule_table.py`; until then lint would go by the old."""
    assert RULES.TABLE.read_text(encoding="utf-8") == RULES.table()


# --- docs/rules.md ---


@pytest.mark.parametrize("path", GENERATOR.generated(), ids=lambda path: path.name)
def test_a_generated_file_is_current(path: Path) -> None:
    """After a change to a page, a field or a setting: `python scripts/generate_docs.py`."""
    assert path.read_bytes().decode() == GENERATOR.generated()[path], "stale: run `python scripts/generate_docs.py`"


def test_every_kind_of_finding_has_one_page_and_one_anchor() -> None:
    """Rules, findings of reading and findings about the run: each code once, linked from a table."""
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    codes = sorted(rule_names())

    assert re.findall(r'^<a id="(\w+)"></a>$', text, re.MULTILINE) == [code.lower() for code in codes]
    assert re.findall(r"</a>\n\n### (\w+) ", text) == codes
    assert sorted(re.findall(r"^\| \[\w+\]\(#(\w+)\)", text, re.MULTILINE)) == [code.lower() for code in codes]


def test_headings_within_a_page_stand_below_its_own() -> None:
    """Only groups are of the second level and rules of the third; what a code fence shows is left as it is."""
    page = "## Why\n````markdown\n## Shown\n```\n## Shown too\n```\n````\n## After\n"

    assert GENERATOR._deeper(page, 2) == "#### Why\n````markdown\n## Shown\n```\n## Shown too\n```\n````\n#### After\n"


def test_every_page_says_something() -> None:
    """A title of one sentence, and text below it."""
    for page in pages(all_rules()):
        assert page.title.endswith(".")
        assert "\n" not in page.title
        assert page.text.endswith("\n")
        assert len(page.text) > 60


# --- schemas ---


@pytest.mark.parametrize("name", ["agent", "skill", "config", "report"])
def test_a_schema_is_one(name: str) -> None:
    """Each is valid by the meta-schema of the draft that it names."""
    loaded = schema(name)

    assert loaded["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(loaded)


def test_the_schemas_know_every_field_and_setting() -> None:
    """The tables of the code and the schemas name the same; every row of the generator is a field."""
    agent, of_skill = schema("agent")["properties"], schema("skill")["properties"]

    assert {name for name, form in agent.items() if form} == {*persona.FIELDS, persona.NAMESPACE}
    assert {name for name, form in of_skill.items() if form is not False} == {*skill.FIELDS, *claude_code.SKILL_FIELDS}
    assert tuple(schema("config")["properties"]) == config.KEYS
    assert set(GENERATOR.AGENT_FIELDS) == set(persona.FIELDS)
    assert set(GENERATOR.SKILL_FIELDS) <= {*skill.FIELDS, *claude_code.SKILL_FIELDS}


@pytest.mark.parametrize("path", sorted((ROOT / "agents").glob("*.md")), ids=lambda path: path.stem)
def test_our_agents_are_valid(path: Path) -> None:
    """Each shipped agent passes, read as YAML by another reader."""
    assert list(validator("agent").iter_errors(frontmatter(path))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "skills").glob("*/SKILL.md")), ids=lambda path: path.parent.name)
def test_our_skills_are_valid(path: Path) -> None:
    """Each shipped skill passes."""
    assert list(validator("skill").iter_errors(frontmatter(path))) == []


def test_the_reference_file_is_valid(shared: Path) -> None:
    """The agent that the project is measured by passes."""
    for path in sorted((shared / "reference").glob("*.md")):
        assert list(validator("agent").iter_errors(frontmatter(path))) == []


GOOD = "name: dev\ndescription: Works.\n"


@pytest.mark.parametrize(
    "text",
    [
        "tools: Read, Bash(git *)",
        "tools: [Read, Grep]",
        "tools:",
        "tools: {bash: false}",
        "model: [a, b]",
        "maxTurns: 5",
        "permissionMode: plan",
        "mcpServers: [github, {own: {command: x}}]",
        "hooks: {Stop: []}",
        "background: true",
        "vibe: calm",
        "agentkit: {examples: []}",
        "agentkit: {extends: a, includes: [f.md], variables: {x: , y: {type: int, default: 3}, z: {choices: [a, b]}}}",
    ],
)
def test_what_an_agent_may_say(text: str) -> None:
    """Lists and comma strings, every documented field, fields of other harnesses."""
    assert list(validator("agent").iter_errors(yaml.safe_load(GOOD + text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "name: dev\n",
        "description: Works.\n",
        "name: a:b\ndescription: Works.\n",
        "name: -dev\ndescription: Works.\n",
        "name: [dev]\ndescription: Works.\n",
        'name: dev\ndescription: ""\n',
        GOOD + "tools: 3",
        GOOD + "tools: [{Read: true}]",
        GOOD + "allowed-tools: Read",
        GOOD + "allowedTools: Read",
        GOOD + "max_turns: 5",
        GOOD + "disallowed-tools: Read",
        GOOD + "maxTurns: 0",
        GOOD + "maxTurns: many",
        GOOD + "permissionMode: yolo",
        GOOD + "memory: everywhere",
        GOOD + "background: maybe",
        GOOD + "hooks: none",
        GOOD + "agentkit: {extends: [a]}",
        GOOD + "agentkit: {variables: {1x: }}",
        GOOD + "agentkit: {variables: {x: {typ: int}}}",
        GOOD + "agentkit: {variables: {x: {type: integer}}}",
        "- name: dev",
    ],
)
def test_what_is_wrong_with_an_agent(text: str) -> None:
    """Missing and misspelt fields, wrong types and values fail."""
    assert not validator("agent").is_valid(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        (GOOD, True),
        (GOOD + "allowed-tools: Read Grep\nlicense: MIT\nmetadata: {version: '1'}\nargument-hint: '[file]'", True),
        ("name: caf\u00e9-2\ndescription: D.", True),
        ("name: dev", False),
        ("name: Dev\ndescription: D.", False),
        ("name: a--b\ndescription: D.", False),
        ("name: a_b\ndescription: D.", False),
        (f"name: {'a' * 65}\ndescription: D.", False),
        (f"name: a\ndescription: {'d' * 1025}", False),
        (f"{GOOD}compatibility: {'d' * 501}", False),
        (GOOD + "allowedTools: Read", False),
        (GOOD + "user_invocable: true", False),
        (GOOD + "metadata: none", False),
    ],
)
def test_what_a_skill_may_say(text: str, valid: bool) -> None:
    """The limits of the specification, and other spellings of its fields."""
    assert validator("skill").is_valid(yaml.safe_load(text)) is valid


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("", True),
        ('select = ["ALL"]\nignore = ["AK2", "unknown-tool"]\nroots = ["categories"]\n', True),
        ('[severity]\nAK203 = "info"\n[per-file-ignores]\n"a/*" = ["AK2"]\n', True),
        ('selct = ["AK203"]\n', False),
        ('ignore = "AK203"\n', False),
        ("ignore = [1]\n", False),
        ('[severity]\nAK203 = "fatal"\n', False),
        ('[per-file-ignores]\n"a/*" = "AK2"\n', False),
        ('plugins = ["x"]\n', False),
    ],
)
def test_the_schema_of_the_configuration_says_what_reading_says(tmp_path: Path, text: str, valid: bool) -> None:
    """What the schema takes is read, what it refuses is refused."""
    path = tmp_path / "agentkit.toml"
    path.write_text(text)
    try:
        config.load(path)
        is_read = True
    except ConfigError:
        is_read = False

    assert validator("config").is_valid(tomllib.loads(text)) is is_read is valid


def test_the_page_of_sources_is_current() -> None:
    """docs/sources.md has the rows of docs/sources/, and every persona that ships has a file there."""
    text = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

    assert text == SOURCES.page(ROOT / "docs" / "sources")
    assert {path.stem for path in ROOT.glob("agents/*.md")} <= {path.stem for path in ROOT.glob("docs/sources/*.md")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("| A claim | |  |", "5: a row has a claim, a source and a date"),
        ("| A claim | A book |", "5: a row has a claim, a source and a date"),
        ("| A claim | A book | soon |", "5: 'soon' is no date"),
        ("| A claim | A book | |", "5: '' is no date"),
    ],
)
def test_a_claim_without_source_or_date_is_refused(tmp_path: Path, row: str, message: str) -> None:
    """The script names file and line of a row that lacks its source or its date."""
    (tmp_path / "dev.md").write_text(f"# dev\n\n| Claim | Source | Date |\n|---|---|---|\n{row}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=message):
        SOURCES.page(tmp_path)


def test_judgement_needs_no_date(tmp_path: Path) -> None:
    """A threshold that is judgement has no date; a release that was run is one."""
    rows = "| A \\| B | judgement | |\n| C | run | 1.65.1 |\n"
    (tmp_path / "dev.md").write_text(f"# dev\n\nWords.\n\n| Claim | Source | Date |\n|---|---|---|\n{rows}", encoding="utf-8")

    assert SOURCES.page(tmp_path).endswith("| dev | A \\| B | judgement | |\n| dev | C | run | 1.65.1 |\n")
