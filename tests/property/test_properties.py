"""Properties that hold for any input."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

import agentkit
from agentkit.document import dumps, parse, plain_value
from agentkit.errors import PersonaError
from agentkit.registry import Registry

KEYS = ["name", "description", "tools", "model", "skills", "maxTurns", "hooks", "color", "x", "on", "1", "a b"]
SCALARS = st.sampled_from(
    ["a", "on", "1.10", "2024-01-01", "a: b", "'q'", '"q"', "'", "*", "&a x", "*a", "|", ">-", "[a, b]", "{a: b}", "[", "- a", "",
     "~", "#c", "a #c", "\u2028", "\u00e9\U0001f600", "!!str x", "---", "a --- b", "x\ty", "@a", "`a`", "<<", "%a", "0x1f"]
)  # fmt: skip
EOLS = st.sampled_from(["\n", "\r\n"])


@st.composite
def agent_files(draw: st.DrawFn) -> str:
    """A file that looks like an agent's: keys, scalar styles, line ends, comments, nesting, fences in places."""
    eol = draw(EOLS)
    lines = ["---"] if draw(st.integers(0, 9)) else [draw(st.sampled_from(["----", " ---", "```yaml", "<!-- c -->", "+++"]))]
    for key, value, form in draw(st.lists(st.tuples(st.sampled_from(KEYS), SCALARS, st.integers(0, 5)), max_size=6)):
        match form:
            case 0:
                lines += [f"{key}:", f"  - {value}", "  - b"]
            case 1:
                lines += [f"{key}: |", f"  {value}", "", "  more"]
            case 2:
                lines += [f"{key}: {value}", "continued at column 0"]
            case 3:
                lines += [f"{key}:", f"  {value}: {value}"]
            case _:
                lines.append(f"{key}: {value}")
    if draw(st.integers(0, 9)):
        lines.append(draw(st.sampled_from(["---", "-----"])))
    body = draw(st.text(st.characters(codec="utf-8"), max_size=60))
    return ("\ufeff" if not draw(st.integers(0, 9)) else "") + eol.join(lines) + eol + body


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_that_gives_them_back(data: bytes) -> None:
    """Nothing is raised, and the bytes come back identical."""
    assert bytes(parse(data)) == data


@given(agent_files())
@settings(max_examples=300)
def test_any_agent_file_gives_a_persona_or_a_finding(text: str) -> None:
    """A file is read with findings in order of place, or refused with findings; its bytes come back."""
    document = parse(text.encode(), "x.md")
    try:
        persona = agentkit.parse(text.encode(), path="x.md")
    except PersonaError as error:
        assert error.diagnostics
    else:
        assert text.endswith(persona.body)
        assert list(persona.diagnostics) == sorted(persona.diagnostics, key=lambda found: found.sort_key)
        assert document.recovered == any(
            found.code in ("AK011", "AK013", "AK014", "AK015", "AK017") for found in document.diagnostics
        ) or any(found.code == "AK016" for found in document.diagnostics)
    assert bytes(document) == text.encode()
    for found in document.diagnostics:
        assert 1 <= found.span.line <= text.count("\n") + 1
        assert found.span.start <= found.span.end <= len(text)


@given(agent_files())
def test_places_are_where_the_text_is(text: str) -> None:
    """The line and column of every key lead to the key in the text."""
    document = parse(text.encode())
    lines = document.text.split("\n")
    for entry in document.fields.entries if document.fields is not None and not document.recovered else ():
        span = document.span(entry)
        if entry.key.plain and entry.key.text:
            assert lines[span.line - 1][span.column - 1 :].startswith(entry.key.text.split("\n")[0])


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_without_skills_the_prompt_is_the_body(body: str) -> None:
    """Whatever stands below the frontmatter is the prompt, in every mode, when no skill is declared."""
    persona = agentkit.parse(f"---\nname: a\n---\n{body}".encode())
    registry = Registry([])

    assert persona.body == body
    for mode in ("full", "list", "none"):
        assert registry.render(persona, skills=mode).text == body


keys = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
leaves = st.text(st.characters(codec="utf-8"), max_size=30) | st.integers(-(10**18) + 1, 10**18 - 1) | st.booleans() | st.none()
trees = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6)


@given(st.dictionaries(keys, trees, min_size=1, max_size=4), st.text(st.characters(codec="utf-8"), max_size=80))
@settings(max_examples=300)
def test_what_dumps_writes_parse_reads(fields: dict[str, object], body: str) -> None:
    """Any fields and body come back as they were."""
    document = parse(dumps(fields, body))

    assert document.fields is not None
    assert plain_value(document.fields) == fields
    assert document.body == body


@given(st.text(string.printable + "\u2028\u200b\x1b", max_size=60))
def test_visible_text_cannot_drive_a_terminal(text: str) -> None:
    """What is shown is one printable line."""
    from agentkit.display import visible

    assert visible(text).isprintable()
