"""Texts that are worst for a regular expression: made of its own parse tree, and those that are bad for many."""

from __future__ import annotations

import re
from functools import cache
from re import _constants as of_re  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.threats.baits import PIECES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MANY = 12
"""Repeats from which a part counts as one that may go on."""
_NEVER = "\x01"
"""What no pattern wants: a text that ends with it matches nothing to its end."""


class Attack(NamedTuple):
    """A text of any length: `before`, then `again` as often as it takes, then `after`."""

    before: str
    again: str
    after: str

    def of(self, size: int) -> str:
        """Give the text with about so many characters."""
        return self.before + self.again * (size // len(self.again)) + self.after

    @property
    def shown(self) -> str:
        """What it is made of."""
        return f"{self.before[:20]}({self.again[:20]})*{self.after[:10]}"


def attacks(text: str, flags: int) -> list[Attack]:
    """Give the texts for a regular expression: its own first; none where no part of it may go on for long, for then no text can."""
    own = _own(text, flags)
    return list(dict.fromkeys((*own, *_COMMON))) if own else []


@cache
def bound(text: str, flags: int) -> int:
    """Give the greatest number of rounds that a repeat is bounded to: up to there its time may grow like a square's, and no further."""
    return _bound(list(parser.parse(text, flags)))


def _bound(items: Any) -> int:
    if not isinstance(items, list | tuple | parser.SubPattern):
        return 0
    most = 0
    if (
        len(items) == 3
        and isinstance(items[1], int)
        and isinstance(items[2], parser.SubPattern)
        and items[1] < int(of_re.MAXREPEAT)
    ):
        most = items[1]
    return max([most, *(_bound(each) for each in items)])


_COMMON = [Attack("", piece, _NEVER) for piece in PIECES]


@cache
def _own(text: str, flags: int) -> tuple[Attack, ...]:
    """For each part that repeats: what leads to it, then it again and again, then what ends it badly; and all of that again and again."""
    tree = parser.parse(text, flags)
    found: dict[Attack, None] = {}
    for before, unit in _repeats(list(tree), ""):
        if not unit:
            continue
        for after in (_NEVER, "\n" + _NEVER) if "$" in text or "\\Z" in text else (_NEVER,):
            found[Attack(before, unit, after)] = None
        if before:
            found[Attack("", before + unit, _NEVER)] = None
            found[Attack("", before, _NEVER)] = None
            found[Attack("", before + unit * 40, _NEVER)] = None
    return tuple(found)


def _repeats(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Give (a text that leads there, one round) of each part that may go on for long."""
    for operator, argument in items:
        if operator in (of_re.MAX_REPEAT, of_re.MIN_REPEAT, of_re.POSSESSIVE_REPEAT):
            least, most, inner = argument
            unit = _sample(list(inner))
            if most >= _MANY:
                yield before, unit
                for other in _others(list(inner)):
                    yield before, other
            yield from _repeats(list(inner), before)
            before += unit * max(least, 1)
        elif operator is of_re.SUBPATTERN:
            yield from _repeats(list(argument[-1]), before)
            before += _sample([(operator, argument)])
        elif operator is of_re.ATOMIC_GROUP:
            yield from _repeats(list(argument), before)
            before += _sample([(operator, argument)])
        elif operator is of_re.BRANCH:
            for branch in argument[1]:
                yield from _repeats(list(branch), before)
            before += _sample([(operator, argument)])
        elif operator in (of_re.ASSERT, of_re.ASSERT_NOT):
            yield from _repeats(list(argument[1]), before)
        else:
            before += _sample([(operator, argument)])


def _others(inner: list[Any]) -> Iterator[str]:
    """Give other rounds of a repeat: each of its branches, a blank and a letter where its class has them."""
    for operator, argument in inner:
        if operator is of_re.BRANCH:
            for branch in argument[1]:
                yield _sample(list(branch))
        elif operator is of_re.SUBPATTERN:
            yield from _others(list(argument[-1]))
        elif operator is of_re.IN:
            yield from (char for char in ' a1\n.-`"/' if _holds(argument, char))


def _sample(items: list[Any]) -> str:
    """Give a text that the parts match, as short as may be."""
    parts: list[str] = []
    for operator, argument in items:
        if operator is of_re.LITERAL:
            parts.append(chr(argument))
        elif operator is of_re.NOT_LITERAL:
            parts.append("a" if argument != ord("a") else "b")
        elif operator is of_re.ANY:
            parts.append("a")
        elif operator is of_re.IN:
            parts.append(
                next(
                    (
                        char
                        for char in "ab1 -_./\t\n\"'`<>()[]{}:;,|#*@$&%=+!?~^\\\u00e9\u200b\u4e00\U000e0041"
                        if _holds(argument, char)
                    ),
                    "",
                )
            )
        elif operator in (of_re.MAX_REPEAT, of_re.MIN_REPEAT, of_re.POSSESSIVE_REPEAT):
            parts.append(_sample(list(argument[2])) * min(max(argument[0], 0), 64))
        elif operator is of_re.SUBPATTERN:
            parts.append(_sample(list(argument[-1])))
        elif operator is of_re.ATOMIC_GROUP:
            parts.append(_sample(list(argument)))
        elif operator is of_re.BRANCH:
            parts.append(_sample(list(argument[1][0])))
    return "".join(parts)


def _holds(members: list[Any], char: str) -> bool:
    """Tell whether a class has a character."""
    found = False
    negated = False
    for operator, argument in members:
        if operator is of_re.NEGATE:
            negated = True
        elif operator is of_re.LITERAL:
            found |= char == chr(argument)
        elif operator is of_re.RANGE:
            found |= argument[0] <= ord(char) <= argument[1]
        elif operator is of_re.CATEGORY:
            found |= re.match(_CATEGORIES[argument], char) is not None
    return found is not negated


_CATEGORIES = {
    of_re.CATEGORY_DIGIT: r"\d",
    of_re.CATEGORY_NOT_DIGIT: r"\D",
    of_re.CATEGORY_SPACE: r"\s",
    of_re.CATEGORY_NOT_SPACE: r"\S",
    of_re.CATEGORY_WORD: r"\w",
    of_re.CATEGORY_NOT_WORD: r"\W",
}
