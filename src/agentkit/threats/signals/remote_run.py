"""Code that is fetched and run in one go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, distrust, is_known_installer
from agentkit.threats.kept import run_below
from agentkit.threats.threat import Hit
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

FETCH_MARKS = (
    *(
        "curl",
        "wget",
        "iwr",
        "irm",
        "invoke-webrequest",
        "invoke-restmethod",
        "aria2c",
        "certutil",
        "bitsadmin",
        "start-bitstransfer",
    ),
    *("lwp-", "lynx", "urlretrieve", "downloadfile", "axel"),
)
FETCHERS = (
    r"\b(?:curl(?:\.exe)?|wget(?:\.exe)?|iwr|irm|invoke-webrequest|invoke-restmethod|aria2c|lynx|lwp-request|lwp-download|axel|"
    r"certutil(?:\.exe)?|bitsadmin|start-bitstransfer|urlretrieve|downloadfile)\b"
)
SHELLS = (
    r"(?:(?:sudo|doas|nohup|exec|command|env|time|busybox|xargs)(?: -\S{1,12}| \w{1,20}=\S{0,40}){0,3} ){0,3}(?:/usr)?(?:/local)?(?:/bin/)?"
    r"(?:(?:ba|z|da|k|fi|a|c|tc)?sh|python[0-9.]{0,5}|perl|ruby|node|php|iex|invoke-expression|pwsh|powershell(?:\.exe)?|osascript|bun|deno|"
    r"cmd(?:\.exe)?|source)(?![\w./=-])"
)
MARKS = (
    *FETCH_MARKS,
    *(
        "downloadstring",
        "downloaddata",
        "git clone",
        "get('http",
        'get("http',
        "dig ",
        "nslookup",
        "host ",
        "drill",
        "nc ",
        "ncat",
        "netcat",
        "mshta",
        "regsvr32",
        "rundll32",
        "requests.get",
        "urlopen",
        "fetch(",
        "axios",
        "httpx.get",
    ),
    *("pip", "npm", "npx", "pnpm", "yarn", "bunx", "gem install", "deno run", "uvx", "cargo install", "pipx"),
    *("http.request", "https.request", "').get(", '").get('),
    *("msiexec", "http.get", "https.get", "file_get_contents", "uri.open", "urllib.request"),
)
_PIPED = (
    rf"\|(?:[^\n|]{{0,80}}\|){{0,3}}[ \t\\\n]{{0,6}}&?{SHELLS}(?! -m json)(?! -c ['\"]import (?:sys, ?json|json))(?! -[np]?e )"
)
_IN_SHELL = (
    rf"(?:(?:{SHELLS}|eval|(?:^|[\s;&])\.)(?: -\w{{1,8}})? {{0,2}}[\"']?(?:<\(|\$\(|`|<<<? ?[\"']?\$\()|"
    rf"\b(?:iex|invoke-expression)\b[^\n|;]{{0,40}})[ \t\"'(&]{{0,4}}\Z"
)
_OUTPUT = r"(?:\s-[a-z]{0,4}o(?=[ =\"'/~$.])|--output(?:-document)?|-outfile|-destination|-out|>|\d{1,3}/? )[ =]?[\"']?(?P<file>[\w./~$%{}:\\-]{2,80})"
_PACKAGES = (
    r"\b(?:pip3?|uv(?: pip)?|npm|pnpm|yarn|bun|gem|cargo|go|deno)\b (?:install|i|add|run|get|global add|tool install)\b[^\n|;&]{0,120}?(?P<url>(?:https?|ftp)://[^\s'\"<>`)\]|;,]{3,300})|"
    r"\b(?:npx|bunx|uvx|pnpx|pipx run)(?: -\S{1,12}){0,3} (?:git\+)?(?P<other>(?:https?|ftp)://[^\s'\"<>`)\]|;,]{3,300})"
)
_WINDOWS = (
    r"\b(?:iex|invoke-expression)\b[^\n]{0,80}\.download(?:string|data)\b[^\n]{0,200}|\.downloadstring\([^\n]{0,200}\|[^\n]{0,20}(?:iex|invoke-expression)|"
    r"\bmshta(?:\.exe)? +[\"']?(?:https?|vbscript|javascript):[^\n]{0,200}|\bregsvr32\b[^\n]{0,60}/i:https?:[^\n]{0,100}|"
    r"\brundll32\b[^\n]{0,60}https?:[^\n]{0,100}|\bmsiexec\b[^\n]{0,40} [\"']?https?:[^\n]{0,100}"
)
_CALLS = (
    r"\b(?:exec|eval|compile|os\.system|function|runinnewcontext|runinthiscontext|execsync|subprocess\.\w{2,12}|system|instance_eval)\s?\([^\n]{0,100}"
    r"(?:requests\.get|httpx\.get|urlopen|urllib\.request|\bfetch|axios(?:\.get)?|https?\.get|file_get_contents|uri\.open|net::http\.get)\([^\n]{0,200}|"
    r"\.then\(\s?(?:\w{1,10}|\(\w{1,10}\))\s?=>\s?\w{1,10}\.text\(\)\)\s?\.then\(\s?(?:eval\b|\(?\w{1,10}\)?\s?=>\s?\{?\s?(?:eval|new function|\(0, ?eval\))\()"
)
_CALL_MARKS = (
    *("requests.get", "httpx.get", "urlopen", "urllib.request", "fetch(", "axios", "http.get", "https.get", "file_get_contents"),
    *("uri.open", ".text()"),
)
_FETCHED = (
    r"\b(\w{1,30})\s?=\s?(?:await )?\(?(?:await )?(?:(?:requests\.get|httpx\.get|(?:urllib\.request\.)?urlopen|fetch|axios\.get|file_get_contents)\(|get\(['\"]https?:|"
    r"\(?new-object (?:system\.)?net\.webclient\)?\.download(?:string|data)\(|(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b|"
    r"\$\((?:curl|wget)\b)"
)
_FETCHED_MARKS = (
    *(
        "requests.get",
        "httpx.get",
        "urlopen",
        "fetch(",
        "axios.get",
        "file_get_contents",
        "get(",
        "downloadstring",
        "downloaddata",
    ),
    *("iwr", "irm", "invoke-webrequest", "invoke-restmethod", "$(curl", "$(wget"),
)
_ANSWERED = rf"\b(?:dig|nslookup|host|drill|kdig|nc|ncat|netcat)\b[^\n|;]{{4,200}}\|(?:[^\n|]{{0,80}}\|){{0,3}} {{0,4}}{SHELLS}"
_CLONED = r"\bgit clone\b[^\n;&|]{0,60}? (?P<url>(?:https?|ftp|git)://[^\s'\"`;&|]{4,200})"
_STARTS = r"(?:&&|;|\n)[ \t$]{0,6}(?:sudo )?(?:\./|(?:ba|z)?sh \S|python3? \S|node \S|make\b|npm (?:i|install|run|ci)\b|pip3? install \.|cargo run|go run)"
_SAVED = (
    r"\bopen\((?P<name>\w{1,30}|['\"][^'\"\n]{2,80}['\"]), ?['\"]wb?\+?['\"]|\b(?:writefile(?:sync)?|createwritestream)\((?P<other>\w{1,30}|['\"`][^'\"`\n]{2,80}['\"`])|"
    r"\b(?:set-content|out-file|writeallbytes|writealltext)\b[( ](?:-(?:file)?path )?(?P<third>\$\w{1,30}|['\"][^'\"\n]{2,80}['\"])"
)
_SAVED_MARKS = ("open(", "writefile", "createwritestream", "set-content", "out-file", "writeall")
_TAKES = r"(?:urlopen|requests\.get|httpx\.get|\bfetch|axios(?:\.get)?|https?\.get|downloaddata|invoke-webrequest|iwr|irm)\b"
_STARTED = r"(?:\b(?:run|call|popen|check_call|check_output|system|startfile|exec(?:v|ve|l|vp|sync|file|filesync)?|spawn(?:sync)?|os\.popen)\(\[? ?[fr]?|\bstart-process |& )"
_CLOSE = 500
_ASKED = r"\bhttps?(?:['\"]\))?\.(?:get|request)\("
_AT_END = r"\bon\(['\"]end['\"],[^;]{0,160}?\b(?:eval|new function|runin\w{2,12}context|_compile|exec(?:sync)?)\("
ANSWERED = "answered"
"""First word of what a hit says where what a name server or an open port answers is run."""
IN_PROCESS = "in-process"
"""First word of what a hit says where a program fetches code and runs it itself: installers do not."""


def find(view: View) -> Iterator[Hit]:
    """Give where code is fetched and run; in words, the addresses that it comes from."""
    for start, end in view.commands(FETCHERS, FETCH_MARKS):
        arguments = view.lower[start:end]
        if (piped := compiled(_PIPED).search(arguments)) is not None:
            yield _hit(view, start, start + piped.end())
        elif compiled(_IN_SHELL).search(view.lower, max(start - 80, 0), start) is not None:
            yield _hit(view, start, view.line_span(start)[1])
        elif any(last := _run(view, file, start + at) for file, at in _files(arguments)):
            yield _hit(view, start, last)
    for match in view.search(_ANSWERED, ("dig ", "nslookup", "host ", "drill", "nc ", "ncat", "netcat")):
        yield Hit(match.start(), match.end(), f"{ANSWERED} {_hit(view, match.start(), match.end()).what}".strip())
    for match in view.search(_CLONED, ("git clone",)):
        if distrust(match["url"].replace("git://", "http://")) is None:
            continue
        if (
            compiled(_STARTS).search(view.lower, match.end(), min(view.around(match.end(), 0, 4)[1], match.end() + 600))
            is not None
        ):
            yield Hit(match.start(), view.line_span(match.end())[1], match["url"].replace("git://", "http://"))
    yield from _saved(view)
    for match in view.search(_PACKAGES, ("pip", "npm", "npx", "pnpm", "yarn", "bun", "gem", "deno", "uv", "go ", "cargo")):
        url = match["url"] or match["other"]
        if distrust(url) is not None:
            yield Hit(match.start(), match.end(), url)
    for pattern, marks in (
        (_WINDOWS, ("iex", "invoke-expression", "mshta", "regsvr32", "rundll32", "msiexec")),
        (_CALLS, _CALL_MARKS),
    ):
        for match in view.search(pattern, marks):
            start = view.line_span(match.start())[0] if match[0].startswith(".then") else match.start()
            yield _hit(view, start, match.end(), IN_PROCESS if pattern is _CALLS else "")
    looked: tuple[str, int, int] = ("", -1, -1)
    for match in view.search(_FETCHED, _FETCHED_MARKS):
        if looked[:2] == (match[1], view.line(match.start())) and match.start() < looked[2] + _CLOSE:
            continue  # a line of nothing but such costs one look, not thousands
        looked = (match[1], view.line(match.start()), match.start())
        below = view.lower[match.end() : min(view.around(match.end(), 0, 8)[1], match.end() + 2_000)]
        if run_below(below, match[1]) is not None:
            shell = match[0].endswith(("curl", "wget"))
            yield _hit(view, match.start(), view.line_span(match.end())[1], "" if shell else IN_PROCESS)
    for match in view.search(
        _ASKED,
        ("http.get", "https.get", "http').get", "https').get", 'http").get', 'https").get', "http.request", "https.request"),
    ):
        stop = min(view.around(match.end(), 0, 12)[1], match.end() + 1_500)
        if compiled(_AT_END).search(view.lower, match.end(), stop) is not None:
            yield _hit(view, match.start(), view.line_span(match.end())[1], IN_PROCESS)


def _saved(view: View) -> Iterator[Hit]:
    """Give where a program writes what it fetches to a file, and starts the file some lines below."""
    for match in view.search(_SAVED, _SAVED_MARKS):
        name = match["name"] or match["other"] or match["third"]
        start, end = view.around(match.start(), 4, 3)
        start, end = max(start, match.start() - 800), min(end, match.end() + 800)
        if compiled(_TAKES).search(view.lower, start, end) is None:
            continue
        below = view.lower[match.end() : min(view.around(match.end(), 0, 12)[1], match.end() + 2_000)]
        if re.search(rf"{_STARTED}['\"]?{re.escape(name.strip(chr(34) + chr(39) + '`'))}(?!\w)", below) is not None:
            yield Hit(match.start(), match.end(), " ".join(re.findall(URL, view.lower[start:end])))


def _files(arguments: str) -> Iterator[tuple[str, int]]:
    """Give the files that a command may write what it fetches to, and where their names end: those it names, or the address's last part."""
    for match in compiled(_OUTPUT).finditer(arguments):
        yield match["file"], match.end()
    for url in compiled(URL).finditer(arguments):
        name = url[0].partition("?")[0].rpartition("/")[2]
        if 3 < len(name) <= 80:
            yield name, url.end()
        if (path := compiled(r"[ ,'\"]{1,4}([\w./~$%{}:\\-]{3,80})").match(arguments, url.end())) is not None:
            yield path[1], path.end()


