"""Keys, files of keys or the whole environment on their way out."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, distrust, host_of, is_local, is_open, is_stranger
from agentkit.threats.signals.credentials import MARKS as FILES
from agentkit.threats.signals.environment import MARKS as ENVIRONMENT
from agentkit.threats.threat import Hit, Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_NEAR = 12
_IN_CODE = 25
_VARIABLE = (
    r"\$(?:env:)?\{?(?P<name>(?:aws_(?:secret_access_key|access_key_id|session_token)|github_token|gh_token|gitlab_token|npm_token|openai_api_key|anthropic_api_key|"
    r"google_api_key|gemini_api_key|azure_\w{2,20}_key|slack_(?:bot_)?token|stripe_secret_key|database_url|db_password|ssh_\w{0,10}key|private_key|"
    r"hf_token|huggingface_token|pypi_token|docker_password|kubeconfig|\w{0,20}(?:secret|password|passwd|private_key)\w{0,10}))\b"
)
_VENDORS = {
    "aws": "amazonaws|aws", "github": "github", "gh": "github", "gitlab": "gitlab", "npm": "npmjs", "openai": "openai|azure", "anthropic": "anthropic",
    "google": "google", "gemini": "google", "azure": "azure|microsoft|windows", "slack": "slack", "stripe": "stripe", "hf": "huggingface|hf",
    "huggingface": "huggingface", "pypi": "pypi", "docker": "docker",
}  # fmt: skip
_READ = (
    r"\b(?:cat|read|open|load|collect|gather|harvest|grab|get|take|copy|extract|include|dump|list|find|steal|fetch|retrieve|access|attach|parse|enumerate|"
    r"look up|pull|scan|search|send|upload|post|zip|archive|compress|tar|encode|forward|append|print|exfiltrate|locate|capture|check|share|enter|provide|type|paste|supply|disclose)(?:s|ing)?\b"
)
_BEACON = (
    r"(?:!\[[^\]\n]{0,80}\]\(|<img\b[^>\n]{0,60}?\bsrc ?= ?[\"'])(?P<url>https?://[^\s)\"'<>]{3,200}?[?&/=](?:[\w-]{1,20}=)?)"
    r"(?:\{{1,2}[^}\n]{1,60}\}|<[^>\n]{1,60}>|\$\{?\w{1,30}|\[[^\]\n]{1,60}\]|%[sd]|(?:base64|b64|data|encoded|payload|secret|token|keys?|value|contents?|here)\b)"
)
"""A picture that carries in its address what stands in its place."""
_PRIVATE = r"\b(?:conversation|chat (?:history|log)|message history|system prompt|source code|file contents?|(?:user|session|private) data|what the user (?:wrote|said|typed)|transcript|user['’]s (?:messages?|input|files?|code|emails?))\b"
_MODELS = re.compile(r"(?:^|\.)(?:anthropic\.com|openai\.com|googleapis\.com|google\.com|azure\.com|amazonaws\.com)$")
_STRANGE_MODEL = (
    r"\b(?:anthropic|openai|claude|gemini|google)_(?:api_)?base_?url['\"]?\s?[:=]\s?['\"]?(?P<url>https?://[^\s'\"<>`,;}]{3,200})"
)
_ACCOUNTS = r"(?:cat|get-content|type) [^\n|]{0,80}(?:history|passwd|shadow)[^\n|]{0,20}\||(?:^|[\s;&(`])history(?: -\w)? ?\|"
_WIDE = r"\btar\b[^\n|]{0,80}(?: ~| \$home| /home| /etc| \.(?=[ |])|\.ssh)[^\n|]{0,40}\||\b(?:zip|7z a)\b[^\n]{0,60}(?:~/|\$home)[^\n]{0,80}(?:&&|;)|\bfind (?:~|\$home|/(?: |home|users|root|etc))[^\n]{0,200}(?:-exec|\bxargs\b[^\n]{0,30}) (?:curl|scp|nc|wget)\b"


def _find(view: View) -> Iterator[Threat]:
    senders = view.hits("sending")
    yielded: set[int] = set()
    secrets = _places(view) if senders else []
    for sender in senders:
        if sender.what == "call" or view.line(sender.start) in yielded:
            continue
        start, end = view.command(sender.start)
        start, end = max(start, sender.start - 600), min(end, sender.start + 1_200)
        nearest = bisect_left(secrets, start)
        if nearest == len(secrets) or secrets[nearest] >= end:
            continue
        what = _secret_in(view.lower[start:end], sender)
        if what is None:
            continue
        if not view.runs(sender.start) and view.is_defensive(sender.start):
            yield KIND.info(sender.start, sender.end, f"a text that warns of it sends {what}")
            continue
        yielded.add(view.line(sender.start))
        yield KIND.verdict(start, end, f"a command sends {what}: `{view.shown(start, end)}`")
    for match in view.search(_STRANGE_MODEL, ("_base_url", "_baseurl", "_api_base")):
        reason = distrust(match["url"])
        if reason is not None and (view.runs(match.start()) or not view.is_defensive(match.start())):
            yield KIND.verdict(*match.span(), f"every prompt, and the key, goes to {reason}: `{view.shown(*match.span())}`")
        elif view.role == "script" and not view.depth and is_stranger(match["url"]) and not _MODELS.search(host_of(match["url"])):
            yield KIND.warning(
                *match.span(), f"every prompt, and the key, goes to a host of its own: `{view.shown(*match.span())}`"
            )
    yield from _in_pictures(view)
    yield from _in_steps(view, senders, yielded)
    yield from _in_words(view, yielded)


def _in_pictures(view: View) -> Iterator[Threat]:
    """Give pictures whose address is to carry something private: showing them sends it."""
    if view.role == "script" and not view.depth:
        return
    for match in view.search(_BEACON, ("![", "<img")):
        if is_local(match["url"]) or is_open(match["url"]) or view.is_defensive(match.start()):
            continue
        start, end = view.around(match.start(), 2, 2)
        start, end = max(start, match.start() - 600), min(end, match.end() + 600)
        private = compiled(_PRIVATE).search(view.lower, start, end)
        at = private.span() if private is not None else None
        if at is None:
            here = Hit(match.start(), match.end(), "")
            at = next(
                (
                    (each.start, each.end)
                    for each in (*view.near(here, view.hits("credentials"), 2), *view.near(here, view.hits("environment"), 2))
                ),
                None,
            )
        if at is not None and not _is_warning(view, at[0]):
            yield KIND.verdict(
                *match.span(), f"a picture carries `{view.shown(*at)}` in its address: `{view.shown(*match.span())}`"
            )


def _places(view: View) -> list[int]:
    """Give where something secret may stand, sorted."""
    places = [each.start for signal in ("credentials", "environment") for each in view.hits(signal)]
    for pattern, marks in (
        (_VARIABLE, ("$",)),
        (_WIDE, ("tar", "zip", "7z", "find ")),
        (_ACCOUNTS, ("history", "passwd", "shadow")),
    ):
        places += [match.start() for match in view.search(pattern, marks)]
    return sorted(places)


def _secret_in(command: str, sender: Hit) -> str | None:
    """Give what secret thing one command sends; None where it sends none."""
    from agentkit.threats.signals.credentials import FILES as PATHS
    from agentkit.threats.signals.credentials import STORES
    from agentkit.threats.signals.environment import DUMP

    spoken = compiled(
        r"-h ['\"]?(?:authorization|x-[\w-]{2,30}|private-token|api-key)[^\n'\"]{0,30}(?:\$\([^)\n]{0,120}\)|[^'\"\n]){0,160}['\"]?|(?<!\S)(?:-u|--user|--netrc-file|--cert|--key|--cacert|-i|-e|--env-file|-o|--output|>{1,2})(?: |=|(?<=>))['\"]?[^\s'\"]{1,160}"
    ).sub(" ", command)
    if (
        sender.what == "dns"
        and compiled(r"\$\((?!hostname\)|date)[^)]{0,200}(?:cat|env|base64|xxd|od |key|secret|token|passwd|whoami)").search(
            command
        )
        is None
    ):
        spoken = re.sub(r"\$\(.{0,200}?\)", " ", spoken)
    if compiled(DUMP).search(spoken) is not None and "|" in spoken + "|" * ("$(" in spoken or "`" in spoken):
        return "the whole environment"
    if (path := compiled(PATHS).search(spoken)) is not None and _is_data(spoken, path):
        return f"`{path[0].strip()}`"
    if (store := compiled(STORES).search(spoken)) is not None:
        return f"what `{store[0].strip()[:40]}` prints"
    if compiled(_WIDE).search(spoken) is not None:
        return "a whole folder"
    if compiled(_ACCOUNTS).search(spoken) is not None:
        return "what was typed or the accounts"
    if sender.what == "dns" and compiled(_VARIABLE).search(spoken) is not None:
        return "a secret in the name of a host"
    urls = re.findall(URL, command)
    for variable in compiled(_VARIABLE).finditer(spoken):
        vendor = _VENDORS.get(variable["name"].split("_")[0])
        if (
            urls
            and vendor is not None
            and not any(re.search(vendor, host_of(url)) or is_local(url) or "$" in host_of(url) for url in urls)
        ):
            return f"`${variable['name'].upper()}` to another host"
    return None


def _is_data(command: str, path: re.Match[str]) -> bool:
    """Tell whether a file is what is sent: read by a command, behind an @, or the first name that a copy is given."""
    before = command[max(path.start() - 80, 0) : path.start()]
    if (
        compiled(r"[=\"']\s?(?:cat|head|tail|type|less|more) \Z").search(before) is not None
        and compiled(r"\$\(|`").search(before) is None
    ):
        return False  # a command that the other side is to run
    return (
        compiled(r"(?:@|<|\b(?:cat|head|tail|base64|xxd|od|gzip|tar|zip|openssl|get-content|gc|type|strings|less|more|grep|sed|awk|cut)\b[^\n|;]{0,50}|-infile ['\"]?[^\s'\"]{0,40}|-t ['\"]?|--upload-file[ =]['\"]?|"
                 r"--post-file[ =]['\"]?|(?:^|[\s`(;&|])(?:scp|rsync)\b[^\n:]{0,50}|uploadfile\([^\n]{0,40}|readall(?:bytes|text)\([^\n]{0,60}|\bsqlite3 [^\n]{0,60}|\bgh gist create\b[^\n|;]{0,60}|\baws s3 (?:cp|mv|sync)(?: --\S{1,30}){0,3} |\bgsutil(?: -m)? (?:cp|rsync)(?: -\S{1,5}){0,2} |\brclone (?:copy|copyto|sync|move)(?: -\S{1,30}){0,3} |\b(?:croc|wormhole)\b[^\n|;]{0,30}\bsend )\s{0,2}['\"]?\Z").search(before) is not None
    )  # fmt: skip


def _in_steps(view: View, senders: tuple[Hit, ...], yielded: set[int]) -> Iterator[Threat]:
    """Give a program that takes secrets in one line and sends in another."""
    calls = [each for each in senders if each.what == "call" or view.is_code(each.start)]
    if not calls:
        return
    dumps = [each for each in view.hits("environment") if view.is_code(each.start)]
    reads = [
        each
        for each in view.hits("credentials")
        if each.what != "words"
        and view.is_code(each.start)
        and compiled(
            r"(?:\bfor \w{1,20} in |=\s?[\[(]?['\"`]|\bopen\(|read_text|read_bytes|readfile(?:sync)?\(|expanduser\(|path\(|path\.join\(|homedir\(\)|file\.read|get-content|\bcat |check_output\(|popen\(|subprocess\.\w+\(|"
            r"security find|gh auth|glob\(|load_file|copy(?:file)?\(|base64 |tar |\bcp |zip )"
        ).search(view.lower[max(view.line_span(each.start)[0], each.start - 160) : each.end + 60])
        is not None
    ]
    for taken in (*dumps, *reads):
        line = view.line(taken.start)
        if line in yielded:
            continue
        near = next(
            (each for each in view.near(taken, calls, _IN_CODE) if view.fence(each.start) == view.fence(taken.start)), None
        )
        if near is None or view.line(near.start) in yielded:
            continue
        line_start, _ = view.line_span(taken.start)
        before = view.lower[max(line_start, taken.start - 100) : taken.start]
        if (
            taken.what == "store"
            and compiled(r"(?:authorization|private-token|x-\w+-token|_token['\"]?\s?[=:])[^\n]{0,60}\Z").search(before)
            is not None
        ):
            continue  # what a token is for
        if taken.what == "store" and _is_own_vendor(view, taken, near):
            continue
        if not _goes_out(view, taken, near):
            continue
        yielded.add(view.line(near.start))
        what = "the whole environment" if taken.what == "the environment" else f"`{view.shown(taken.start, taken.end)}`"
        yield KIND.verdict(
            taken.start,
            taken.end,
            f"{what} is read, and line {view.line(near.start) + 1} sends: `{view.shown(near.start, view.line_span(near.start)[1])}`",
        )


_OWN = {"gh ": "github", "gcloud": "google", "aws ": "amazonaws|aws", "vault": "vault"}
"""Command that prints a token to the hosts that it is for."""


def _is_own_vendor(view: View, taken: Hit, near: Hit) -> bool:
    """Tell whether the token of a service goes to that service alone."""
    said = view.lower[taken.start : taken.end].strip()
    vendor = next((hosts for command, hosts in _OWN.items() if said.startswith(command)), None)
    urls = re.findall(URL, view.lower[near.start : min(view.around(near.start, 0, 2)[1], near.start + 600)])
    return vendor is not None and bool(urls) and all(re.search(vendor, host_of(url)) for url in urls)


def _goes_out(view: View, taken: Hit, near: Hit) -> bool:
    """Tell whether what is taken can be what is sent: the name it is kept under stands in the call, or the call is on its line."""
    if view.line(taken.start) == view.line(near.start):
        return True
    start, end = view.line_span(taken.start)
    name = compiled(r"^[ \t]{0,80}(?:export |const |let |var |\$)?(\w{1,40})(?:, ?\w{1,20})?\s?(?::\s?\w{0,40}\s?)?=").match(
        view.lower, start, end
    )
    opened = compiled(r"\bas (\w{1,30}):").search(view.lower, taken.end, end)
    names = {each[1] for each in (name, opened) if each is not None}
    copied = compiled(
        r">\s?(\S{2,80})|\btar -?[a-z]{0,6}f[a-z]{0,3} (\S{2,80})|\bzip (?:-\w{1,4} )?(\S{2,80})|\bcp \S+ (\S{2,80})"
    ).search(view.lower, start, end)
    if copied is not None:
        names |= {each for each in copied.groups() if each}
    first, last = sorted((taken.start, near.start))
    stop = view.around(last, 0, 6)[1]
    each_of = compiled(r"\bfor (?:const |let |var )?[\[(]?(\w{1,30})(?:, ?(\w{1,30}))?[\])]? (?:in|of) ").search(
        view.lower, start, end
    )
    if each_of is not None:
        names |= {each for each in each_of.groups() if each}
    for line in view.lower[end if taken.start < near.start else first : stop].split("\n")[: _IN_CODE + 8]:
        assigned = re.match(
            r"[ \t]{0,80}(?:export |const |let |var |\$)?(\w{1,40})(?:, ?\w{1,20})?\s?(?::\s?\w{0,40}\s?)?=", line
        )
        grows = re.match(r"[ \t]{0,80}(\w{1,40})(?:\[|\.append|\.update|\.push|\.extend| \+=)", line)
        used = any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", line.partition("=")[2] if assigned else line) for each in names)
        passed = (
            re.search(r"\bfor (\w{1,30}) in |\bas (\w{1,30}):|\bfor \(?(?:const|let|var) (\w{1,30}) of ", line) if used else None
        )
        if passed is not None:
            names |= {each for each in passed.groups() if each}
        if used and assigned is not None:
            names.add(assigned[1])
        if used and grows is not None:
            names.add(grows[1])
    sent = view.lower[view.line_span(near.start)[0] : stop]
    return any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", sent) for each in names)


def _in_words(view: View, yielded: set[int]) -> Iterator[Threat]:
    """Give prose that orders a secret to be read, and something to be sent, within some lines."""
    if view.role == "script" and not view.depth:
        return
    orders = [each for each in view.hits("order_to_send") if view.fence(each.start) is None and not view.is_defensive(each.start)]
    if not orders:
        return
    for taken in (*view.hits("credentials"), *view.hits("environment")):
        if view.fence(taken.start) is not None or _is_warning(view, taken.start):
            continue
        line, _ = view.line_span(taken.start)
        before = view.lower[max(line, taken.start - 120) : taken.start]
        lines = 2 if taken.what == "words" else _NEAR
        holding = [each for each in view.near(taken, orders, 0) if each.start <= taken.start < each.end]
        for order in holding or view.near(taken, orders, lines):
            inside = bool(holding)
            if view.line(order.start) in yielded:
                continue
            if not inside and compiled(_READ).search(before) is None:
                continue
            if not inside and taken.what == "words" and not _means_it(view, order):
                continue
            if not inside and order.start < taken.start and view.line(order.start) != view.line(taken.start):
                continue  # what is sent before it is read is something else
            if taken.what != "words" and not inside and not _means_it(view, order):
                continue
            yielded.add(view.line(order.start))
            start, end = min(taken.start, order.start), max(taken.end, order.end)
            what = view.shown(taken.start, taken.end)
            yield KIND.verdict(start, end, f"`{what}` is read and sent away: `{view.shown(order.start, order.end)}`")


def _means_it(view: View, order: Hit) -> bool:
    """Tell whether what an order sends can be what was read: it says its contents, it, the key, everything."""
    said = view.lower[order.start : order.end]
    return compiled(
        r"^\w+ (?:it|them|this|that|these|those|everything|(?:the |its |their |all |any )?(?:raw |full |file |entire |complete |encoded |collected |resulting )?(?:contents?|output|results?|data|values?|keys?|tokens?|"
        r"secrets?|credentials?|passwords?|files?|text|archive|string|body|payload|copy|strings?))\b"
    ).match(said) is not None  # fmt: skip


def _is_warning(view: View, start: int) -> bool:
    line, _ = view.line_span(start)
    return (
        compiled(
            r"\b(?:never|don['’]?t|do not|must not|avoid|not|without|no|instead of|protect\w*|gitignore|secure\w*|mask\w*|redact\w*|rotate\w*|exclude)\b"
        ).search(view.lower, max(line, start - 120), start)
        is not None
    )


KIND = Kind(
    "exfiltration",
    ("AST01", "LLM02", "CWE-200", "CWE-522"),
    (*FILES, *ENVIRONMENT, "$", "zip", "tar ", "7z", "history", "find ", "![", "<img", "base_url", "baseurl", "api_base"),
    _find,
)
