"""The tolerant reading: what a block that YAML rejects most likely means.

Of 6,279 public agent and skill files 4.7 % are rejected, 95 % of those for an unquoted `: ` in `description` (2026-11). The
reading, line by line: a known key at column 0 opens a field, one of the commonest also without a blank after its colon; outside a description so does
any `key:`; a `#` line at column 0 outside a description is a comment; every other line continues the field above it. A field that YAML
can read on its own is read so, tabs in its indentation as blanks. In lists and mappings only the values that YAML rejects are taken as
they stand; where that does not help, and of texts, all of the field is, without surrounding quotes.
"""

from __future__ import annotations

import re

from agentkit import problems
from agentkit.document import reader
from agentkit.document.nodes import LONG_TEXT, Entry, Fields, Items, Node, Scalar
from agentkit.pattern import pattern

KNOWN_KEYS = frozenset(
    """
    name description tools disallowedTools model permissionMode maxTurns skills mcpServers hooks memory background
    omitClaudeMd effort isolation color initialPrompt experimental agentkit
    license compatibility metadata allowed-tools disallowed-tools when_to_use argument-hint arguments
    disable-model-invocation user-invocable context agent paths shell
    target mcp-servers handoffs agents infer mode temperature permission permissions top_p steps readonly is_background
    version author category tags triggers emoji vibe priority risk source platforms capabilities dependencies
    allowed_tools allowedTools globs alwaysApply
    """.split()
)
"""Keys that open a field wherever they stand at column 0: the documented ones, and those frequent in public files."""

_KEY = pattern(r"""(["']?)([A-Za-z_][\w-]*)\1[ \t]*:(?=[ \t\r\n]|\Z)""")
_FIRST_LINE = pattern(r"(?:[ \t]*(?:#[^\n]*)?\n)*( *)")
_TIGHT_KEY = pattern(r"(name|description|tools|model|color|skills):(?=[^\s:])")
"""A key without the blank that YAML wants after its colon: the commonest ones, where they have not stood before."""


def recover(block: str, base: int) -> tuple[Fields, list[reader.YAMLTrouble]]:
    """Read a block that YAML rejects.

    Args:
        block: The text between the fences.
        base: Offset of the block in the document's text.

    Returns:
        Its fields, empty when no line opens one; and what is wrong besides that which made YAML give up: keys that stand
        twice, and what reading a field on its own shows.
    """
    entries: list[Entry] = []
    troubles: list[reader.YAMLTrouble] = []
    seen: set[str] = set()
    opened: tuple[Scalar, int] | None = None  # the key, and where its value starts
    end = 0  # where the last line that belongs to the open field ends
    at = len(block) - len(block.lstrip(reader.BOM))
    indent = _indent_of_keys(block[at:])
    # Not splitlines(): U+2028 and U+0085 end no line here, or a reader would see one line and the tool two keys.
    for line in re.findall(r"[^\n]*\n|[^\n]+", block[at:]):
        long_text = opened is not None and opened[0].text in LONG_TEXT
        found = _opened_by(line[len(indent) :], seen, long_text=long_text) if line.startswith(indent) else None
        if found is not None:
            if opened is not None:
                entries.append(_field(opened[0], block, opened[1], end, base, troubles))
            word, quote = found
            start = base + at + len(indent)
            name = Scalar(word, not quote, start, start + len(word) + 2 * len(quote))
            if name.text in seen:
                troubles.append(reader.duplicate_key(name))
            seen.add(name.text)
            opened = name, block.index(":", name.end - base) + 1
            end = at + len(line)
        elif line.startswith("#") and not long_text:
            pass
        else:
            end = at + len(line)
        at += len(line)
    if opened is not None:
        entries.append(_field(opened[0], block, opened[1], end, base, troubles))
    return Fields(tuple(entries), base, base + len(block)), troubles


def _indent_of_keys(block: str) -> str:
    """Give the blanks that stand before the first key; a mapping may be indented as a whole."""
    first = _FIRST_LINE.match(block)
    return first[1] if first is not None and _KEY.match(block, first.end()) else ""


def _opened_by(line: str, seen: set[str], *, long_text: bool) -> tuple[str, str] | None:
    """Give the key that a line opens a field with, and the quote around it; None when it opens none."""
    key = _KEY.match(line)
    if key is not None and (key[2] in KNOWN_KEYS or not long_text):
        return key[2], key[1]
    tight = _TIGHT_KEY.match(line) if key is None else None
    return (tight[1], "") if tight is not None and tight[1] not in seen else None


def _field(key: Scalar, block: str, start: int, end: int, base: int, troubles: list[reader.YAMLTrouble]) -> Entry:
    key_start = key.start - base
    try:
        root, found = reader.read(block[key_start:end], key.start)
    except reader.YAMLTrouble as trouble:
        structured = None
        if trouble.problem in _MENDABLE:
            structured = _structured(block[key_start:end], key.start, cover=key.text not in LONG_TEXT)
        if structured is None:
            return Entry(key, _verbatim(block, start, end, base))
        entry, found = structured
        troubles += found
        return entry
    if isinstance(root, Fields) and len(root.entries) == 1 and root.entries[0].key.text == key.text:
        troubles += found
        return root.entries[0]
    try:  # a key without a blank after its colon: its value is read alone
        value, found = reader.read(block[start:end], base + start)
    except reader.YAMLTrouble:
        value = None
    if isinstance(value, Scalar | Items):
        troubles += found
        return Entry(key, value)
    return Entry(key, _verbatim(block, start, end, base))


