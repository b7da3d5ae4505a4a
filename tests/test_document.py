"""Reading files: fences, YAML, recovery, bytes."""

from __future__ import annotations

import pickle
import time

import pytest

from agentkit.document import MAX_BYTES, Document, dumps, parse, plain_value
from agentkit.errors import PersonaError, WriteRefused
from agentkit.persona import persona_from


def codes(document: Document) -> list[str]:
    return [found.code for found in document.diagnostics]


def values(document: Document) -> object:
    return plain_value(document.fields) if document.fields is not None else None


GOOD = "name: a\ndescription: b\n"

FENCES = [
    # text, fields, body, codes
    ("---\nname: a\n---\nBody\n", {"name": "a"}, "Body\n", []),
    ("---\r\nname: a\r\n---\r\nBody\r\n", {"name": "a"}, "Body\r\n", []),
    ("---\r\nname: a\n---\r\nOne\nTwo\r\nThree\r", {"name": "a"}, "One\nTwo\r\nThree\r", []),
    ("-----\nname: a\n------------\nBody", {"name": "a"}, "Body", ["AK019", "AK019"]),
    ("---  \nname: a\n---\t\nBody", {"name": "a"}, "Body", []),
    ("---\nname: a\n---", {"name": "a"}, "", []),
    ("---\nname: a\n---\n\n  indented\n\n\n", {"name": "a"}, "\n  indented\n\n\n", []),
    ("---\nname: a\n---\ntext\n---\nmore\n---\n", {"name": "a"}, "text\n---\nmore\n---\n", []),
    ("---\nd: |\n  x\n  ---\n  y\n---\nB", {"d": "x\n---\ny\n"}, "B", []),
    ("---\nd: a --- b\n---\nB", {"d": "a --- b"}, "B", []),
    ("---\nname: a\n--- x\n---\nB", {"name": "a\n--- x"}, "B", ["AK011"]),
    ("", None, "", ["AK003"]),
    ("\n\n", None, "\n\n", ["AK004"]),
    ("# Title\n", None, "# Title\n", ["AK004"]),
    ("--\nname: a\n--\n", None, "--\nname: a\n--\n", ["AK004"]),
    (" ---\nname: a\n---\n", None, " ---\nname: a\n---\n", ["AK004"]),
    ("---\nname: a\n", None, "---\nname: a\n", ["AK005"]),
    ("---", None, "---", ["AK005"]),
    ("---\n---\nB", None, "B", ["AK006"]),
    ("---\n# only a comment\n---\nB", None, "B", ["AK006"]),
    ("---\n- a\n- b\n---\nB", None, "B", ["AK007"]),
    ("---\njust words\n---\nB", None, "B", ["AK007"]),
    ("<!-- c -->\n---\nname: a\n---\nB", {"name": "a"}, "B", ["AK008"]),
    ("<!-- c\nd -->\n\n---\nname: a\n---\nB", {"name": "a"}, "B", ["AK008"]),
    ("\n---\nname: a\n---\nB", {"name": "a"}, "B", ["AK008"]),
    ("```markdown\n---\nname: a\n---\nB\n```\n", {"name": "a"}, "B\n```\n", ["AK008"]),
    ("---js\nname: a\n---\n", None, "---js\nname: a\n---\n", ["AK009"]),
    ("+++\nname = 'a'\n+++\n", None, "+++\nname = 'a'\n+++\n", ["AK009"]),
    ("\ufeff---\nname: a\n---\nB", {"name": "a"}, "B", ["AK010"]),
]


@pytest.mark.parametrize(("text", "fields", "body", "expected"), FENCES)
def test_fences(text: str, fields: object, body: str, expected: list[str]) -> None:
    """Each form of a block gives its fields, its body as it stands, and the findings of its kind."""
    document = parse(text.encode(), "x.md")

    assert (values(document), document.body, codes(document)) == (fields, body, expected)
    assert bytes(document) == text.encode()


