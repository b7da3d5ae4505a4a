"""The tolerant reading: what a block that YAML rejects most likely means.

Of 6,279 public agent and skill files 4.7 % are rejected, 95 % of those for an unquoted `: ` in `description` (2026-11). The
reading, line by line: a known key at column 0 opens a field; outside a description so does any `key:`; a `#` line at
column 0 outside a description is a comment; every other line continues the field above it. A field that YAML can read
on its own is read so; of the others the text counts as it stands, without surrounding quotes.
"""

from __future__ import annotations

import re

from agentkit.document import reader
from agentkit.document.nodes import Entry, Fields, Node, Scalar

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

_KEY = re.compile(r"""(["']?)([A-Za-z_][\w-]*)\1[ \t]*:(?=[ \t\r\n]|\Z)""")
_LONG_TEXT = frozenset({"description", "when_to_use", "initialPrompt"})


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
    # Not splitlines(): U+2028 and U+0085 end no line here, or a reader would see one line and the tool two keys.
    for line in re.findall(r"[^\n]*\n|[^\n]+", block[at:]):
        key = _KEY.match(line)
        long_text = opened is not None and opened[0].text in _LONG_TEXT
        if key is not None and (key[2] in KNOWN_KEYS or not long_text):
            if opened is not None:
                entries.append(_field(opened[0], block, opened[1], end, base, troubles))
            name = Scalar(key[2], not key[1], base + at, base + at + key.end(2) + len(key[1]))
            if name.text in seen:
                troubles.append(reader.duplicate_key(name))
            seen.add(name.text)
            opened = name, at + key.end()
            end = at + len(line)
        elif line.startswith("#") and not long_text:
            pass
        else:
            end = at + len(line)
        at += len(line)
    if opened is not None:
        entries.append(_field(opened[0], block, opened[1], end, base, troubles))
    return Fields(tuple(entries), base, base + len(block)), troubles


def _field(key: Scalar, block: str, start: int, end: int, base: int, troubles: list[reader.YAMLTrouble]) -> Entry:
    key_start = key.start - base
    try:
        root, found = reader.read(block[key_start:end], key.start)
    except reader.YAMLTrouble:
        return Entry(key, _verbatim(block, start, end, base))
    if isinstance(root, Fields) and len(root.entries) == 1:
        troubles += found
        return root.entries[0]
    return Entry(key, _verbatim(block, start, end, base))


def _verbatim(block: str, start: int, end: int, base: int) -> Node:
    text = block[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return Scalar(text.replace("\r\n", "\n"), False, base + start, base + end, verbatim=True)
