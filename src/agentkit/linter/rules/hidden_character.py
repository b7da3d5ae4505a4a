from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from agentkit.characters import odd_characters
from agentkit.confidence import Confidence
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.document import Scalar
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.linter.subject import Subject

# Runs of tags, runs of variation selectors, and every other character that shows nothing or moves what is shown.
_SINGLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb"
)
_RUN = "\u200b\u200c\u200d\u2060-\u2064\ufeff"
_HIDDEN = f"[{_RUN}]{{4,}}|[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{{2,}}|[\U000e0100-\U000e01ef{_SINGLE}]"
_ANY = f"[{_SINGLE}\ufe00-\ufe0f\U000e0000-\U000e01ef]"
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_TAG_END = "\U000e007f"
_BLACK_FLAG = "\U0001f3f4"
_REORDERS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MARKS = "\u200e\u200f\u061c"
_JOINING = (("\u0600", "\u109f"), ("\u1780", "\u1aff"), ("\ua840", "\uabff"), ("\U00011000", "\U00011fff"))
_ZERO_RUN = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_STYLES = {"\ufe0e", "\ufe0f"}
"""Text or emoji style; an editor may double one."""
_SHOWN = 60


class _Kind(NamedTuple):
    """What characters do; those of one kind in a file are one finding."""

    name: str
    severity: Severity


_TAGS = _Kind("tag characters", Severity.ERROR)
_SELECTORS = _Kind("variation selectors in a row", Severity.ERROR)
_REORDERING = _Kind("reordering", Severity.ERROR)
_DIRECTION = _Kind("direction", Severity.WARNING)
_ZERO_WIDTH = _Kind("zero-width", Severity.WARNING)
_BITS = _Kind("zero-width characters in a row", Severity.ERROR)
_CONTROL = _Kind("control", Severity.WARNING)
_BLANK = _Kind("blank", Severity.WARNING)


