"""OpenCode, version 1 (npm opencode-ai 1.18 and 1.19)."""

from __future__ import annotations

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

_WHOLE_TEXT = Reading("without-fields", "the whole text is taken for the prompt, and the file's name for the name")
_BY_GRAY_MATTER = {
    "unquoted_colon": Reading("loads", "a second reading repairs it"),
    "byte_order_mark": Reading("loads"),
    "duplicate_key": DROPPED,
    "yaml_alias": Reading("loads"),
    "yaml_depth": Reading("loads"),
    "yaml_key_type": Reading("loads"),
    "hidden_line_break": Reading("loads", "U+2028 becomes a blank", uncertain=True),
    "odd_closing": Reading("loads", "further dashes become part of the text"),
}
"""What gray-matter 4.0.3, by which it reads, does with files made for each case, run 2026-11-24."""
_COLOR = r"#[0-9a-fA-F]{6}|primary|secondary|accent|success|warning|error|info"

PROFILE = Profile(
    key="opencode",
    title="OpenCode",
    checked="2026-11-24",
    sources=(
        Source("anomalyco/opencode, loader and schema of agents (v1), documentation@0239fd0", "2026-11-23"),
        Source("anomalyco/opencode skill/index.ts@048f74f", "2026-11-24"),
        Source("gray-matter 4.0.3, by which it reads, run on cases of our own", "2026-11-24"),
        Source("types of @opencode-ai/sdk 1.19.3", "2026-11-23"),
    ),
    agents=Format(
        places=(
            Place(".opencode/agents", recursive=True),
            Place(".opencode/agent", recursive=True),
            Place("~/.config/opencode/agents", recursive=True, scope="user"),
            Place("~/.config/opencode/agent", recursive=True, scope="user"),
        ),
        fields=(
            Field("name", otherwise="rejected"),
            Field("description", missing="ignored", otherwise="rejected", note="needed for delegation"),
            Field("mode", values=frozenset({"primary", "subagent", "all"}), otherwise="rejected"),
            Field("model", pattern=r"[^/\s]+/.+", otherwise="fails", note="provider and model: `anthropic/claude-sonnet-5`"),
            *fields("variant prompt", otherwise="rejected"),
            *fields("temperature top_p", "number", otherwise="rejected"),
            Field("permission", ("string", "map"), otherwise="rejected"),
            Field("tools", ("map",), otherwise="rejected", note="former; turned into `permission`"),
            Field("steps", ("int",), low=1, otherwise="rejected"),
            Field("maxSteps", ("int",), low=1, otherwise="rejected", note="former name of `steps`"),
            *fields("hidden disable", "bool", otherwise="rejected"),
            Field("color", pattern=_COLOR, otherwise="rejected", cosmetic=True),
            Field("options", ("map",), otherwise="rejected"),
        ),
        from_claude={"maxTurns": "steps", "disallowedTools": "permission", "permissionMode": "permission"},
        unknown_keys="forwarded",
        identity="field or file",
        name=NameRule(words="any; in sub-folders the path is part of a name taken from the file"),
        tools=ToolRule(
            names=words("read edit write apply_patch bash grep glob list task skill todowrite webfetch websearch question lsp"),
            patterns=(r".+",),
            from_claude={
                "Read": "read",
                "Write": "edit",
                "Edit": "edit",
                "NotebookEdit": "edit",
                "Bash": "bash",
                "PowerShell": "bash",
                "Grep": "grep",
                "Glob": "glob",
                "WebFetch": "webfetch",
                "WebSearch": "websearch",
                "TodoWrite": "todowrite",
                "Agent": "task",
                "Skill": "skill",
                "AskUserQuestion": "question",
                "LSP": "lsp",
            },
            note="as keys of `permission`; the last match wins",
        ),
        readings=readings(
            **_BY_GRAY_MATTER,
            no_frontmatter=_WHOLE_TEXT,
            text_before_frontmatter=_WHOLE_TEXT,
            odd_opening=_WHOLE_TEXT,
            frontmatter_format=_WHOLE_TEXT._replace(
                note="`+++` is taken for text, and a block that opens with `---js` is run", uncertain=True
            ),
            empty_frontmatter=Reading("without-fields"),
            frontmatter_not_mapping=Reading("without-fields", uncertain=True),
            unclosed_frontmatter=Reading("dropped", "all of it is read as YAML, which prose seldom is", uncertain=True),
        ),
        opening=r"---[ \t]*",
    ),
    skills=Format(
        places=(
            Place(".opencode/skills", ("SKILL.md",), recursive=True, direct=True),
            Place(".opencode/skill", ("SKILL.md",), recursive=True, direct=True),
            Place(".claude/skills", ("SKILL.md",), recursive=True, direct=True, borrowed=True),
            Place(".agents/skills", ("SKILL.md",), recursive=True, direct=True, borrowed=True),
            Place("~/.config/opencode/skills", ("SKILL.md",), recursive=True, direct=True, scope="user"),
            Place("~/.claude/skills", ("SKILL.md",), recursive=True, direct=True, scope="user", borrowed=True),
            Place("~/.agents/skills", ("SKILL.md",), recursive=True, direct=True, scope="user", borrowed=True),
        ),
        fields=tuple(
            field._replace(kinds=("string",), missing="rejected", otherwise="rejected")
            if field.name in ("name", "description")
            else field._replace(supported=False, cosmetic=True)
            for field in LOOSE_FIELDS
        ),
        readings=readings(**_BY_GRAY_MATTER, odd_opening=DROPPED),
        opening=r"---[ \t]*",
    ),
    doubts=(
        "the schema of version 2, which still reads these files",
        "a rule for the names of skills, which third parties give and the loader does not have",
    ),
)