YAML = [
    ("name: on", {"name": "on"}, []),
    ("a: yes\nb: no\nc: off", {"a": "yes", "b": "no", "c": "off"}, []),
    ("a: true\nb: False", {"a": True, "b": False}, []),
    ("version: 1.10", {"version": "1.10"}, []),
    ("date: 2024-01-01\nbad: 2024-13-45", {"date": "2024-01-01", "bad": "2024-13-45"}, []),
    ("a: 0x1f\nb: 0777\nc: 1:30\nd: .nan\ne: 1e3", {"a": "0x1f", "b": "0777", "c": "1:30", "d": ".nan", "e": "1e3"}, []),
    ("a: 12\nb: -3\nc: 007\nd: " + "9" * 40, {"a": 12, "b": -3, "c": "007", "d": "9" * 40}, []),
    ("a:\nb: ~\nc: null\nd: ''", {"a": None, "b": None, "c": None, "d": ""}, []),
    ("a: |\n  x\n  y\nb: >-\n  x\n  y", {"a": "x\ny\n", "b": "x y"}, []),
    ("a: [x, 'y']\nb:\n  - 1\n  - z", {"a": ["x", "y"], "b": [1, "z"]}, []),
    ("a:\n  b:\n    c: 1", {"a": {"b": {"c": 1}}}, []),
    ("a: 1\na: 2", {"a": 2}, ["AK012"]),
    ("a: {b: 1, b: 2}", {"a": {"b": 2}}, ["AK012"]),
    ("a: &x 1\nb: *x", {"a": "&x 1", "b": "*x"}, ["AK013"]),
    ("<<: {a: 1}", None, ["AK013"]),
    ("a: !!python/object:os.system x", {"a": "!!python/object:os.system x"}, ["AK014"]),
    ("a: " + "[" * 40 + "]" * 40, {"a": "[" * 40 + "]" * 40}, ["AK015"]),
    ("1: a\ntrue: b\n~: c", {"1": "a", "true": "b", "~": "c"}, ["AK016"] * 3),
    ("a: b\x85c: d", {"a": "b\x85c: d"}, ["AK017"]),
    ("a: safe\u2028tools: Bash", {"a": "safe\u2028tools: Bash"}, ["AK017"]),
    ("a: safe\rtools: Bash", {"a": "safe\rtools: Bash"}, ["AK017"]),
    ("a: x\x01y", {"a": "x\x01y"}, ["AK011"]),
    ('a: "\\ud800"', {"a": "\\ud800"}, ["AK011"]),
    ("a: b\n\tc: d", {"a": "b\n\tc: d"}, ["AK011"]),
    ("a: b\n...\nc: d", {"a": "b", "c": "d"}, ["AK011"]),
]


@pytest.mark.parametrize(("block", "fields", "expected"), YAML)
def test_yaml(block: str, fields: object, expected: list[str]) -> None:
    """Text stays as written; what is refused is reported, and its text kept."""
    document = parse(f"---\n{block}\n---\nB", "x.md")

    assert (values(document), codes(document)) == (fields, expected)


def test_places_of_keys_and_values_count_code_points() -> None:
    """A value's place is its line and column in code points, after characters beyond the basic plane too."""
    document = parse("---\nn\u00e9: '\U0001f600'\r\nd: x\n  y\n---\n", "x.md")
    assert document.fields is not None
    first, second = document.fields.entries

    assert document.span(first)[2:] == (2, 1, 2, 3)
    assert document.span(first.value)[2:] == (2, 5, 2, 8)
    assert document.span(second.value)[2:] == (3, 4, 4, 4)
    assert document.text[second.value.start : second.value.end] == "x\n  y"


def test_a_second_key_is_reported_where_it_stands() -> None:
    """A duplicate key is an error at the second key."""
    found = parse("---\nname: a\ntools: Read\ntools: Bash\n---\n", "x.md").diagnostics[0]

    assert (found.code, found.span.line, found.span.column) == ("AK012", 4, 1)


def test_an_unquoted_colon_is_reported_at_the_colon_and_the_file_still_loads() -> None:
    """The description counts up to the next key, and the error stands at the colon."""
    text = "---\nname: a\ndescription: Use when: x, then y # z\n  and more: still\nmodel: opus\ntools:\n  - Read\n---\nB"
    document = parse(text, "x.md")

    assert values(document) == {
        "name": "a",
        "description": "Use when: x, then y # z\n  and more: still",
        "model": "opus",
        "tools": ["Read"],
    }
    assert document.recovered
    assert [(found.code, found.span.line, found.span.column) for found in document.diagnostics] == [("AK011", 3, 22)]
    assert "`description`" in document.diagnostics[0].message


def test_recovery_keeps_column_0_text_in_a_description_and_skips_comments_elsewhere() -> None:
    """A description that continues at column 0 keeps its lines; unknown keys open a field outside it."""
    text = "---\nname: a\n# comment\nodd: b\ndescription: one: 1\n\n# two\nuser: three\nmodel: opus\n---\n"
    document = parse(text, "x.md")

    assert values(document) == {"name": "a", "odd": "b", "description": "one: 1\n\n# two\nuser: three", "model": "opus"}


