"""Every name that a file mentions: agents, skills, MCP servers, files, each with its place and the shape it was found in.

Found once per file and read by the rules about references, by `agentkit rename` and by whoever needs the graph of a project.
What is given is what the text says; whether the name exists is for the reader to look up, with `fold` for the names of agents.
Shapes are those of public files (2026-11): 506 of 5,891 files have lists titled "Integration with other agents:", 335
have a heading "Related Skills", 96 a table with a column of agents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit import markdown
from agentkit.document import Items, Scalar
from agentkit.handoffs import find_handoffs, may_hand_off
from agentkit.pattern import pattern
from agentkit.persona import Persona
from agentkit.skill import Skill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from agentkit.document import Document
    from agentkit.markdown import Line
    from agentkit.span import Span
    from agentkit.tools import Tools

ReferenceKind = Literal["agent", "skill", "server", "file"]
"""What a name stands for."""

Form = Literal[
    "field", "grant", "delegation", "interaction", "list", "table", "named", "mention", "parameter", "sentence",
    "use", "arrow", "at", "word", "call", "related", "path", "link", "bundled",
]  # fmt: skip
"""The shape that a name was found in.

In the frontmatter: `field`, an entry of `skills:`, `mcpServers:`, or a skill's `agent:`; `grant`, `Agent(x)` or `mcp__x__y`
in a list of tools. Hand-offs: `delegation`, "(use `x`)" in a bullet; `interaction`, a row of an interaction table; `list`, a bullet
of "Integration with other agents:"; `table`, a cell of a column of agents elsewhere. In sentences: `named`, "the `x` agent" or "the
`x` skill"; `mention`, `@agent-x`; `parameter`, `subagent_type: x`; `sentence`, "delegate to `x`"; `call`, `Skill(x)`; `related`, a
bullet under "Related Skills"; `path`, `skills/x/SKILL.md`. Of files: `link`, a Markdown link; `bundled`, `references/x.md`
in a skill. Four are guesses, to be believed only where the name is known: `use`, "use `x`"; `arrow`, "-> `x`"; `at`, `@x`; `word`, a
bare word without a hyphen in a list of agents.
"""

GUESSES: frozenset[Form] = frozenset({"use", "arrow", "at", "word"})
"""Forms in which most names are of other things; they count where the name is known."""


class Reference(NamedTuple):
    """One mention of a name."""

    kind: ReferenceKind
    name: str
    """As written, without quotes, backticks, `@` and `agent-`; a prefix such as `plugin:` included."""
    form: Form
    span: Span
    """The place of the name, or where it cannot be told, as in a folded value, of the field."""
    exact: bool = True
    """Whether the text at `span` is the name, so that it can be replaced."""
    field: str = ""
    """The top-level key whose value it stands in; empty in the body."""

    @property
    def bare(self) -> str:
        """The name without `plugin:`, `folder/` and `@marketplace`."""
        return bare(self.name)


def bare(name: str) -> str:
    """Give a name without `plugin:` or `plugin::`, without `folder/`, and without `@marketplace`."""
    name = name.rpartition("/")[2].rpartition(":")[2]
    return name.partition("@")[0] or name


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Give a name in the form in which names of agents are compared: `Code Reviewer`, `code_reviewer`, `kit:code-reviewer`."""
    folded = re.sub(r"[\s_-]+", "-", bare(name.strip().removesuffix(".md")).casefold()).strip("-")
    return folded.removeprefix("@").removeprefix("agent-") or folded


def find_references(document: Document, item: Persona | Skill, prose: Sequence[Line] | None = None) -> tuple[Reference, ...]:
    """Find every name that a file mentions, in the order of the text; of two readings of one place the surer one.

    Args:
        document: The file.
        item: The agent or skill in it.
        prose: The lines of its body outside code, where they are known.
    """
    scan = _Scan(document, item, prose)
    found: dict[tuple[str, int, str], Reference] = {}
    for each in scan.every():
        place = (each.kind, each.span.start, "" if each.exact else each.name)
        found.setdefault(place, each)
    return tuple(sorted(found.values(), key=lambda each: (each.span.start, each.kind, each.name)))


_PLUGIN = r"(?:[A-Za-z0-9][\w.-]{0,60}::?)?"
_NAME = rf"{_PLUGIN}[A-Za-z](?:[\w.-]{{0,78}}\w)?"
_BARE = rf"{_PLUGIN}[a-z][a-z0-9]*(?:-[a-z0-9]+){{1,6}}"
_END = r"(?![\w-])"
_MARKED = rf"(?P<mark>\*\*`?|`)[@/]?(?P<name>{_NAME})(?:`?\*\*|`)"
_LOOK_BACK = 100
_VERB_LENGTH = 40

