"""Headings and sections, held against markdown-it-py."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from agentkit import markdown
from agentkit.document import parse
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = [
    ("# A\n## B\n", [(1, "A"), (2, "B")]),
    ("# A #\n## B ##  \n### C#\n", [(1, "A"), (2, "B"), (3, "C#")]),
    ("#\n#A\n####### B\n", [(1, "")]),
    ("```\n# no\n```\n# yes\n", [(1, "yes")]),
    ("~~~~\n# no\n~~~\n# no\n~~~~\n# yes\n", [(1, "yes")]),
    ("```\n# never closed\n", []),
    ("    # code\n", []),
    ("A\n===\nB\n---\n", [(1, "A"), (2, "B")]),
    ("A\nB\n---\n", [(2, "A B")]),
    ("- a\n---\n", []),
    ("a\n\n---\n", []),
    ("> q\n---\n", []),
    ("| a |\n---\n", []),
    ("<!--\n# no\n-->\n# yes\n", [(1, "yes")]),
    ("# **A** `b`\r\n", [(1, "A b")]),
    ("# A\n- ```bash\n  # c\n  ```\n# B\n", [(1, "A"), (1, "B")]),
    ("<!-->\n# A\n", [(1, "A")]),
    ("<pre>\n# no\n</pre>\n# A\n", [(1, "A")]),
]


@pytest.mark.parametrize(("body", "expected"), HEADINGS)
def test_headings(body: str, expected: list[tuple[int, str]]) -> None:
    """ATX and setext headings outside code and comments, without their marks."""
    assert [(heading.level, heading.title) for heading in markdown.headings(body)] == expected


def test_sections_nest_and_cover_their_text() -> None:
    """A section ends where the next of its level or above starts; its text is the body's own."""
    body = "intro\n# A\na\n## B\nb\n### C\nc\n## D\nd\n# E\n"
    first, second = markdown.sections(body, 5)

    assert [(section.title, section.line) for section in first.walk()] == [("A", 6), ("B", 8), ("C", 10), ("D", 12)]
    assert first.text == "a\n## B\nb\n### C\nc\n## D\nd\n"
    assert [child.text for child in first.children] == ["b\n### C\nc\n", "d\n"]
    assert (second.title, second.text, body[first.start : first.end] + "# E\n") == ("E", "", body[6:])


def test_sections_are_the_same_with_crlf() -> None:
    """A carriage return before the line end belongs to the heading's line: content starts on the line after it."""
    (section,) = markdown.sections("# A\r\na\r\n\r\nB\r\n---\r\nb\r\n", 5)

    assert (section.text, section.content_line) == ("a\r\n\r\nB\r\n---\r\nb\r\n", 6)
    assert [(child.title, child.text, child.line, child.content_line) for child in section.children] == [("B", "b\r\n", 8, 10)]


def test_table_cells_keep_escaped_bars() -> None:
    """Rows come with their header; an escaped bar is part of its cell."""
    rows = list(markdown.table_rows("| a | b |\n|---|:-:|\n| x \\| y | z |\n\nno | table\n"))

    assert [(row.cells, row.header) for row in rows] == [(("x | y", "z"), ("a", "b"))]


FENCES = [
    ("```sh\na\n```\n", [("```", "sh", 1, "a\n", True)]),
    ("~~~~ yaml title\n```\n~~~~\n", [("~~~~", "yaml title", 1, "```\n", True)]),
    ("a\n```\nb", [("```", "", 2, "b", False)]),
    ("```", [("```", "", 1, "", False)]),
    ("````md\n```\nb\n```\n````\n```x\n```", [("````", "md", 1, "```\nb\n```\n", True), ("```", "x", 6, "", True)]),
    ("- ```js\r\n  c\r\n  ```\r\n", [("```", "js", 1, "  c\r\n", True)]),
    ("``` a `b`\n    ```\n", []),
    ("<!--\n```\n-->\n", []),
]


@pytest.mark.parametrize(("body", "expected"), FENCES)
def test_fences(body: str, expected: list[tuple[str, str, int, str, bool]]) -> None:
    """Fenced blocks with their marks, info, line, content as written, and whether they are closed."""
    found = list(markdown.code_fences(body))

    assert expected == [(f.mark, f.info, f.number, body[f.content_start : f.content_end], f.is_closed) for f in found]
    assert all(body[f.start :].startswith(f.mark) and f.content_end <= f.end <= len(body) for f in found)


def test_lines_and_fences_of_one_pass_are_those_of_two() -> None:
    """What is asked for together is what is asked for apart."""
    body = "a\n```\nb\n```\nc\n<!--\nd\n-->\n~~~\n"

    assert markdown.prose_and_fences(body) == (tuple(markdown.prose_lines(body)), tuple(markdown.code_fences(body)))