@pytest.mark.parametrize(
    ("field", "line", "column", "message"),
    [
        ("description: x: y", 2, 15, "unquoted `: ` in the value of `description`"),
        ("description: x\n  y z: w", 3, 6, "unquoted `: `"),
        ("description: *x* y", 2, 14, "unquoted `*`"),
        ("tools: *", 2, 8, "unquoted `*`"),
        ("description: @x", 2, 14, "unquoted `@`"),
        ("tools: [Read,\n  Bash\nmodel: opus", 2, 8, "a `[` that is not closed"),
        ("hooks: {A: 1\nmodel: opus", 2, 8, "a `{` that is not closed"),
        ('tools: [Read, "a" b]', 2, 19, "did not find expected ',' or ']'"),
        ('description: "x', 2, 14, "a quote that is not closed"),
        ("description: 'it's", 2, 18, "text after the closing quote"),
        ("a: b\n\tc: d", 3, 1, "a tab is used for indentation"),
        ("# x\nwords\nmore\nname: a", 3, 1, "a line that is neither"),
        ("name: a\nwords\nmodel: opus", 3, 1, "a line that is neither"),
    ],
)
def test_what_yaml_trips_over_is_named_where_it_stands(field: str, line: int, column: int, message: str) -> None:
    """The finding stands at the character to blame, not where libyaml notices, and says it in an author's words."""
    (found,) = parse(f"---\n{field}\n---\n", "x.md").diagnostics

    assert (found.code, found.span.line, found.span.column) == ("AK011", line, column)
    assert found.message.startswith(message)


def test_a_fence_with_a_format_says_so() -> None:
    """`---yaml` is YAML, but no fence; any other word is another format."""
    assert "`---yaml`" in parse("---yaml\nname: a\n---\n").diagnostics[0].message
    assert "is js, not YAML" in parse("---js\n---\n").diagnostics[0].message


def test_recovery_reports_keys_that_stand_twice() -> None:
    """A second key is no less an error where YAML gives up on the file; nested keys are looked at too."""
    text = "---\nname: a\ndescription: x: y\ntools: Read\ntools: Bash\nhooks: {A: 1, A: 2}\n---\n"
    document = parse(text, "x.md")

    assert [(found.code, found.span.line, found.span.column) for found in document.diagnostics] == [
        ("AK011", 3, 15),
        ("AK012", 5, 1),
        ("AK012", 6, 15),
    ]


@pytest.mark.parametrize("line", ['"name": a', "'name': a", "name : a", "\ufeffname: a"])
def test_recovery_finds_keys_however_they_are_written(line: str) -> None:
    """A key in quotes, before a blank or after a byte-order mark opens its field, as it does for YAML."""
    document = parse(f"---\n{line}\ndescription: x: y\n---\n", "x.md")

    assert values(document) == {"name": "a", "description": "x: y"}
    assert [(found.code, found.span.line, found.span.column) for found in document.diagnostics] == [("AK011", 3, 15)]


@pytest.mark.parametrize("marks", [1, 2])
def test_a_byte_order_mark_inside_moves_no_place(marks: int) -> None:
    """libyaml does not count byte-order marks at the start of the block; places do."""
    mark = "\ufeff"
    document = parse(f"---\n{mark * marks}name: a\nname: b\n---\n", "x.md")
    assert document.fields is not None

    assert [document.span(entry)[2:4] for entry in document.fields.entries] == [(2, 1 + marks), (3, 1)]


def test_recovery_with_crlf_gives_lf_in_the_value_and_the_bytes_back() -> None:
    """Line ends inside a recovered value are LF; the file's own stay."""
    data = b"---\r\nname: a\r\ndescription: x: y\r\n  z\r\n---\r\nB\r\n"
    document = parse(data, "x.md")

    assert values(document) == {"name": "a", "description": "x: y\n  z"}
    assert bytes(document) == data


@pytest.mark.parametrize(
    ("data", "offset"), [(b"---\nname: caf\xe9\n---\n", 13), (b"\xef\xbb\xbf---\nx: \xff\n---\n", 10), (b"\xff\xfe-\x00", 0)]
)
def test_bytes_that_are_not_utf_8_are_an_error_at_their_offset(data: bytes, offset: int) -> None:
    """The message names the byte's offset in the file, and the bytes are given back."""
    document = parse(data, "x.md")

    assert codes(document) == ["AK002"]
    assert f"at offset {offset}" in document.diagnostics[0].message
    assert bytes(document) == data
    with pytest.raises(PersonaError):
        persona_from(document)


