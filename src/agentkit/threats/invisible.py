"""Characters that nobody sees: which of them hide text, and what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from agentkit.characters import has_any, odd_characters
from agentkit.pattern import pattern
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGS = "[\U000e0000-\U000e007f]{1,100000}"
_SELECTORS = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,100000}|[\U000e0100-\U000e01ef]{2,3}"
_ZERO = "[\u200b-\u200d\u2060-\u2064\ufeff\u180e]"
_ZERO_WIDTH = f"{_ZERO}{{4,100000}}"
_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_RTL = pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ANY = "\u180e\u180e\u200b\u200d\u202a\u202e\u2060\u2069\ufe00\ufe0f\ufeff\ufeff\U000e0000\U000e01ef"
"""First and last of each range."""
_ALONE = "\u202a\u202e\u2066\u2069\U000e0000\U000e007f"
"""Those of which one by itself is told."""
_WHOLE = f"(?:{_TAGS}|{_SELECTORS}|{_ZERO_WIDTH})"


class Invisible(NamedTuple):
    """A run of characters that nobody sees."""

    start: int
    end: int
    what: str
    text: str
    """What it says; empty where nothing readable is found in it."""


def invisible(text: str) -> Iterator[Invisible]:
    """Give each run that hides text or reorders it; not flags, emoji, joiners of a script that needs them, right-to-left text."""
    unseen = [each for each in odd_characters(text) if has_any((each,), _ANY)]
    if not unseen or (not has_any(unseen, _ALONE) and not any(one + other in text for one in unseen for other in unseen)):
        return
    for match in compiled(_WHOLE).finditer(text):
        run = match[0]
        if "\U000e0000" <= run[0] <= "\U000e007f":
            if text[match.start() - 1 : match.start()] == "\U0001f3f4" and run[-1] == "\U000e007f" and len(run) <= 8:
                continue
            said = "".join(chr(ord(char) - 0xE0000) for char in run if "\U000e0020" <= char <= "\U000e007e")
            yield Invisible(*match.span(), "tag characters", said)
        elif run[0] >= "\U000e0100" or "\ufe00" <= run[0] <= "\ufe0f":
            numbers = bytes(ord(char) - (0xFE00 if char <= "\ufe0f" else 0xE0100 - 16) for char in run)
            said = numbers.decode("utf-8", "ignore")
            yield Invisible(*match.span(), "variation selectors", said if said.isprintable() else "")
        else:
            yield Invisible(*match.span(), "zero-width characters", bits(run))
    for match in compiled(f"{_BIDI}(?:[^\n]{{0,400}}{_BIDI})?").finditer(text):
        near = max(match.start() - 2_000, 0)
        line = text[text.rfind("\n", near, match.start()) + 1 or near : match.end() + 200].partition("\n")[0]
        if _RTL.search(line) is None or "\u202d" in match[0] or "\u202e" in match[0]:
            yield Invisible(*match.span(), "characters that reorder what is shown", "")


def bits(run: str) -> str:
    """Give what zero-width characters say as bits, in whichever way gives text."""
    kinds = sorted(set(run))
    if len(kinds) > 3 or len(kinds) < 2:
        return ""
    for zero in kinds:
        for one in kinds:
            bits = "".join("0" if char == zero else "1" for char in run if char in (zero, one))
            for size in (8, 7):
                if zero != one and len(bits) >= 2 * size and len(bits) % size == 0:
                    said = "".join(chr(int(bits[at : at + size], 2)) for at in range(0, len(bits), size))
                    if said.isascii() and said.isprintable():
                        return said
    return ""


_FOLDED = {
    ord(char): ord(plain) for char, plain in zip("аеорсухіјѕԁһԛԝАВЕКМНОРСТХІЈЅ", "aeopcyxijsdhqwABEKMHOPCTXIJS", strict=True)
}


_DISGUISE = (
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\uff01-\uff5e\U0001d400-\U0001d7ff\U000e0000-\U000e01ef]|"
    "[a-zA-Z][\u0400-\u052f]|[\u0400-\u052f][a-zA-Z]"
)
_DISGUISING = (
    "\u00ad\u00ad\u0400\u052f\u200b\u200f\u202a\u202e\u2060\u206f\ufeff\ufeff\uff01\uff5e\U0001d400\U0001d7ff\U000e0000\U000e01ef"
)


def folded(text: str) -> tuple[str, list[int]] | None:
    """Give a text as it looks, without what nobody sees and with look-alikes in ASCII, and the offset of each character.

    None where it is no other text: Cyrillic words stay as they are, letters among Latin ones and full-width ones do not.
    """
    if not has_any(odd_characters(text), _DISGUISING) or compiled(_DISGUISE).search(text) is None:
        return None
    from unicodedata import normalize

    characters: list[str] = []
    offsets: list[int] = []
    changed = False
    for match in re.finditer(r"[\x00-\x7f]+|[^\x00-\x7f]", text):
        piece, at = match[0], match.start()
        if piece.isascii():
            characters += piece
            offsets += range(at, at + len(piece))
            continue
        if re.match("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e01ef]", piece):
            beside = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
            changed = changed or beside.isascii()
            continue
        new = piece
        if "\uff01" <= piece <= "\uff5e" or "\U0001d400" <= piece <= "\U0001d7ff":
            new = normalize("NFKC", piece)
        elif ord(piece) in _FOLDED and re.search("[a-zA-Z]", text[max(at - 2, 0) : at + 3]):
            new = chr(_FOLDED[ord(piece)])
        changed = changed or new != piece
        characters += new
        offsets += [at] * len(new)
    return ("".join(characters), [*offsets, len(text)]) if changed else None
