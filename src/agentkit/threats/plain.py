"""A text as what runs it takes it: without quotes inside words, with escapes, argument lists and names of addresses filled in.

A shell reads `c''url` as `curl`, a program that is given `["curl", "-d"]` runs `curl -d`, and `$URL` is what was put into it above. None of
this is run; it is only spelt out, so that patterns see what a reader would have to work out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.view import compiled
from agentkit.threats.words import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

_PIECES = (
    r"\\(?:[nrt](?:\\[nrt]){0,19}|[\"/]|u00[2-7][0-9a-f]|x[2-7][0-9a-f]|(?<=[a-z]\\)(?=[a-z]))|"
    r"'(?:'(?<=[a-z]'')(?=[a-z])|(?<=[\w/:.~-]') ?[+.] ?['\"](?=[\w/:.~|-]))|"
    r"\"(?:\"(?<=[a-z]\"\")(?=[a-z])|(?<=[\w/:.~-]\") ?[+.] ?['\"](?=[\w/:.~|-]))|"
    r"\^(?<=[a-z]\^)(?=[a-z])|`(?<=[a-z]`)(?=[a-z])|\$(?:\{ifs[^}\n]{0,8}\}|ifs(?:\$\d)?)"
)
"""Escapes, quotes inside words, joints, blanks of a shell. Each begins with a character of its own: most of a text is stepped over."""
_SPELT = (
    Sign(
        r"\\(?:[nrtNRT\"/]|[uU]00[2-7][0-9a-fA-F]|[xX][2-7][0-9a-fA-F]|(?<=[a-zA-Z]\\)(?=[a-zA-Z]))|"
        r"'(?:'(?<=[a-zA-Z]'')(?=[a-zA-Z])|[+.](?=[ '\"]))|\"(?:\"(?<=[a-zA-Z]\"\")(?=[a-zA-Z])|[+.](?=[ '\"]))|"
        r"\^(?<=[a-zA-Z]\^)(?=[a-zA-Z])|`(?<=[a-zA-Z]`)(?=[a-zA-Z])|\$\{?[iI][fF][sS]|\+(?<= \+)(?=[ '\"])|\.(?<= \.)(?=[ '\"])"
    ),
)
"""What one word has where a piece stands; a joint may have blanks around it."""
_COMMANDS = (
    r"(?:/usr)?(?:/bin/)?(?:curl|wget|nc|ncat|netcat|socat|(?:ba|z|da)?sh|cmd|powershell|pwsh|rm|cat|scp|rsync|python3?|node|perl|ruby|dd|mkfs[.\w]{0,5}|"
    r"base64|openssl|xmrig|security|env|gh|aws|sudo|certutil|mshta|chmod|shred|dig|nslookup)(?:\.exe)?"
)
_LIST = rf"['\"]{_COMMANDS}['\"](?=\s{{0,40}},)"
_LISTED = (Sign(rf"(?i:['\"{{]{_COMMANDS}['\",])"),)
_GAP = r"['\"]\s{0,40},\s{0,40}(?:['\"]args['\"]\s{0,8}:\s{0,8})?\[?\s{0,40}['\"]"
_ITEM = r"[^'\"\n]{0,400}"
_LONGEST_LIST = 40
_BRACES = rf"\{{({_COMMANDS}(?:,[^\s,{{}}]{{1,200}}){{1,20}})\}}"
_VALUE = (
    r"(?:https?|ftp)://[^\s'\"`;]{3,200}|(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5})?|(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}(?:/[^\s'\"`;]{0,80})?|"
    r"(?:~|\$home)?/?\.[\w./-]{3,80}|~/?|\$\{?home\}?/?"
)
_GIVEN = (
    r"^[ \t]{0,40}(?:export |set |const |let |var |\$)?(?P<name>[a-z_]\w{0,30})"
    rf"(?: ?= ?(?P<quote>['\"])(?P<quoted>{_VALUE})(?P=quote)|=(?P<bare>{_VALUE}))[ \t]{{0,8}};?\r?$"
)
_MOST_NAMES = 40


def plain(view: View) -> tuple[str, list[int]] | None:
    """Give a text as it is taken, and the offset of each of its characters; None where it is taken as it stands."""
    text, lower = view.text, view.lower
    pieces = sorted(
        [
            *(_spelt(lower) if view.has(_SPELT) else ()),
            *(_lists(lower) if view.has(_LISTED) else ()),
            *_named(text, lower),
        ]
    )
    if not pieces:
        return None
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end, new in pieces:
        if start < at:
            continue  # inside another
        out += (text[at:start], new)
        offsets += range(at, start)
        offsets += [start] * len(new)
        at = end
    out.append(text[at:])
    offsets += range(at, len(text))
    return "".join(out), [*offsets, len(text)]


def _spelt(lower: str) -> Iterator[tuple[int, int, str]]:
    for match in compiled(_PIECES).finditer(lower):
        piece = match[0]
        if piece.startswith(("\\u", "\\x")):
            new = bytes.fromhex(piece[-2:]).decode("latin-1")
        elif piece.startswith("\\") and len(piece) > 1:
            # `cu\\rl` is a word to a shell, `one.\\ntwo` two of them in JSON.
            beside = lower[match.start() - 1 : match.start()] + lower[match.end() : match.end() + 1]
            new = piece[1] if piece[1] in '"/' or (len(piece) == 2 and len(beside) == 2 and beside.isalpha()) else " "
        else:
            new = " " if piece.startswith("$") else ""
        yield match.start(), match.end(), new


def _lists(lower: str) -> Iterator[tuple[int, int, str]]:
    """Give what stands between the words of a command that is given as a list."""
    gap, item = compiled(_GAP), compiled(_ITEM)
    last = 0
    for head in compiled(_LIST).finditer(lower):
        at = head.end() - 1
        if at < last:
            continue
        for _ in range(_LONGEST_LIST):
            between = gap.match(lower, at)
            if between is None:
                break
            yield between.start(), between.end(), " "
            word = item.match(lower, between.end())
            at = last = word.end() if word is not None else between.end()
    for braces in compiled(_BRACES).finditer(lower):
        yield braces.start(), braces.start() + 1, ""
        for comma in re.finditer(",", braces[0]):
            yield braces.start() + comma.start(), braces.start() + comma.end(), " "
        yield braces.end() - 1, braces.end(), ""


def _named(text: str, lower: str) -> Iterator[tuple[int, int, str]]:
    """Give each use of a name that an address, a host or a hidden file was put into above it."""
    given: dict[str, tuple[int, str]] = {}
    at = lower.find("=")
    while at >= 0 and len(given) < _MOST_NAMES:
        match = compiled(_GIVEN).match(lower, lower.rfind("\n", 0, at) + 1)
        if match is not None:
            start, end = match.span("quoted" if match["quoted"] else "bare")
            given.setdefault(match["name"], (match.end(), text[start:end]))
        at = lower.find("\n", at)
        at = lower.find("=", at) if at >= 0 else -1
    if not given:
        return
    names = "|".join(sorted(map(re.escape, given), key=len, reverse=True))
    for match in re.finditer(rf"\$\{{?({names})\b\}}?|(?<=[(,]) ?({names})(?=[,)])|\{{({names})\}}", lower):
        end, value = given[match[1] or match[2] or match[3]]
        if match.start() >= end:
            bare = match[2] is not None
            yield match.start(), match.end(), f"'{value}'" if bare else value
