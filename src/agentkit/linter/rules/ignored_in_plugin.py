from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.plugin_agents import is_in_plugin
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import IGNORED_IN_PLUGINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class IgnoredInPlugin(Rule):
    """An agent of a plugin has a field that Claude Code ignores there.

    ## Why is this bad?
    `permissionMode`, `hooks`, `mcpServers` and `initialPrompt` would let a plugin widen its own rights; in a plugin's agents they
    are ignored, silently (documentation, plugin components, late 2026). The agent then lacks the servers and checks that
    its text counts on. A plugin is a folder with `.claude-plugin/plugin.json`.

    ## Example
    `my-plugin/agents/planner.md`, beside `my-plugin/.claude-plugin/plugin.json`, with:
    ```yaml
    name: planner
    description: Plans migrations. Use before one is written.
    permissionMode: plan
    ```

    Use instead: `tools: Read, Grep, Glob`, or hooks and servers in the plugin's own files.
    """

    code = "AK116"
    severity = Severity.WARNING
    fields = tuple(sorted(IGNORED_IN_PLUGINS))

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such field of an agent below a plugin's `agents/`."""
        ignored = [field for field in sorted(IGNORED_IN_PLUGINS) if field in it.persona.source.spans]
        if not ignored or not is_in_plugin(it.path):
            return
        for field in ignored:
            hint = "set it in the plugin's own files" if field in ("hooks", "mcpServers") else "take it out"
            yield self.at(it, it.key(field), f"`{field}` is ignored in a plugin's agents", hint)
