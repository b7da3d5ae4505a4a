"""Commands and orders that are written so that a reader cannot read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import shortened
from agentkit.threats.decoding import SHORT, decoded
from agentkit.threats.kept import run_below
from agentkit.threats.threat import Kind, Tier
from agentkit.threats.view import View, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat

_SHELL = r"(?:(?:sudo|exec|env|busybox) ){0,2}(?:/usr)?(?:/bin/)?(?:(?:ba|z|da|k)?sh|python[0-9.]{0,5}|perl|ruby|node|php|iex|invoke-expression|pwsh|powershell)(?![\w./-])"
_DECODERS = (
    r"(?:base64 (?:-d\b|-{1,2}decode|-d\w?\b|-[a-z]*d\b)|base32 (?:-d|--decode)|openssl (?:enc )?-?(?:base64|aes-[\w-]{3,20})? ?[^\n|]{0,60}-d\b|xxd -r(?: -p)?|xxd -[a-z]*r[a-z]*|uudecode|"
    r"tr ['\"]?(?:a-z|a-za-z|[!-~]{2}-[!-~])[^\n|]{0,40}+|\brev\b|g?zcat|gunzip(?: -c)?|gzip -[a-z]{0,3}d[a-z]{0,3}|printf ['\"]?(?:\\x|%b|\\[0-7])[^\n|]{10,2000}+|echo -[ne]{1,2} ['\"]?\\x[^\n|]{10,2000}+)"
)
_RUN = (
    rf"{_DECODERS}[^\n|]{{0,60}}\|(?:[^\n|]{{0,60}}\|){{0,2}} {{0,3}}{_SHELL}|"
    rf"(?:{_SHELL}|eval|source|(?:^|[\s;&])\.)(?: -\w{{1,6}})? {{0,2}}[\"']?(?:\$\(|<\(|`|<<< ?[\"']?\$\()[^\n]{{0,3000}}?{_DECODERS}|"
    r"\b(?:powershell|pwsh)(?:\.exe)?[^\n]{0,120}? -(?:e|en|enc|enco|encod|encode|encodedc\w{0,10}|ec) [\"']?[a-z0-9+/=]{20,}|"
    r"\b(?:iex|invoke-expression|scriptblock\]::create)\b[^\n]{0,120}(?:frombase64string\(|\[char\]\(?\d)|\[char\[?\]?\]\(?[\d, ()+\[\]char]{20,3000}+[^\n]{0,40}\|[^\n]{0,20}(?:iex|invoke-expression)|frombase64string\([^\n]{0,3000}\|[^\n]{0,20}(?:iex|invoke-expression)|"
    r"\b(?:exec|eval|compile|os\.system|os\.popen|subprocess\.\w{2,12}|execsync|new function|function|runinnewcontext|runinthiscontext|system|passthru|assert|"
    r"instance_eval)\s?\([^\n]{0,120}?"
    r"(?:b(?:64|32|85|16)decode|fromhex|unhexlify|atob|buffer\.from\([^\n]{0,3000}['\"](?:base64|hex)|base64_decode|gzinflate|str_rot13|decode64|decode_base64|rot_?13|"
    r"(?:chr\(\d{1,3}\) ?[+,.] ?){4}|\$\w{1,20}\([\"']|zlib\.decompress|lzma\.decompress|fromcharcode|marshal\.loads|codecs\.decode|unpack\(['\"]m)"
)
_MARKS = (
    *(
        "base64",
        "base32",
        "openssl",
        "xxd",
        "uudecode",
        "tr ",
        "rev |",
        "rev|",
        "| rev",
        "|rev",
        "rev)",
        "rev`",
        "rev<",
        "rev <",
        "zcat",
        "gunzip",
        "gzip",
        "printf",
        "echo -",
        "powershell",
        "pwsh",
    ),
    *(
        "chr(",
        "[char",
        "eval($",
        "assert($",
        "b64decode",
        "b32decode",
        "b85decode",
        "b16decode",
        "fromhex",
        "unhexlify",
        "atob",
        "buffer.from",
        "gzinflate",
        "rot13",
        "rot_13",
    ),
    *("frombase64string", "decompress", "fromcharcode", "marshal.loads", "codecs.decode", "decode64", "unpack('m", 'unpack("m'),
)
_STORED = (
    r"\b(\w{1,30})\s?=\s?[^\n]{0,80}(?:b(?:64|32|85)decode|fromhex|unhexlify|atob|buffer\.from|zlib\.decompress|codecs\.decode|fromcharcode|frombase64string|"
    r"\$\([^\n)]{0,3000}base64 (?:-d|--decode))"
)
_CODE = r"\b(?:os|subprocess|socket|requests|urllib|child_process|http|exec|eval|system|require|import|fetch|iex)\b"
_COMMAND = (
    r"(?:\b(?:ba|z)?sh -c\b|\bcurl\b|\bwget\b|\bpowershell\b|\biex\b|invoke-|\bos\.system|\bsubprocess|\bexec\(|\beval\(|\bchild_process|/dev/tcp/|\bnc -|\bnohup\b|\bchmod \+x|\brm -rf|"
    r"\bimport (?:os|socket|requests|urllib)|\brequests\.|\bdownloadstring|\bnew-object net|\burlopen)"
)


def _find(view: View) -> Iterator[Threat]:
    seen: list[tuple[int, int]] = []
    for match in view.search(_RUN, _MARKS):
        start, end = match.span()
        if view.text.startswith("function", start):
            continue  # the word that begins a function; the one that makes one of a text has a capital
        message = f"encoded code is decoded and run: `{view.shown(start, end)}`"
        if _says_so(view, start):
            yield KIND.info(start, end, f"{message}, in a text that warns of it")
            continue
        seen.append((view.line_span(start)[0], end))
        said = _said_around(view, start, end)
        if (
            said is not None
            and len(said) < _HARMLESS
            and compiled(_CODE).search(said.lower()) is None
            and _reason(said, view) is None
        ):
            yield KIND.warning(start, end, message, said)
        else:
            yield KIND.verdict(start, end, message, said)
    for match in view.search(_STORED, _MARKS):
        below = view.lower[match.end() : min(view.around(match.end(), 0, 10)[1], match.end() + 3_000)]
        run = run_below(below, match[1])
        if run is not None:
            seen.append((match.start(), match.end() + run.end()))
            yield KIND.verdict(
                match.start(), match.end(), f"encoded code is decoded and run below: `{view.shown(match.start(), match.end())}`"
            )
    if view.depth >= _DEEPEST:
        return
    for piece in decoded(view):
        if any(start <= piece.start < end + 200 for start, end in seen):
            continue
        reason = _reason(piece.text, view)
        if reason is None:
            continue
        shown = shortened(piece.text, 160)
        message = f"{piece.how} that says {reason}: `{shortened(piece.text, 60)}`"
        make = KIND.verdict if view.role in ("agent", "skill") or view.depth else KIND.warning
        yield make(piece.start, piece.end, message, shown)


_DEEPEST = 3
_HARMLESS = 40
"""Characters up to which what is decoded can be judged whole."""


def _reason(text: str, view: View) -> str | None:
    from agentkit.threats.engine import threats_in
    from agentkit.threats.harm import harm

    inner = View(text, view.role, view.depth + 1)
    if compiled(_COMMAND).search(inner.lower) is not None and (
        "http" in inner.lower or "/dev/tcp" in inner.lower or "://" in inner.lower
    ):
        return "a command with an address"
    if any(each.severity is Severity.ERROR and each.tier is Tier.VERDICT for each in threats_in(inner, verdicts=True)):
        return "what would be an error in plain text"
    if (wants := harm(text, view.role, view.depth)) is not None:
        return f"an order ({wants})"
    return None


def _said_around(view: View, start: int, end: int) -> str | None:
    first, last = view.line_span(start)[0], view.line_span(end)[1]
    line = View(view.text[first : min(last, first + 20_000)], view.role, view.depth + 1)
    said = next((piece.text for piece in decoded(line, SHORT)), None)
    return shortened(said, 160) if said is not None else None


def _says_so(view: View, start: int) -> bool:
    return not view.runs(start) and view.is_defensive(start)


KIND = Kind("encoded-command", ("AST01", "LLM01", "CWE-506", "CWE-94"), (), _find)