def _run(view: View, file: str, after: int) -> int:
    """Give where a file is run within the four lines after it was fetched; 0 where it is not."""
    if (
        file.endswith((".json", ".md", ".txt", ".html", ".pem", ".csv", ".png", ".jpg", ".xml", ".yml", ".yaml", ".gpg"))
        or file == "/dev/null"
    ):
        return 0
    below = view.lower[after : min(view.around(after, 0, 5)[1], after + 800)]
    name = re.escape(file.removeprefix("./"))
    used = re.search(
        rf"(?:^|[;&|\n])[ \t$>&]{{0,5}}(?:sudo )?(?:(?:ba|z|da)?sh|python3?|node|perl|powershell[^\n]{{0,60}}-file|pwsh|source|\.|start(?:-process)?(?: /\w{{1,4}}| \"\"| -filepath){{0,3}}|open|"
        rf"nohup|exec|call|&)? {{0,2}}(?:-\w{{1,3}} )?[\"']?(?:\.[/\\])?{name}(?![\w/])|\b(?:run|call|popen|check_call|check_output|system|exec\w{{0,4}}|spawn\w{{0,4}}|startfile)\(\[?[\"'](?:\./)?{name}[\"']",
        below,
    )
    return after + used.end() if used is not None else 0


def _hit(view: View, start: int, end: int, how: str = "") -> Hit:
    whole = view.lower[start : min(max(view.line_span(end)[1], end), end + 300)]
    urls = re.findall(URL, whole)
    bare = re.findall(
        r"(?:curl|wget|iwr|irm)(?: -\S{1,12}){0,4} [\"']?((?:[a-z0-9-]{1,40}\.){1,5}[a-z0-9]{1,12}(?::\d{2,5})?(?:/[^\s|;&)\"']{0,100})?)",
        whole,
    )
    return Hit(
        start,
        end,
        " ".join(
            [
                *([how] if how else []),
                *urls,
                *(f"https://{name}" if is_known_installer(f"https://{name}") else f"http://{name}" for name in bare),
            ]
        ),
    )
