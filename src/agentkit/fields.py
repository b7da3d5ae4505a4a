"""Frontmatter nodes to typed values, one function a type. A value of the wrong type is a finding, never a guess.

Each function gives the value, or None when the field is absent or null. What cannot be read is reported to the
`Reader`, with the field's dotted path, and gives None.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit import problems
from agentkit.document import Fields, Items, Node, Scalar, plain_value
from agentkit.frozen import FrozenDict, frozen
from agentkit.tools import split_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.problems import Problem
    from agentkit.span import Span

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_SHOWN = 60
"""Characters of a value that a message quotes."""
_NOTED_LEVELS = 4
"""Levels below a field whose places are noted: `agentkit.variables.region.choices[1]`."""
_NOTED_KEY = 80
"""Characters of a key whose place is noted."""
_INTEGER = r"[-+]?[0-9]{1,18}"


def is_yes(value: object) -> bool:
    """Tell whether plain data means true: true, yes, on, 1, as a value of its type or as text in any case."""
    return str(value).lower() in _TRUE


def is_no(value: object) -> bool:
    """Tell whether plain data means false: false, no, off, 0."""
    return str(value).lower() in _FALSE


class Reader:
    """Reads the fields of one document; collects findings and the place of every value that was read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.diagnostics: list[Diagnostic] = []
        self.spans: dict[str, Span] = {}
        """Dotted path, such as `skills[1]`, to the place of its value."""
        self._entries = {entry.key.text: entry for entry in (document.fields.entries if document.fields is not None else ())}

    def node(self, key: str) -> Node | None:
        """Give a field's node and note its place; None when it is absent or null."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        node = entry.value
        self.spans[key] = self.document.span(node if node.start < node.end else entry)
        return None if isinstance(node, Scalar) and node.is_null else node

    def text(self, key: str) -> str | None:
        """Read a text: any scalar, as written."""
        node = self.node(key)
        if node is None or isinstance(node, Scalar):
            return node.text if node is not None else None
        self.wrong(key, node, "text")
        return None

    def choice(self, key: str, values: Collection[str] | None) -> str | None:
        """Read a text that is one of a few; another one is reported and given all the same. With None every text passes."""
        node = self.node(key)
        return self.choice_of(key, node, values) if node is not None else None

    def choice_of(self, path: str, node: Node, values: Collection[str] | None) -> str | None:
        """Read the text of a node that stands at a dotted path, as `choice` does."""
        if not isinstance(node, Scalar):
            self.wrong(path, node, "text")
            return None
        self.spans.setdefault(path, self.document.span(node))
        if values is not None and node.text not in values:
            from agentkit.nearest import did_you_mean

            *others, last = sorted(values)
            allowed = f"{', '.join(others)} or {last}" if others else last
            message = f"`{path}: {node.text[:_SHOWN]}` is not {allowed}"
            hint = did_you_mean(node.text, values) or f"write {allowed}"
            self.report(problems.INVALID_VALUE, message, self.spans[path], hint)
        return node.text

    def flag(self, key: str) -> bool | None:
        """Read a boolean: true/false, yes/no, on/off, 1/0, quoted or not."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and (is_yes(node.text) or is_no(node.text)):
            return is_yes(node.text)
        self.wrong(key, node, "true or false")
        return None

    def integer(self, key: str, *, minimum: int) -> int | None:
        """Read a decimal integer of up to 18 digits, at least `minimum`."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and re.fullmatch(_INTEGER, node.text):
            value = int(node.text)
            if value >= minimum:
                return value
            self.report(problems.INVALID_VALUE, f"`{key}: {value}` is below {minimum}", self.spans[key])
            return None
        self.wrong(key, node, "a whole number")
        return None

    def names(self, key: str) -> tuple[str, ...] | None:
        """Read names: a comma string, or a list of texts. None when absent or null, empty when given empty."""
        node = self.node(key)
        if node is None:
            return None
        if isinstance(node, Scalar):
            names = split_names(node.text)
            self._note_names(key, node, names)
            return tuple(names)
        if isinstance(node, Items):
            names = []
            for at, item in enumerate(node.items):
                if not isinstance(item, Scalar) or item.is_null:
                    self.wrong(f"{key}[{at}]", item, "text")
                    continue
                for name in split_names(item.text):
                    self.spans[f"{key}[{len(names)}]"] = self.document.span(item)
                    names.append(name)
            return tuple(names)
        self.wrong(key, node, "a comma string or a list")
        return None

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Read a list of texts, or one text; commas in a text do not split it."""
        node = self.node(key)
        if isinstance(node, Scalar):
            return (node.text,)
        return self.names(key)

    def mapping(self, key: str, *, places: bool = False) -> FrozenDict | None:
        """Read a mapping as plain data that cannot be changed; see `plain_value` for what is converted.

        With `places`, note where what is in it stands: `key.inner` is the place of a value, `key.inner:` that of its key.
        """
        node = self.node(key)
        if places and isinstance(node, Fields):
            self._note_places(key, node, 1)
        if node is None:
            return None
        value = plain_value(node)
        if isinstance(value, dict):
            return FrozenDict(frozen(value))
        self.wrong(key, node, "`key: value` lines")
        return None

    def _note_places(self, path: str, node: Node, level: int) -> None:
        if level > _NOTED_LEVELS:
            return
        if isinstance(node, Fields):
            for entry in node.entries:
                if len(entry.key.text) <= _NOTED_KEY:  # else paths of many long keys would outgrow the file
                    below = f"{path}.{entry.key.text}"
                    self.spans[f"{below}:"] = self.document.span(entry)
                    value = entry.value
                    self.spans[below] = self.document.span(value if value.start < value.end else entry)
                    self._note_places(below, value, level + 1)
        elif isinstance(node, Items):
            for at, item in enumerate(node.items):
                self.spans[f"{path}[{at}]"] = self.document.span(item)

    def others(self, known: Collection[str]) -> FrozenDict:
        """Read every field that is not among the known ones as plain data that cannot be changed, in the file's order."""
        found: dict[str, object] = {}
        for key in self._entries:
            if key not in known:
                node = self.node(key)
                found[key] = frozen(plain_value(node)) if node is not None else None
        return FrozenDict(found)

    def report(self, problem: Problem, message: str, span: Span, hint: str | None = None) -> None:
        """Add a finding."""
        self.diagnostics.append(problem.at(message, self.document.path, span, hint))

    def wrong(self, path: str, node: Node, wanted: str) -> None:
        """Report that the value at a dotted path has another type than is wanted."""
        kind = {Scalar: "text", Items: "a list", Fields: "`key: value` lines"}[type(node)]
        shown = f" ({node.text[:_SHOWN]})" if isinstance(node, Scalar) else ""
        if isinstance(node, Scalar) and node.is_null:
            kind, shown = node.text or "empty", ""
        message = f"`{path[:_SHOWN]}` is {kind}{shown}, not {wanted}"
        span = self.document.span(node) if node.start < node.end else self.spans.get(path, self.document.span(node))
        self.report(problems.WRONG_TYPE, message, span, f"write {wanted}")

    def _note_names(self, key: str, node: Scalar, names: list[str]) -> None:
        """Note where each name of a comma string stands: names are searched in the text in order."""
        text, lines = self.document.text, self.document.lines
        at = node.start
        for index, name in enumerate(names):
            found = text.find(name, at, node.end)
            if found < 0:
                return  # folded or escaped text: the field's own place has to do
            at = found + len(name)
            self.spans[f"{key}[{index}]"] = lines.span(found, at)
