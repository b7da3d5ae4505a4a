from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import nearest
from agentkit.profiles.claude_code import FORMER_TOOLS, TOOLS
from agentkit.profiles.tool_names import OTHER_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.tools import Tools

_OTHER = frozenset(name.lower() for name in OTHER_TOOLS)


class UnknownTool(Rule):
    """A tool list names a tool that no harness has.

    ## Why is this bad?
    A name in `tools` that resolves to nothing grants nothing, and Claude Code refuses to start an agent of which no tool
    resolves (>= 2.1.208); a name in `disallowedTools` that resolves to nothing takes nothing away. MCP tools are not checked.
    Names of other harnesses count as known. A name of an earlier release of Claude Code is only an info, and so is any
    unknown name in a `*.agent.md`: Copilot ignores it, and VS Code takes the names of servers and tool sets.

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
    """

    code = "AK203"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each unknown name in the two lists."""
        yield from self._check("tools", it.persona.tools, it)
        yield from self._check("disallowedTools", it.persona.disallowed_tools, it)

    def _check(self, field: str, tools: Tools | None, it: Subject) -> Iterator[Diagnostic]:
        spans = it.persona.source.spans
        for at, grant in enumerate(tools or ()):
            if grant.kind not in ("tool", "specified") or grant.name in TOOLS:
                continue
            span = spans.get(f"{field}[{at}]") or spans.get(field)
            name = grant.name[:60]
            if grant.name in FORMER_TOOLS:
                hint = f"now {FORMER_TOOLS[grant.name]}"
                yield self.at(it, span, f"tool `{name}` is of an earlier release", hint, Severity.INFO)
            elif grant.name.lower() not in _OTHER:
                close = nearest(grant.name, TOOLS, 1)
                hint = f"did you mean {close[0]}?" if close else "tools of MCP servers are written mcp__server__tool"
                severity = Severity.INFO if it.path.endswith(".agent.md") else None
                yield self.at(it, span, f"unknown tool `{name}`", hint, severity)
