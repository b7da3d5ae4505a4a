from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.fix import Edit, Fix
from agentkit.linter.grants import is_foreign, listed, place, without
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.profiles.claude_code import FORMER_TOOLS, TEAM_TOOLS, TOOLS
from agentkit.profiles.tool_names import OTHER_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.tools import Grant, Tools

_OTHER = frozenset(name.lower() for name in OTHER_TOOLS)


class UnknownTool(Rule):
    """A tool list names a tool that no harness has.

    ## Why is this bad?
    A name in `tools` that resolves to nothing grants nothing, and Claude Code refuses to start an agent of which no tool
    resolves (>= 2.1.208; documentation read 2026-10-08); a name in `disallowedTools` that resolves to nothing takes nothing
    away. Tools of MCP servers are not checked, names of other harnesses count as known, and so do those of `extra-tools` in
    the configuration.

    A list made for another harness (in a `*.agent.md`, in a folder such as `.github/agents`, or with one of its tools) is
    not checked: extensions and servers bring tools of any name there. Names of earlier releases of Claude Code, such as
    `MultiEdit`, are one info a list.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Raed, Grep
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    ```

    ## Fix safety
    Unsafe: with the right name the agent may use, or lose, a tool that it could not before. What an agent may do is for a
    person to decide. A fix is offered where exactly one known name is close and the list does not have it yet, and for
    names of earlier releases.
    """

    code = "AK203"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each unknown name in the two lists."""
        for field in ("tools", "disallowedTools"):
            tools = listed(it, field)
            if tools is not None:
                yield from self._check(field, tools, it)

    def _check(self, field: str, tools: Tools, it: Subject) -> Iterator[Diagnostic]:
        known = {*TOOLS, *TEAM_TOOLS, *it.config.extra_tools}
        former: list[int] = []
        strange: list[int] = []
        for at, grant in enumerate(tools):
            if grant.kind not in ("tool", "specified") or grant.name in known:
                continue
            if grant.name in FORMER_TOOLS:
                former.append(at)
            elif grant.name.lower() not in _OTHER:
                strange.append(at)
        if strange and not is_foreign(it):
            yield from self._unknown(it, field, tools, strange, known)
        if former:
            yield self._former(it, field, tools, former)

    def _unknown(self, it: Subject, field: str, tools: Tools, strange: list[int], known: set[str]) -> Iterator[Diagnostic]:
        far: list[int] = []
        alone = ""
        if field == "tools" and len(strange) == len(tools) and not any(" " in tools[at].name for at in strange):
            alone = ": with no tool that exists Claude Code refuses to start the agent"
        for at in strange:
            words = tools[at].name.split()
            if len(words) > 1 and known.issuperset(words):
                message = f"`{tools[at].name[:60]}` is {len(words)} tools without a comma: only commas and lists are documented"
                yield self.at(it, place(it, field, at), message, "write a comma between them")
                continue
            close = nearest(tools[at].name, known, 2)
            if not close:
                far.append(at)
                continue
            fix = _renamed(it, field, at, tools[at], close[0]) if len(close) == 1 and not _has(tools, close[0]) else None
            message = f"unknown tool `{tools[at].name[:60]}`{alone}"
            yield self.at(it, place(it, field, at), message, f"did you mean {close[0]}?", fix=fix)
        if far:  # bare names of the tools of one server, most often: one cause
            names = ", ".join(f"`{tools[at].name[:60]}`" for at in far[:2])
            more = f" and {len(far) - 2} more" if len(far) > 2 else ""
            message = f"unknown tool{'s' if len(far) > 1 else ''} {names}{more}{alone}"
            yield self.at(it, place(it, field, far[0]), message, "tools of MCP servers are written mcp__server__tool")

    def _former(self, it: Subject, field: str, tools: Tools, former: list[int]) -> Diagnostic:
        names = list(dict.fromkeys(tools[at].name for at in former))
        what = "tools" if len(names) > 1 else "a tool"
        message = f"{', '.join(f'`{name}`' for name in names)}: {what} of an earlier release"
        hint = "now " + ", ".join(dict.fromkeys(FORMER_TOOLS[name] for name in names))
        fix = None
        if len(former) == 1 and FORMER_TOOLS[names[0]] in TOOLS and not _has(tools, FORMER_TOOLS[names[0]]):
            fix = _renamed(it, field, former[0], tools[former[0]], FORMER_TOOLS[names[0]])
        elif all(any(_has(tools, now) for now in FORMER_TOOLS[name].split(" or ")) for name in names):
            edits = without(it, field, former)
            fix = Fix("take out what the list has under its present name", edits, safe=False, changes=(field,)) if edits else None
        return self.at(it, place(it, field, former[0]), message, hint, Severity.INFO, fix)


def _has(tools: Tools, name: str) -> bool:
    return any(grant.name == name for grant in tools)


def _renamed(it: Subject, field: str, at: int, grant: Grant, name: str) -> Fix | None:
    span = place(it, field, at)
    start = it.document.text.find(grant.name, span.start, span.end)
    # Not where the entry's own place is not known, so that the name may stand in the list twice.
    if start < 0 or span.end - span.start > len(grant.text) + 2:
        return None
    return Fix(f"write `{name}`", (Edit(start, start + len(grant.name), name),), safe=False, changes=(field,))
