"""What a description says: when to use the agent, the words that call it, the examples it gives."""

import re
from typing import NamedTuple

from agentkit.tools import split_names, without_quotes

# Patterns stay text: they are compiled when first used, which most commands never do.

# "Triggers on a, b, c." and its kin, at the start of a sentence; "it triggers on x" tells something else.
_TRIGGERS = r"(?i)(?:\A|[.!?:;)\n]|[.!?]\\n)[ \t]*triggers?(?:ed)?[ \t]+(?:on|by)\b"
_TRIGGERS_END = r"\.(?=\s|\Z)|\n[ \t]*\n|<example"
_PROACTIVE = r"\b(?i:proactively)\b|\bPROACTIVE\b|\bMUST BE USED\b|\bmust be used\b"
_NOT_PROACTIVE = r"(?i)(?:\bnot|\bnever|n't)\s+(?:[\w-]+\s+){0,5}proactively\b"
_EXAMPLE = r"(?s)<example>(.*?)(?:</example>|(?=<example>)|\Z)"
_ABBREVIATIONS = frozenset({"e.g.", "i.e.", "vs.", "incl.", "approx.", "dr.", "mr.", "ms.", "no.", "st.", "cf."})


class Description(NamedTuple):
    """A description. What can be read from it is computed when asked for."""

    text: str
    """The description as YAML folds it; empty when the file has none."""

    def __str__(self) -> str:
        """Give the text."""
        return self.text

    @property
    def prose(self) -> str:
        """The text without its `<example>` blocks, each of which leaves a blank."""
        return re.sub(_EXAMPLE, " ", self.text) if "<example>" in self.text else self.text

    @property
    def summary(self) -> str:
        """Its first sentence, in one line."""
        # Some generators write the two characters backslash-n for a line break.
        prose = self.prose.replace("\\n", "\n").strip()
        first = " ".join(prose.split("\n\n", 1)[0].split())
        return first[: _sentence_end(first)]

    @property
    def proactive(self) -> bool:
        """Whether it asks to be used without being asked for (`Use PROACTIVELY`, `MUST BE USED`)."""
        prose = self.prose
        return re.search(_PROACTIVE, prose) is not None and re.search(_NOT_PROACTIVE, prose) is None

    @property
    def triggers(self) -> tuple[str, ...]:
        """The items of `Triggers on a, b, c.`, as written, quotes and a leading "and" or "or" taken off."""
        prose = self.prose
        found = re.search(_TRIGGERS, prose)
        if found is None:
            return ()
        rest = prose[found.end() :].lstrip(" \t")
        if rest[:8].lower() == "keywords":
            rest = rest[8:].lstrip(" \t")
        rest = rest.removeprefix(":").lstrip(" \t")
        ends = (end.start() for end in re.finditer(_TRIGGERS_END, rest) if not _abbreviated(rest, end))
        items = (" ".join(item.split()) for item in split_names(rest[: next(ends, None)].replace("\n", " ")))
        bare = (without_quotes(item.removeprefix("and ").removeprefix("or ")) for item in items)
        return tuple(item for item in bare if item)

    @property
    def examples(self) -> tuple[str, ...]:
        """The text inside each `<example>` block, without the white space around it."""
        return tuple(match.strip() for match in re.findall(_EXAMPLE, self.text))


def _sentence_end(text: str) -> int:
    """Give where the first sentence ends: after `.`, `!`, `?` and closing marks before a blank, or after their wide kin."""
    words = 0
    for word in text.split(" "):
        words += len(word)
        if word.rstrip("\"')]")[-1:] in (".", "!", "?") and not _is_abbreviation(word):
            break
        words += 1
    wide = min((at + 1 for mark in "。！？" if (at := text.find(mark)) >= 0), default=len(text))
    return min(words, wide, len(text))


def _abbreviated(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop belongs to an abbreviation."""
    return stop[0] == "." and _is_abbreviation(text[max(stop.start() - 12, 0) : stop.end()].rsplit(maxsplit=1)[-1])


def _is_abbreviation(word: str) -> bool:
    """Tell whether a word that ends with a full stop ends no sentence: `e.g.`, `U.S.`, an initial."""
    word = word.lstrip("(\"'[")
    return word.lower() in _ABBREVIATIONS or (word.count(".") > 1 and all(len(part) == 1 for part in word[:-1].split(".")))
