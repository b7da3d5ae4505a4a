"""Tool grants in the words of another harness: never more than the file grants, or it is said.

Sources: the profiles; Claude Code documentation, sub-agents, read 2026-10-08 (a denial with a specifier takes the whole tool
away); for the names of MCP tools the survey made for agentkit on 2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.covering import covers
from agentkit.profiles.claude_code import FORMER_TOOLS
from agentkit.tools import Grant, parse_grant

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.targets.draft import Draft

WRITERS = ("Write", "Edit", "NotebookEdit", "Bash", "PowerShell")
"""Tools that can change files; what `permissionMode: plan` withholds."""
_NO_MORE = {"NotebookEdit": "Edit", "PowerShell": "Bash", "TaskCreate": "TodoWrite", "TodoWrite": "TaskCreate"}
"""Tool to one that can do as much: nothing is said where a name for both gives the first as well."""


class Names(NamedTuple):
    """How a harness names the tools of MCP servers."""

    tool: str
    """Form of one tool's name, with `{server}` and `{tool}`."""
    server: str
    """Form of what stands for all tools of a server, with `{server}`."""


def grants_of(draft: Draft) -> tuple[list[Grant] | None, list[Grant]]:
    """Give what a persona is granted, None for every tool, and what it is denied, whole tools alone."""
    granted = draft.persona.tools
    denied = [parse_grant(each.name) for each in draft.persona.disallowed_tools or ()]
    if draft.persona.permission_mode == "plan" and draft.form.field("permissionMode") is None:
        draft.take("permissionMode")
        draft.lose("permissionMode", "plan", f"{draft.title} has no such mode: no tool is given that can write")
        denied += map(parse_grant, WRITERS)
    return None if granted is None or any(each.kind == "all" for each in granted) else list(granted), denied


def names_of_denied(draft: Draft, denied: list[Grant], mcp: Names | None) -> list[str] | None:
    """Give the harness's names of what is denied; None where one stands for tools that it has no name for."""
    names: list[str] = []
    for each in denied:
        own = own_name(draft, each, mcp)
        if own is None and each.server is not None:
            return None
        if own is not None and own not in names:
            names.append(own)
            more = _others(draft, own, denied)
            if more:
                draft.lose("disallowedTools", each.text, f"here it is `{own}`, which takes {' and '.join(more)} away too")
    return names


def every_grant(draft: Draft) -> list[Grant]:
    """Give a grant of each tool that both sides know, where a denial can be kept by listing all else; say so."""
    rule = draft.form.tools
    field = "disallowedTools" if draft.persona.disallowed_tools else "permissionMode"
    said = draft.persona.disallowed_tools or draft.persona.permission_mode
    draft.lose(field, str(said), "kept by a list of every other tool that is known; none of MCP servers is in it")
    return [parse_grant(name) for name in (rule.from_claude if rule is not None else ())]


def own_names(
    draft: Draft, grants: list[Grant], denied: list[Grant], mcp: Names | None, narrows: Callable[[Grant], bool]
) -> list[tuple[str, Grant]]:
    """Give the harness's name of each tool that is granted and not denied, with the grant; what has none is a loss.

    Args:
        draft: What is being written.
        grants: What the file grants.
        denied: What it denies.
        mcp: How tools of MCP servers are named; None where that is not known.
        narrows: Tells whether the harness can hold a grant that is narrowed, such as `Bash(git *)`.
    """
    blocked = {own_name(draft, each, mcp): each for each in denied}
    found: list[tuple[str, Grant]] = []
    listed, said = _claude_names(grants), set[str]()
    for grant in grants:
        if any(covers(each, grant) for each in denied):
            continue
        own = own_name(draft, grant, mcp)
        cut = next((each for each in denied if covers(grant, each)), None) or blocked.get(own)
        if own is None:
            draft.lose("tools", grant.text, f"left out: no tool of {draft.title} is known that does the same")
        elif cut is not None:
            draft.lose("tools", grant.text, f"left out: `{own}` would give `{cut}` too, which the file denies")
        elif (grant.specifier is not None or grant.agents) and not narrows(grant):
            draft.lose("tools", grant.text, f"left out: {draft.title} would give all of `{own}`, which the file does not")
        else:
            found.append((own, grant))
            more = [name for name in _others(draft, own, grants) if _NO_MORE.get(name) not in listed]
            if more and own not in said:
                said.add(own)
                draft.lose("tools", grant.text, f"here it is `{own}`, which gives {' and '.join(more)} too")
    return found


def own_name(draft: Draft, grant: Grant, mcp: Names | None) -> str | None:
    """Give the harness's name of a tool; None where none is known."""
    rule = draft.form.tools
    if rule is None:
        return None
    if grant.server is not None:
        patterned = "*" in grant.server or (grant.kind == "mcp-tool" and "*" in (grant.tool or ""))
        if mcp is None or patterned:  # nothing says what a harness takes a star inside a name for
            return None
        return (mcp.tool if grant.kind == "mcp-tool" else mcp.server).format(server=grant.server, tool=grant.tool)
    name = "Agent" if grant.kind == "agent" else FORMER_TOOLS.get(grant.name, grant.name)
    if name in rule.from_claude:
        return rule.from_claude[name]
    known = rule.names if rule.case_matters else {each.lower() for each in rule.names}
    return grant.name if (grant.name if rule.case_matters else grant.name.lower()) in known else None


def _others(draft: Draft, own: str, grants: list[Grant]) -> list[str]:
    """Give the tools of Claude Code that a name stands for as well, and that are not among these."""
    rule = draft.form.tools
    listed = _claude_names(grants)
    names = [name for name, each in rule.from_claude.items() if each == own] if rule is not None else []
    if not listed.intersection(names):  # in the harness's own word: it stands for itself
        return []
    return [name for name in names if name not in listed]


def _claude_names(grants: list[Grant]) -> set[str]:
    return {"Agent" if grant.kind == "agent" else FORMER_TOOLS.get(grant.name, grant.name) for grant in grants}