BOMBS = {
    "aliases": "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n",
    "merge keys": "---\na: &a {x: 1}\nb: {<<: [*a, *a]}\n---\n",
    "open brackets": "---\na: " + "[" * 60_000 + "\n---\n",
    "open braces": "---\na: " + "{" * 60_000 + "\n---\n",
    "dashes": "---\n" + "- " * 30_000 + "\n---\n",
    "many values": "---\na: [" + "1," * 30_000 + "]\n---\n",
    "many keys": "---\n" + "".join(f"k{n}: 1\n" for n in range(8_000)) + "---\n",
    "spaces": "---\na:" + " " * 60_000 + "x: y: z\n---\n",
    "quotes": "---\na: " + "'" * 60_001 + "\n---\n",
    "fences": "---\n" + "---x\n" * 12_000 + "---\n",
    "comments": "<!--" * 100_000,
    "comment ends": "<!-- -->" * 100_000,
    "no frontmatter": "- " * 400_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_hostile_input_is_an_error_and_does_not_hang(text: str) -> None:
    """An alias bomb, deep nesting or a flood of values ends in findings, in far less than the second allowed."""
    started = time.process_time()

    assert codes(parse(text, "x.md"))
    assert time.process_time() - started < 1


BILLION = "---\na0: &a0 [x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)) + "---\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BILLION, "AK013"),
        ("---\na: " + "[" * 100_000 + "\n---\n", "AK018"),
        ("---\na: " + "[" * 30_000 + "]" * 30_000 + "\n---\n", "AK015"),
        ("---\n" + "- " * 30_000 + "x\n---\n", "AK015"),
        ("---\n" + "? " * 30_000 + "x\n---\n", "AK015"),
    ],
    ids=["aliases", "100,000 brackets", "closed brackets", "dashes", "question marks"],
)
def test_bombs_are_refused_within_50_ms(text: str, code: str) -> None:
    """An alias bomb and deep nesting are one error each, in a twentieth of a second of the processor's time."""
    took = []
    for _ in range(3):  # the best of three: the first one imports
        started = time.process_time()
        document = parse(text, "x.md")
        took.append(time.process_time() - started)

    assert codes(document) == [code]
    assert min(took) < 0.05


def test_100_000_nested_brackets_are_refused_by_size() -> None:
    """A frontmatter above 64 Ki characters is refused before YAML sees it."""
    document = parse("---\na: " + "[" * 100_000 + "\n---\n", "x.md")

    assert codes(document) == ["AK018"]


def test_a_file_above_the_limit_is_refused() -> None:
    """A file above 1 MiB is an error that states both sizes."""
    document = parse(b"---\n" + b"x" * MAX_BYTES, "x.md")

    assert codes(document) == ["AK018"]
    assert "1,048,580" in document.diagnostics[0].message


def test_documents_pickle() -> None:
    """A document can be sent to another process."""
    document = parse("---\nname: a\n---\nB", "x.md")

    assert pickle.loads(pickle.dumps(document)) == document


def test_dumps_writes_what_parse_reads() -> None:
    """Values that some YAML reader would take for another type are quoted; the body follows as it is."""
    fields: dict[str, object] = {
        "name": "on",
        "description": "Use when: x # y",
        "content": "1.10",
        "handler": "2024-01-01",
        "tools": ["*", "Bash(git *)", "- x", "no", ""],
        "maxTurns": 3,
        "background": True,
        "hooks": {"Stop": [{"command": "say 'a\nb'"}]},
    }
    text = dumps(fields, "  body\n\n")
    document = parse(text)

    assert values(document) == fields
    assert document.body == "  body\n\n"
    assert '"on"' in text
    assert '"1.10"' in text


def test_python_frontmatter_reads_and_writes_through_the_handler() -> None:
    """python-frontmatter's own functions take the handler, and lose nothing of the values."""
    import frontmatter

    from agentkit.document.handler import Handler

    post = frontmatter.loads("---\nversion: 1.10\non: yes\n---\nbody", handler=Handler())

    assert post.metadata == {"version": "1.10", "on": "yes"}
    assert frontmatter.dumps(post, handler=Handler()) == '---\nversion: "1.10"\n"on": "yes"\n---\nbody'
    with pytest.raises(ValueError, match="anchor"):
        frontmatter.loads("---\na: &x 1\n---\n", handler=Handler())


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (10**18, "more than 18 digits"),
        (1.5, "float"),
        ({1: "x"}, "not text"),
        ("\ud800", "surrogate"),
        (b"x", "bytes"),
        ("x" * 70_000, "65,536"),
    ],
)
def test_dumps_refuses_what_would_not_be_read_back(value: object, message: str) -> None:
    """A value that parse would give back as something else is an error that names it."""
    with pytest.raises(WriteRefused, match=message):
        dumps({"a": [value]}, "")


def test_dumps_refuses_what_has_no_end() -> None:
    """A list that holds itself is too deep, not a crash."""
    endless: list[object] = []
    endless.append(endless)

    with pytest.raises(WriteRefused, match="nested more than 32 deep"):
        dumps({"a": endless}, "")
