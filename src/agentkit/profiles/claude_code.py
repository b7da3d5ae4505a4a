"""Claude Code: tool names, built-in agents, skill fields.

Source: Claude Code documentation (sub-agents, read 2026-10-08; tools, permissions, skills, read 2026-08-22) and the
types of @anthropic-ai/claude-agent-sdk 0.3.330 (2026-11-20).
"""

from __future__ import annotations

TOOLS = frozenset(
    """
    Agent Artifact AskUserQuestion Bash CronCreate CronDelete CronList Edit EndConversation EnterPlanMode EnterWorktree
    ExitPlanMode ExitWorktree Glob Grep ListAgents ListMcpResourcesTool LSP Monitor NotebookEdit PowerShell
    PushNotification Read ReadMcpResourceTool RemoteTrigger ReportFindings ScheduleWakeup SendMessage SendUserFile
    ShareOnboardingGuide Skill SubagentHandback Task TaskCreate TaskGet TaskList TaskOutput TaskStop TaskUpdate TodoWrite
    ToolSearch WaitForMcpServers WebFetch WebSearch Workflow Write
    """.split()
)
"""Built-in tools."""

FORMER_TOOLS = {
    "MultiEdit": "Edit",
    "LS": "Glob or Bash",
    "NotebookRead": "Read",
    "BashOutput": "TaskOutput",
    "KillShell": "TaskStop",
    "KillBash": "TaskStop",
    "SlashCommand": "Skill",
    "TodoRead": "TaskList",
}
"""Tools of earlier releases that public files still name, and what does their work now."""

AGENTS = frozenset({"general-purpose", "Explore", "Plan", "statusline-setup", "output-style-setup", "claude-code-guide"})
"""Agents that are built in."""

SKILL_FIELDS = frozenset(
    """
    when_to_use argument-hint arguments disable-model-invocation user-invocable disallowed-tools model effort context
    agent background hooks paths shell
    """.split()
)
"""Skill fields that only Claude Code reads, beyond the Agent Skills specification."""

NEVER_GIVEN = frozenset(
    "AskUserQuestion EndConversation EnterPlanMode ExitPlanMode ScheduleWakeup WaitForMcpServers Workflow".split()
)
"""Tools that a subagent does not get even where its list names them; `ExitPlanMode` it gets with `permissionMode: plan`."""
MEMORY_TOOLS = ("Read", "Write", "Edit")
"""Tools that `memory:` adds silently."""
STARTUP_TOKENS = 15_000
"""Tokens of all agents' descriptions together above which a warning appears at startup."""
LISTING_CUT = 1_536
"""Characters of a skill's description and `when_to_use` together that its listing shows."""