class _RightToLeft:
    """Which lines of a text hold right-to-left letters; asked in order of place, each line is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = self._end = -1
        self._answer = False

    def at(self, offset: int) -> bool:
        """Tell whether the line of an offset has one."""
        if not self._start <= offset <= self._end:
            self._start = self._text.rfind("\n", 0, offset) + 1
            end = self._text.find("\n", offset)
            self._end = end if end >= 0 else len(self._text)
            self._answer = re.search(_RTL, self._text[self._start : self._end]) is not None
        return self._answer


class HiddenCharacter(Rule):
    """The text holds characters that nobody sees.

    ## Why is this bad?
    A model reads what a reviewer does not: a whole sentence in tag characters (U+E0000 to U+E007F), bytes in a row of variation
    selectors, text that bidirectional overrides show in another order (CVE-2021-42574, 2021), bits in a row of
    zero-width characters. These are errors. Single zero-width characters, soft hyphens and control characters break words, names and commands when they are searched or copied, and
    are what a bad conversion leaves of an emoji: warnings. One finding for each kind and file, at the first.

    Not reported: emoji with joiners, flags and selectors; joiners and zero-width spaces in scripts that need them; bidirectional
    marks and embeddings on a line with right-to-left letters. Of 5,891 public files three have one, none an error (2026-11-24).
    OWASP Agentic Skills Top 10 AST01; OWASP LLM Top 10 (2025) LLM01; CWE-451, CWE-1007.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the new\u200best log first.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the newest log first.
    ```

    ## Fix safety
    Unsafe: the fix takes the characters out, and somebody may have put one in on purpose, to keep a line from being
    read as Markdown.
    """

    code = "AK303"
    severity = Severity.WARNING
    confidence = Confidence.EXACT
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each kind of hidden character once, with all its places in the fix."""
        yield from self._in_text(it)
        for entry in it.document.fields.entries if it.document.fields is not None else ():
            # A name of this kind is an invalid name, which says so.
            if isinstance(entry.value, Scalar) and not entry.value.text.isascii() and entry.key.text != "name":
                yield from self._in_escapes(it, entry.value)

    def _in_text(self, it: Subject) -> Iterator[Diagnostic]:
        text, body_start = it.document.text, it.document.body_start
        hidden = [char for char in odd_characters(text) if _any().match(char) is not None]
        if all("\ufe00" <= char <= "\ufe0f" for char in hidden) and not any(
            one + other in text for one in hidden for other in hidden
        ):
            return  # most texts: none, or emoji of which none has two styles
        rtl = _RightToLeft(text)
        places: dict[_Kind, list[re.Match[str]]] = {}
        for match in _hidden().finditer(text):
            kind = _kind(text, match, rtl, in_body=match.start() >= body_start)
            if kind is not None:
                places.setdefault(kind, []).append(match)
        for kind, matches in places.items():
            first = matches[0]
            span = it.document.lines.span(first.start(), first.end())
            edits = tuple(Edit(match.start(), match.end(), "") for match in matches)
            fix = Fix("take the hidden characters out", edits, safe=False, changes=_keys(it, edits))
            message = _message(kind, first[0], len(matches))
            yield self.at(it, span, message, "take them out", kind.severity, fix)

    def _in_escapes(self, it: Subject, value: Scalar) -> Iterator[Diagnostic]:
        """Report what stands in a value and not in the file: written as an escape, seen there and not in a listing."""
        written = it.document.text[value.start : value.end]
        rtl = _RightToLeft(value.text)
        places: dict[_Kind, list[str]] = {}
        for match in _hidden().finditer(value.text):
            kind = _kind(value.text, match, rtl, in_body=False) if match[0] not in written else None
            if kind is not None:
                places.setdefault(kind, []).append(match[0])
        for kind, found in places.items():
            message = f"{_message(kind, found[0], len(found))}, written as an escape"
            yield self.at(it, it.document.span(value), message, "take them out", kind.severity)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report them in the skill, and hidden text in the files beside it."""
        yield from self.check_agent(it)
        for piece in it.bundle.pieces:
            hidden = [each for each in piece.threats if each.kind == "invisible-text" and each.severity is not Severity.INFO]
            for threat in hidden[:1]:
                more = f"; {len(hidden) - 1} more" if len(hidden) > 1 else ""
                span = piece.lines.span(threat.start, threat.end)
                message = threat.message + more
                yield Diagnostic(self.code, self.slug, threat.severity, message, piece.path, span, "take them out")


@cache
def _any() -> re.Pattern[str]:
    return re.compile(_ANY)


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(_HIDDEN)


def _kind(text: str, match: re.Match[str], rtl: _RightToLeft, *, in_body: bool) -> _Kind | None:
    """Give what the characters do; None where they belong."""
    char = match[0][0]
    before = text[match.start() - 1] if match.start() else " "
    if len(match[0]) >= 4 and char in _ZERO_RUN:
        return _BITS
    after = text[match.end() : match.end() + 1] or " "
    if "\U000e0000" <= char <= _TAG_END:
        return None if before == _BLACK_FLAG and match[0][-1] == _TAG_END and len(match[0]) <= 8 else _TAGS
    if char >= "\U000e0100" or "\ufe00" <= char <= "\ufe0f":
        if len(match[0]) > 1:
            return _SELECTORS if len(match[0]) > 3 or not set(match[0]) <= _STYLES else None
        return _SELECTORS if not _is_ideograph(before) else None
    if char < "\u00a0" or char in "\u2028\u2029":  # in the frontmatter YAML refuses them, or a finding of reading tells
        return _CONTROL if in_body and char != "\x85" else None
    if char in _REORDERS:
        return _REORDERING if char in "\u202d\u202e" or not rtl.at(match.start()) else None
    if char in _MARKS:
        return _DIRECTION if not rtl.at(match.start()) else None
    if char in "\u200b\u200c\u200d\u2060\ufeff":
        in_emoji = char == "\u200d" and before > "\u2100" and after > "\u2100"
        return None if in_emoji or _needs_joiners(before) or _needs_joiners(after) else _ZERO_WIDTH
    if char in "\u115f\u1160" and ("\u1100" <= before <= "\u11ff" or "\u1100" <= after <= "\u11ff"):
        return None
    return _BLANK


def _is_ideograph(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003ffff"


def _needs_joiners(char: str) -> bool:
    """Tell whether a letter is of a script that writes with joiners or without blanks: Arabic to Khmer, and Mongolian."""
    return any(first <= char <= last for first, last in _JOINING)


def _message(kind: _Kind, first: str, count: int) -> str:
    if kind is _TAGS or kind is _SELECTORS or kind is _BITS:
        said = _decoded(first)
        shown = f": `{said[:_SHOWN]}`" if said else ""
        return f"hidden text in {kind.name}{shown}"
    from unicodedata import name

    more = f" and {count - 1} more" if count > 1 else ""
    return f"hidden character: {name(first, 'control character').lower()} (U+{ord(first):04X}){more}"


def _decoded(run: str) -> str:
    """Give what tags say in ASCII, or selectors as bytes of UTF-8; empty when they say nothing readable."""
    if run[0] in _ZERO_RUN:
        from agentkit.threats.invisible import bits

        text = bits(run)
    elif run[0] >= "\U000e0000" and run[0] <= _TAG_END:
        text = "".join(chr(ord(char) - 0xE0000) for char in run if "\U000e0020" <= char <= "\U000e007e")
    else:
        numbers = [ord(char) - (0xFE00 if char <= "\ufe0f" else 0xE0100 - 16) for char in run]
        text = bytes(numbers).decode("utf-8", "ignore")
    return text if text.isprintable() else ""


def _keys(it: Subject, edits: tuple[Edit, ...]) -> tuple[str, ...]:
    """Give the top-level keys in whose values edits stand."""
    entries = it.document.fields.entries if it.document.fields is not None and edits[0].start < it.document.body_start else ()
    touched = (entry.key.text for entry in entries if any(entry.value.start <= edit.start < entry.value.end for edit in edits))
    return tuple(dict.fromkeys(touched))