def _verbatim(block: str, start: int, end: int, base: int) -> Scalar:
    text = block[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return Scalar(text.replace("\r\n", "\n"), False, base + start, base + end, verbatim=True)


# Lists and mappings. What YAML rejects in one is a single value mostly: its characters are covered with a character that YAML takes for
# text, so that all offsets stay, the field is read, and the value gets its own text back.

_MENDABLE = (problems.YAML_SYNTAX, problems.YAML_ALIAS)
_ANCHOR = pattern(r"[\s\[{,]&\w")  # an asterisk may mean what it marks
_COVER = "\ue000"
_INDENT = pattern(r"(?m)^[ \t]*\t[ \t]*")
_BEFORE_VALUE = pattern(r"[ ]*(?:- +)*(?:[\w.$/@-]+:[ ]+)?")
_COMMENT = pattern(r"[ \t]#.*")
_COMMENT_AFTER = pattern(r"\][ \t]+#[^\n\]]*$")
_BLOCK_HEADER = pattern(r"[|>][-+0-9]*(?:[ ]+#.*)?$")


def _structured(text: str, base: int, *, cover: bool) -> tuple[Entry, list[reader.YAMLTrouble]] | None:
    """Read a field by covering what YAML rejects in it; None when that does not make it readable.

    Args:
        text: The field, from its key on.
        base: Offset of the field in the document's text.
        cover: Whether values may be covered; if not, only tabs are read as blanks.
    """
    plain = _INDENT.sub(lambda match: match[0].replace("\t", " "), text)
    covers = _covers(plain) if cover and _COVER not in text and not _ANCHOR.search(text) else []
    parts: list[str] = []
    at = 0
    for start, end in covers:
        parts += [plain[at:start], _COVER * (end - start)]
        at = end
    try:
        root, found = reader.read("".join([*parts, plain[at:]]), base)
    except reader.YAMLTrouble:
        return None
    if not isinstance(root, Fields) or len(root.entries) != 1:
        return None
    places = {base + start: base + end for start, end in covers}
    value = _uncovered(root.entries[0].value, text, base, places)
    return (Entry(root.entries[0].key, value), found) if value is not None else None


def _covers(text: str) -> list[tuple[int, int]]:
    """Give the stretches of a field that YAML rejects on their own: items of a list in brackets, or values of lines."""
    first = text.index(":") + 1
    value = _COMMENT_AFTER.sub("]", text[first:].strip())
    if value.startswith("["):
        start = text.index("[", first)
        return _covers_in_brackets(text, start, start + len(value))
    covers: list[tuple[int, int]] = []
    line_end = text.find("\n")
    if line_end < 0 or text[first:line_end].partition("#")[0].strip():
        return []
    at = line_end + 1
    block_indent = -1
    for line in text[at:].split("\n"):
        body = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if body and (block_indent < 0 or indent <= block_indent):
            before = _BEFORE_VALUE.match(line)
            assert before is not None
            start, end = before.end(), len(_COMMENT.sub("", line).rstrip())
            block_indent = indent if _BLOCK_HEADER.match(line[start:end]) else -1
            if line[start : start + 1] == "[":
                covers += _covers_in_brackets(text, at + start, at + end)
            elif start < end and line[start] not in "{#" and line[end - 1] != ":" and not _is_yaml(body):
                covers.append((at + start, at + end))
        at += len(line) + 1
    return covers


def _covers_in_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the items of `[a, b]` that YAML rejects; none when the brackets are not closed at the end."""
    if text[end - 1] != "]":
        return []
    covers: list[tuple[int, int]] = []
    depth = 0
    quote = ""
    item = start + 1
    blank = True  # whether nothing of the item has been seen
    for at in range(start + 1, end):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and blank:
            quote = char
        elif char in "[{":
            depth += 1
        elif (char == "," and depth <= 0) or at == end - 1:
            first, last = item + len(text[item:at]) - len(text[item:at].lstrip()), item + len(text[item:at].rstrip())
            if first < last and "\n" not in text[first:last] and not _is_yaml(f"[{text[first:last]}]"):
                covers.append((first, last))
            item = at + 1
            depth = 0
            blank = True
            continue
        elif char in "]}":
            depth -= 1
        blank = blank and char in " \t\r\n"
    return covers


def _is_yaml(text: str) -> bool:
    try:
        reader.read(text)
    except reader.YAMLTrouble as trouble:
        return trouble.problem not in _MENDABLE
    return True


def _uncovered(node: Node, text: str, base: int, places: dict[int, int]) -> Node | None:
    """Give a node with the text that was covered; None when a cover has become part of something else."""
    if isinstance(node, Scalar):
        if _COVER not in node.text:
            return node
        if places.get(node.start) != node.end:
            return None
        return _verbatim(text, node.start - base, node.end - base, base)
    if isinstance(node, Items):
        items = [_uncovered(item, text, base, places) for item in node.items]
        return Items(tuple(item for item in items if item is not None), node.start, node.end) if None not in items else None
    entries: list[Entry] = []
    for entry in node.entries:
        value = _uncovered(entry.value, text, base, places)
        if value is None or _COVER in entry.key.text:
            return None
        entries.append(Entry(entry.key, value))
    return Fields(tuple(entries), node.start, node.end)
