"""What stands in a text: commands, hosts, and what a reader of the page does not see."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from agentkit.auditing.report import Command, Hidden
from agentkit.display import shortened, visible
from agentkit.markdown import code_fences
from agentkit.pattern import pattern
from agentkit.span import Lines
from agentkit.threats.hosts import URL, host_of, is_open
from agentkit.threats.invisible import invisible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.markdown import Fence

_SHELL = frozenset("sh bash shell zsh fish console terminal shell-session sh-session cmd bat powershell ps1 pwsh ps".split())
_ON_LOAD = pattern(r"(?<![`\w!])!`([^`\n]{1,2000})`")
_PROMPT = pattern(r"(?:\$|>|PS[^>\n]{0,80}>|[\w.-]{1,40}@[\w.-]{1,60}[:~/\w.-]{0,80}[$#])[ \t]+")
_REACHES = pattern(
    r"\b(?:curl|wget|nc|ncat|netcat|ssh|scp|rsync|ftp|sftp|telnet|ping|dig|nslookup|host|socat|invoke-webrequest|iwr|irm)\b"
)
# A host without a scheme, where a command that reaches the network takes one.
_HOST = pattern(
    r"(?<![\w./@-])(?:[\w.-]{1,64}@)?((?:[a-z0-9_](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?=[/:\s'\"`]|$)"
)
_FILE_LIKE = frozenset(
    "sh py js ts json md txt yaml yml toml html css tar gz tgz zip log out conf cfg ini lock pem key crt csv env".split()
)
_SHOWN = 2_000
_LONGEST = 20_000
"""Characters of a comment that are looked at for showing it."""


def commands(text: str, path: str, *, fences: bool) -> Iterator[Command]:
    """Give the commands of a text: those that run on load, and with `fences` each line of its shell blocks.

    A line that ends in a backslash goes on; comments and what a session printed are no commands.
    """
    blocks = list(code_fences(text)) if "```" in text or "~~~" in text else []
    lines = Lines(text)
    if "!`" in text:
        for match in _ON_LOAD.finditer(text):
            if not _is_within(blocks, match.start()):
                yield Command(path, lines.position(match.start())[0], _one_line(match[1]), True)
    for fence in blocks if fences else ():
        words = fence.info.split()
        language = (words[0] if words else "").strip("{}.").lower()
        content = text[fence.content_start : fence.content_end]
        if language == "!" or language in _SHELL:
            first = lines.position(fence.content_start)[0]
            session = any(_PROMPT.match(line.lstrip()) for line in content.splitlines())
            yield from _commands_in(content, path, first, session=session, on_load=language == "!")


def _commands_in(content: str, path: str, first: int, *, session: bool, on_load: bool) -> Iterator[Command]:
    """Give the commands of a block; of a session, where lines start with a prompt, only what follows one."""
    pending = ""
    start = first
    for number, line in enumerate(content.split("\n"), first):
        stripped = line.strip()
        if not pending:
            start = number
            prompt = _PROMPT.match(stripped)
            if session and prompt is None:
                continue
            stripped = stripped[prompt.end() :] if prompt is not None else stripped
            if not stripped or stripped.startswith("#"):
                continue
        pending += stripped.removesuffix("\\").rstrip() + " "
        if not stripped.endswith("\\"):
            yield Command(path, start, _one_line(pending), on_load)
            pending = ""
    if pending:
        yield Command(path, start, _one_line(pending), on_load)


def _is_within(blocks: Sequence[Fence], offset: int) -> bool:
    """Tell whether a place stands in one of the code blocks, which are in order."""
    at = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return at >= 0 and offset < blocks[at].end


def _one_line(text: str) -> str:
    return shortened(" ".join(text.split()), _SHOWN)


def hosts(text: str) -> set[str]:
    """Give the hosts of a text's addresses, and those that commands which reach the network name without a scheme."""
    lower = text.lower()
    found: set[str] = set()
    if "://" in lower:
        found = {host_of(match[0]) for match in re.finditer(URL, lower) if not is_open(match[0])}
    looked = 0  # windows do not overlap, so that a line of nothing but commands costs one pass
    for match in _REACHES.finditer(lower):
        end = lower.find("\n", match.end(), match.end() + 500)
        end = end if end >= 0 else match.end() + 500
        start, looked = max(looked, match.end()), max(looked, end)
        for host in _HOST.finditer(lower, start, end):
            if host[1].rpartition(".")[2] not in _FILE_LIKE:
                found.add(host[1])
    return {visible(host) for host in found if host}


def hidden(text: str, path: str, *, markdown: bool) -> Iterator[Hidden]:
    """Give what a reader of the page does not see: runs of invisible characters, decoded, and HTML comments of Markdown."""
    lines = Lines(text)
    for run in invisible(text):
        yield Hidden(path, lines.position(run.start)[0], run.what, shortened(" ".join(run.text.split()), _SHOWN))
    if markdown and "<!--" in text:
        blocks = list(code_fences(text)) if "```" in text or "~~~" in text else []
        at = text.find("<!--")
        while at >= 0 and (end := text.find("-->", at + 4)) >= 0:
            said = shortened(" ".join(text[at + 4 : min(end, at + _LONGEST)].split()), _SHOWN)
            if said and not _is_within(blocks, at):
                yield Hidden(path, lines.position(at)[0], "HTML comment", said)
            at = text.find("<!--", end + 3)