def markdown_it_fences(body: str) -> list[tuple[int, str]]:
    """Fenced blocks as markdown-it-py finds them: (line, info)."""
    tokens = MarkdownIt("commonmark").parse(body)
    return [(token.map[0] + 1, token.info.strip()) for token in tokens if token.type == "fence" and token.map is not None]


def our_fences(body: str) -> list[tuple[int, str]]:
    return [(fence.number, fence.info) for fence in markdown.code_fences(body)]


def markdown_it_headings(body: str) -> list[tuple[int, int]]:
    """Top-level headings as markdown-it-py finds them: (level, line)."""
    tokens = MarkdownIt("commonmark").parse(body)
    return [
        (int(token.tag[1]), token.map[0] + 1)
        for token in tokens
        if token.type == "heading_open" and token.map is not None and token.level == 0
    ]


def our_headings(body: str) -> list[tuple[int, int]]:
    return [(heading.level, heading.line.number) for heading in markdown.headings(body)]


@pytest.mark.parametrize("path", sorted(ROOT.glob("agents/*.md")) + sorted(ROOT.glob("skills/**/*.md")), ids=lambda p: p.stem)
def test_headings_of_the_library_are_those_of_commonmark(path: Path) -> None:
    """On every file that ships, headings and lines are those that a CommonMark parser finds."""
    body = parse(path.read_bytes()).body

    assert our_headings(body) == markdown_it_headings(body)


@pytest.mark.parametrize("path", sorted(ROOT.glob("agents/*.md")) + sorted(ROOT.glob("skills/**/*.md")), ids=lambda p: p.stem)
def test_fences_of_the_library_are_those_of_commonmark(path: Path) -> None:
    """On every file that ships, fenced blocks and their languages are those that a CommonMark parser finds."""
    body = parse(path.read_bytes()).body

    assert our_fences(body) == markdown_it_fences(body)


@pytest.mark.slow
def test_headings_of_public_files_are_those_of_commonmark(corpus: Path) -> None:
    """On public files at least 99 % of the bodies give exactly CommonMark's headings."""
    paths = sorted(corpus.rglob("*.md"))[::6]
    bodies = [parse(path.read_bytes()).body.replace("\r\n", "\n") for path in paths]
    different = [path for path, body in zip(paths, bodies, strict=True) if our_headings(body) != markdown_it_headings(body)]

    assert len(different) <= len(paths) // 100, different[:10]


@pytest.mark.slow
def test_fences_of_public_files_are_those_of_commonmark(corpus: Path) -> None:
    """On public files at least 98 % of the bodies give exactly CommonMark's fences; the others have some deep in lists."""
    paths = sorted(corpus.rglob("*.md"))[::6]
    bodies = [parse(path.read_bytes()).body.replace("\r\n", "\n") for path in paths]
    different = [path for path, body in zip(paths, bodies, strict=True) if our_fences(body) != markdown_it_fences(body)]

    assert len(different) <= len(paths) // 50, different[:10]


FLOODS = {
    "hashes": "#" * 500_000,
    "headings": "# a\n" * 100_000,
    "title of blanks": "# " + " \t" * 250_000 + "x",
    "title of hashes": "# " + "a #" * 200_000,
    "backticks": "`" * 500_000 + "x",
    "fences": "```\n~~~\n" * 60_000,
    "bullets": "- (use `a` " * 50_000,
    "continued bullet": "## Not to do\n- a\n" + "  b\n" * 150_000,
    "parentheses": "## Not to do\n- " + "(use `a` " * 60_000,
    "stars": "# " + "**" * 250_000,
    "bars": "|" * 300_000 + "\n|-|\n" + "|" * 300_000,
    "setext": "a\n" * 200_000 + "---\n",
    "comments": "<!--\n" * 100_000,
    "boundary title": "# " + "not " * 100_000,
    "agent column": "# Other agents\n|Agent " + "*" * 50_000 + "|\n|-|\n" + "|x|\n" * 12_500,
    "far uses": "# What you don't do\n- " + "q" * 400_000 + "\n" + " (use `zz`)\n" * 40_000,
    "title of marks": "# a" + "!" * 400_000 + "b",
}


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS)
def test_floods_are_read_in_time(body: str) -> None:
    """A body of half a megabyte of one construct takes well under the second that a file may take."""
    started = time.process_time()
    tree = markdown.sections(body, 1)
    seen = sum(1 for _ in markdown.bullets(body)) + sum(1 for _ in markdown.table_rows(body)) + len(tree)
    from agentkit.handoffs import find_handoffs

    seen += len(find_handoffs(tree)) + len(markdown.folded_title(tree[0].title if tree else ""))

    assert seen >= 0
    assert time.process_time() - started < 5  # some ten times what it takes: a quadratic reading takes minutes
