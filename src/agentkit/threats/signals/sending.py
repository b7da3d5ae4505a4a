"""Commands, calls and sentences that send something over the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_local
from agentkit.threats.threat import Hit
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = (
    *("curl", "wget", "invoke-restmethod", "invoke-webrequest", "irm", "iwr", "uploadstring", "uploadfile", "uploaddata"),
    *(
        "nc ",
        "ncat",
        "netcat",
        "socat",
        "scp ",
        "rsync",
        "dig ",
        "nslookup",
        "host ",
        "drill ",
        "ping ",
        "sendmail",
        "mail -",
        "mailx",
    ),
    *(
        "requests.",
        "httpx.",
        "urlopen",
        "aiohttp",
        "http.client",
        "fetch(",
        "axios",
        "http.request",
        "https.request",
        "https.get",
        "http.get",
        "require(",
        "sendbeacon",
    ),
    *("net.connect", "socket", "xmlhttprequest", "net/http", "net::http", "http.post", "file_get_contents", "/dev/tcp", "ftp"),
    *("gh gist", "aws s3", "gsutil", "rclone", "croc", "wormhole"),
    *("urllib", "got.post", "smtplib", "getaddrinfo", "gethostbyname", "resolve", "http post", "https post", "xh post", "fetch "),
)
_VALUE = r"(?:-d|--data(?:-\w{3,10})?|-f|--form(?:-string)?|-t|--upload-file|--json|--url-query|--post-(?:data|file)|--body-(?:data|file))"
WORDS = (
    r"\b(?:curl|wget|invoke-restmethod|invoke-webrequest|irm|iwr|nc|ncat|netcat|socat|scp|rsync|sendmail|mailx?|mutt|http|https|xh|xhs|gh gist|aws s3|gsutil|rclone|croc|wormhole)"
    r"(?:\.exe|\.traditional|\.openbsd)?(?= )|\.upload(?:string|file|data|values)(?:async|taskasync)?\(|/dev/(?:tcp|udp)/[\w.$-]{3,60}/|"
    r"\bftps?://[^\s]{3,80}"
)
"""What begins a command that can send."""
_ARGUMENTS = (
    rf" {_VALUE}\b|\s-[a-z]{{0,6}}[dft]\b|-x ?(?:post|put)|--request[ =](?:post|put)|\$\(|`[^`\n]|\?[\w-]{{1,30}}=|--post-|--body-|--method|"
    r"-method ['\"]?(?:post|put)|-infile|^(?:nc|ncat|netcat)\S{0,20}(?: -[a-z0-9]{1,8}){0,4} [\w.${}-]{3,80} \d{2,5}\b|\btcp4?:[\w.-]{3,80}:\d|"
    r"^(?:scp|rsync) [^\n]{1,200} [\w.@-]{3,80}:[^ ]|^gh gist create|^aws s3 (?:cp|mv|sync) |^(?:gsutil|rclone) |^(?:croc|wormhole)\b[^\n]{0,30}send |^(?:sendmail|mail|mutt)[^\n]{0,100}@[\w-]{2,40}\.|^(?:http|https|xhs?) (?:--\S{1,20} )?(?:post|put) |^\.upload|^/dev|^ftp"
)
DNS = r"\b(?:dig|nslookup|host|drill|ping|resolvectl query|getent hosts)\b[^\n|;]{0,120}(?:\$\(|`|\$\{?\w)[^\n]{0,200}\.[a-z]{2,}"
CALL = (
    r"\b(?:requests\.(?:post|put|patch|request|get)\(|(?:httpx|session|client|aiohttp|s)\.(?:post|put|request)\(|urlopen\(|"
    r"http\.client\.https?connection\(|fetch\(|axios(?:\.(?:post|put|request|get))?\(|got\.(?:post|put)\(|https?\.(?:request|get)\(|"
    r"new xmlhttprequest\(|net\.connect\(|net::http\.(?:post|start)|http\.post(?:form)?\(|"
    r"smtplib\.smtp|socket\.(?:gethostbyname|getaddrinfo)\(|dns\.(?:resolve|lookup)\w*\()|"
    r"urllib\.request\.request\(|require\(['\"]https?['\"]\)\.(?:get|request)\(|\.send(?:beacon|all)\(|file_get_contents\(['\"]https?:"
)


def find(view: View) -> Iterator[Hit]:
    """Give where something is sent: `command`, `dns` or `call`; not to an address of this machine."""
    for start, end in view.commands(WORDS, MARKS):
        arguments = view.lower[start:end]
        if compiled(_ARGUMENTS).search(arguments) is not None and not _is_local(arguments):
            yield Hit(start, end, "command")
    for what, pattern in (("dns", DNS), ("call", CALL)):
        for match in view.search(pattern, MARKS):
            if not _is_local(view.lower[match.start() : match.end() + 200].partition("\n")[0]):
                yield Hit(match.start(), match.end(), what)


def _is_local(command: str) -> bool:
    urls = re.findall(URL, command)
    return bool(urls) and all(map(is_local, urls))
