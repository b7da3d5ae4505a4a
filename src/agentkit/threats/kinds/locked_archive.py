"""An archive to download whose password stands beside it, so that no scanner can look into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = ("pass", "pwd", "pw:", "pin:", "unlock", "-p")
_ARCHIVE = r"(?:\.(?:zip|rar|7z|tar|tgz|tar\.gz|gz|iso|img|cab|dmg|exe|msi|pkg|jar)\b|\barchives?\b|\bzip(?:ped)?(?: file)?\b|\brar\b|\bunzip\b|\bextract\w*|\bunpack\w*|\bdecompress\w*)"
_NAMED = (
    r"(?:\bpass(?:word|code|phrase|key)?|\bpwd|\bpw|\bpin|\bunlock(?:ing)? (?:code|key))(?:\s?(?:is|for (?:the )?(?:archive|zip|file|extraction)(?: is)?))?\W{0,3}"
    r"\s?(?:[:=]|\bis\b|[`'\"“*])[\s*]{0,3}[`'\"“*]{0,3}(?P<word>[^\s`'\"”*)<>,;]{2,40})"
)
_AS = r"\bwith [`'\"“*]{0,3}(?P<word>[^\s`'\"”*<>]{3,40})[`'\"”*]{0,3} as (?:the |its )?pass(?:word|code|phrase)\b"
_COMMAND = r"\b(?:unzip|7z[a-z]?|unrar|bsdtar|expand-7zip)\b[^\n|;]{0,60}(?: -p ?['\"]?(?P<word>[^\s'\"$/-][^\s'\"]{1,40})|--passphrase[ =]['\"]?(?P<other>[^\s'\"$]{2,40}))"
_IN_CODE = r"\bextractall\([^\n]{0,80}\bpwd ?= ?b?['\"](?P<word>[^'\"\n]{2,40})['\"]|\bsetpassword\(b?['\"](?P<other>[^'\"\n]{2,40})['\"]|\bpassword ?= ?b?['\"](?P<third>[^'\"\n]{2,40})['\"][^\n]{0,40}(?:sevenzip|rarfile|zipfile)"
_SET = r"\.password ?= ?['\"](?P<word>[^'\"\n]{2,40})['\"]"
_FETCHED_ABOVE = 8
_SOURCE = r"https?://|\bdownload|\]\("
_FORMS = frozenset(
    (
        "required",
        "optional",
        "none",
        "protected",
        "hash",
        "field",
        "fields",
        "str",
        "string",
        "and",
        "or",
        "the",
        "your",
        "reset",
        "***",
        "...",
        "in",
    )
)


def _find(view: View) -> Iterator[Threat]:
    for match in (*view.search(_IN_CODE, ("pwd", "setpassword", "password")), *view.search(_SET, (".password",))):
        start, _ = view.around(match.start(), _FETCHED_ABOVE, 0)
        if (
            match[0].startswith(".password")
            and compiled(r"zip|7z|rar\b|archive").search(view.lower, max(start, match.start() - 600), match.start()) is None
        ):
            continue
        if compiled(r"https?://[^\s'\"]{4,300}").search(view.lower, max(start, match.start() - 1_500), match.start()) is not None:
            yield KIND.verdict(
                *match.span(), f"an archive that is fetched is opened with a password: `{view.shown(*match.span())}`"
            )
    for pattern, marks in (
        (_NAMED, _MARKS[:-1]),
        (_AS, ("as the pass", "as pass", "as its pass")),
        (_COMMAND, ("unzip", "7z", "unrar", "bsdtar")),
    ):
        for match in view.search(pattern, marks):
            word = match["word"] or match["other"] if pattern is _COMMAND else match["word"]
            if word.strip(".:*") in _FORMS or word.startswith(("$", "{", "<", "%")):
                continue
            if pattern is not _COMMAND and (view.fence(match.start()) is not None or view.role == "script"):
                continue
            start, end = view.around(match.start(), 3, 1)
            near = view.lower[max(start, match.start() - 1_200) : min(end, match.end() + 600)]
            line = view.lower[
                max(view.line_span(match.start())[0], match.start() - 300) : min(
                    view.line_span(match.end())[1], match.end() + 200
                )
            ]
            if compiled(_SOURCE).search(near) is None or compiled(_ARCHIVE).search(line) is None:
                continue
            if view.is_defensive(match.start()) and not compiled(r"https?://").search(near):
                continue
            yield KIND.verdict(
                *match.span(), f"an archive to download, with its password beside it: `{view.shown(match.start(), match.end())}`"
            )


KIND = Kind("locked-archive", ("AST01", "AST02", "LLM03", "CWE-506"), _MARKS, _find)
