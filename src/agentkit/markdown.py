"""The parts of a Markdown body: headings, list items, table rows, found in one pass over its lines.

A reader of block structure only, for the constructs that agent files use: ATX and setext headings, code fences, HTML
comments, bullets, pipe tables. Checked against markdown-it-py on public files (tests/test_markdown.py); a full CommonMark parser
takes about thirteen times as long (186 public bodies, 2026-11-23).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from agentkit.errors import NotFound
from agentkit.nearest import nearest
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = pattern(r" {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
_ATX = pattern(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_SETEXT = pattern(r" {0,3}(=+|-+)[ \t]*$")
_BULLET = pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]++(.*)$")
_BLOCK_START = pattern(r" {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|>|#{1,6}(?:[ \t]|$)|<|`{3,}|~{3,}|\|)| {4}|\t")
_RULE = pattern(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_HTML_COMMENT = pattern(r" {0,3}<!--")
_VERBATIM = pattern(r" {0,3}<(pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)


class Line(NamedTuple):
    """A line outside code. `text` has no line end; `offset` is its start in the body; `number` is 1-based in the body."""

    text: str
    offset: int
    number: int
    end: int
    """Offset where the next line starts: after `\\n` or `\\r\\n`; one past the end of the body for its last line."""


class Fence(NamedTuple):
    """A fenced code block. Offsets count code points in the body, numbers are 1-based in the body."""

    mark: str
    """The backticks or tildes that open it."""
    info: str
    """What stands behind them, without blanks around it: the language, most often."""
    start: int
    """Offset of its first mark, which may stand behind a bullet."""
    number: int
    """Line on which it opens."""
    content_start: int
    """Offset of the first line inside."""
    content_end: int
    """Offset of the closing line, or of the body's end; exclusive."""
    end: int
    """Offset of the end of the closing line without its line end; of the body's end where none closes it."""
    is_closed: bool

    def moved(self, offset: int) -> Fence:
        """Give the block as it stands in a text that has so many characters more before it; its line's number stays."""
        return self._replace(
            start=self.start + offset,
            content_start=self.content_start + offset,
            content_end=self.content_end + offset,
            end=self.end + offset,
        )


class Section(NamedTuple):
    """A heading and what stands under it, down to the next heading of its level or above.

    Offsets count code points in the body; `line` is 1-based in the file.
    """

    title: str
    """The heading's text without marks and closing hashes."""
    level: int
    """1 to 6."""
    line: int
    content_line: int
    """Line of the file of the first line under the heading, 1-based."""
    start: int
    """Offset of the heading line."""
    content_start: int
    """Offset of the first line under the heading."""
    end: int
    """Offset of the end of the section, subsections included; exclusive."""
    text: str
    """What stands under the heading, subsections included, as written."""
    children: tuple[Section, ...]
    """The sections directly below this one, in order."""

    def walk(self) -> Iterator[Section]:
        """Give this section and all below it, in order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


class Heading(NamedTuple):
    """A heading as found: its level and text, the line it stands on, and the offset where the next line starts."""

    level: int
    title: str
    line: Line
    last: int
    """Number of its last line in the body, 1-based: the underline's for a setext heading."""
    end: int


def prose_lines(body: str) -> Iterator[Line]:
    """Give the lines outside code fences, HTML comments and elements such as `<pre>`, in order.

    A fence that is never closed runs to the end. One that opens on a bullet's line may close at any indentation.
    """
    return iter(prose_and_fences(body)[0])


def code_fences(body: str) -> Iterator[Fence]:
    """Give the fenced code blocks, in order; see `prose_lines` for what counts as one."""
    return iter(prose_and_fences(body)[1])


@lru_cache(maxsize=4)
def prose_and_fences(body: str) -> tuple[tuple[Line, ...], tuple[Fence, ...]]:
    """Give the lines outside code and the fenced code blocks, in one pass; of the last few bodies they are known."""
    lines: list[Line] = []
    fences: list[Fence] = []
    for part in _parts(body):
        if isinstance(part, Line):
            lines.append(part)
        else:
            fences.append(part)
    return tuple(lines), tuple(fences)


def _parts(body: str) -> Iterator[Line | Fence]:
    """Give lines outside code as they come, and each code block when it ends."""
    fence = ""
    deepest = 3  # blanks that may stand before a closing fence
    opening = (0, 0, "")  # where the fence starts, the line's number, what stands behind the marks
    until = ""
    offset = content = 0
    for number, raw in enumerate(body.split("\n"), 1):
        text = raw[:-1] if raw[-1:] == "\r" else raw
        start = offset
        offset += len(raw) + 1
        if fence:
            if fence in text and not text.strip(" \t").strip(fence[0]) and _indent(text) <= deepest:
                yield Fence(fence, opening[2], opening[0], opening[1], content, start, start + len(text), is_closed=True)
                fence = ""
        elif until:
            until = "" if until in text.lower() else until
        elif "`" in text or "~" in text or "<" in text:
            if (opened := _FENCE.match(text)) is not None:
                fence = opened[1]
                deepest = 3 if text.lstrip(" ")[0] in "`~" else 1_000
                opening = (start + opened.start(1), number, text[opened.end(1) :].strip())
                content = min(offset, len(body))
            elif _HTML_COMMENT.match(text) is not None:
                until = "" if "-->" in text.split("<!", 1)[1] else "-->"
            elif (verbatim := _VERBATIM.match(text)) is not None:
                closing = f"</{verbatim[1].lower()}>"
                until = "" if closing in text.lower() else closing
            else:
                yield Line(text, start, number, offset)
        else:
            yield Line(text, start, number, offset)
    if fence:
        yield Fence(fence, opening[2], opening[0], opening[1], content, len(body), len(body), is_closed=False)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def headings(body: str) -> Iterator[Heading]:
    """Give the headings of a body in order, those in code left out."""
    paragraph: list[Line] = []  # the lines that a setext underline would make a heading
    lazy = False  # whether a text line here would belong to the bullet, quote or table above
    number = 0
    for line in prose_lines(body):
        if line.number != number + 1:  # code or a comment stood between
            paragraph, lazy = [], False
        number = line.number
        text = line.text
        first = text.lstrip()[:1]  # tells most lines apart without a pattern
        if not first:
            paragraph, lazy = [], False
        elif first == "#" and (atx := _ATX.match(text)) is not None:
            paragraph, lazy = [], False
            yield Heading(len(atx[1]), _plain(_without_closing_hashes(text[atx.end() :])), line, number, line.end)
        elif paragraph and first in "=-" and (underline := _SETEXT.match(text)) is not None:
            title = " ".join(part.text.strip() for part in paragraph)
            yield Heading(1 if underline[1][0] == "=" else 2, _plain(title), paragraph[0], number, line.end)
            paragraph = []
        elif first in "-*_" and _RULE.match(text) is not None:
            paragraph, lazy = [], False
        elif not (first.isalpha() and text[0] == first) and (
            _BLOCK_START.match(text) is not None and not (paragraph and text[0] in " \t")
        ):
            paragraph, lazy = [], True
        elif not lazy:
            paragraph.append(line)


