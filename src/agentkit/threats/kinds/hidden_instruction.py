"""Orders in a place that a reader of the page does not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import shortened
from agentkit.threats.harm import harm
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_STYLE = (
    r"<(?P<tag>[a-z]{1,12})\b[^<>]{0,300}?(?:style\s?=\s?[\"'][^\"'<>]{0,200}?(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0(?:\.\d+)?(?:px|em|pt|rem|%)?(?![\d.])|font-size\s?:\s?1px|opacity\s?:\s?0(?:\.0\d?)?(?![.\d])|"
    r"(?<![\w-])color\s?:\s?(?:white|#fff(?:fff)?|transparent|rgba\([^)]{5,30}, ?0\))|(?:left|top|text-indent)\s?:\s?-\d{3,6}|(?:max-)?(?:height|width)\s?:\s?0(?![.\d])|clip\s?:\s?rect\(0)|\shidden(?=[\s>=])|\saria-hidden=[\"']true)"
    r"[^<>]{0,300}>"
)
_REFERENCE = (
    r"(?:^|\n)[ \t]{0,3}\[[^\]\n]{1,80}\]:[ \t]{0,4}(?:<[^>\n]{0,200}>|\S{1,300})[ \t]{1,4}(?P<title>\"[^\"\n]{8,2000}\"|'[^'\n]{8,2000}'|\([^\n]{8,2000}\))[ \t]{0,4}(?=\r?\n|$)|"
    r"\]\([^)\s]{1,300} (?P<other>\"[^\"\n]{20,2000}\"|'[^'\n]{20,2000}')\)|<(?:img|a)\b[^<>]{0,300}?\b(?:alt|title)=(?P<alt>\"[^\"<>]{20,2000}\")"
)
_FAR = r"(?<=\S)[ \t\u00a0\u2000-\u200a\u3000]{80,}+(?=\S)"
_LONGEST = 20_000
_SCREEN = 40
"""Empty lines that push a text out of a window."""


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script" or view.depth:
        return
    for start, end, inside, what in (*_comments(view), *_styled(view), *_references(view), *_far(view), *_below(view)):
        wants = harm(inside, view.role, view.depth)
        if wants is not None:
            yield KIND.verdict(
                start,
                end,
                f"instructions in {what}: {wants}: `{shortened(' '.join(inside.split()), 60)}`",
                shortened(" ".join(inside.split()), 160),
            )


def _comments(view: View) -> Iterator[tuple[int, int, str, str]]:
    at = view.text.find("<!--")
    while at >= 0:
        end = view.text.find("-->", at + 4)
        if end < 0:
            break  # nothing closes it, so a reader sees it or everything below is hidden with it
        if view.fence(at) is None and not view.is_quoted(at):
            yield at, end + 3, view.text[at + 4 : min(end, at + _LONGEST)], "an HTML comment"
        at = view.text.find("<!--", end + 3)


def _styled(view: View) -> Iterator[tuple[int, int, str, str]]:
    for match in view.search(
        _STYLE,
        (
            "display",
            "visibility",
            "font-size",
            "opacity",
            "color",
            "-indent",
            "hidden",
            "left",
            "height",
            "width",
            "top:",
            "clip",
        ),
    ):
        if view.fence(match.start()) is not None:
            continue
        end = view.lower.find(f"</{match['tag']}", match.end(), match.end() + _LONGEST)
        end = end if end >= 0 else view.line_span(match.end())[1]
        yield match.start(), end, view.text[match.end() : end], "text that a style hides"


def _references(view: View) -> Iterator[tuple[int, int, str, str]]:
    if not view.has(("]:", "](", "alt=", "title=")):
        return
    for match in view.search(_REFERENCE, ("]: ", "]:\t", ' "', " '", "alt=", "title=")):
        group = match.lastgroup or "title"
        if view.fence(match.start() + 1) is None and match[group] is not None:
            start, end = match.span(group)
            what = "the title of a link" if group != "title" else "a link definition"
            yield start, end, view.text[start + 1 : end - 1], what


def _far(view: View) -> Iterator[tuple[int, int, str, str]]:
    for match in view.search(_FAR, (" " * 80, "\t" * 20, "\u00a0" * 40, "\u3000" * 40)):
        start, end = view.line_span(match.end())
        if view.fence(match.start()) is None and "|" not in view.text[max(start, match.start() - 400) : match.start()]:
            yield match.end(), end, view.text[match.end() : min(end, match.end() + 2_000)], "text far to the right"


def _below(view: View) -> Iterator[tuple[int, int, str, str]]:
    """Give what stands below a screenful or more of empty lines."""
    if "\n\n\n\n\n\n\n\n\n\n" not in view.text.replace("\r", ""):
        return
    for match in compiled(r"(?<=\S)[ \t\r\n]{40,}+").finditer(view.text):
        end = match.end()
        if match[0].count("\n") >= _SCREEN and end < len(view.text) and view.fence(end) is None:
            yield end, min(end + 2_000, len(view.text)), view.text[end : end + 2_000], "text below many empty lines"


KIND = Kind(
    "hidden-instruction",
    ("AST01", "AST05", "LLM01", "CWE-451"),
    ("<", "]:", "](", " " * 80, "\t" * 20, "\n\n\n\n", "\u00a0" * 40, "\u3000" * 40, "\n\r\n\r\n"),
    _find,
    lowered=False,
)
