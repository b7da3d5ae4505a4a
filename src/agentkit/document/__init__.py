"""A Markdown file with YAML frontmatter, read without losing anything.

`parse` always gives a `Document`, whatever the bytes: one that knows where everything stands, carries what is wrong with it,
and gives back the identical bytes. This package is the only home of PyYAML and python-frontmatter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit import problems
from agentkit.document import fences, reader
from agentkit.document.nodes import LONG_TEXT, Entry, Fields, Items, Node, Scalar, plain_value
from agentkit.document.reader import YAMLTrouble
from agentkit.errors import WriteRefused
from agentkit.problems import MAX_BYTES
from agentkit.span import START, Lines, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.diagnostic import Diagnostic

__all__ = ["LONG_TEXT", "MAX_BYTES", "Document", "Entry", "Fields", "Items", "Node", "Scalar", "dumps", "parse", "plain_value"]

MAX_BLOCK = 64 * 1024
"""Largest frontmatter, in code points; the largest of 5,376 public files has 5.8 KB (2026-11)."""

_BOM = "\ufeff"
_BOM_BYTES = b"\xef\xbb\xbf"


class Document(NamedTuple):
    """One file: its text, its frontmatter as positioned fields, its body, and what is wrong with it."""

    path: str | None
    """The file as the caller named it; None for a text without one."""
    text: str
    """The whole text without a byte-order mark. Bytes that are not UTF-8 stand in it as lone surrogates."""
    has_bom: bool
    fields: Fields | None
    """The frontmatter; None when there is none, or when it is no mapping."""
    body_start: int
    """Offset of the body in `text`: right after the closing fence line, 0 without frontmatter."""
    recovered: bool
    """Whether the fields come from the tolerant reading, because YAML rejects the block or sees a text in it."""
    diagnostics: tuple[Diagnostic, ...]
    lines: Lines
    """The line starts of `text`."""

    @property
    def body(self) -> str:
        """The text after the closing fence line, character for character; the whole text without frontmatter."""
        return self.text[self.body_start :]

    def span(self, node: Node | Entry) -> Span:
        """Give the place of a value, or of an entry's key."""
        if isinstance(node, Entry):
            node = node.key
        return self.lines.span(node.start, node.end)

    def span_of(self, key: str) -> Span:
        """Give the place of a field's value (its key when the value is empty), or of the first line without it."""
        value = self.fields.get(key) if self.fields is not None else None
        if value is None:
            return START
        if value.start < value.end:
            return self.span(value)
        assert self.fields is not None
        return self.span(next(entry.key for entry in self.fields.entries if entry.value is value))

    def __bytes__(self) -> bytes:
        """Give the file's bytes, identical to those it was read from."""
        return (_BOM_BYTES if self.has_bom else b"") + self.text.encode("utf-8", "surrogateescape")


def parse(data: bytes | str, path: str | None = None) -> Document:
    """Read a file's bytes, or a text.

    Args:
        data: The bytes as they are on disk, or the text. A `str` stands for its UTF-8 bytes.
        path: What to call the file in findings.

    Returns:
        A document, whatever the bytes. Nothing is raised for their content.
    """
    text, has_bom, failure = _decode(data, path)
    if failure is not None:
        return _document(path, text, has_bom, diagnostics=[failure])
    found = fences.locate(text)
    diagnostics: list[Diagnostic] = []
    if has_bom:
        diagnostics.append(
            problems.BYTE_ORDER_MARK.at(
                "byte-order mark before the first line: some harnesses then see no frontmatter",
                path,
                hint="save as UTF-8 without BOM",
            )
        )
    if isinstance(found, fences.Missing):
        return _document(path, text, has_bom, diagnostics=[_missing(found, text, path), *diagnostics])
    lines = Lines(text)
    if found.before:
        what = "a code fence" if found.wrapped else "text"
        diagnostics.append(
            problems.TEXT_BEFORE_FRONTMATTER.at(
                f"{what} stands before the opening `---`: harnesses then see no frontmatter",
                path,
                lines.span(found.before, found.before + 3),
                "make `---` the first line",
            )
        )
    for start, end in ((found.before, found.open_end), (found.close_start, found.body)):
        dashes = text[start:end].rstrip()
        if len(dashes) > len("---"):
            message = f"a line of {len(dashes)} dashes around the frontmatter: some readers find no end, others lose the body"
            span = lines.span(start, start + len(dashes))
            diagnostics.append(problems.ODD_FENCE.at(message, path, span, "write `---`"))
    fields, recovered, troubles = _read_fields(text, found)
    diagnostics += [
        trouble.problem.at(trouble.message, path, lines.span(trouble.start, trouble.end), trouble.hint) for trouble in troubles
    ]
    return _document(path, text, has_bom, fields, found.body, recovered, diagnostics, lines)


def _document(
    path: str | None,
    text: str,
    has_bom: bool,
    fields: Fields | None = None,
    body_start: int = 0,
    recovered: bool = False,
    diagnostics: list[Diagnostic] | None = None,
    lines: Lines | None = None,
) -> Document:
    return Document(
        path=path,
        text=text,
        has_bom=has_bom,
        fields=fields,
        body_start=body_start,
        recovered=recovered,
        diagnostics=tuple(diagnostics or ()),
        lines=lines or Lines(text),
    )


