"""Qwen Code."""

from __future__ import annotations

from agentkit.model import ALIASES
from agentkit.profiles.field_values import DESCRIPTION_CUTS
from agentkit.profiles.profile import (
    DROPPED,
    BodyRule,
    Field,
    Format,
    Kind,
    NameRule,
    Place,
    Profile,
    Reading,
    Source,
    ToolRule,
    fields,
    readings,
    words,
)
from agentkit.profiles.specification import LOOSE_FIELDS
from agentkit.profiles.values import COLORS, PERMISSION_MODES

_SCALAR: tuple[Kind, ...] = ("string", "int", "number", "bool")

PROFILE = Profile(
    key="qwen-code",
    title="Qwen Code",
    checked="2026-11-24",
    sources=(
        Source("QwenLM/qwen-code documentation, sub-agents@0c16d2d", "2026-11-23"),
        Source("QwenLM/qwen-code subagents/subagent-manager.ts@075d6f3, skills/skill-load.ts@0334194", "2026-11-24"),
        Source("QwenLM/qwen-code subagents/validation.ts@2e052f6, tools/tool-names.ts@00ac46f", "2026-11-23"),
    ),
    agents=Format(
        places=(
            Place(".qwen/agents"),
            Place("~/.qwen/agents", scope="user"),
        ),
        precedence="the project's, the user's, then extensions",
        fields=(
            Field("name", _SCALAR, missing="rejected", otherwise="rejected"),
            Field("description", _SCALAR, missing="rejected", low=1, otherwise="rejected", note="warns above 1,000 characters"),
            Field("model", foreign=ALIASES - {"default"}),
            Field("approvalMode", values=frozenset({"default", "plan", "auto-edit", "yolo", "bubble"}), otherwise="rejected"),
            Field("tools", ("list", "string"), otherwise="unlimited"),
            Field("disallowedTools", ("list", "string")),
            Field("permissionMode", values=PERMISSION_MODES),
            Field("maxTurns", ("int",), low=1),
            Field("color", values=COLORS, cosmetic=True),
            Field("mcpServers", ("map",)),
            Field("hooks", ("map",)),
            Field("background", ("bool", "string")),
            Field("executor", ("map",), otherwise="rejected", note="starts an external agent"),
            *(field._replace(supported=False) for field in fields("effort skills initialPrompt memory isolation")),
        ),
        name=NameRule(
            pattern=r"(?![-_])[\w-]+(?<![-_])",
            low=2,
            high=50,
            reserved=words("self system user model tool config default"),
            words="2 to 50 letters, digits, `-` and `_`, neither first nor last `-` or `_`, none of the reserved words",
        ),
        warned_description=DESCRIPTION_CUTS["qwen-code"],
        body=BodyRule(low=10, warned_above=10_000),
        tools=ToolRule(
            names=words(
                """
                read_file write_file edit run_shell_command grep_search glob list_directory web_fetch web_search agent skill
                task_create task_get task_list task_update task_stop task_output save_memory lsp ask_user_question exit_plan_mode
                ReadFile WriteFile Edit Shell Grep Glob ListFiles WebFetch WebSearch Agent Skill
                """
            ),
            former={"task": "agent", "todo_write": "task_create", "replace": "edit", "search_file_content": "grep_search"},
            patterns=(r"mcp__.+",),
            empty="all",
            from_claude={
                "Read": "read_file",
                "Write": "write_file",
                "Edit": "edit",
                "Bash": "run_shell_command",
                "PowerShell": "run_shell_command",
                "Grep": "grep_search",
                "Glob": "glob",
                "WebFetch": "web_fetch",
                "WebSearch": "web_search",
                "Agent": "agent",
                "Skill": "skill",
                "LSP": "lsp",
                "AskUserQuestion": "ask_user_question",
                "TodoWrite": "task_create",
                "TaskCreate": "task_create",
                "TaskUpdate": "task_update",
                "TaskList": "task_list",
                "NotebookEdit": "edit",
            },
            uncertain=True,
            note="an empty list gives every tool; what an unknown name does is not documented (?)",
        ),
        closing=r"---",
        readings=readings(
            # A second, line-by-line reading takes what YAML rejects, unless the file starts an external agent.
            unquoted_colon=Reading("loads"),
            duplicate_key=Reading("loads"),
            yaml_syntax=Reading("degraded", "a line-by-line reading may get other values from it", uncertain=True),
            byte_order_mark=Reading("loads", uncertain=True),
        ),
    ),
    skills=Format(
        places=(
            Place(".qwen/skills", ("SKILL.md",)),
            Place("~/.qwen/skills", ("SKILL.md",), scope="user"),
            Place(".agents/skills", ("SKILL.md",), borrowed=True, uncertain=True),
        ),
        precedence="the project's, the user's, extensions, then the built-in ones",
        fields=(
            *(
                field._replace(missing="rejected") if field.name in ("name", "description") else field._replace(cosmetic=True)
                for field in LOOSE_FIELDS
            ),
            *fields("model argument-hint when_to_use"),
            *fields("disable-model-invocation user-invocable", "bool", "string"),
            *fields("paths", "string", "list"),
            Field("priority", ("number",), cosmetic=True),
            Field("hooks", ("map",)),
        ),
        readings=readings(
            unquoted_colon=Reading("loads"),
            duplicate_key=Reading("loads"),
            byte_order_mark=Reading("loads"),
            yaml_syntax=Reading("degraded", "a line-by-line reading may get other values from it", uncertain=True),
            odd_opening=DROPPED,
            odd_closing=DROPPED,
        ),
        closing=r"---",
    ),
    doubts=(
        "which folders of others it reads skills from",
        "what an unknown tool does",
        "display names of tools beyond the few that are documented",
    ),
)
