"""GitHub Copilot: github.com, the CLI and VS Code."""

from __future__ import annotations

from agentkit.model import ALIASES
from agentkit.profiles.profile import (
    BodyRule,
    Field,
    Format,
    Place,
    Profile,
    Reading,
    Source,
    ToolRule,
    fields,
    readings,
    words,
)
from agentkit.profiles.specification import LENIENT_FIELDS, NAME
from agentkit.profiles.values import EFFORTS

_ALIASES = {
    "execute": "shell bash powershell",
    "read": "notebookread",
    "edit": "multiedit write notebookedit",
    "search": "grep glob",
    "agent": "custom-agent task",
    "web": "websearch webfetch",
    "todo": "todowrite",
}
"""Tool to the other names that it answers to, case aside."""

_VS_CODE = words(
    """
    codebase editFiles runCommands runTasks runTests fetch findTestFiles githubRepo problems search searchResults
    terminalLastCommand terminalSelection testFailure changes usages vscodeAPI extensions openSimpleBrowser new runNotebooks
    todos think runSubagent createFile createDirectory
    """
)
"""Names of VS Code's earlier releases and of its tool sets."""

PROFILE = Profile(
    key="copilot",
    title="GitHub Copilot",
    checked="2026-11-23",
    sources=(
        Source("github/docs custom-agents-configuration@03e038c, CLI command reference", "2026-11-23"),
        Source("microsoft/vscode-docs custom-agents@6a35b0f, migrate-customizations@38279a8", "2026-09-30"),
        Source("a third party's digest of the CLI's changes up to 1.0.79", "2026-11-23"),
    ),
    agents=Format(
        places=(
            Place(".github/agents", (".agent.md", ".md")),
            Place(".claude/agents", borrowed=True, note="the CLI and VS Code, not github.com"),
            Place("~/.copilot/agents", scope="user"),
            Place("agents", scope="plugin"),
        ),
        precedence="the project before the user before plugins; an older page says the user first (?)",
        fields=(
            Field("name", cosmetic=True, note="a label; the file's name is the identity"),
            Field("description", missing="rejected", uncertain=True, note="optional in VS Code"),
            Field("target", values=frozenset({"vscode", "github-copilot"})),
            Field("tools", ("string", "list")),
            Field("model", ("string", "list"), foreign=ALIASES, uncertain=True, note="a list in VS Code alone"),
            *fields("disable-model-invocation user-invocable infer", "bool"),
            Field("mcp-servers", ("map",)),
            Field("metadata", ("map",), cosmetic=True),
            Field("argument-hint", cosmetic=True),
            Field("handoffs", ("list",), note="VS Code alone"),
            Field("agents", ("list", "string"), note="VS Code alone"),
            Field("hooks", ("map",), uncertain=True, note="VS Code alone, behind a setting"),
            Field("skills", ("list",), uncertain=True, note="the CLI, by its list of changes"),
            Field("reasoning-effort", values=EFFORTS, uncertain=True, note="the CLI alone"),
            Field("deferred-tool-loading", ("bool",), uncertain=True, note="the CLI alone"),
            Field("sidekick", ("map",), uncertain=True, note="the CLI alone"),
        ),
        from_claude={"mcpServers": "mcp-servers", "effort": "reasoning-effort"},
        unknown_keys="warned",
        identity="file",
        body=BodyRule(high=30_000, uncertain=True, note="github.com takes 30,000 characters"),
        tools=ToolRule(
            names=frozenset(_ALIASES)
            | words(" ".join(_ALIASES.values()))
            # Names of the CLI's own tools, by third parties.
            | words("view create apply_patch skill web_fetch ask_user")
            | _VS_CODE,
            case_matters=False,
            patterns=(r".+/.+", r"\*", r"mcp__.+"),
            specifiers=False,
            from_claude={
                "Read": "read",
                "Write": "edit",
                "Edit": "edit",
                "NotebookEdit": "edit",
                "Bash": "execute",
                "PowerShell": "execute",
                "Grep": "search",
                "Glob": "search",
                "WebFetch": "web",
                "WebSearch": "web",
                "TodoWrite": "todo",
                "Agent": "agent",
                "AskUserQuestion": "ask_user",
                "Skill": "skill",
            },
            uncertain=True,
            note="unknown names are ignored, and in VS Code extensions and servers bring names of their own (?)",
        ),
        readings=readings(
            no_frontmatter=Reading("dropped", "a description is required", uncertain=True),
        ),
    ),
    skills=Format(
        places=(
            Place(".github/skills", suffixes=("SKILL.md",), uncertain=True),
            Place(".agents/skills", suffixes=("SKILL.md",), borrowed=True),
            Place(".claude/skills", suffixes=("SKILL.md",), borrowed=True, uncertain=True),
            Place("~/.agents/skills", suffixes=("SKILL.md",), scope="user", borrowed=True),
        ),
        fields=LENIENT_FIELDS,
        unknown_uncertain=True,
        name=NAME._replace(uncertain=True),
        readings=readings(),
    ),
    doubts=(
        "precedence of the user's folder and the project's",
        "which model names are taken, and what becomes of another",
        "fields of the CLI alone, which come from a third party",
        "whether folders below `.github/agents` are searched",
    ),
)
