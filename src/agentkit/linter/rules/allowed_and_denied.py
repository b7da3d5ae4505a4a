from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.grants import place
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.tools import Grant, Tools


class AllowedAndDenied(Rule):
    """A tool stands in `tools` and in `disallowedTools`.

    ## Why is this bad?
    `disallowedTools` is applied first (Claude Code documentation read 2026-10-08): the agent does not have the tool,
    though its list says so. Denying one tool of an MCP server that is granted as a whole is a narrowing, and no finding.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep, Bash
    disallowedTools: Bash
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    disallowedTools: Bash
    ```
    """

    code = "AK233"
    severity = Severity.WARNING
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each granted tool that is denied as well."""
        denied = _taken(it.persona.disallowed_tools)
        if not denied:
            return
        for at, grant in enumerate(it.persona.tools or ()):
            if _keys(grant) & denied:
                message = f"`{grant.text[:60]}` is allowed and denied: the agent does not have it"
                yield self.at(it, place(it, "tools", at), message, "take it out of one of the two lists")


def _taken(tools: Tools | None) -> set[str]:
    """Give what a denied list takes away, in the keys of `_keys`; a specifier is a finding of its own."""
    return {_key(grant) for grant in tools or () if grant.kind != "specified"}


def _key(grant: Grant) -> str:
    if grant.kind == "agent":
        return "Agent"
    return f"mcp__{grant.server}" if grant.kind == "mcp-server" else grant.name


def _keys(grant: Grant) -> set[str]:
    """Give every entry of a denied list that takes this grant away."""
    if grant.kind in ("mcp-tool", "mcp-server"):
        return {grant.name, f"mcp__{grant.server}", "mcp__*"}
    return {_key(grant)}
