"""The code samples in the personas and skills: each names its language and is what it says.

Python compiles and imports only what exists in the standard library or is named as a release in the texts; SQL parses in its
dialect, dbt models after their Jinja is filled; YAML, TOML, JSON, shell, TypeScript, HTML and CSS parse.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import tomllib
import warnings
from typing import TYPE_CHECKING, NamedTuple

import jinja2
import pytest
import sqlglot
import yaml

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = {
    "python", "sql", "yaml", "toml", "json", "hcl", "dockerfile", "bash", "text", "http", "ini", "diff", "ts", "tsx", "html", "css",
}  # fmt: skip
DIALECTS = {
    "": "postgres",
    "postgres": "postgres",
    "duckdb": "duckdb",
    "snowflake": "snowflake",
    "bigquery": "bigquery",
    "spark": "spark",
}


class Sample(NamedTuple):
    place: str
    language: str
    detail: str
    text: str


def samples() -> Iterator[Sample]:
    fence = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
    for path in sorted([*ROOT.glob("agents/*.md"), *ROOT.glob("skills/**/*.md")]):
        text = path.read_text(encoding="utf-8")
        for found in fence.finditer(text):
            language, _, detail = found[3].strip().partition(" ")
            body = re.sub(rf"(?m)^{found[1]}", "", found[4])
            line = text.count("\n", 0, found.start()) + 1
            yield Sample(f"{path.relative_to(ROOT)}:{line}", language, detail, body)


SAMPLES = list(samples())


def of(*languages: str) -> pytest.MarkDecorator:
    chosen = [sample for sample in SAMPLES if sample.language in languages]
    return pytest.mark.parametrize("sample", chosen, ids=lambda sample: sample.place)


def test_there_are_samples_and_each_names_its_language() -> None:
    """More than a hundred samples, every one in a language that is checked or is plain text."""
    assert len(SAMPLES) > 100
    assert [sample.place for sample in SAMPLES if sample.language not in LANGUAGES] == []
    checked = [sample for sample in SAMPLES if sample.language not in ("text", "http", "diff", "ini", "hcl", "dockerfile")]
    assert len(checked) > len(SAMPLES) // 2


@of("python")
def test_python_compiles(sample: Sample) -> None:
    """Python compiles without a warning and uses no name of a release long gone."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compile(sample.text, sample.place, "exec", dont_inherit=True)
    gone = {"airflow.operators.python", "airflow.providers.postgres.operators.postgres", "pkg_resources", "distutils", "imp"}
    imported = {node.module for node in ast.walk(ast.parse(sample.text)) if isinstance(node, ast.ImportFrom)}
    assert not imported & gone


def filled(model: str) -> list[str]:
    """A dbt model's SQL as dbt would compile it, on a first run and on an incremental one."""
    results = []
    for incremental in (False, True):
        environment = jinja2.Environment(undefined=jinja2.ChainableUndefined)
        names = {
            "config": lambda *_, **__: "",
            "source": lambda schema, table: f"{schema}.{table}",
            "ref": lambda *parts, **_: parts[-1],
            "var": lambda _name, default="1": default,
            "is_incremental": lambda incremental=incremental: incremental,
            "this": "target_table",
        }
        results.append(environment.from_string(model).render(names))
    return results


@of("sql")
def test_sql_parses_in_its_dialect(sample: Sample) -> None:
    """Every statement parses: PostgreSQL unless the fence names another dialect; dbt models once filled."""
    texts = filled(sample.text) if sample.detail == "dbt" else [sample.text]
    dialect = DIALECTS["" if sample.detail == "dbt" else sample.detail]
    for text in texts:
        if sample.detail == "dbt" and not re.search(r"(?i)\b(select|with)\b", text):
            continue  # a macro or a snapshot's frame
        statements = [statement for statement in sqlglot.parse(text, read=dialect) if statement is not None]
        assert statements


@of("yaml")
def test_yaml_parses(sample: Sample) -> None:
    """Every document of a YAML sample is a mapping or a list."""
    for document in yaml.safe_load_all(sample.text):
        assert isinstance(document, dict | list)


@of("toml")
def test_toml_parses(sample: Sample) -> None:
    """TOML samples hold tables."""
    assert tomllib.loads(sample.text)


@of("json")
def test_json_parses(sample: Sample) -> None:
    """JSON samples are JSON."""
    assert json.loads(sample.text) is not None


@of("bash")
def test_shell_parses(sample: Sample) -> None:
    """Shell samples pass `bash -n`."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    checked = subprocess.run([bash, "-n"], input=sample.text, text=True, capture_output=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


@of("ts", "tsx")
def test_typescript_parses(sample: Sample) -> None:
    """TypeScript samples have no error in tree-sitter's grammar; their types were checked by tsc when they were written."""
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_typescript")
    language = grammar.language_tsx() if sample.language == "tsx" else grammar.language_typescript()
    root = tree_sitter.Parser(tree_sitter.Language(language)).parse(sample.text.encode()).root_node

    assert root.child_count
    assert not root.has_error


@of("html")
def test_html_parses(sample: Sample) -> None:
    """HTML samples have no error by the standard's parsing rules."""
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True)
    whole = sample.text.lstrip().lower().startswith("<!doctype")

    assert len(parser.parse(sample.text) if whole else parser.parseFragment(sample.text))


def css_errors(css: str) -> list[str]:
    """What does not parse in a style sheet, nested rules included."""
    tinycss2 = pytest.importorskip("tinycss2")
    left = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    assert left
    found = []
    while left:
        node = left.pop()
        if node.type == "error":
            found.append(f"{node.source_line}: {node.message}")
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            left += tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found


@of("css")
def test_css_parses(sample: Sample) -> None:
    """Every rule and declaration of a CSS sample parses."""
    assert css_errors(sample.text) == []


def test_css_errors_are_seen() -> None:
    """A declaration without a colon is found in a nested rule, too."""
    assert css_errors("a { color: red }") == []
    assert css_errors("@media print { a { color red } }") != []