_NAMED_BEFORE = pattern(
    rf"(?:^|[\s(\[\"'/:|>,])(?:{_MARKED}|(?:(?:the|[Uu]se|[Uu]sing|[Ii]nvoke|[Ll]aunch|[Cc]all|[Rr]un|[Ss]pawn|[Tt]rigger|[Aa]sk)"
    rf"[ \t\n]+)[\"'@]?(?P<bare>{_BARE})[\"']?)[ \t\n]+(?:[Ss]ub-?)?$"
)
_NAMED_AFTER = pattern(rf":?[ \t]+{_MARKED}")
_SKILL_CALL = pattern(rf"\bSkill\([ \t]*(?:skill[ \t]*=[ \t]*)?[\"'`]?(?P<name>{_NAME})[\"'`]?[ \t]*[,)]")
_PARAMETER = pattern(rf"subagent_type[\"'`]{{0,2}}[ \t]*[:=][ \t]*[\"'`]{{0,2}}(?P<name>(?>{_NAME}))(?![:<{{*])")
_AT = pattern(rf"(?<![\w@/.&=-])@(?P<agent>agent-)?(?P<name>{_NAME})(?![\w/(@:<-]|\.\w)")
_OBJECT = r"(?:[ \t]+(?:it|this|that|these|them|work|tasks?|back))?"
_SENTENCE = pattern(rf"[Dd]elegat(?:e|es|ed|ing){_OBJECT}[ \t]+to[ \t]+(?:the[ \t]+)?{_MARKED}")
# The word in front of a marked name, read backwards from the mark: most marked names have none of these before them.
_VERB_BEFORE = pattern(
    r"\b(?:us|invok|ask|call|launch|spawn|engag|involv|consult|(?:escalat|defer|rout|dispatch|pass|hand)(?:e|es|s|ing|ed|red|ring)?"
    rf"(?:[ -](?:off|over))?{_OBJECT}[ \t]+to)(?:e|es|s|ing|ed)?[ \t]+(?:the[ \t]+)?$",
    re.IGNORECASE,
)
_MARKED_NAME = pattern(_MARKED)
_ARROW = pattern(rf"(?:\u2192|->|=>)[ \t]*(?:{_MARKED}|@?(?P<bare>{_BARE})(?![\w-]|\.\w))")
_LINK = pattern(r"\]\([ \t]*<?(?P<name>[^()\s<>]{1,300})>?(?:[ \t]+[\"'(][^\n]{0,200}?)?\)")
_DEFINITION = pattern(r"(?m)^ {0,3}\[[^\]\n^]{1,100}\]:[ \t]*<?(?P<name>[^\s<>]{1,300})>?")
_BUNDLED = pattern(
    r"(?<![\w./\\:@~{}$<>*-])(?P<name>(?:\./)?(?:references|scripts|assets)/[\w./-]{0,200}\.\w{1,8})(?![\w/*{<\[-])"
)
_SKILL_PATH = pattern(
    r"(?:^|[\s(`\"'/\[<])skills/(?P<name>[a-z0-9][\w.-]{0,80})(?=/SKILL\.md)|\.\./(?P<bare>[a-z0-9][\w.-]{0,80})(?=/SKILL\.md)"
)

