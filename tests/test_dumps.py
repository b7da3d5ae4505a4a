"""Writing a file's fields: the exact YAML, and what is refused, in words."""

from __future__ import annotations

import re

import pytest
import yaml

from agentkit.document import MAX_BLOCK, dumps, parse, plain_value
from agentkit.document.handler import Handler
from agentkit.errors import WriteRefused

PLAIN = (
    "a:b", "a#b", "x-y", "it's", 'say "x"', "a, b", "C++", "x[0]", "a|b", "a\\b", "yesterday", "none", "X", "\u00e9\U0001f600", "word " * 30 + "end",
)  # fmt: skip
QUOTED = (
    *("a: b", "a #b", "a:", " x", "x ", "---", "- x", "=", "<<", "a\tb", "\u2028", "\x85", ""),
    *(f"{first}x" for first in "-?:,[]{}#&*!|>'\"%@`"),
    *("y", "N", "yes", "No", "ON", "off", "true", "False", "null", "~", "1", "-1", "+1", ".5", "1.10", "1:30", "0x1f", "2024-01-01", "1e3", "1a"),
    *(".nan", ".Inf", "-.INF"),
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_every_reader_reads_alike_stands_plain(text: str) -> None:
    """In one line, however long, and in its own letters."""
    assert dumps({"k": text}, "") == f"---\nk: {text}\n---\n"


@pytest.mark.parametrize("text", QUOTED)
def test_a_text_that_some_reader_takes_for_something_else_stands_in_double_quotes(text: str) -> None:
    """A number, a word that means true, a sign that opens something else, a blank at an end."""
    line = dumps({"k": text}, "").splitlines()[1]

    assert line.startswith('k: "')
    assert line.endswith('"')
    assert yaml.safe_load(line) == {"k": text}


def test_fields_stand_in_the_order_given_with_block_lists() -> None:
    """Lists are indented under their key, empty ones stand in brackets, and what is there twice is written twice."""
    twice = ["x", {"on": "z"}]
    values: dict[str, object] = {"b": [1, twice, {}], "a": {"c": {"d": None}, "e": []}, "t": True, "n": -5, "twice": twice}

    assert dumps(values, "Body\r\n") == (
        "---\n"
        "b:\n"
        "  - 1\n"
        "  - - x\n"
        '    - "on": z\n'
        "  - {}\n"
        "a:\n"
        "  c:\n"
        "    d: null\n"
        "  e: []\n"
        "t: true\n"
        '"n": -5\n'
        "twice:\n"
        "  - x\n"
        '  - "on": z\n'
        "---\n"
        "Body\r\n"
    )


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


REFUSED: list[tuple[object, str, str | None]] = [
    # what stands under `a`, message, hint
    ([10**18], "a[0] has more than 18 digits", "write it as text"),
    ([-(10**18)], "a[0] has more than 18 digits", "write it as text"),
    ({"b": {"c": 1.5}}, "a.b.c is a float", "write it as text"),
    ({"b": [0, {"c": b"x"}]}, "a.b[1].c is a bytes", "write it as text"),
    ({"b": {1: "x"}}, "a.b has a key that is not text: 1", "use text as key"),
    ({"b": "x\ud800"}, "a.b holds a lone surrogate at 1", "remove it"),
    ({"b": {"x\ud800": 1}}, "a key of a.b holds a lone surrogate at 1", "remove it"),
    (nested(32), "a" + "[0]" * 26 + "[ is nested more than 32 deep", "flatten it"),
    ("x" * MAX_BLOCK, "a frontmatter of more than 65536 characters", "move text into the body"),
]


@pytest.mark.parametrize(("value", "message", "hint"), REFUSED, ids=[each[1][-40:] for each in REFUSED])
def test_what_would_be_read_otherwise_is_refused_by_its_path(value: object, message: str, hint: str) -> None:
    """The error names the value, says what is wrong with it, and a way out."""
    with pytest.raises(WriteRefused) as refused:
        dumps({"a": value}, "")

    assert (refused.value.message.replace(",", ""), refused.value.hint) == (message.replace(",", ""), hint)


def test_what_is_wrong_with_the_whole_is_said_of_the_fields_or_the_body() -> None:
    """Where there is no path to name."""
    with pytest.raises(WriteRefused, match=r"^the fields has a key that is not text: 1"):
        dumps({1: "x"}, "")  # type: ignore[dict-item]
    with pytest.raises(WriteRefused, match=r"^a key of the fields holds a lone surrogate at 0"):
        dumps({"\ud800": 1}, "")
    with pytest.raises(WriteRefused, match=r"^the body holds a lone surrogate at 2"):
        dumps({"a": 1}, "ab\ud800")


@pytest.mark.parametrize("value", [10**18 - 1, -(10**18) + 1, nested(31), {"b": {"c": nested(29)}}])
def test_what_is_just_within_a_limit_is_read_back(value: object) -> None:
    """18 digits; 32 lists and mappings in each other, the frontmatter's own among them."""
    document = parse(dumps({"a": value}, ""))

    assert document.fields is not None
    assert plain_value(document.fields) == {"a": value}


def test_a_frontmatter_of_the_largest_size_is_written() -> None:
    """The limit counts the lines of dashes too, so that what is written can be read."""
    text = dumps({"a": "x" * (MAX_BLOCK - len("---\na: \n---\n"))}, "Body")

    assert len(text) == MAX_BLOCK + len("Body")
    assert parse(text).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "the frontmatter is not a mapping"),
        ("words", "the frontmatter is not a mapping"),
        ("a: 1\na: 2", "key `a` stands a second time; harnesses reject the file or take one of the two"),
        ("a: *x", "alias *x"),
    ],
)
def test_the_handler_of_python_frontmatter_says_what_it_refuses(text: str, message: str) -> None:
    """As ValueError, which is what python-frontmatter expects; an empty block is no field."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Handler().load(text)
    assert Handler().load("# nothing") == {}


def test_the_handler_of_python_frontmatter_splits_character_for_character() -> None:
    """The block and the body as they stand; without a block there is a reason."""
    handler = Handler()

    assert handler.split("---\r\na: 1\r\n---\r\n\r\n Body\r\n") == ("a: 1\r\n", "\r\n Body\r\n")
    assert (handler.detect("---\n---\n"), handler.detect("---\n")) == (True, False)
    with pytest.raises(ValueError, match=r"^unclosed$"):
        handler.split("---\n")
    with pytest.raises(ValueError, match=r"^none$"):
        handler.split("Body")