def _without_closing_hashes(title: str) -> str:
    title = title.rstrip(" \t")
    bare = title.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else title


def _plain(title: str) -> str:
    return re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", title).strip()


def sections(body: str, first_line: int) -> tuple[Section, ...]:
    """Give the heading tree of a body.

    Args:
        body: The text.
        first_line: Line of the file on which the body starts, 1-based.

    Returns:
        The top-level sections, in order. Text before the first heading belongs to none.
    """
    found = list(headings(body))
    ends = [len(body)] * len(found)
    parents = [-1] * len(found)
    above: list[int] = []
    for at, heading in enumerate(found):
        while above and found[above[-1]].level >= heading.level:
            ends[above.pop()] = heading.line.offset
        parents[at] = above[-1] if above else -1
        above.append(at)
    children: dict[int, list[Section]] = {}
    for at in range(len(found) - 1, -1, -1):  # backwards: a section is made when its children are known
        heading = found[at]
        content = min(heading.end, len(body))
        section = Section(
            heading.title,
            heading.level,
            first_line + heading.line.number - 1,
            first_line + heading.last,
            heading.line.offset,
            content,
            ends[at],
            body[content : ends[at]],
            tuple(reversed(children.pop(at, []))),
        )
        children.setdefault(parents[at], []).append(section)
    return tuple(reversed(children.get(-1, [])))


def find_section(tree: tuple[Section, ...], title: str) -> Section:
    """Find the first section of a title; case, typographic apostrophes and leading emoji do not count.

    Raises:
        NotFound: There is none; the error names the nearest titles.
    """
    every = [section for top in tree for section in top.walk()]
    wanted = folded_title(title)
    for section in every:
        if folded_title(section.title) == wanted:
            return section
    close = nearest(title, [section.title for section in every])
    raise NotFound(f"no section {title!r}", name=title, close=close)


def folded_title(title: str) -> str:
    """Give a title in the form in which titles are compared."""
    text = title.replace("\u2019", "'").casefold()
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] == ")"):
        end -= 1
    return text[start:end]


class Bullet(NamedTuple):
    """A list item: its text without the marker, further lines joined to the first with a space."""

    text: str
    parts: tuple[tuple[int, Line, int], ...]
    """For each line: where its words start in `text`, the line, and where they start in the line. Offsets from 0."""

    def place(self, offset: int) -> tuple[int, int]:
        """Give (number of the line, column) of an offset in `text`, both 1-based."""
        start, line, at = self.parts[bisect_right(self.parts, offset, key=_start) - 1]
        return line.number, at + offset - start + 1


def _start(part: tuple[int, Line, int]) -> int:
    return part[0]


def bullets(text: str) -> Iterator[Bullet]:
    """Give the list items outside code, in order."""
    words: list[str] = []
    parts: list[tuple[int, Line, int]] = []
    length = 0
    for line in prose_lines(text):
        marker = _BULLET.match(line.text)
        stripped = (marker[1] if marker is not None else line.text).strip()
        if marker is None and parts and stripped and line.text[0] in " \t":
            parts.append((length, line, line.text.index(stripped[0])))
            words.append(stripped)
            length += len(stripped) + 1
            continue
        if parts:
            yield Bullet(" ".join(words), tuple(parts))
            words, parts, length = [], [], 0
        if marker is not None:
            parts.append((0, line, len(line.text) - len(marker[1].lstrip())))
            words.append(stripped)
            length = len(stripped) + 1
    if parts:
        yield Bullet(" ".join(words), tuple(parts))


class Row(NamedTuple):
    """A table row: its cells without the white space around them, and the table's header cells."""

    cells: tuple[str, ...]
    header: tuple[str, ...]
    line: Line


def table_rows(text: str) -> Iterator[Row]:
    """Give the body rows of the pipe tables outside code, in order, each with its table's header."""
    before: Line | None = None
    header: tuple[str, ...] = ()
    for line in prose_lines(text):
        stripped = line.text.strip()
        if "|" not in stripped:
            before, header = None, ()
        elif header:
            yield Row(_cells(stripped), header, line)
        elif before is not None and set(stripped) <= set("|-: \t") and "-" in stripped:
            header = _cells(before.text.strip())
        before = line if "|" in stripped else None


def _cells(row: str) -> tuple[str, ...]:
    row = row.removeprefix("|")
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row))
