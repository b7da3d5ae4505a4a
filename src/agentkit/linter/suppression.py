"""Findings that a file says are meant: `agentkit: ignore[CODE] reason` in an HTML comment, or in a YAML comment.

In the body `<!-- agentkit: ignore[AK303] shown as an example -->`, in the frontmatter `# agentkit: ignore[AK203] a private
tool`. On a line of its own it is about the next line that holds anything, else about its own line. `ignore-file[CODE]`
is about the whole file. Several codes are separated by commas; a rule's name does as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from agentkit.document import Document
    from agentkit.span import Span

UNUSED = ("AK900", "unused-suppression")
WITHOUT_REASON = ("AK901", "suppression-without-reason")
UNKNOWN_CODE = ("AK902", "unknown-suppressed-code")

_MOST_HINTS = 50
"""Comments of a file for which a name like the one written is looked for."""
_IN_BODY = r"<!--[ \t]*agentkit:[ \t]*(?P<kind>ignore(?:-file)?)\[(?P<codes>[^\]\n]{0,500})\](?P<reason>[^\n]{0,500}?)-->"
_IN_BLOCK = r"(?:^|[ \t])#[ \t]*agentkit:[ \t]*(?P<kind>ignore(?:-file)?)\[(?P<codes>[^\]\n]{0,500})\](?P<reason>[^\n]{0,500})"


class Suppression(NamedTuple):
    """One comment."""

    codes: tuple[str, ...]
    """Codes or names of rules, as written."""
    reason: str
    line: int | None
    """The line of the file that it is about, 1-based; None for the whole file."""
    span: Span


def suppressions(document: Document) -> tuple[Suppression, ...]:
    """Find the comments of a file, in order."""
    text = document.text
    if "agentkit:" not in text:
        return ()
    found = [(match, match.start()) for match in re.finditer(_IN_BODY, text[document.body_start :])]
    found = [(match, start + document.body_start) for match, start in found]
    found += [(match, match.start()) for match in re.finditer(_IN_BLOCK, text[: document.body_start], re.MULTILINE)]
    return tuple(_suppression(document, match, start) for match, start in sorted(found, key=lambda pair: pair[1]))


def _suppression(document: Document, match: re.Match[str], start: int) -> Suppression:
    start += len(match[0]) - len(match[0].lstrip(" \t"))
    span = document.lines.span(start, start + len(match[0].strip()))
    codes = tuple(code.strip() for code in match["codes"].split(",") if code.strip())
    line: int | None = span.line
    if match["kind"] == "ignore-file":
        line = None
    elif _stands_alone(document.text, span):
        line = _next_line(document.text, span)
    return Suppression(codes, match["reason"].strip(" \t\r:-\u2013\u2014"), line, span)


def _stands_alone(text: str, span: Span) -> bool:
    # Not the whole line: one of a megabyte may hold a comment every few characters.
    before, after = span.start - 1, span.end
    while before >= 0 and text[before] in " \t\r":
        before -= 1
    while after < len(text) and text[after] in " \t\r":
        after += 1
    return (before < 0 or text[before] == "\n") and (after == len(text) or text[after] == "\n")


def _next_line(text: str, span: Span) -> int:
    line = span.end_line
    at = text.find("\n", span.end)
    while at >= 0:
        line += 1
        end = text.find("\n", at + 1)
        if text[at + 1 : end if end >= 0 else len(text)].strip():
            return line
        at = end
    return span.line


def apply(
    found: Iterable[Diagnostic], comments: Mapping[str, tuple[Suppression, ...]], names: Mapping[str, str], ran: Collection[str]
) -> tuple[list[Diagnostic], int]:
    """Take out the findings that comments are about, and report comments that are of no use.

    Args:
        found: Findings.
        comments: Path to the comments of that file.
        names: Code to name of every rule there is.
        ran: Codes of the rules that ran; a comment about another is not unused.

    Returns:
        The findings that are left, those about comments included, and how many were taken out.
    """
    # By file, line and code: a file may hold thousands of comments and of findings on one line.
    wanted = {
        (path, comment.line, code)
        for path, own in comments.items()
        for comment in own
        if comment.reason
        for code in comment.codes
    }
    used: set[tuple[str, int | None, str]] = set()
    left: list[Diagnostic] = []
    taken = 0
    for diagnostic in found:
        path = diagnostic.path or ""
        keys = {(path, line, code) for line in (None, diagnostic.span.line) for code in (diagnostic.code, diagnostic.slug)}
        about = keys & wanted
        used |= about
        taken += bool(about)
        if not about:
            left.append(diagnostic)
    codes = {slug: code for code, slug in names.items()} | {code: code for code in names}
    for path, own in comments.items():
        for at, comment in enumerate(own):
            its = {code for code in comment.codes if (path, comment.line, code) in used}
            left += _about(path, comment, its, names, ran, codes, near=at < _MOST_HINTS)
    return left, taken


def _about(
    path: str,
    comment: Suppression,
    used: set[str],
    names: Mapping[str, str],
    ran: Collection[str],
    codes: Mapping[str, str],
    *,
    near: bool,
) -> Iterable[Diagnostic]:
    if not comment.reason:
        message = "a suppression without a reason does not count"
        yield _finding(WITHOUT_REASON, message, path, comment, "say behind the bracket why the finding is meant")
        return
    if not comment.codes:
        yield _finding(UNKNOWN_CODE, "a suppression that names no rule", path, comment, "write a code: ignore[AK203]")
    for written in comment.codes:
        code = codes.get(written)
        if code is None:
            hint = (did_you_mean(written, codes) if near else None) or "`agentkit rule` lists the codes"
            yield _finding(UNKNOWN_CODE, f"no rule `{written[:60]}`", path, comment, hint)
        elif written not in used and code in ran:
            what = "in this file" if comment.line is None else f"on line {comment.line}"
            yield _finding(UNUSED, f"nothing of {code} ({names[code]}) is found {what}", path, comment, "take it out")


def _finding(kind: tuple[str, str], message: str, path: str, comment: Suppression, hint: str) -> Diagnostic:
    return Diagnostic(kind[0], kind[1], Severity.WARNING, message, path, comment.span, hint)
