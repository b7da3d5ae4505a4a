"""A shell that is handed to whoever listens, or to whoever calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.pattern import pattern
from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    *(
        "/dev/tcp",
        "/dev/udp",
        "nc ",
        "ncat",
        "netcat",
        "socat",
        "socket",
        "fsockopen",
        "tcpclient",
        "telnet",
        "s_client",
        "net.connect",
        "net.dial",
    ),
    *("ssh ", "recv(", "receive("),
    *("/inet/tcp", "net.socket", "net.createconnection", "ztcp"),
)
_HOST = r"(?:(?:\d{1,3}\.){3}\d{1,3}|[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,5}|0x[0-9a-f]{8})"
_ANY = r"[\"'(,\s]{1,5}"
_SHELL = r"(?:/usr)?(?:/bin/)?(?:(?:ba|z|da|k)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?)\b"
_PATTERNS = (
    (
        rf"\b(?:ba|z|k)?sh -i\b[^\n]{{0,30}}/dev/(?:tcp|udp)/{_HOST}/\d{{1,5}}|\bexec \d{{1,3}} ?<> ?/dev/(?:tcp|udp)/{_HOST}/\d{{1,5}}|"
        rf"[<>]&? ?/dev/(?:tcp|udp)/{_HOST}/\d{{1,5}}[^\n]{{0,40}}(?:0?[<>]&\d|2>&1|<&)"
    ),
    (
        rf"\b(?:nc|ncat|netcat)\S{{0,12}} (?:--?[a-z][a-z-]{{0,14}} ){{0,4}}{_HOST} \d{{1,5}} (?:--?[a-z][a-z-]{{0,14}} ){{0,4}}(?:-e|-c|--exec|--sh-exec) ?['\"]?{_SHELL}|"
        rf"\b(?:nc|ncat|netcat)\S{{0,12}} (?:--?[a-z][a-z-]{{0,14}} ){{0,3}}(?:-[a-z]{{0,5}}[ec]|--(?:sh-)?exec) ?['\"]?{_SHELL}['\"]? (?:--?[a-z][a-z-]{{0,14}} ){{0,4}}{_HOST} \d{{1,5}}"
    ),
    (
        rf"\bmkfifo\b[^\n]{{0,120}}\b(?:nc|ncat|netcat|openssl s_client|telnet)\b[^\n]{{0,40}}?{_HOST}[: ]\d{{1,5}}|"
        rf"\b(?:nc|ncat|telnet) {_HOST} \d{{1,5}} ?\| ?{_SHELL}[^\n]{{0,20}}\| ?(?:nc|ncat|telnet)|\bmkfifo\b[^\n]{{0,200}}{_SHELL} -i[^\n]{{0,40}}(?:nc|ncat) [^\n]{{0,20}}{_HOST}"
    ),
    rf"\bsocat\b[^\n]{{0,80}}\btcp4?:{_HOST}:\d{{1,5}}[^\n]{{0,40}}exec:|\bsocat\b[^\n]{{0,40}}exec:[^\n]{{0,80}}\btcp4?:{_HOST}:\d",
    rf"\bsocket\b[^\n]{{0,300}}?connect\({_ANY}{_HOST}['\"],? ?\d{{1,5}}[^\n]{{0,300}}?(?:dup2|pty\.spawn|subprocess|/bin/(?:ba)?sh|os\.system|os\.popen)",
    rf"\buse socket\b[^\n]{{0,80}}{_HOST}[^\n]{{0,300}}exec ?[({{]?[\"']{{1,2}}{_SHELL}|\$i=['\"]{_HOST}['\"];[^\n]{{0,300}}{_SHELL}",
    (
        rf"\bfsockopen\({_ANY}{_HOST}['\"], ?\d{{1,5}}[^\n]{{0,200}}(?:exec|system|shell_exec|passthru|proc_open|popen)\(|"
        rf"\btcpsocket\.(?:new|open)\({_ANY}{_HOST}['\"], ?['\"]?\d{{1,5}}[^\n]{{0,200}}(?:exec|spawn|io\.popen|`|{_SHELL})"
    ),
    (
        rf"\bsockets\.tcpclient\({_ANY}{_HOST}['\"], ?\d{{1,5}}[^\n]{{0,400}}|\bnet\.dial\(['\"]tcp['\"], ?['\"]{_HOST}:\d{{1,5}}[^\n]{{0,300}}exec\.command|"
        rf"/inet/tcp/0/{_HOST}/\d{{1,5}}[^\n]{{0,200}}|\bztcp {_HOST} \d"
    ),
    rf"\bs_client\b[^\n]{{0,60}}-connect {_HOST}:\d{{1,5}}[^\n]{{0,40}}\|?[^\n]{{0,40}}{_SHELL}|{_SHELL} -i[^\n]{{0,40}}\| ?openssl s_client[^\n]{{0,60}}{_HOST}",
    rf"\bnet\.(?:connect|createconnection|socket)\b[^\n]{{0,400}}\b(?:spawn|exec)\(['\"]{_SHELL}|\b(?:spawn|exec)\(['\"]{_SHELL}[^\n]{{0,200}}\bnet\.(?:connect|socket)",
)
_BIND = rf"\b(?:nc|ncat|netcat)\S{{0,12}} (?:-[a-z]{{1,6}} ){{0,3}}-[a-z]{{0,3}}l[a-z]{{0,4}} ?[^\n|;]{{0,40}}(?:-e|-c|--exec|--sh-exec) ?{_SHELL}|\bsocat\b[^\n]{{0,40}}listen:\d{{2,5}}[^\n]{{0,60}}exec:['\"]?{_SHELL}"
_STEPS = r"[.:]connect\(|\bconnect\(\(? ?['\"](?:[\w.-]{4,80})['\"] ?, ?\d{2,5}|\bcreateconnection\(|\bnet\.connect\(|\bnet\.socket\(\)|\.connect\(\d{2,5}, ?['\"][\w.-]{4,80}['\"]|\bconnect\(\(\w{1,20}, ?\w{1,20}\)\)"
_TUNNEL = r"\bssh\b[^\n;|&]{0,120} -[a-z]{0,5}r ?(?:\d{1,5}|\*?:\d{1,5}|0):(?:localhost|127\.0\.0\.1):22\b[^\n;|&]{0,80}"
_SHELL_IN_CODE = r"io\.popen\(\w{1,20}\b|os\.dup2\(|os\.execute\(['\"](?:/bin/)?(?:ba)?sh|pty\.spawn\(|(?:spawn|exec|popen|call|run)\(\[? ?['\"](?:/bin/)?(?:ba)?sh['\"]|\.pipe\(\w{1,20}\.stdin\)|(?:spawn|popen)\(\[?['\"](?:cmd\.exe|powershell)"
_HEARD = r"\b(?P<name>\w{1,20})\s?=\s?[^\n]{0,40}\b(?:recv|receive|readline|readstring)\("
_OBEYED = r"\b(?:popen|check_output|getoutput|run|system|exec|execsync|command)\([^\n]{0,40}\b"
"""What makes a command of a line that came over a connection."""
_PLACEHOLDER = pattern(
    r"\b(?:attacker|evil|listener|your|target|lhost|kali|victim|hacker)[\w-]{0,10}(?:\.(?:com|tld|ip)\b|\b(?!\.))|x\.x|\b(?:0\.0\.0\.0|127\.|10\.10\.\d|10\.0\.0\.1\b|1\.2\.3\.4|192\.168\.)"
)


def _find(view: View) -> Iterator[Threat]:
    known: set[int] = set()
    for each in (*_PATTERNS, _BIND, _TUNNEL):
        for match in view.search(each, _MARKS):
            if view.line(match.start()) in known:
                continue
            known.add(view.line(match.start()))
            message = f"a shell is handed out: `{view.shown(*match.span())}`"
            if not view.runs(match.start()) and view.is_defensive(match.start()):
                yield KIND.info(*match.span(), f"{message}, in a text that warns of it")
            elif _PLACEHOLDER.search(match[0]) is not None or (each is _BIND and not view.runs(match.start())):
                yield KIND.warning(*match.span(), message)
            else:
                yield KIND.verdict(*match.span(), message)
    for match in view.search(_HEARD, ("recv(", "receive(", "readline(", "readstring(")):
        below = view.lower[match.end() : min(view.around(match.end(), 0, 5)[1], match.end() + 600)]
        if not view.is_code(match.start()) or re.search(rf"{_OBEYED}{re.escape(match['name'])}\b", below) is None:
            continue
        start = max(view.around(match.start(), 20, 0)[0], match.start() - 2_000)
        joined = compiled(_STEPS).search(view.lower, start, match.start())
        if joined is None or view.line(joined.start()) in known or _is_placeholder(view, joined):
            continue
        known.add(view.line(joined.start()))
        yield KIND.verdict(*match.span(), f"what arrives over a connection is run: `{view.shown(*match.span())}`")
    for match in view.search(_STEPS, ("connect(", "net.socket(", "createconnection(")):
        if view.line(match.start()) in known or not view.is_code(match.start()):
            continue
        if _is_placeholder(view, match):
            continue
        start, end = view.around(match.start(), 4, 10)
        if (
            compiled(r"socket").search(view.lower, max(0, start - 2_000), end)
            and compiled(_SHELL_IN_CODE).search(view.lower, start, end) is not None
        ):
            known.add(view.line(match.start()))
            yield KIND.verdict(
                *match.span(), f"a shell is handed out over the connection made here: `{view.shown(*match.span())}`"
            )


def _is_placeholder(view: View, joined: re.Match[str]) -> bool:
    return _PLACEHOLDER.search(view.lower[joined.start() : joined.end() + 60].partition("\n")[0]) is not None


KIND = Kind("reverse-shell", ("AST01", "CWE-506", "CWE-912"), _MARKS, _find)