_LIST_TITLE = pattern(
    r"^[#*_> \t]*(?:integrat|collaborat|coordinat|work|interact|hand|relat)[a-z-]*[ \t][^\n:|]{0,60}?agents?[*_: \t]*$",
    re.IGNORECASE,
)
_RELATED_TITLE = pattern(r"^[#*_> \t]*related[ \t]+(?P<kind>skill|agent)s?\b[^\n|]{0,40}$", re.IGNORECASE)
_TITLE = pattern(r"[ \t]*#{1,6}[ \t]|[ \t]*\*\*[^*\n]{1,100}\*\*:?[ \t]*$")
_BULLET = pattern(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")
_LIST_HEAD = pattern(rf"(?:{_MARKED}|[/@]?(?P<bare>{_BARE}){_END}(?=[ \t]*(?:$|[:(\u2013\u2014]|-[ \t])))")
_LIST_AFTER = (
    r"[,.;:(\u2013\u2014]|(?:on|for|with|in|to|about|regarding|when|during|and|or|by|via|before|after|who|if|as|at|through|from"
    r"|using)\b"
)
_LIST_VERB = pattern(
    rf"(?:(?:^|,[ \t]+|\band[ \t]+)[A-Z]?[a-z]+(?:[ \t]+(?:with|to|from|by|for|alongside))?|(?:[ \t](?:with|to|from|by)))[ \t]+(?:the[ \t]+)?"
    rf"(?:{_MARKED}|@?(?P<bare>{_BARE}){_END})(?=[ \t]*(?:$|{_LIST_AFTER}))"
)
_LIST_WORD = pattern(
    rf"(?:^[A-Z][a-z]+(?:[ \t]+(?:with|to|from|by|for|alongside))?|[ \t](?:with|to|from|by))[ \t]+(?:the[ \t]+)?"
    rf"(?P<name>[a-z][a-z0-9]{{2,40}}){_END}(?=[ \t]*(?:$|{_LIST_AFTER}))"
)
_COLUMN = pattern(
    r"(?:(?:primary|correct|owner|responsible|specialist|target|assigned|recommended)[ \t]+)?(?:sub-?)?agents?", re.IGNORECASE
)
_CELL = pattern(
    rf"(?:^|[,/+&;>\u2192]|\b(?:and|or))[ \t]*@?(?:{_MARKED}|(?P<bare>{_BARE}))(?=[ \t]*(?:$|[,/+&;(]|->|\u2192|(?:and|or)\b))"
)


class _Scan:
    """One look through a file."""

    def __init__(self, document: Document, item: Persona | Skill, prose: Sequence[Line] | None) -> None:
        self._document = document
        self._item = item
        self._text = document.text
        self._body = document.body_start
        self._prose = tuple(markdown.prose_lines(document.body)) if prose is None else prose
        self._starts = [line.offset for line in self._prose]
        self._ticks = (-1, 0, 0)
        """(offset of a line, place on it, backticks before that place), of the last place that was asked about."""

    def every(self) -> Iterator[Reference]:
        """Give all readings, the surer ones first."""
        yield from self._fields()
        yield from self._handoffs()
        yield from self._spoken()
        yield from self._lists()
        yield from self._tables()
        yield from self._files()
        yield from self._guesses()

    # --- the frontmatter

    def _fields(self) -> Iterator[Reference]:
        item = self._item
        if isinstance(item, Persona):
            yield from self._names("skill", "field", "skills", item.skills)
            yield from self._grants("tools", item.tools)
            yield from self._grants("disallowedTools", item.disallowed_tools)
            servers = [server for server in item.mcp_servers if isinstance(server, str)]
            yield from self._names("server", "field", "mcpServers", servers)
        else:
            yield from self._grants("allowed-tools", item.allowed_tools)
            agent = item.extra.get("agent")
            if isinstance(agent, str) and agent.strip():
                yield from self._names("agent", "field", "agent", [agent.strip()])

    def _names(self, kind: ReferenceKind, form: Form, key: str, names: Iterable[str]) -> Iterator[Reference]:
        """Place names within a field's value, in order."""
        node = self._document.fields.get(key) if self._document.fields is not None else None
        if node is None:
            return
        at = node.start
        parts = [(each.start, each.end) for each in node.items if isinstance(each, Scalar)] if isinstance(node, Items) else []
        for name in names:
            start = _find_word(self._text, name, at, node.end)
            if start is not None and parts and not any(first <= start < end for first, end in parts):
                start = None  # in a comment between the items
            if start is None:
                yield Reference(kind, name, form, self._document.span(node), exact=False, field=key)
            else:
                at = start + len(name)
                yield Reference(kind, name, form, self._span(start, at), field=key)

    def _grants(self, key: str, tools: Tools | None) -> Iterator[Reference]:
        for grant in tools or ():
            if grant.agents:
                yield from self._names("agent", "grant", key, grant.agents)
        servers = [grant.server for grant in tools or () if grant.server and grant.name.startswith("mcp__")]
        node = self._document.fields.get(key) if servers and self._document.fields is not None else None
        if node is None:
            return
        at = node.start
        for server in servers:
            start = self._text.find(f"mcp__{server}", at, node.end)
            if start < 0:
                yield Reference("server", server, "grant", self._document.span(node), exact=False, field=key)
            else:
                at = start + 5 + len(server)
                yield Reference("server", server, "grant", self._span(start + 5, at), field=key)

    # --- the body

    def _handoffs(self) -> Iterator[Reference]:
        item = self._item
        if not may_hand_off(item.body):
            return
        if isinstance(item, Persona):
            handoffs = item.handoffs
        else:
            handoffs = find_handoffs(markdown.sections(item.body, item.source.body_line))
        for handoff in handoffs:
            start = self._document.lines.start_of(handoff.line) + handoff.column - 1
            yield Reference("agent", handoff.agent, handoff.kind, self._span(start, start + len(handoff.agent)))

    def _spoken(self) -> Iterator[Reference]:
        """Give the names that a sentence calls an agent or a skill, in the description too."""
        node = self._document.fields.get("description") if self._document.fields is not None else None
        regions = [(node.start, node.end, "description")] if node is not None else []
        regions.append((self._body, len(self._text), ""))
        for start, end, field in regions:
            kind: ReferenceKind
            for kind in ("agent", "skill"):
                for first, last in _words(self._text, kind, start, end):
                    if not self._counts(first):
                        continue
                    before = max(start, first - _LOOK_BACK)
                    named = _NAMED_BEFORE.search(self._text[before:first])
                    if named is not None:
                        group = "name" if named["name"] else "bare"
                        yield self._reference(kind, "named", before + named.start(group), named[group], field)
                    elif (after := _NAMED_AFTER.match(self._text, last, end)) is not None:
                        yield self._reference(kind, "named", after.start("name"), after["name"], field)
            if self._text.find("subagent_type", start, end) >= 0:
                # In code too: a call is written as code.
                for match in _PARAMETER.finditer(self._text, start, end):
                    yield self._reference("agent", "parameter", match.start("name"), match["name"], field)
            if self._text.find("Skill(", start, end) >= 0:
                for match in _SKILL_CALL.finditer(self._text, start, end):
                    yield self._reference("skill", "call", match.start("name"), match["name"], field)
            if self._text.find("@agent-", start, end) >= 0:
                for match in _AT.finditer(self._text, start, end):
                    if match["agent"]:
                        yield self._reference("agent", "mention", match.start("name"), match["name"], field)

    def _lists(self) -> Iterator[Reference]:
        """Give the names in bullets under "Integration with other agents:" and "Related Skills"."""
        kind: ReferenceKind = "agent"
        form: Form | None = None
        for line in self._prose:
            text = line.text
            if form is None or not _BULLET.match(text):
                if not text.strip():
                    continue
                lower = text.lower()
                if "relat" in lower and (related := _RELATED_TITLE.match(text[:200])) is not None:
                    kind, form = ("skill" if related["kind"].lower() == "skill" else "agent"), "related"
                elif "agent" in lower and len(text) < 200 and _LIST_TITLE.match(text) is not None:
                    kind, form = "agent", "list"
                elif form is not None and (_TITLE.match(text) or text[0] not in " \t"):
                    form = None
                continue
            marker = _BULLET.match(text)
            assert marker is not None
            at = self._body + line.offset
            head = _LIST_HEAD.match(text, marker.end())
            matches = [head] if head is not None else []
            if not matches:
                at += marker.end()  # the verb starts the text that is searched
            if not matches and form == "list":
                matches = list(_LIST_VERB.finditer(text[marker.end() : 400]))
            if form == "list" and head is None:
                for match in _LIST_WORD.finditer(text[marker.end() : 400]):
                    yield self._reference(kind, "word", at + match.start("name"), match["name"])
            for match in matches:
                group = "name" if match["name"] else "bare"
                yield self._reference(kind, form, at + match.start(group), match[group])

    def _tables(self) -> Iterator[Reference]:
        if "gent" not in self._text or "|" not in self._text:
            return
        before: Line | None = None
        columns: set[int] | None = None
        for line in self._prose:
            if "|" not in line.text:
                before, columns = None, None
                continue
            if columns is not None:
                yield from self._row(line, columns)
            elif before is not None and set(line.text.strip()) <= set("|-: \t") and "-" in line.text:
                titles = [text.strip(" \t*`_") for _, text in _cells(before.text)]
                columns = {at for at, title in enumerate(titles) if _COLUMN.fullmatch(title[:60]) is not None}
            before = line

    def _row(self, line: Line, columns: set[int]) -> Iterator[Reference]:
        for at, (start, text) in enumerate(_cells(line.text)):
            if at not in columns:
                continue
            for match in _CELL.finditer(text.strip()[:400]):
                group = "name" if match["name"] else "bare"
                yield self._reference(
                    "agent",
                    "table",
                    self._body + line.offset + start + len(text) - len(text.lstrip()) + match.start(group),
                    match[group],
                )

    def _files(self) -> Iterator[Reference]:
        definitions = _DEFINITION.finditer(self._text, self._body) if self._text.find("]:", self._body) >= 0 else ()
        for match in (*_LINK.finditer(self._text, self._body), *definitions):
            if self._counts(match.start()) and not self._is_in_code_span(match.start()):
                yield self._reference("file", "link", match.start("name"), match["name"])
        if isinstance(self._item, Skill) and any(self._text.find(each, self._body) >= 0 for each in _FOLDERS):
            for match in _BUNDLED.finditer(self._text, self._body):
                if self._counts(match.start()):
                    yield self._reference("file", "bundled", match.start("name"), match["name"])
        if self._text.find("/SKILL.md", self._body) >= 0:
            for match in _SKILL_PATH.finditer(self._text, self._body):
                group = "name" if match["name"] else "bare"
                if self._counts(match.start()):
                    yield self._reference("skill", "path", match.start(group), match[group])

    def _guesses(self) -> Iterator[Reference]:
        for form, marks, sentence in _SENTENCES:
            if all(self._text.find(mark, self._body) < 0 for mark in marks):
                continue
            for match in sentence.finditer(self._text, self._body):
                if self._counts(match.start()):
                    group = "bare" if match["name"] is None else "name"
                    yield self._reference("agent", form, match.start(group), match[group])
        for match in self._marked():
            before = self._text[max(self._body, match.start() - _VERB_LENGTH) : match.start()]
            if _VERB_BEFORE.search(before) is not None and self._counts(match.start()):
                yield self._reference("agent", "use", match.start("name"), match["name"])
        if self._text.find("@", self._body) >= 0:
            for match in _AT.finditer(self._text, self._body):
                if self._counts(match.start()):
                    yield self._reference("agent", "at", match.start("name"), match["name"])

    def _marked(self) -> Iterator[re.Match[str]]:
        """Give each name between backticks or stars that a blank stands before."""
        places: list[int] = []
        for mark in (" `", "\t`", " **", "\t**"):
            at = self._text.find(mark, max(self._body - 1, 0))
            while at >= 0:
                places.append(at + 1)
                at = self._text.find(mark, at + 1)
        last = 0
        for place in sorted(places):
            if place >= last and (match := _MARKED_NAME.match(self._text, place)) is not None:
                yield match
                last = match.end()

    # --- places

    def _reference(self, kind: ReferenceKind, form: Form, start: int, name: str, field: str = "") -> Reference:
        return Reference(kind, name, form, self._span(start, start + len(name)), field=field)

    def _span(self, start: int, end: int) -> Span:
        return self._document.lines.span(start, end)

    def _line_at(self, offset: int) -> Line | None:
        """Give the line of prose that an offset of the text lies on; None in code."""
        at = bisect_right(self._starts, offset - self._body) - 1
        if at < 0 or offset - self._body > self._prose[at].offset + len(self._prose[at].text):
            return None
        return self._prose[at]

    def _counts(self, offset: int) -> bool:
        """Tell whether an offset is in the frontmatter or in prose."""
        return offset < self._body or self._line_at(offset) is not None

    def _is_in_code_span(self, offset: int) -> bool:
        line = self._line_at(offset)
        if line is None:
            return False
        # Counted on from the place before: a line of a megabyte may hold a link every few characters.
        at = offset - self._body - line.offset
        of_line, before, count = self._ticks
        if of_line != line.offset or at < before:
            before = count = 0
        count += line.text.count("`", before, at)
        self._ticks = (line.offset, at, count)
        return count % 2 == 1


_SENTENCES: tuple[tuple[Form, tuple[str, ...], re.Pattern[str]], ...] = (
    ("sentence", ("elegat",), _SENTENCE),
    ("arrow", ("\u2192", "->", "=>"), _ARROW),
)
"""Form, what stands in every text that has it, pattern."""
_FOLDERS = ("references/", "scripts/", "assets/")


def _words(text: str, word: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where a word stands, with a capital and an `s` too, and nothing behind it that makes it a longer one."""
    tail = word[1:]
    at = text.find(tail, start, end)
    while at >= 0:
        last = at + len(tail)
        if at > start and text[at - 1] in (word[0], word[0].upper()):
            if text[last : last + 1] == "s" and last < end:
                last += 1
            following = text[last : last + 1] if last < end else ""
            if not (following.isalnum() or following in ("_", "-")) or not following:
                yield at - 1, last
        at = text.find(tail, at + 1, end)


def _find_word(text: str, word: str, start: int, end: int) -> int | None:
    """Give where a word stands between two offsets, not as a part of a longer one."""
    at = text.find(word, start, end)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or before in ("-", "_")) and not (after.isalnum() or after in ("-", "_")):
            return at
        at = text.find(word, at + 1, end)
    return None


def _cells(row: str) -> list[tuple[int, str]]:
    """Give the cells of a table row, each with its offset in the row."""
    cells: list[tuple[int, str]] = []
    at = 1 if row.startswith("|") else 0
    for part in re.split(r"(?<!\\)\|", row[at:]):
        cells.append((at, part))
        at += len(part) + 1
    return cells
