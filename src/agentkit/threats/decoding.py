"""Text that is written so that it cannot be read: base64, hex, URL escapes, character references. Decoded, never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

_BASE64 = r"(?:(?<![A-Za-z0-9+/_=-])|(?<=[A-Za-z]=))[A-Za-z0-9+/_-]{20,}(?:[ \t]{0,8}[\"'\\]{0,2}\r?\n[ \t>\"'+]{0,12}[A-Za-z0-9+/_-]{20,}){0,400}[A-Za-z0-9+/_-]{0,76}={0,2}"
SHORT = r"(?:(?<![A-Za-z0-9+/_=-])|(?<=[A-Za-z]=))[A-Za-z0-9+/_-]{8,100000}={0,2}"
"""What may be base64 where a decoder stands beside it."""
_HEX_ESCAPES = r"(?:\\x[0-9a-f]{2}){8,}|(?:\\u00[0-9a-f]{2}){8,}"
_HEX_BYTES = r"(?:0x[0-9a-f]{2},? ?){8,}"
_URL = r"(?:%[0-9a-f]{2}[\w./:-]{0,3}){6,}"
_ENTITIES = r"(?:&#(?:x[0-9a-f]{2,6}|\d{2,7});?){6,}"
_DECIMAL = r"(?:\b1?\d{2}, ?){12,}1?\d{2}\b"
_CALLED = r"(?:(?:chr\(|\[char\]|\[char\]\()1?\d{2}\)? ?[+.,] ?){5,400}(?:chr\(|\[char\]|\[char\]\()1?\d{2}"
_OCTAL = r"(?:\\[01][0-7]{2}){8,}"


class Decoded(NamedTuple):
    """What an encoded stretch of a text says."""

    start: int
    end: int
    how: str
    text: str


def decoded(view: View, pattern: str = _BASE64) -> Iterator[Decoded]:
    """Give every stretch that decodes to readable text, in no order."""
    text = view.text
    for match in compiled(pattern).finditer(text):
        run = match[0]
        if len(run) >= 40 and len(run) % 2 == 0 and compiled(r"[0-9a-fA-F]+").fullmatch(run) is not None:
            if (said := readable(bytes.fromhex(run))) is not None:
                yield Decoded(*match.span(), "hex", said)
        elif (said := _base64(run)) is not None:
            yield Decoded(*match.span(), "base64", said)
    for how, marks, escape in (
        ("hex", ("\\x", "\\u00"), _HEX_ESCAPES),
        ("hex", ("0x",), _HEX_BYTES),
        ("URL escapes", ("%",), _URL),
        ("character references", ("&#",), _ENTITIES),
        ("octal escapes", ("\\1",), _OCTAL),
        ("character codes", ("chr(", "[char]"), _CALLED),
        ("character codes", (", 11", ",11", ", 10", ",10"), _DECIMAL),
    ):
        if not view.has(marks):
            continue
        for match in compiled(escape).finditer(view.lower):
            if (said := _said(how, text[match.start() : match.end()])) is not None:
                yield Decoded(*match.span(), how, said)


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
