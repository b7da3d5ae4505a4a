"""Fields that agent files have for other harnesses than Claude Code, or by custom.

Sources, by way of the survey of 17 harnesses made for agentkit on 2026-11-23: documentation and schemas of GitHub Copilot, VS
Code, OpenCode 1.19, Gemini CLI 0.61, Qwen Code, Cursor, Kiro, Factory Droid, Antigravity, Junie, Devin, Kilo; the
last line is what public files add, which no harness reads.
"""

from __future__ import annotations

OTHER_AGENT_FIELDS = frozenset(
    """
    target mcp-servers metadata argument-hint handoffs agents infer user-invocable disable-model-invocation
    reasoning-effort deferred-tool-loading sidekick readonly is_background mode variant temperature top_p prompt permission
    permissions steps maxSteps hidden disable options model_reasoning_effort kind timeout_mins max_turns display_name
    mcp_servers agent_card_url agent_card_json auth approvalMode excludedTools allowedTools toolAliases toolsSettings resources
    includeMcpJson includePowers keyboardShortcut welcomeMessage reasoningEffort mainAgent subagent commandExecutionPolicy
    plugins inheritMcp reasoningLevel allowPromptArgument max-nesting displayName deprecated native
    version license author category tags emoji vibe title type id priority triggers level
    """.split()
)
"""No misspellings, whatever they resemble."""

NO_GRANTS = frozenset({"allowed-tools", "allowedTools", "allowed_tools", "disallowed-tools", "disallowed_tools"})
"""Fields of skills and settings that in an agent of Claude Code restrict nothing. Kiro and Devin read one of them."""

ALLOWED_TOOLS_READ = {"kiro": frozenset({"allowedTools"}), "devin": frozenset({"allowed-tools"})}
"""Harness to those of `NO_GRANTS` that mean something in its agents."""
