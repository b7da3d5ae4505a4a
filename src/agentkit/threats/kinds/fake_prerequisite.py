"""Something to install first that only an attack needs: a program from anybody, or a command pasted from a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, distrust, is_gist, is_known_installer, is_paste
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "win",
    "ctrl",
    "paste",
    "download",
    "install",
    "terminal",
    "run dialog",
    "powershell",
    ".exe",
    ".msi",
    ".dmg",
    ".pkg",
    ".zip",
)
_PASTE_MARKS = ("paste", "pasting", "pasted", "win+r", "win + r", "windows + r", "windows+r", "ctrl + v", "ctrl+v", "run dialog")
_CONSOLE = r"(?:terminals?|powershell|cmd(?:\.exe)?|command (?:prompt|line)|console|shell|run (?:dialog|box|window)|win(?:dows)?(?: key)? ?\+ ?[rx]|spotlight)"
_PASTE = (
    rf"\b(?:cop(?:y|ied)|grab|take|get|select)\b[^\n]{{0,160}}\bpast(?:e|ing|ed)\b[^\n]{{0,80}}\b{_CONSOLE}\b|"
    rf"\bpast(?:e|ing) (?:it|the|this|that|them|and run|these)\b[^\n]{{0,60}}\b(?:in|into|to)\b[^\n]{{0,20}}\b{_CONSOLE}\b|"
    rf"\bopen(?:ing)? (?:the |your |a )?{_CONSOLE}\b[^\n]{{0,120}}\bpaste\b|\bpress (?:the )?win\w* ?(?:key )?\+ ?r\b[^\n]{{0,160}}\b(?:paste|ctrl|enter)"
)
_FROM_PAGE = (
    rf"\b(?:copy|take|get|grab|run|execute|use)\b[^\n]{{0,30}}\b(?:commands?|scripts?|one-?liner|snippets?|code)\b[^\n]{{0,60}}\b(?:from|at|on|in)\b[^\n]{{0,40}}https?://"
    rf"[^\n]{{0,160}}\b{_CONSOLE}\b"
)
_ELSEWHERE = r"\b(?:visit|go to|open|navigate to|browse to|from|head to|see|at|on|via|using)\b[^\n]{0,60}(?:\]\(https?://|https?://)[^\n]{0,160}|\]\((?P<url>https?://[^)\s]{4,300})\)"
_PROGRAM = r"https?://[^\s'\"<>`)\]]{3,240}\.(?:exe|msi|dmg|pkg|zip|rar|7z|scr|iso|img|bat|cmd|ps1|jar|appimage|apk|tar\.gz|tgz|vbs|hta)(?![\w-]|\.\w)"
_REQUIRED = (
    r"\b(?:requires?|required|mandatory|necessary|must (?:be|have|first|install|download|run)|needs? (?:the|to be|to have)|before (?:using|you (?:can|begin|start|use)|proceeding|continuing|starting|any)|"
    r"prerequisites?|will not (?:work|function|run|operate)|won['’]t (?:work|function|run)|cannot (?:work|function|run|be used|operate|proceed)|does(?: not|n['’]t) work|essential|first[ ,]|ensure|needed|do not (?:continue|proceed))\b"
)
_STRONG = (
    r"\b(?:will not|won['’]t|cannot|can['’]t|does(?: not|n['’]t)) (?:work|function|run|operate|be used|proceed|start)\b[^\n]{0,60}\b(?:without|unless|until)\b|"
    r"\b(?:without|unless|until)\b[^\n]{0,80}\b(?:will not|won['’]t|cannot|can['’]t|fails?)\b|"
    r"\bnothing (?:works?|runs?|starts?)\b|\bno (?:tool|command|part|function|feature|call)s?\b[^\n]{0,40}\b(?:works?|runs?|starts?|loads?)\b|"
    r"\brun anyway\b|\bsmart ?screen\b|\bgatekeeper\b|\bright-click\b[^\n]{0,40}\bopen\b|\b(?:disable|turn off|pause)\b[^\n]{0,30}\b(?:antivirus|defender|protection)\b|"
    r"\b(?:operations?|skill|agent|tool|feature|functionality|commands?)s? (?:all )?requires?\b[^\n]{0,80}|"
    r"\bmust (?:be )?(?:installed|running|download(?:ed)?|executed|launched)\b|\bbefore (?:using|proceeding|continuing|first use)\b|\brequired (?:helper|driver|component|utility|core|runtime|module|patch|update)\b"
)
_RUN = r"\b(?:run|execute|launch|open|start|double-?click|install)\b[^\n]{0,50}\b(?:the |this |it\b|that |as administrator|executable|installer|file|program|binary|setup|utility|package|\w+\.exe)"


def _find(view: View) -> Iterator[Threat]:
    if view.role == "script":
        return
    yielded = -1
    for match in (*view.search(_PASTE, _PASTE_MARKS), *view.search(_FROM_PAGE, ("http://", "https://"))):
        start, end = view.around(match.start(), 2, 1)
        near = view.lower[max(start, match.start() - 900) : min(end, match.end() + 500)]
        page = compiled(_ELSEWHERE).search(near)
        urls = re.findall(URL, near)
        strange = any(is_paste(url) or is_gist(url) or (distrust(url) is not None) for url in urls)
        blind = compiled(
            r"win\w{0,20} ?(?:key )?\+ ?r\b[^\n]{0,120}(?:ctrl ?\+ ?v|paste)[^\n]{0,60}\b(?:enter|ok|return)"
        ).search(near)
        if blind is not None and view.fence(match.start()) is None and not view.is_defensive(match.start()):
            yield KIND.verdict(*match.span(), f"whatever is on the clipboard is to be run: `{view.shown(*match.span())}`")
            continue
        if view.fence(match.start()) is not None or (page is None and not strange):
            continue
        what = (
            compiled(r"\b(?:install\w*|setup|commands?|scripts?|code|one-?liner|snippet|text|lines?|contents?)\b").search(
                view.lower, match.start(), match.end() + 60
            )
            is not None
        )
        demanded = (
            compiled(_REQUIRED).search(near) is not None
            or compiled(_REQUIRED).search(view.lower, view.around(match.start(), 8, 0)[0], match.start()) is not None
        )
        strange = strange or compiled(r"\bsnippets?\b|/(?:setup|install|snippets?|raw|q)/?").search(" ".join(urls)) is not None
        known = bool(urls) and all(is_known_installer(url) for url in urls)
        if not known and what and (strange or demanded) and not view.is_defensive(match.start()):
            yielded = view.line(match.start())
            yield KIND.verdict(
                *match.span(), f"a command is to be copied from a page and pasted into a shell: `{view.shown(*match.span())}`"
            )
    for match in view.search(_PROGRAM, ("http://", "https://")):
        line = view.line(match.start())
        if (abs(line - yielded) <= 6 and yielded >= 0) or view.fence(match.start()) is not None:
            continue
        start, end = view.around(match.start(), 6, 3)
        near = view.lower[max(start, match.start() - 1_500) : min(end, match.end() + 900)]
        own = view.lower[
            max(view.around(match.start(), 1, 1)[0], match.start() - 500) : min(
                view.around(match.start(), 1, 1)[1], match.end() + 400
            )
        ]
        reason = distrust(match[0])
        if compiled(_RUN).search(own) is None or compiled(_REQUIRED).search(near) is None:
            continue
        is_demanded = compiled(_STRONG).search(near) is not None
        if (reason is not None and not view.is_defensive(match.start())) or (
            is_demanded and compiled(r"/releases/download/|/raw/|\bdownload\b").search(own) is not None
        ):
            yielded = line
            yield KIND.verdict(*match.span(), f"a program from a stranger is said to be needed: `{view.shown(*match.span())}`")


KIND = Kind("fake-prerequisite", ("AST01", "AST02", "LLM03", "CWE-506"), _MARKS, _find)
