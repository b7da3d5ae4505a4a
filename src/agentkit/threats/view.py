"""A text under scan: its lines, what is code in it, and the signals in it, each found once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from importlib import import_module
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from agentkit.display import shortened
from agentkit.markdown import code_fences
from agentkit.threats.words import WORDS, Sign, compiled, small, standing_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agentkit.markdown import Fence
    from agentkit.threats.threat import Hit
    from agentkit.threats.words import Mark, Standing

__all__ = ["View", "compiled"]

_LONG = 4_000
"""Characters of a line above which only what stands around a mark is looked at."""
_BEFORE, _AFTER = 1_000, 2_000
_ARGUMENTS = 1_200
"""Characters of a command that are looked at."""
_LONGEST_BLOCK = 40
_JOINED = 12
"""Lines that a backslash or an open pipe may join to one command."""
_SHOWN = 60

# What makes a sentence a warning about what it quotes. `never skip` and its like urge on, they warn of nothing.
_DEFENSIVE = (
    r"(?<![\w./@-])(?:never|don['’]?t|do not|must not|mustn['’]?t|should not|shouldn['’]?t|avoid|prevent\w*|forbid\w*|prohibit\w*|"
    r"disallow\w*|den(?:y|ies|ied)|block(?:s|ed|ing)?|reject\w*|refus\w+|detect\w*|flag(?:s|ged)?|scan(?:s|ning)? for|"
    r"look(?:s|ing)? for|search(?:es|ing)? for|check(?:s|ing)? for|watch(?:es|ing)? for|grep|warns?|dangerous|malicious|suspicious|"
    r"unsafe|insecure|vulnerab\w+|attack\w*|inject\w*|exploit\w*|red flags?|anti-?patterns?|such as|payloads?|phrases? like|"
    r"patterns? like|instead of|not allowed|is bad|wrong)(?![\w/@-]|\.\w)(?! (?:skip|forget|omit|fail|hesitate|worry|ask|stop))|❌|🚫|⛔|🚨"
)
_ORDERED = (
    r"(?:^|[.;:!,] |\b(?:then|and|please|now|always|first|finally|next|must|should|to|end|done|task|step|afterwards) )(?:[-*]|\d{1,4}[.)])?[ \t*]{0,4}"
    r"(?:run|execute|issue|type|call|invoke|use|start|begin|enter)\b[^.\n]{0,40}\Z|"
    r"^[ \t]{0,3}(?:[-*] |\d{1,4}[.)] )?\W{0,3}(?:set-?up|step \d{1,3}|clean-?up|command|install\w*|usage|then|first|finally|next|prepare|run)\W{0,6}\Z"
)
_SHELLS = frozenset(
    (
        "",
        "sh",
        "bash",
        "shell",
        "zsh",
        "fish",
        "console",
        "terminal",
        "shell-session",
        "cmd",
        "bat",
        "powershell",
        "ps1",
        "pwsh",
        "text",
    )
)


def _start(hit: Hit) -> int:
    return hit.start


class View:
    """A text and what the kinds of threat ask of it.

    Args:
        text: The text.
        role: `agent`, `skill`, `script` or `reference`.
        depth: How many times it was decoded before.
    """

    def __init__(self, text: str, role: str, depth: int = 0) -> None:
        self.text = text
        self.role = role
        self.depth = depth
        self.lower = small(text)
        """The text in small letters; offsets are those of the text."""
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._first: dict[str, int] = {}
        self._windows: dict[tuple[str, ...], tuple[tuple[int, int], ...]] = {}
        self._commands: dict[int, tuple[int, int]] = {}

    def has(self, marks: tuple[Mark, ...]) -> bool:
        """Tell whether one of the marks stands in the text; without marks it may."""
        if not marks:
            return True
        group, standing = WORDS.group(marks), self._standing
        if standing.generation < group.generation:
            return any(self._stands(mark) for mark in marks)
        return not standing.sure.isdisjoint(group.every) or any(self._stands(mark) for mark in standing.maybe & group.every)

    def _stands(self, mark: Mark) -> bool:
        if isinstance(mark, Sign):
            return any(True for _ in mark.in_words(self.words))
        return self._find_first(mark) >= 0

    def _possible(self, marks: tuple[str, ...]) -> Iterable[str]:
        """Give those of some marks that may stand in the text."""
        group, standing = WORDS.group(marks), self._standing
        if standing.generation < group.generation:
            return marks
        return [mark for some in (standing.sure, standing.maybe) for mark in some & group.every if isinstance(mark, str)]

    def _find_first(self, mark: str) -> int:
        """Give where a mark first stands, or -1."""
        at = self._first.get(mark)
        if at is None:
            at = self._first[mark] = self.lower.find(mark)
        return at

    @property
    def words(self) -> frozenset[str]:
        """The different words of the text, as blanks part them."""
        return words_of(self.text)

    @cached_property
    def _standing(self) -> Standing:
        return standing_in(self.text)

    def hits(self, signal: str) -> tuple[Hit, ...]:
        """Give where a signal of the folder `signals/` stands, sorted; each is looked for once."""
        known = self._hits.get(signal)
        if known is None:
            module = import_module(f"agentkit.threats.signals.{signal}")
            known = tuple(sorted(module.find(self))) if self.has(module.MARKS) else ()
            self._hits[signal] = known
        return known

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    def line(self, offset: int) -> int:
        """Give the number of the line of an offset, from 0."""
        return bisect_right(self._starts, offset) - 1

    def start_of(self, line: int) -> int:
        """Give where a line starts, by its number."""
        return self._starts[line]

    def line_span(self, offset: int) -> tuple[int, int]:
        """Give where the line of an offset starts and ends; its line end not included."""
        line = self.line(offset)
        return self._starts[line], self._end(line)

    def _end(self, line: int) -> int:
        return self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.text)

    def around(self, offset: int, before: int, after: int) -> tuple[int, int]:
        """Give where the lines around an offset start and end."""
        line = self.line(offset)
        last = line + after + 1
        return self._starts[max(line - before, 0)], self._starts[last] if last < len(self._starts) else len(self.text)

    def near(self, hit: Hit, others: Sequence[Hit], lines: int) -> Sequence[Hit]:
        """Give those of others, which are sorted, that start within a number of lines of a signal."""
        start, end = self.around(hit.start, lines, lines)
        return others[bisect_left(others, start, key=_start) : bisect_left(others, end, key=_start)]

    def commands(self, words: str, marks: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Give each command that a pattern of words begins: where it starts, and where its line or the next of them does.

        The stretches do not overlap, so that whatever is searched for in them costs one pass over the text.
        """
        for start, end in self.windows(marks):
            places = [match.start() for match in compiled(words).finditer(self.lower, start, end)]
            for place, following in pairwise([*places, end]):
                yield place, min(following, place + _ARGUMENTS)

    def windows(self, marks: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
        """Give the stretches of the text to search for what the marks stand in: whole lines, joined where a command goes on.

        Of a very long line only what stands around a mark is given. They do not overlap, and come in order.
        """
        known = self._windows.get(marks)
        if known is None:
            merged: list[tuple[int, int]] = []
            for start, end in sorted({window for mark in self._possible(marks) for window in self._windows_of(mark)}):
                if merged and start <= merged[-1][1]:
                    merged[-1] = (merged[-1][0], max(merged[-1][1], end))
                else:
                    merged.append((start, end))
            known = self._windows[marks] = tuple(merged)
        return known

    def _windows_of(self, mark: str) -> Iterator[tuple[int, int]]:
        at = self._find_first(mark)
        while at >= 0:
            start, end = self.command(at)
            if end - start > _LONG:
                start, end = max(start, at - _BEFORE), min(end, at + _AFTER)
            yield start, end
            at = self.lower.find(mark, max(end - len(mark) + 1, at + 1))  # one across the end counts, too

    def command(self, offset: int) -> tuple[int, int]:
        """Give where the command of an offset starts and ends: a line, and those that a backslash or a pipe joins to it."""
        line = self.line(offset)
        known = self._commands.get(line)
        if known is None:
            known = self._commands[line] = self._command(line)
        return known

    def _command(self, line: int) -> tuple[int, int]:
        start, end = self._starts[line], self._end(line)
        for _ in range(_JOINED):
            if start == 0 or not self.text.endswith(("\\\n", "\\\r\n", "|\n", "| \n"), 0, start):
                break
            above = self.text.rfind("\n", 0, start - 1) + 1
            if self.text[above:start].lstrip(" \t>").startswith("|"):
                break  # a row of a table
            start = above
        for _ in range(_JOINED):
            tail = self.text[max(end - 3, start) : end].rstrip()
            if (
                end >= len(self.text)
                or self.text.startswith("|", start)
                or not (tail.endswith(("\\", "|", "&&")) or self._goes_on(end + 1))
            ):
                break
            following = self.text.find("\n", end + 1)
            end = following if following >= 0 else len(self.text)
        return start, end

    def _goes_on(self, start: int) -> bool:
        head = self.text[start : start + 40].lstrip(" \t")
        return head.startswith("| ") and " | " not in head[2:]  # a row of a table has more bars

    def search(self, pattern: str, marks: tuple[str, ...]) -> Iterator[re.Match[str]]:
        """Give the matches of a pattern in the stretches that hold one of the marks; small letters are matched."""
        for start, end in self.windows(marks):
            yield from compiled(pattern).finditer(self.lower, start, end)

    def shown(self, start: int, end: int) -> str:
        """Give a stretch of the text in one line, made safe and short."""
        return shortened(" ".join(self.text[start : min(end, start + 400)].split()), _SHOWN)

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced code blocks; none in a script, which is code from end to end."""
        if self.role == "script" or self.depth:
            return ()
        start = self.text.find("\n", self.block_end) + 1 if self.block_end else 0
        own = code_fences(self.text[:start]) if "```" in self.text[:start] or "~~~" in self.text[:start] else ()
        return (*own, *(fence.moved(start) for fence in code_fences(self.text[start:])))

    def fence(self, offset: int) -> Fence | None:
        """Give the code block that an offset stands in."""
        at = bisect_right(self.fences, offset, key=lambda each: each.start) - 1
        return self.fences[at] if at >= 0 and offset < self.fences[at].end else None

    @cached_property
    def block_end(self) -> int:
        """Where the frontmatter ends; 0 without one, and in scripts."""
        if self.role == "script" or self.depth or not self.text.startswith("---"):
            return 0
        end = self.text.find("\n---", 3)
        return end + 4 if end >= 0 else 0

    def runs(self, offset: int) -> bool:
        """Tell whether a place is one that is run or copied to be run: a script, a shell block, a hook, a decoded text."""
        if self.role == "script" or self.depth:
            return True
        fence = self.fence(offset)
        if fence is not None:
            return (fence.info.split() or [""])[0].strip("{}.").lower() in _SHELLS
        if offset < self.block_end:
            line, _ = self.line_span(offset)
            return re.match(r"[ \t-]{0,80}(?:command|args|prompt|run)[ \t]{0,20}:", self.lower[line:offset]) is not None
        return self.text[max(offset - 2, 0) : offset] == "!`" or self.is_indented(offset)

    def is_indented(self, offset: int) -> bool:
        """Tell whether a place stands in an indented code block: four blanks, an empty line or another of the kind above."""
        for line in range(self.line(offset), max(self.line(offset) - _LONGEST_BLOCK, -1), -1):
            text = self.text[self._starts[line] : self._starts[line] + 200].partition("\n")[0].rstrip("\r")
            if not text.strip():
                return line != self.line(offset) and line > 0
            if not text.startswith(("    ", "\t")) or text.lstrip().startswith(("- ", "* ", "|", ">")):
                return False
        return False

    def is_code(self, offset: int) -> bool:
        """Tell whether a place stands in code of any kind: a script, a block in whatever language, a hook, backticks."""
        return self.fence(offset) is not None or self.runs(offset) or self.is_quoted(offset)

    def starts_command(self, offset: int) -> bool:
        """Tell whether a command starts at an offset: nothing before it on the line but a prompt, a joint or `sudo`."""
        start, _ = self.line_span(offset)
        return (
            compiled(
                r"(?:.{0,300}(?:&&|\|\||[;|({!`]|\bthen|\bdo|-c ['\"]|command:|['\"][\w:.-]{1,40}['\"] ?:) {0,4}\[?['\"]?|[ \t]{0,80}(?:[-*] |\$ |> |# |\d{1,4}[.)] |run:? |ps> ?|c:\\> ?)?`?|)"
                r"(?:sudo (?:-\w+ )?)?"
            ).fullmatch(self.lower, max(start, offset - 320), offset)
            is not None
        )

    def is_ordered(self, start: int) -> bool:
        """Tell whether a command that stands in prose is to be given: alone on its line, or behind a verb that says so."""
        line, _ = self.line_span(start)
        if compiled(r"[ \t]{0,3}(?:\$ |sudo )?").fullmatch(self.lower, line, start) is not None:
            return True
        return compiled(_ORDERED).search(self.lower, max(line, start - 160), start) is not None

    def is_defensive(self, start: int) -> bool:
        """Tell whether a place in prose is quoted or spoken of by text that warns of it: the words before it on its line say so.

        For a phrase or a single command in prose alone; a combination is never asked.
        """
        if self.depth or self.role == "script":
            return False
        line, end = self.line_span(start)
        sentence = (
            compiled(r"(?<!e\.g)(?<!i\.e)[.!?;] ")
            .split(self.lower[max(line, start - 300) : start])[-1]
            .replace("e.g.", "such as")
        )
        if compiled(_DEFENSIVE).search(sentence) is not None:
            return True
        return compiled(_DEFENSIVE).search(self.lower[start : min(end, start + 200)]) is not None and self.is_quoted(start)

    def is_quoted(self, start: int) -> bool:
        """Tell whether a place stands between quotation marks or backticks of its line."""
        line, _ = self.line_span(start)
        before = self.text[max(line, start - 300) : start]
        return (
            before.count("`") % 2 == 1
            or before.count('"') % 2 == 1
            or before.count("“") > before.count("”")
            or (len(re.findall(r"(?<!\w)'", before)) - len(re.findall(r"'(?!\w)", before))) > 0
        )
