"""Text that is written so that it cannot be read: base64, hex, URL escapes, character references. Decoded, never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit.threats.view import compiled
from agentkit.threats.words import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

_BASE64 = r"(?:(?<![A-Za-z0-9+/_=-])|(?<=[A-Za-z]=))[A-Za-z0-9+/_-]{20,}(?:[ \t]{0,8}[\"'\\]{0,2}\r?\n[ \t>\"'+]{0,12}[A-Za-z0-9+/_-]{20,}){0,400}[A-Za-z0-9+/_-]{0,76}={0,2}"
_ENCODED = Sign(
    r"(?<![A-Za-z0-9+/_-])(?=[A-Za-z0-9+/_-]{20})(?:[a-z0-9+/_-]*+[A-Z]|[+/_-]*+[0-9][0-9+/_-]*+(?![A-Za-z])|[0-9a-f]{40})",
    least=20,
)
"""What a word has that is base64, or a line of it: nothing is, alone or below others, without a capital, but for digits alone and hex."""
_LONG = (_ENCODED,)
_GOES_ON = r"[A-Za-z0-9+/_-]{20}[ \t]{0,8}[\"'\\]{0,2}\r?\Z"
SHORT = r"(?:(?<![A-Za-z0-9+/_=-])|(?<=[A-Za-z]=))[A-Za-z0-9+/_-]{8,100000}={0,2}"
"""What may be base64 where a decoder stands beside it."""
_HEX_ESCAPES = r"(?:\\x[0-9a-f]{2}){8,}|(?:\\u00[0-9a-f]{2}){8,}"
_HEX_BYTES = r"(?:0x[0-9a-f]{2},? ?){8,}"
_URL = r"(?:%[0-9a-f]{2}[\w./:-]{0,3}){6,}"
_ENTITIES = r"(?:&#(?:x[0-9a-f]{2,6}|\d{2,7});?){6,}"
_DECIMAL = r"(?:\b1?\d{2}, ?){12,}1?\d{2}\b"
_CALLED = r"(?:(?:chr\(|\[char\]|\[char\]\()1?\d{2}\)? ?[+.,] ?){5,400}(?:chr\(|\[char\]|\[char\]\()1?\d{2}"
_OCTAL = r"(?:\\[01][0-7]{2}){8,}"


_ESCAPES = (
    ("hex", (Sign(f"(?i:{_HEX_ESCAPES})", least=32),), _HEX_ESCAPES),
    ("hex", ("0x",), _HEX_BYTES),
    ("URL escapes", (Sign(f"(?i:{_URL})", least=18),), _URL),
    ("character references", (Sign(f"(?i:{_ENTITIES})", least=24),), _ENTITIES),
    ("octal escapes", (Sign(_OCTAL, least=32),), _OCTAL),
    ("character codes", ("chr(", "[char]"), _CALLED),
    ("character codes", (", 11", ",11", ", 10", ",10"), _DECIMAL),
)
"""How it is written, what stands in every text that has it, and what it looks like in small letters."""


class Decoded(NamedTuple):
    """What an encoded stretch of a text says."""

    start: int
    end: int
    how: str
    text: str


def decoded(view: View, pattern: str | None = None) -> Iterator[Decoded]:
    """Give every stretch that decodes to readable text, in no order.

    Args:
        view: The text.
        pattern: What may be base64 in it; long runs of its letters by default.
    """
    text = view.text
    for match in _long_runs(view) if pattern is None else compiled(pattern).finditer(text):
        run = match[0]
        if len(run) >= 40 and len(run) % 2 == 0 and compiled(r"[0-9a-fA-F]+").fullmatch(run) is not None:
            if (said := readable(bytes.fromhex(run))) is not None:
                yield Decoded(*match.span(), "hex", said)
        elif (said := _base64(run)) is not None:
            yield Decoded(*match.span(), "base64", said)
    for how, marks, escape in _ESCAPES:
        if not view.has(marks):
            continue
        for match in compiled(escape).finditer(view.lower):
            if (said := _said(how, text[match.start() : match.end()])) is not None:
                yield Decoded(*match.span(), how, said)


def _long_runs(view: View) -> Iterator[re.Match[str]]:
    """Give the runs that may be base64 or hex, looked for only where a word is like it, and from the first line that goes on to there."""
    if not view.has(_LONG):
        return
    text = view.text
    lines = set[int]()
    for word in _ENCODED.in_words(view.words):
        at = text.find(word)
        while at >= 0:
            lines.add(view.line(at))
            at = text.find(word, view.line_span(at)[1])
    done = 0
    for line in sorted(lines):
        start, end = view.line_span(view.start_of(line))
        while start > done and compiled(_GOES_ON).search(text, max(start - 40, 0), start - 1) is not None:
            start = view.line_span(start - 1)[0]
        done = max(start, done)
        # To the end of the line alone: what comes next may be far below, and would be looked for again from each line.
        while (first := compiled(_BASE64).search(text, done, end)) is not None:
            match = compiled(_BASE64).match(text, first.start())
            assert match is not None
            yield match
            done = match.end()
        done = max(done, end)


def _base64(run: str) -> str | None:
    from base64 import b64decode
    from binascii import Error

    run = re.sub(r"[^A-Za-z0-9+/_=-]", "", run).rstrip("=").replace("-", "+").replace("_", "/")
    if run.islower() or run.isupper():
        return None  # a path, a name: of a hundred thousand runs of this length one is without a letter of either case
    for cut in ("", "+"):  # PowerShell's and wrapped ones may have lost a character at the end
        whole = run[: len(run) - len(run) % 4] if cut else run
        try:
            data = b64decode(whole + "=" * (-len(whole) % 4), validate=True)
        except (Error, ValueError):
            continue
        return readable(data)
    return None


def _said(how: str, run: str) -> str | None:
    if how == "hex":
        return readable(bytes.fromhex(re.sub(r"\\u00|\\x|0x|[, ]", "", run.lower())))
    if how == "URL escapes":
        from urllib.parse import unquote_to_bytes

        return readable(unquote_to_bytes(run))
    if how == "character references":
        from html import unescape

        return readable(unescape(run).encode("utf-8", "replace"))
    if how == "octal escapes":
        return readable(bytes(int(each, 8) for each in re.findall(r"[01][0-7]{2}", run)))
    numbers = [int(each) for each in re.findall(r"\d+", run)]
    return readable(bytes(numbers)) if max(numbers) < 256 else None


def readable(data: bytes) -> str | None:
    """Give bytes as the text that they are, of UTF-8, UTF-16 or inside gzip or zlib; None where they are none."""
    data = _inflated(data)
    if data.count(0) * 3 > len(data):  # PowerShell's encoded commands are UTF-16
        text = data.decode("utf-16-le", "ignore")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return None
    shown = sum(char.isprintable() or char in "\n\r\t" for char in text)
    return text if len(text) >= 6 and shown >= len(text) * 0.97 else None


_LARGEST = 1 << 20


def _inflated(data: bytes) -> bytes:
    if not data.startswith((b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01")):
        return data
    import zlib

    try:
        return zlib.decompressobj(47).decompress(data, _LARGEST)
    except zlib.error:
        return data
