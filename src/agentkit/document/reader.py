"""YAML text to nodes, by way of libyaml's events. The only module that reads YAML.

PyYAML's own composer is not used: it recurses (100,000 nested brackets kill the interpreter), expands merge keys
(500 bytes burn 50 s) and turns `on`, `1.10` and `2024-01-01` into other types. Events come one at a time, so that a limit
stops the reading where it is crossed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from agentkit import problems
from agentkit.document.nodes import Entry, Fields, Items, Node, Scalar, plain_value

if TYPE_CHECKING:
    from agentkit.problems import Problem

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

BOM = "\ufeff"
"""A byte-order mark. libyaml swallows those at the start of a text without counting them."""
MAX_DEPTH = 32
"""Nested lists and mappings that are read; the deepest of 5,376 public files has 6 (2026-11)."""
_SHOWN = 60
"""Characters of the file that a message quotes."""
MAX_NODES = 10_000
"""Values that are read; public files have at most 13 keys (2026-11)."""

# What YAML 1.2 does not allow in a stream, and what only YAML 1.1 readers take for a line end: a reviewer sees one
# line where PyYAML sees two keys.
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_CONTROLS = frozenset(map(chr, (*range(9), *range(11, 32), 127)))
"""Of ASCII, what may be forbidden or a hidden break."""
_HIDDEN_BREAK = "[\x85\u2028\u2029]|\r(?!\n)"
_NO_FIELD = "a line that is neither `key: value` nor indented under one"


class YAMLTrouble(Exception):
    """A block that is not read: which kind of problem, where (offsets in the document's text), and a way out."""

    def __init__(self, problem: Problem, message: str, start: int, end: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


def read(text: str, base: int = 0) -> tuple[Node | None, list[YAMLTrouble]]:
    """Read one YAML document.

    Args:
        text: The block, without its fences.
        base: Offset of the block in the document's text; added to every offset.

    Returns:
        The root node, None when the block is empty; and what is wrong without stopping the reading (duplicate keys,
        keys that are not text).

    Raises:
        YAMLTrouble: The block is not YAML, or uses what is refused: aliases, tags, depth, hidden line ends.
    """
    if not text.replace("\n", "").isprintable():  # else no character can be one of those refused
        _refuse_characters(text, base)
    if text.startswith(BOM):
        base += len(text) - len(text.lstrip(BOM))
        text = text.lstrip(BOM)
    loader = Loader(text)
    try:
        return _compose(loader, base)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):
            raise _too_deep(error, text, base) from error
        raise _syntax_trouble(error, text, base) from error
    except yaml.YAMLError as error:
        raise YAMLTrouble(problems.YAML_SYNTAX, str(error).splitlines()[0], base, base) from error
    finally:
        loader.dispose()


def _refuse_characters(text: str, base: int) -> None:
    if text.isascii() and _CONTROLS.isdisjoint(text):
        return  # most: the patterns need not be compiled
    if (bad := re.search(_FORBIDDEN, text)) is not None:
        raise YAMLTrouble(
            problems.YAML_SYNTAX,
            f"control character U+{ord(bad[0]):04X} in the frontmatter",
            base + bad.start(),
            base + bad.end(),
            "remove the character",
        )
    if (bad := re.search(_HIDDEN_BREAK, text)) is not None:
        name = {"\x85": "U+0085", "\u2028": "U+2028", "\u2029": "U+2029", "\r": "a lone carriage return"}[bad[0]]
        raise YAMLTrouble(
            problems.HIDDEN_LINE_BREAK,
            f"{name} is a line end to some YAML readers and invisible to others",
            base + bad.start(),
            base + bad.end(),
            "remove it, or use a newline",
        )


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("children", "is_mapping", "start")

    def __init__(self, is_mapping: bool, start: int) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.children: list[Node] = []


def _compose(loader: Any, base: int) -> tuple[Node | None, list[YAMLTrouble]]:
    troubles: list[YAMLTrouble] = []
    stack: list[_Open] = []
    root: Node | None = None
    count = 0
    while loader.check_event():
        event = loader.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            start, end = base + event.start_mark.index, base + event.end_mark.index
            _refuse_anchor_and_tag(event, start, end)
            node: Node = Scalar(event.value, event.style is None or event.style == "", start, end)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            start = base + event.start_mark.index
            _refuse_anchor_and_tag(event, start, base + event.end_mark.index)
            if len(stack) >= MAX_DEPTH:
                raise YAMLTrouble(
                    problems.YAML_DEPTH, f"more than {MAX_DEPTH} nested lists or mappings", start, start + 1, "flatten it"
                )
            stack.append(_Open(kind is yaml.MappingStartEvent, start))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = _close(stack.pop(), base + event.end_mark.index, troubles)
        elif kind is yaml.AliasEvent:
            start, end = base + event.start_mark.index, base + event.end_mark.index
            raise YAMLTrouble(
                problems.YAML_ALIAS, f"alias *{event.anchor[:_SHOWN]}", start, end, "write the value out, or quote it"
            )
        elif kind is yaml.DocumentStartEvent and root is not None:
            start = base + event.start_mark.index
            raise YAMLTrouble(problems.YAML_SYNTAX, "a second YAML document starts here", start, start)
        else:
            continue
        count += 1
        if count > MAX_NODES:
            raise YAMLTrouble(problems.YAML_DEPTH, f"more than {MAX_NODES:,} values", node.start, node.end)
        if stack:
            stack[-1].children.append(node)
        else:
            root = node
    return root, troubles


def _refuse_anchor_and_tag(event: Any, start: int, end: int) -> None:
    if event.anchor is not None:
        raise YAMLTrouble(
            problems.YAML_ALIAS, f"anchor &{event.anchor[:_SHOWN]}", start, end, "write the value out where it is used"
        )
    if event.tag is not None:
        raise YAMLTrouble(
            problems.YAML_TAG, f"tag {event.tag[:_SHOWN]}", start, end, "remove the tag, and quote the value if it is text"
        )


def _close(opened: _Open, end: int, troubles: list[YAMLTrouble]) -> Node:
    children = opened.children
    if not opened.is_mapping:
        return Items(tuple(children), opened.start, end)
    entries: list[Entry] = []
    seen: set[str] = set()
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise YAMLTrouble(problems.YAML_KEY_TYPE, "a key is a list or a mapping", key.start, key.end, "use text as key")
        if not isinstance(plain_value(key), str):
            shown = key.text or "(nothing)"
            troubles.append(
                YAMLTrouble(
                    problems.YAML_KEY_TYPE, f"key {shown[:_SHOWN]} is not text", key.start, key.end, "quote it, or rename it"
                )
            )
        elif key.text == "<<" and key.plain:
            raise YAMLTrouble(problems.YAML_ALIAS, "merge key <<", key.start, key.end, "write the fields out")
        if key.text in seen:
            troubles.append(duplicate_key(key))
        seen.add(key.text)
        entries.append(Entry(key, value))
    return Fields(tuple(entries), opened.start, end)


def _too_deep(error: yaml.MarkedYAMLError, text: str, base: int) -> YAMLTrouble:
    """Say where our own limit is crossed when libyaml's scanner, which runs ahead of its events, has met its own (PyYAML 6.0.4)."""
    at = _offset(error.problem_mark, text, 0)
    loader = Loader(text[:at])
    try:
        _compose(loader, base)
    except YAMLTrouble as trouble:
        return trouble
    except yaml.YAMLError:
        pass  # the cut text ends too early; then libyaml's place has to do
    finally:
        loader.dispose()
    return YAMLTrouble(
        problems.YAML_DEPTH, f"more than {MAX_DEPTH} nested lists or mappings", base + at, base + at + 1, "flatten it"
    )


def duplicate_key(key: Scalar) -> YAMLTrouble:
    """Say that a key stands a second time; `key` is the second one."""
    message = f"key `{key.text[:_SHOWN]}` stands a second time; harnesses reject the file or take one of the two"
    return YAMLTrouble(problems.DUPLICATE_KEY, message, key.start, key.end, "keep one of them")


def _syntax_trouble(error: yaml.MarkedYAMLError, text: str, base: int) -> YAMLTrouble:
    """Say what libyaml tripped over, in an author's words where the cause is one of the common ones."""
    at = _offset(error.problem_mark or error.context_mark, text, 0)
    problem = (error.problem or error.context or "not YAML").strip()
    line_start = text.rfind("\n", 0, at) + 1
    rest = text[line_start:]
    hint = "quote the value"
    key = re.match(r"([\w-]+)[ \t]*:", rest)
    stray = re.search(r"(?m)^[ \t]*[^#\s]", text[:line_start])
    if problem.startswith("mapping values are not allowed") and key and line_start + key.end() > at and stray:
        # The colon is that of a field; libyaml takes the key for the end of a text that starts lines above.
        at = stray.end() - 1
        problem, hint = _NO_FIELD, "indent the line so that it belongs to a value, or make it `key: value`"
    elif problem.startswith("mapping values are not allowed"):
        where = f" in the value of `{key[1][:_SHOWN]}`" if key and line_start + key.end() <= at else ""
        problem = f"unquoted `: `{where}: YAML takes it for another key"
        hint = "put the value in quotes, or write it as a block (`description: >-`, text indented below)"
    elif "alias" in (error.context or ""):
        at = _offset(error.context_mark, text, at)
        problem = "unquoted `*` at the start of a value: YAML takes it for an alias"
    elif "could not find expected ':'" in problem:
        # libyaml notices at the following line; the line to blame is the one that has no colon.
        at = _offset(error.context_mark, text, at)
        problem = _NO_FIELD
        hint = "indent the line so that it belongs to the value above, or make it `key: value`"
    elif (
        problem.startswith("did not find expected ','")
        and (start := _offset(error.context_mark, text, at)) < line_start
        and (key or not rest)
    ):
        # libyaml notices where the next field starts, or at the end; the bracket to blame stands lines above.
        at = start
        problem, hint = f"a `{text[at : at + 1]}` that is not closed", "close it, or quote the value"
    elif "quoted scalar" in (error.context or "") and "end of stream" in problem:
        at = _offset(error.context_mark, text, at)
        problem, hint = "a quote that is not closed", "close it, or write the value as a block (`>-`, text indented below)"
    elif "did not find expected key" in problem and text[:at].rstrip(" \t")[-1:] in ("'", '"'):
        problem = "text after the closing quote"
        hint = "put the whole value in quotes, those inside doubled or escaped"
    elif "tab character" in problem or ("cannot start any token" in problem and text[at : at + 1] == "\t"):
        problem, hint = "a tab is used for indentation", "indent with spaces"
    elif "cannot start any token" in problem:
        problem = f"unquoted `{text[at : at + 1]}` at the start of a value: YAML reserves it"
    if problem is _NO_FIELD and (tight := re.match(r"[a-z][\w-]*:(?=[^\s:/])", text[at : at + _SHOWN])) is not None:
        at += tight.end() - 1
        problem, hint = f"no blank after `{tight[0]}`: YAML takes the line for text", "write `key: value`"
    return YAMLTrouble(problems.YAML_SYNTAX, problem, base + at, base + min(at + 1, len(text)), hint)


def _offset(mark: Any, text: str, otherwise: int) -> int:
    """Give the offset of one of libyaml's marks, which are None where it has no place to name."""
    return min(mark.index, len(text)) if mark is not None else otherwise