def dumps(metadata: Mapping[str, object], body: str) -> str:
    """Write an agent or skill file: fields in the order given, then the body as it is.

    The YAML is what every harness reads alike: one line a scalar, block lists, quotes wherever a reader could differ.

    Args:
        metadata: Field name to str, int (up to 18 digits), bool, None, or lists and mappings of them.
        body: The text after the closing fence.

    Returns:
        The file's text. `parse` reads the same fields and body from it.

    Raises:
        WriteRefused: A value cannot be written so that it is read back the same: of another type, nested too deep, too
            large, or with a lone surrogate.
    """
    import frontmatter

    from agentkit.document.handler import Handler
    from agentkit.document.writable import check

    check(metadata, body)
    post = frontmatter.Post(body)
    post.metadata.update(metadata)  # not through the constructor: a field called `content` or `handler` would collide
    text = frontmatter.dumps(post, handler=Handler())
    if len(text) - len(body) > MAX_BLOCK:
        raise WriteRefused(f"a frontmatter of more than {MAX_BLOCK:,} characters", hint="move text into the body")
    return text


def _decode(data: bytes | str, path: str | None) -> tuple[str, bool, Diagnostic | None]:
    """Give (text, whether a byte-order mark was taken off, what is wrong)."""
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    has_bom = data.startswith(_BOM_BYTES)
    content = data[3:] if has_bom else data
    text = content.decode("utf-8", "surrogateescape")
    if len(data) > MAX_BYTES:
        message = f"{len(data):,} bytes; agentkit reads files of up to {MAX_BYTES:,}"
        return text, has_bom, problems.TOO_LARGE.at(message, path, hint="split it, or move parts into a skill's references")
    if not content:
        return text, has_bom, problems.EMPTY_FILE.at("the file is empty", path, hint="write it, or delete it")
    try:
        return content.decode("utf-8"), has_bom, None
    except UnicodeDecodeError as error:
        offset = error.start + (len(data) - len(content))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message, hint = f"UTF-16 text: byte 0x{content[0]:02x} at offset {offset}", "save the file as UTF-8"
    else:
        message = f"not UTF-8: byte 0x{data[offset]:02x} at offset {offset}"
        hint = "save the file as UTF-8; the byte is often a quote or dash from Windows-1252"
    at = next(index for index, char in enumerate(text) if "\udc80" <= char <= "\udcff")
    return text, has_bom, problems.NOT_UTF_8.at(message, path, Lines(text).span(at, at + 1), hint)


def _missing(found: fences.Missing, text: str, path: str | None) -> Diagnostic:
    if found.reason == "unclosed":
        return problems.UNCLOSED_FRONTMATTER.at(
            "the frontmatter that opens here is never closed",
            path,
            Span(0, 3, 1, 1, 1, 4),
            "add a line `---` after the last field",
        )
    if found.engine.lower() in ("yaml", "yml"):
        return problems.FRONTMATTER_FORMAT.at(
            f"the opening line is `---{found.engine}`: harnesses then see no frontmatter", path, hint="make the line `---`"
        )
    if found.reason == "format":
        return problems.FRONTMATTER_FORMAT.at(
            f"the frontmatter is {found.engine}, not YAML; nothing in it is read or run",
            path,
            hint="open and close the block with a line `---`, and write YAML between them",
        )
    hint = "agent and skill files start with `---`, fields such as name and description, and `---`"
    message = "no frontmatter" if text.strip() else "no frontmatter, only blank lines"
    return problems.NO_FRONTMATTER.at(message, path, hint=hint)


def _read_fields(text: str, found: fences.Fences) -> tuple[Fields | None, bool, list[YAMLTrouble]]:
    """Give (fields, whether they were recovered, what is wrong)."""
    block = text[found.open_end : found.close_start]
    end_of_fence = found.open_end
    if len(block) > MAX_BLOCK:
        message = f"a frontmatter of {len(block):,} characters; agentkit reads up to {MAX_BLOCK:,}"
        return None, False, [YAMLTrouble(problems.TOO_LARGE, message, found.before, end_of_fence)]
    try:
        root, troubles = reader.read(block, found.open_end)
    except YAMLTrouble as trouble:
        from agentkit.document.recovery import recover

        fields, more = recover(block, found.open_end)
        return (fields if fields.entries else None), True, [trouble, *more]
    if root is None:
        message = "the frontmatter is empty"
        return (
            None,
            False,
            [YAMLTrouble(problems.EMPTY_FRONTMATTER, message, found.before, found.body, "give name and description")],
        )
    if not isinstance(root, Fields):
        kind = "a list" if isinstance(root, Items) else "plain text"
        message = f"the frontmatter is {kind}, not `key: value` lines"
        no_mapping = YAMLTrouble(
            problems.FRONTMATTER_NOT_MAPPING, message, root.start, root.end, "write `name: …`, `description: …`"
        )
        if isinstance(root, Scalar) and root.plain:  # keys without the blank after the colon are text to YAML
            from agentkit.document.recovery import recover

            fields, more = recover(block, found.open_end)
            if fields.entries:
                return fields, True, [no_mapping, *more]
        return None, False, [no_mapping]
    return root, False, troubles
