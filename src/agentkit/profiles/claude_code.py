"""Claude Code: subagents and skills."""

from __future__ import annotations

from agentkit.profiles import values
from agentkit.profiles.profile import (
    Field,
    Format,
    Kind,
    ListRule,
    NameRule,
    Place,
    PluginRule,
    Profile,
    Reading,
    Source,
    ToolRule,
    fields,
    readings,
    words,
)
from agentkit.profiles.specification import LOOSE_FIELDS

TOOLS = words(
    """
    Agent Artifact AskUserQuestion Bash CronCreate CronDelete CronList Edit EndConversation EnterPlanMode EnterWorktree
    ExitPlanMode ExitWorktree Glob Grep ListAgents ListMcpResourcesTool LSP Monitor NotebookEdit PowerShell
    PushNotification Read ReadMcpResourceTool RemoteTrigger ReportFindings ScheduleWakeup SendMessage SendUserFile
    ShareOnboardingGuide Skill SubagentHandback Task TaskCreate TaskGet TaskList TaskOutput TaskStop TaskUpdate TodoWrite
    ToolSearch WaitForMcpServers WebFetch WebSearch Workflow Write
    """
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

TEAM_TOOLS = frozenset({"TeamCreate", "TeamDelete"})
"""Tools of agent teams, which public plugins for it name (2026-08) and the documentation's list does not."""

AGENTS = frozenset({"general-purpose", "Explore", "Plan", "statusline-setup", "output-style-setup", "claude-code-guide", "fork"})
"""Agents that are built in; `fork` as public skills call it (2026-11), the documentation read does not list it."""

SERVERS = ("ide", "claude-in-chrome", "claude_ai_", "computer-use", "plugin_", "plugin:")
"""What the names of MCP servers begin with that no file of the project configures: those that are built in, the connectors of
claude.ai, and those of plugins (`mcp__plugin_kit_docs__search`). `ide` and `plugin_` are seen in public files (2026-11); the others
are not verified, and only keep a rule silent."""

NEVER_GIVEN = words("AskUserQuestion EndConversation EnterPlanMode ExitPlanMode ScheduleWakeup WaitForMcpServers Workflow")
"""Tools that a subagent does not get even where its list names them; `ExitPlanMode` it gets with `permissionMode: plan`."""
MEMORY_TOOLS = ("Read", "Write", "Edit")
"""Tools that `memory:` adds silently."""
STARTUP_TOKENS = 15_000
"""Tokens of all agents' descriptions together above which a warning appears at startup."""
LISTING_CUT = 1_536
"""Characters of a skill's description and `when_to_use` together that its listing shows."""
SKILL_LIST = ListRule(
    share=0.01,
    characters=8_000,
    default="a window of 200,000 tokens",
    line="- {name}: {description}",
    overflow="dropped",
    source=Source("documentation, skills, by way of a maintainer's answer in anthropics/claude-code#68135", "2026-08-19"),
    uncertain=True,
    note="names always stay; which descriptions go depends on how often each skill was called, and the form of an entry is not documented",
)
"""How its list of skills is kept short: 1 % of the context window, which is 8,000 characters of one of 200,000 tokens."""
RESERVED_SKILL_FOLDERS = frozenset({"synced"})
"""Folders below `skills/` that it keeps for itself."""
HOOK_EVENTS = frozenset(
    """
    PreToolUse PostToolUse PostToolUseFailure PostToolBatch PermissionRequest PermissionDenied Notification UserPromptSubmit
    UserPromptExpansion Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact Elicitation ElicitationResult
    TeammateIdle TaskCreated TaskCompleted Setup InstructionsLoaded CwdChanged FileChanged ConfigChange WorktreeCreate
    WorktreeRemove SessionStart SessionEnd PreModelSwitch PostModelSwitch MessageDisplay DirectoryAdded
    """.split()
)
"""Events of hooks. Source: documentation, hooks, by way of the types of claude-code-settings 0.1.0 (docs.rs), read 2026-11-24."""
HOOK_FIELDS = {"command": "command", "http": "url", "prompt": "prompt", "agent": "prompt"}
"""Type of a hook to the field without which it does nothing."""
IGNORED_IN_PLUGINS = frozenset({"permissionMode", "hooks", "mcpServers", "initialPrompt"})
"""Fields of an agent that mean nothing when it comes in a plugin. Source: documentation, plugin components, late 2026."""

_BEYOND_SPECIFICATION = (
    *fields("when_to_use model"),
    Field("argument-hint", ("string", "list"), cosmetic=True),
    *fields("arguments disallowed-tools paths", "string", "list"),
    *fields("disable-model-invocation user-invocable background", "bool", "string", "int"),
    *fields("agent"),
    Field("effort", values=values.EFFORTS),
    Field("context", values=values.CONTEXTS),
    Field("hooks", ("map",)),
    Field("shell", values=values.SHELLS),
)
SKILL_FIELDS = frozenset(field.name for field in _BEYOND_SPECIFICATION)
"""Skill fields that only Claude Code reads, beyond the Agent Skills specification."""

_ANY_SCALAR: tuple[Kind, ...] = ("string", "bool", "int", "number")
_READINGS = readings(
    # What `claude plugin validate` 2.1.197 says of files made for each case, run 2026-11-24.
    byte_order_mark=Reading("dropped", "its validator then sees no frontmatter", uncertain=True),
    duplicate_key=Reading("loads", "the last of the two counts"),
    yaml_alias=Reading("loads"),
    yaml_tag=Reading("loads"),
    yaml_depth=Reading("loads"),
    yaml_key_type=Reading("loads"),
    hidden_line_break=Reading("loads", "U+2028 passes its validator, U+0085 does not", uncertain=True),
    odd_opening=Reading("dropped"),
    odd_closing=Reading("degraded", "text of the closing line becomes part of the last field", uncertain=True),
)

PROFILE = Profile(
    key="claude-code",
    title="Claude Code",
    checked="2026-11-24",
    sources=(
        Source("documentation, sub-agents", "2026-10-08"),
        Source("documentation, skills, plugins, tools, permissions", "2026-08-22"),
        Source("types of @anthropic-ai/claude-agent-sdk 0.3.330", "2026-11-20"),
        Source("claude plugin validate of @anthropic-ai/claude-code 2.1.197, run on cases of our own", "2026-11-24"),
    ),
    agents=Format(
        places=(
            Place(".claude/agents", recursive=True, note="every such folder from the working folder up to the repository's root"),
            Place("~/.claude/agents", recursive=True, scope="user"),
            Place("agents", recursive=True, scope="plugin"),
        ),
        nested=True,
        precedence="the folder closest to the working folder, then the user's, then plugins; within one folder it is chance",
        fields=(
            Field("name", missing="rejected", high=256, otherwise="rejected"),
            Field("description", _ANY_SCALAR, missing="rejected", otherwise="rejected"),
            Field("tools", ("string", "list"), uncertain=True),
            Field("disallowedTools", ("string", "list"), uncertain=True),
            Field("model"),
            Field("permissionMode", values=values.PERMISSION_MODES),
            Field("maxTurns", ("int",), low=1),
            Field("skills", ("list",), undocumented=("string",)),
            Field("mcpServers", ("list", "map"), uncertain=True),
            Field("hooks", ("map",), uncertain=True),
            Field("memory", values=values.MEMORIES),
            Field("background", ("bool", "string")),
            Field("omitClaudeMd", ("bool", "string")),
            Field("effort", values=values.EFFORTS),
            Field("isolation", values=values.ISOLATIONS),
            Field("color", values=values.COLORS, cosmetic=True),
            Field("initialPrompt", note="for the agent of the main session alone"),
            Field("experimental", ("map",), cosmetic=True, note="`cacheTtl`: `5m` or `1h`"),
        ),
        name=NameRule(pattern=r"(?![-])[^:]+", high=256, words="no `:`, no `-` in front, at most 256 characters"),
        tools=ToolRule(
            names=TOOLS,
            former=FORMER_TOOLS,
            former_uncertain=True,
            patterns=(r"mcp__.+", r"\*"),
            none_known="fails",
            specifiers=False,
            never_given=NEVER_GIVEN,
            from_claude={name: name for name in sorted(TOOLS)},
            note="what a specifier such as `Bash(git *)` does in `tools` is not documented (?)",
        ),
        opening=r"---[ \t]*",
        readings=_READINGS,
        plugin=PluginRule(
            ignored=IGNORED_IN_PLUGINS,
            note="in a plugin it loads under the file's name, without its fields",
        ),
        startup_tokens=STARTUP_TOKENS,
    ),
    skills=Format(
        places=(
            Place(".claude/skills", suffixes=("SKILL.md",), note="and such folders below the working folder, on demand"),
            Place("~/.claude/skills", suffixes=("SKILL.md",), scope="user"),
            Place("skills", suffixes=("SKILL.md",), scope="plugin"),
        ),
        precedence="the user's before the project's",
        fields=(*LOOSE_FIELDS, *_BEYOND_SPECIFICATION),
        identity="file",
        opening=r"---[ \t]*",
        readings={
            **_READINGS,
            **dict.fromkeys(
                ("no-frontmatter", "text-before-frontmatter", "unclosed-frontmatter", "empty-frontmatter", "odd-opening"),
                Reading("without-fields"),
            ),
            **dict.fromkeys(
                ("frontmatter-not-mapping", "frontmatter-format", "yaml-syntax", "unquoted-colon"), Reading("without-fields")
            ),
            "byte-order-mark": Reading("without-fields", "its validator then sees no frontmatter", uncertain=True),
        },
        listing_cut=LISTING_CUT,
        list_rule=SKILL_LIST,
    ),
    doubts=(
        "how a byte-order mark and other encodings are read",
        "the string form of `skills`",
        "what a specifier does inside `tools`",
        "how an entry of the list of skills is written, and whether all of it counts for the list's 1 %",
        "whether frontmatter takes `observer`, `observerMessage`, `autoCompactWindow`",
        "whether an unquoted `: ` is tolerated by some releases: threads disagree with documentation and validator",
    ),
)
