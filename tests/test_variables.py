"""Variables: declared, typed, replaced in one pass; everything else of a body stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit.additions import Written, findings, read_additions
from agentkit.errors import RenderError, VariableError
from agentkit.prompt.composition import flatten
from agentkit.variable_values import read_values
from tests.test_registry import write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\nname: a\ndescription: D.\nagentkit:\n  variables:\n"


def rendered(declared: str, body: str, **given: object) -> str:
    """The prompt of an agent with these declarations and this body."""
    return agentkit.load(library=False).render(agentkit.parse(f"{HEAD}{declared}---\n{body}", path="a.md"), variables=given).text


@pytest.mark.parametrize(
    ("body", "prompt"),
    [
        ("{{ x }}{{x}}{{ x}}{{x }}", "VVVV"),
        ("{{  x  }} {{\tx }} {{\nx }}", "{{  x  }} {{\tx }} {{\nx }}"),
        ("${{ x }} {{{ x }}} {{ x }}} {{{x}}", "${{ x }} {{{ x }}} {{ x }}} {{{x}}"),
        ("{{ y }} {x} {% x %} {{ x.y }} {{ x|upper }} {{ X }}", "{{ y }} {x} {% x %} {{ x.y }} {{ x|upper }} {{ X }}"),
        ("a {{ x }}\r\nb", "a V\r\nb"),
    ],
)
def test_only_a_declared_name_written_exactly_is_replaced(body: str, prompt: str) -> None:
    """`{{ name }}` with at most one blank on each side, not behind `$` or in three braces; every other brace is text."""
    assert rendered("    x:\n", body, x="V") == prompt


def test_values_are_data(tmp_path: Path) -> None:
    """A value with braces, with the name of another variable or of itself stands as it is: there is one pass."""
    assert (
        rendered("    x:\n    y:\n", "{{ x }}|{{ y }}", x="{{ y }} {{ x }} {% raw %}", y="{{x}}")
        == "{{ y }} {{ x }} {% raw %}|{{x}}"
    )
    layout = write(tmp_path / "l.j2", "[{{ body }}]")
    persona = agentkit.parse(f"{HEAD}    x:\n---\n{{{{ x }}}}")
    assert agentkit.load(library=False).render(persona, layout=layout, variables={"x": "{{ 7*7 }}"}).text == "[{{ 7*7 }}]"


@pytest.mark.parametrize(
    ("declared", "given", "put"),
    [
        ("    x: {default: bigquery}\n", {}, "bigquery"),
        ("    x: {type: int, default: 5}\n", {}, "5"),
        ("    x: {type: int}\n", {"x": Written("-7")}, "-7"),
        ("    x: {type: int}\n", {"x": 7}, "7"),
        ("    x: {type: number, default: 1.10}\n", {}, "1.10"),
        ("    x: {type: number}\n", {"x": 0.5}, "0.5"),
        ("    x: {type: number}\n", {"x": 2}, "2"),
        ("    x: {type: bool, default: TRUE}\n", {}, "true"),
        ("    x: {type: bool}\n", {"x": False}, "false"),
        ("    x: {choices: [a, 2]}\n", {"x": "2"}, "2"),
        ("    x: {type: enum, choices: [a, b], default: b}\n", {}, "b"),
        ("    x: {required: false}\n", {}, ""),
        ("    x: {type: str, default: 007}\n", {}, "007"),
        ("    x: {default: ''}\n", {}, ""),
    ],
)
def test_a_value_stands_as_it_is_written(declared: str, given: dict[str, object], put: str) -> None:
    """Numbers keep their digits, a bool is `true` or `false`, a default stands where nothing is given."""
    assert rendered(declared, "{{ x }}", **given) == put


@pytest.mark.parametrize(
    ("declared", "given", "message", "line", "column"),
    [
        ("    word:\n", {"word": "a", "wrod": "b"}, "variable `wrod` is given and not declared (did you mean word?)", 5, 3),
        ("    x:\n", {"x": "a", "foo": "b"}, "variable `foo` is given and not declared (declared: x)", 5, 3),
        ("    y: {default: a}\n    x:\n", {}, "variable `x` has no value (give text: --var x=…)", 7, 5),
        ("    x: {type: int}\n", {"x": "5"}, "variable `x` is '5', not a whole number", 6, 5),
        ("    x: {type: int}\n", {"x": Written("5.0")}, "variable `x` is '5.0', not a whole number", 6, 5),
        ("    x: {type: int}\n", {"x": True}, "variable `x` is 'True' (bool), not a whole number", 6, 5),
        ("    x: {type: number}\n", {"x": float("nan")}, "variable `x` is 'nan' (float), not a number", 6, 5),
        ("    x: {type: bool}\n", {"x": Written("yes")}, "variable `x` is 'yes', not true or false", 6, 5),
        ("    x:\n", {"x": 5}, "variable `x` is '5' (int), not text", 6, 5),
        ("    x:\n", {"x": None}, "variable `x` is 'None' (NoneType), not text", 6, 5),
        (
            "    x: {choices: [blue, red]}\n",
            {"x": "bleu"},
            "variable `x` is 'bleu', not one of blue, red (did you mean blue?)",
            6,
            5,
        ),
    ],
)
def test_a_wrong_value_is_an_error_at_the_declaration(
    declared: str, given: dict[str, object], message: str, line: int, column: int
) -> None:
    """Undeclared, missing, mistyped: the error has file, line and column, and the nearest name."""
    with pytest.raises(VariableError) as caught:
        rendered(declared, "{{ x }}", **given)

    assert str(caught.value) == f"a.md:{line}:{column}: {message}"


@pytest.mark.parametrize(
    ("declared", "message", "line", "column"),
    [
        ("    x: bigquery\n", "variable `x` is declared by a value", 6, 8),
        ("    x: {typ: int}\n", "unknown key `typ` of variable `x` [AK105] (did you mean type?)", 6, 9),
        ("    x:\n      type: integer\n", "the type of variable `x` is integer [AK105]", 7, 13),
        ("    x:\n      type: [int]\n", "the type of variable `x` is what stands here", 7, 13),
        ("    x: {type: enum}\n", "variable `x` is an enum without choices", 6, 15),
        ("    x: {type: int, choices: [a]}\n", "variable `x` has choices", 6, 15),
        ("    x:\n      choices: [a, [b]]\n", "`choices` of variable `x` is not a list of texts", 7, 16),
        ("    x: {type: int, default: a}\n", "the default of variable `x` is a, not a whole number", 6, 29),
        ("    x: {default: true}\n", "the default of variable `x` is True, not text [AK105] (put it in quotes)", 6, 18),
        ("    x: {default: [a]}\n", "the default of variable `x` is what stands here, not text", 6, 18),
        ("    x: {default: a, required: true}\n", "variable `x` is required and has a default", 6, 31),
        ("    x: {required: maybe}\n", "`required` of variable `x` is not true or false", 6, 19),
        ("    x: {description: [a]}\n", "`description` of variable `x` is not text", 6, 22),
        ("    1x:\n", "`1x` cannot name a variable", 6, 5),
        ("    - x\n", "`agentkit.variables` is not `name: declaration` lines", 6, 5),
    ],
)
def test_a_wrong_declaration_is_an_error_at_its_place(declared: str, message: str, line: int, column: int) -> None:
    """A declaration that cannot be read stops rendering at the smallest wrong thing, and is a finding for the linter."""
    persona = agentkit.parse(f"{HEAD}{declared}---\nBody", path="a.md")
    with pytest.raises(RenderError) as caught:
        agentkit.load(library=False).render(persona)

    assert str(caught.value).startswith(f"a.md:{line}:{column}: {message}")
    assert [(found.span.line, found.span.column) for found in findings(persona)] == [(line, column)]


def test_unknown_keys_and_near_uses_are_findings_only(tmp_path: Path) -> None:
    """A misspelt key under `agentkit` and a use close to a declared name are warnings; the prompt is rendered."""
    text = "---\nname: a\ndescription: D.\nagentkit:\n  extend: b\n  zzz: 1\n  variables:\n    warehouse: {default: w}\n---\n\n{{ warehose }}\n"
    persona = agentkit.parse(text, path="a.md")

    assert agentkit.load(library=False).render(persona).text == "\n{{ warehose }}\n"
    assert [str(found) for found in findings(persona)] == [
        "a.md:5:3: warning AK106 unknown key `extend` under `agentkit` (did you mean extends?)",
        "a.md:6:3: warning AK106 unknown key `zzz` under `agentkit` (it takes examples, extends, includes, not-when, variables)",
        "a.md:11:1: warning AK105 `{{ warehose }}` is no declared variable and stays as it is (did you mean warehouse?)",
    ]
    assert findings(agentkit.parse("Body")) == ()


def test_a_body_of_many_names_is_compared_in_no_time() -> None:
    """Of a hostile body only the first names are compared with those that are declared."""
    body = "".join(f"{{{{ name{at} }}}}" for at in range(50_000))
    persona = agentkit.parse(f"{HEAD}    name: {{default: v}}\n---\n{body}")

    assert len(findings(persona)) <= 100


def test_a_value_given_to_an_agent_that_declares_none_is_an_error() -> None:
    """Without declarations there is nothing to give."""
    with pytest.raises(VariableError, match="`x` is given and not declared") as caught:
        agentkit.load(library=False).render(agentkit.parse("---\nname: a\n---\n{{ x }}"), variables={"x": "a"})
    assert caught.value.variable == "x"


def test_skills_and_description_are_no_place_for_variables(tmp_path: Path) -> None:
    """What a skill writes in braces stands as it is, though the agent declares the name."""
    write(tmp_path / "skills/s/SKILL.md", "---\nname: s\ndescription: D.\n---\n{{ x }}\n")
    write(tmp_path / "agents/a.md", f"{HEAD}    x: {{default: v}}\nskills: s\n---\n{{{{ x }}}}\n")

    assert agentkit.load(tmp_path).render("a").text == 'v\n\n<skill name="s" location="skills/s/SKILL.md">\n{{ x }}\n</skill>\n'


@given(st.text(st.characters(codec="utf-8")) | st.text("{} x$\r\n", max_size=40))
def test_without_declarations_a_body_stays_as_it_is(body: str) -> None:
    """Whatever stands in braces, an agent that declares nothing, or another name, is rendered character for character."""
    registry = agentkit.load(library=False)

    assert registry.render(agentkit.parse(f"---\nname: a\n---\n{body}".encode())).text == body
    declared = agentkit.parse(f"{HEAD}    zz: {{default: v}}\n---\n{body}".encode())
    assert registry.render(declared).text == body


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.text("{} xy$\n", max_size=40))
def test_replacing_is_one_pass_over_the_body(value: str, body: str) -> None:
    """The pieces of the body in order, each use replaced by the value, are the prompt."""
    persona = agentkit.parse(f"{HEAD}    x:\n---\n{body}".encode())
    flat = flatten(persona, {}, {"x": value})
    raw = [piece.text for piece in flat.pieces if piece.kind != "variable"]

    assert all(piece.text == value for piece in flat.pieces if piece.kind == "variable")
    assert "".join(raw) == body or len(raw) < len(flat.pieces)
    assert agentkit.load(library=False).render(persona, variables={"x": value}).text == "".join(
        piece.text for piece in flat.pieces
    )


@pytest.mark.slow
def test_public_bodies_stay_as_they_are(corpus: Path) -> None:
    """No body of the public files changes when it declares nothing, or a name that it does not use."""
    registry = agentkit.load(library=False)
    count = 0
    for path in sorted(corpus.rglob("*.md")):
        try:
            persona = agentkit.read(path)
        except agentkit.PersonaError:
            continue
        count += 1
        assert registry.render(persona, skills="none").text == persona.body
        declared = agentkit.parse(f"{HEAD}    zz_unused: {{default: v}}\n---\n{persona.body}")
        assert registry.render(declared, skills="none").text == persona.body
    assert count > 5000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("v.yaml", "a: x\nb: 5\nc: true\nd: 1.10\n"),
        ("v.json", '{"a": "x", "b": 5, "c": true, "d": 1.25}'),
        ("v.toml", 'a = "x"\nb = 5\nc = true\nd = 1.25\n'),
    ],
)
def test_values_can_come_from_a_file(tmp_path: Path, name: str, text: str) -> None:
    """YAML, JSON and TOML give texts, numbers and booleans."""
    values = read_values(str(write(tmp_path / name, text)))
    declared = "    a:\n    b: {type: int}\n    c: {type: bool}\n    d: {type: number}\n"

    assert rendered(declared, "{{ a }} {{ b }} {{ c }}", **values) == "x 5 true"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("v.yaml", "a: !!python/object:os.system x\n", r"v.yaml:1:4: .*\[AK014\]"),
        ("v.yaml", "a: &x 1\nb: *x\n", r"\[AK013\]"),
        ("v.yaml", "a: 1\na: 2\n", r"v.yaml:2:1: .*\[AK012\]"),
        ("v.yaml", "- a\n", "not `name: value` lines"),
        ("v.yaml", "a: 1\nb: [x]\n", "v.yaml:2:1: the value of `b` is no single value"),
        ("v.yaml", "a:\n", "v.yaml:1:1: the value of `a` is empty"),
        ("v.yaml", "a: " + "[" * 5000, r"\[AK01"),
        ("v.yaml", "a: " + "x" * 70_000, r"\[AK018\]"),
        ("v.json", "{", "v.json:1:2: no JSON"),
        ("v.json", '{"a": NaN}', "no JSON"),
        ("v.json", "[" * 100_000, "no JSON"),
        ("v.json", "[]", "not a mapping"),
        ("v.json", '{"a": null}', "the value of `a` is empty"),
        ("v.json", '{"a": {}}', "no single value"),
        ("v.toml", "a = ", "no TOML"),
        ("v.toml", "a = 2024-01-01", "the value of `a` is date"),
        ("v.txt", "a", "no known form: .txt"),
    ],
)
def test_a_file_of_values_that_cannot_be_read_is_an_error(tmp_path: Path, name: str, text: str, message: str) -> None:
    """Code, aliases, doubles, nesting and other types are refused, at the line where one is known."""
    with pytest.raises(RenderError, match=message):
        read_values(str(write(tmp_path / name, text)))


def test_a_file_of_values_has_to_be_there_and_utf_8(tmp_path: Path) -> None:
    """A missing file and one that is not UTF-8 are named."""
    with pytest.raises(RenderError, match=r"none.yaml: the file of variables cannot be opened"):
        read_values(str(tmp_path / "none.yaml"))
    (tmp_path / "l1.json").write_bytes(b'{"a": "\xe9"}')
    with pytest.raises(RenderError, match="not UTF-8: byte at offset 7"):
        read_values(str(tmp_path / "l1.json"))
    (tmp_path / "e.yaml").write_bytes(b"")
    assert read_values(str(tmp_path / "e.yaml")) == {}


def test_what_is_declared_can_be_read() -> None:
    """The typed reading gives names, types, choices and descriptions, for tools that ask the user."""
    persona = agentkit.parse(f"{HEAD}    x: {{choices: [a, b], description: Which one}}\n---\n")
    variable = read_additions(persona)[0].variables["x"]

    assert (variable.type, variable.choices, variable.description, variable.required) == ("enum", ("a", "b"), "Which one", True)
    assert json.dumps(variable.wanted) == '"one of a, b"'
