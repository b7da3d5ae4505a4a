"""Tool grants: what `tools:` and `disallowedTools:` give and take."""

from typing import Literal, NamedTuple

GrantKind = Literal["tool", "specified", "mcp-server", "mcp-tool", "agent", "all"]
"""What a grant names. Source: Claude Code documentation, sub-agents and permissions, read 2026-10-08.

`tool`: a tool by its bare name, `Read`. `specified`: a tool narrowed by a specifier, `Bash(git *)`. `mcp-server`: all tools of a
server, `mcp__github`, `mcp__github__*`, `github/*`. `mcp-tool`: one of them, `mcp__github__create_issue`,
`github/create_issue`. `agent`: the right to start agents, `Agent`, `Agent(reviewer, tester)`, or the older `Task`. `all`:
every tool, `*`.
"""


class Grant(NamedTuple):
    """One entry of a tool list. `str()` gives it as it was written."""

    text: str
    kind: GrantKind
    name: str
    """The tool's name without specifier; for an MCP grant the whole name."""
    specifier: str | None = None
    """What stands in parentheses, as written; None without parentheses."""
    server: str | None = None
    """The MCP server's name; None for other kinds."""
    tool: str | None = None
    """The MCP tool's name; None for other kinds."""
    agents: tuple[str, ...] = ()
    """The agents named in `Agent(a, b)`; empty when any may be started."""

    def __str__(self) -> str:
        """Give the entry as written."""
        return self.text


class Tools(tuple[Grant, ...]):
    """A tool list: a tuple of grants, in the order they are written.

    An empty list means *no tools*; a persona that has no list at all inherits every tool, and its `tools` is None.
    """

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        """Tell whether a grant has this text or name: `"Bash" in tools` holds for `Bash(git *)` too."""
        return any(name in (grant.text, grant.name, grant) for grant in self)

    def __str__(self) -> str:
        """Give the list as a comma string, each grant as it was written."""
        return ", ".join(grant.text for grant in self)


def parse_tools(entries: str | list[str]) -> Tools:
    """Read a tool list: a comma string, or the entries of a YAML list. Commas in parentheses do not split."""
    texts = [entries] if isinstance(entries, str) else entries
    return Tools(parse_grant(name) for text in texts for name in split_names(text))


def parse_grant(text: str) -> Grant:
    """Read one entry, such as `Bash(git *)`."""
    if text == "*":
        return Grant(text, "all", text)
    name, opened, rest = text.partition("(")
    name = name.strip()
    specifier = rest[:-1] if opened and rest.endswith(")") else None
    if name in ("Agent", "Task") and (specifier is not None or not opened):
        agents = tuple(split_names(specifier)) if specifier is not None else ()
        return Grant(text, "agent", name, specifier, agents=agents)
    if name.startswith("mcp__"):
        server, _, tool = name[5:].partition("__")
        if tool in ("", "*"):
            return Grant(text, "mcp-server", name, specifier, server)
        return Grant(text, "mcp-tool", name, specifier, server, tool)
    if specifier is not None:
        return Grant(text, "specified", name, specifier)
    server, slash, tool = text.rpartition("/")
    if slash and server and tool:
        if tool == "*":
            return Grant(text, "mcp-server", text, None, server)
        return Grant(text, "mcp-tool", text, None, server, tool)
    return Grant(text, "tool", text)


def split_names(text: str) -> list[str]:
    """Split a comma string, not within brackets or parentheses. Brackets around the whole and quotes around a name go.

    A name in quotes keeps its commas. Line ends separate too, so that a list pasted without its commas is still one name a line.
    """
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    names, balanced = _split(text, "([", ")]")
    if not balanced:
        names, balanced = _split(text, "(", ")")
    if not balanced:
        names, _ = _split(text, "", "")
    return [name for name in map(without_quotes, names) if name]


def _split(text: str, openers: str, closers: str) -> tuple[list[str], bool]:
    """Split at commas and line ends outside brackets; tell whether the brackets are balanced."""
    names: list[str] = []
    depth = start = 0
    balanced = True
    quoted = _quoted_until(text, 0)
    for at, char in enumerate(text):
        if at < quoted:
            continue
        if char in openers:
            depth += 1
        elif char in closers:
            balanced = balanced and depth > 0
            depth = max(depth - 1, 0)
        elif char in ",\n" and not depth:
            names.append(text[start:at])
            start = at + 1
            quoted = _quoted_until(text, start)
    names.append(text[start:])
    return names, balanced and not depth


_LONGEST_QUOTED = 200


def _quoted_until(text: str, start: int) -> int:
    """Give where a name in quotes that starts here ends; `start` when none does. An apostrophe inside ends nothing."""
    while start < len(text) and text[start] in " \t":
        start += 1
    if start >= len(text) or text[start] not in "\"'`":
        return start
    limit = start + _LONGEST_QUOTED
    close = text.find(text[start], start + 1, limit)
    while close >= 0:
        if text[close + 1 : limit].lstrip(" \t")[:1] in ("", ",", "\n"):
            return close + 1
        close = text.find(text[start], close + 1, limit)
    return start


def without_quotes(name: str) -> str:
    """Take off blanks, and one pair of quotes around the whole."""
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'`":
        name = name[1:-1].strip()
    return name
