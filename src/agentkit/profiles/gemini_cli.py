"""Gemini CLI, whose subagents only enterprises and API keys still use since 2026-06-18."""

from __future__ import annotations

from agentkit.model import ALIASES
from agentkit.profiles.profile import (
    DROPPED,
    Field,
    Format,
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

_KEPT = ("name", "description")
_BODY_LOST = Reading("degraded", "the whole text below it is lost")
_SECOND = Reading("loads", "a second reading repairs it")

PROFILE = Profile(
    key="gemini-cli",
    title="Gemini CLI",
    checked="2026-11-24",
    sources=(
        Source("google-gemini/gemini-cli@5411f11, loader of agents, registry, tool names", "2026-08-21"),
        Source("google-gemini/gemini-cli skills/skillLoader.ts@04fbf50, agents/agentLoader.ts@03c6714", "2026-11-24"),
        Source("js-yaml 4.3.2, by which it reads, run on cases of our own", "2026-11-24"),
        Source("npm bundle @google/gemini-cli 0.61.0", "2026-09-25"),
    ),
    agents=Format(
        places=(
            Place(".gemini/agents", unless="_", note="the folder has to be trusted, and each agent acknowledged"),
            Place("~/.gemini/agents", scope="user", unless="_"),
        ),
        precedence="the first that is registered: the project's, the user's, then extensions; the others are reported",
        fields=(
            Field("name", missing="rejected", otherwise="rejected"),
            Field("description", missing="rejected", low=1, otherwise="rejected"),
            Field("kind", values=frozenset({"local", "remote"}), otherwise="rejected"),
            Field("display_name", otherwise="rejected", cosmetic=True),
            Field("tools", ("list",), otherwise="rejected"),
            Field("mcp_servers", ("map",), otherwise="rejected"),
            Field("model", otherwise="rejected", foreign=ALIASES - {"default"}),
            Field("temperature", ("number",), otherwise="rejected"),
            Field("max_turns", ("int",), low=1, otherwise="rejected"),
            Field("timeout_mins", ("int",), low=1, otherwise="rejected"),
            Field("policy", ("map",), otherwise="rejected", uncertain=True),
            *fields("agent_card_url agent_card_json", otherwise="rejected"),
            Field("auth", ("map",), otherwise="rejected"),
        ),
        from_claude={"maxTurns": "max_turns", "mcpServers": "mcp_servers"},
        unknown_keys="rejected",
        name=NameRule(pattern=r"[a-z0-9_-]+", words="lowercase letters, digits, `-` and `_`"),
        tools=ToolRule(
            names=words(
                """
                glob grep_search list_directory read_file read_many_files write_file replace run_shell_command google_web_search
                web_fetch write_todos activate_skill ask_user get_internal_docs enter_plan_mode exit_plan_mode update_topic
                complete_task read_mcp_resource list_mcp_resources
                """
            ),
            former={"search_file_content": "grep_search"},
            patterns=(r"mcp_.+", r"tracker_.+", r"\*", r"[a-z0-9_-]+__.+"),
            unknown="rejected",
            specifiers=False,
            from_claude={
                "Read": "read_file",
                "Write": "write_file",
                "Edit": "replace",
                "Bash": "run_shell_command",
                "PowerShell": "run_shell_command",
                "Grep": "grep_search",
                "Glob": "glob",
                "WebFetch": "web_fetch",
                "WebSearch": "google_web_search",
                "TodoWrite": "write_todos",
                "Skill": "activate_skill",
                "AskUserQuestion": "ask_user",
                "NotebookEdit": "replace",
            },
            note="one unknown name makes the whole file fail",
        ),
        closing=r"---",
        readings=readings(
            byte_order_mark=DROPPED,
            odd_opening=DROPPED,
            odd_closing=_BODY_LOST,
            # What js-yaml 4.3.2, by which it reads, does with files made for each case.
            duplicate_key=DROPPED,
            yaml_alias=Reading("loads"),
            yaml_depth=Reading("loads"),
            yaml_key_type=Reading("loads"),
            hidden_line_break=Reading("loads", "U+2028 becomes a blank", uncertain=True),
        ),
    ),
    skills=Format(
        places=(
            Place(".gemini/skills", suffixes=("SKILL.md",), direct=True),
            Place(".agents/skills", suffixes=("SKILL.md",), direct=True, borrowed=True),
            Place("~/.gemini/skills", suffixes=("SKILL.md",), direct=True, scope="user", uncertain=True),
        ),
        fields=tuple(
            field._replace(missing="rejected") if field.name in _KEPT else field._replace(supported=False, cosmetic=True)
            for field in LOOSE_FIELDS
        ),
        closing=r"---",
        readings=readings(
            # A second reading looks for lines that start with `name:` and `description:`.
            unquoted_colon=_SECOND,
            yaml_syntax=_SECOND,
            duplicate_key=Reading("loads"),
            yaml_alias=Reading("loads"),
            yaml_tag=Reading("loads"),
            yaml_depth=Reading("loads"),
            yaml_key_type=Reading("loads"),
            byte_order_mark=DROPPED,
            odd_opening=DROPPED,
            odd_closing=_BODY_LOST,
        ),
    ),
    doubts=("which model names are taken",),
)
