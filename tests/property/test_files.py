"""What holds for every agent file, well-formed or not: reading, rendering, checking, mending."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from benchmarks.fixes import bytes_outside
from benchmarks.fuzz import strict
from hypothesis import given, settings
from hypothesis import strategies as st

import agentkit
from agentkit.document import dumps, parse, plain_value
from agentkit.errors import AgentKitError, PersonaError
from agentkit.files import Found
from agentkit.linter import Report, fixing, formats, lint
from agentkit.linter.formats import Style
from agentkit.registry import Registry
from agentkit.shelves import Shelf
from tests.strategies import agent_files, bodies, fields, loadable_files


def registry_of(*files: bytes, order: list[int] | None = None) -> Registry:
    """Give a registry of agents `agents/0.md`, `agents/1.md` ..., listed in an order."""
    found = [Found(f"agents/{number}.md", f"agents/{number}.md", False, True) for number in range(len(files))]
    registry = Registry([Shelf("agents", [found[at] for at in order or range(len(found))], ())])
    for each, data in zip(found, files, strict=True):
        registry.put(each, data)
    return registry


def checked(*files: bytes, order: list[int] | None = None) -> Report:
    return lint(registry_of(*files, order=order), 1, jobs=1)


@given(agent_files())
@settings(max_examples=100)
def test_bytes_come_back_and_the_body_is_the_end_of_the_file(data: bytes) -> None:
    """Whatever is wrong with a file, nothing of it is lost; an error of reading is one of agentkit's."""
    document = parse(data, "x.md")
    assert bytes(document) == data
    try:
        persona = agentkit.parse(data, path="x.md")
    except PersonaError as error:
        assert error.diagnostics
    else:
        assert persona.body == document.body
        assert data.endswith(persona.body.encode())


@given(fields, bodies())
@settings(max_examples=100)
def test_what_is_written_is_read(values: dict[str, object], body: str) -> None:
    """parse(dumps(x)) == x."""
    try:
        text = dumps(values, body)
    except agentkit.WriteRefused:
        return  # a value that no reader could give back
    document = parse(text)
    assert document.fields is not None
    assert (plain_value(document.fields), document.body) == (values, body)


@given(loadable_files())
@settings(max_examples=100)
def test_a_prompt_holds_the_body_character_for_character(data: bytes) -> None:
    """In every mode; a template in it is text."""
    persona = agentkit.parse(data)
    for mode in ("full", "list", "none"):
        assert Registry([]).render(persona, skills=mode).text == data.decode().split("---", 2)[2].split("\n", 1)[1]


@given(agent_files())
@settings(max_examples=30, deadline=None)
def test_every_format_is_read_by_a_strict_reader(data: bytes) -> None:
    """JSON, SARIF, GitLab and JUnit of whatever is found."""
    report = checked(data)
    for name in ("json", "sarif", "gitlab"):
        strict("".join(formats.writer(name)(report, Style(width=None))))
    ET.fromstring("".join(formats.writer("junit")(report, Style(width=None))))
    lines = "".join(formats.writer("github")(report, Style(width=None))).splitlines()
    assert len([line for line in lines if line.startswith("::")]) == len(report.diagnostics)


@given(st.lists(agent_files(), min_size=2, max_size=4), st.data())
@settings(max_examples=25, deadline=None)
def test_findings_do_not_depend_on_the_order_of_files(files: list[bytes], data: st.DataObject) -> None:
    """The same files listed otherwise give the same findings, in the same order."""
    order = data.draw(st.permutations(range(len(files))))
    name = formats.writer("json")
    one, other = (json.loads("".join(name(checked(*files, order=each), Style(width=None)))) for each in (None, list(order)))
    assert one["diagnostics"] == other["diagnostics"]


@pytest.mark.parametrize("unsafe", [False, True])
def test_mending_twice_is_mending_once(unsafe: bool) -> None:
    """What is mended stays; no byte changes outside the edits; the body, with safe fixes alone, is the same."""

    @given(agent_files())
    @settings(max_examples=30, deadline=None)
    def holds(data: bytes) -> None:
        mended = _mended(data, unsafe=unsafe)
        after = mended.after.get("agents/0.md", data)
        assert _mended(after, unsafe=unsafe).after == {}
        assert bytes_outside(data, after, mended.edits.get("agents/0.md", ())) == 0
        if not unsafe:
            assert parse(after).body == parse(data).body

    holds()


def _mended(data: bytes, *, unsafe: bool) -> fixing.Mended:
    def check(texts: dict[str, bytes]) -> tuple[Report, object]:
        registry = registry_of(texts.get("agents/0.md", data))
        return lint(registry, 1, jobs=1), registry.document

    return fixing.mend(check, unsafe=unsafe)  # type: ignore[arg-type]


@given(agent_files())
@settings(max_examples=30, deadline=None)
def test_what_loads_can_be_flattened_or_says_why(data: bytes) -> None:
    """A persona that was read is rendered, or there is an error of agentkit that names what is missing."""
    try:
        persona = agentkit.parse(data, path="x.md")
        text = Registry([]).render(persona, skills="none").text
    except AgentKitError as error:
        assert error.message
    else:
        assert text == persona.body
