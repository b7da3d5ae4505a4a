"""OpenAI Codex CLI, which reads agents as TOML and skills as Markdown."""

from __future__ import annotations

from agentkit.profiles.profile import (
    DROPPED,
    Field,
    Format,
    ListRule,
    NameRule,
    Place,
    Profile,
    Reading,
    Source,
    ToolRule,
    readings,
)
from agentkit.profiles.specification import LOOSE_FIELDS
from agentkit.profiles.values import MAX_SKILL_DESCRIPTION, MAX_SKILL_NAME

PROFILE = Profile(
    key="codex",
    title="OpenAI Codex",
    checked="2026-11-24",
    sources=(
        Source("openai/codex codex-rs agent_roles.rs@25d313c", "2026-04"),
        Source("openai/codex codex-rs skills/loader.rs@006b3da", "2026-11-24"),
        Source("documentation, subagents (copy of mid to late 2026)", "2026-11-23"),
        Source("a third party's probes of 0.142.5", "2026-07"),
    ),
    agents=Format(
        form="toml",
        places=(
            Place(".codex/agents", (".toml",), recursive=True, note="the project has to be trusted"),
            Place("~/.codex/agents", (".toml",), recursive=True, scope="user"),
        ),
        precedence="the project's over the user's, field by field; within one layer the first, with a warning",
        fields=(
            Field("name", missing="rejected", low=1, otherwise="rejected"),
            Field("description", missing="rejected", low=1, otherwise="rejected"),
            Field("developer_instructions", missing="rejected", low=1, otherwise="rejected"),
            Field("nickname_candidates", ("list",), otherwise="rejected", cosmetic=True, uncertain=True),
            Field("model", otherwise="rejected"),
            Field(
                "model_reasoning_effort",
                values=frozenset({"none", "minimal", "low", "medium", "high", "xhigh"}),
                otherwise="rejected",
            ),
            Field("sandbox_mode", values=frozenset({"read-only", "workspace-write", "danger-full-access"}), otherwise="rejected"),
            Field("mcp_servers", ("map",), otherwise="rejected"),
            Field("skills", ("map",), otherwise="rejected", note="`config`: turns skills on and off by path"),
        ),
        from_claude={"effort": "model_reasoning_effort", "mcpServers": "mcp_servers"},
        unknown_keys="rejected",
        name=NameRule(
            reserved=frozenset({"default", "worker", "explorer"}),
            otherwise="warned",
            words="any; `default`, `worker` and `explorer` replace built-in ones",
        ),
        tools=ToolRule(listed=False, note="no list of tools exists; `sandbox_mode` is the nearest"),
    ),
    skills=Format(
        places=(
            Place(".agents/skills", ("SKILL.md",), recursive=True, direct=True, borrowed=True),
            Place(".codex/skills", ("SKILL.md",), recursive=True, direct=True, uncertain=True, note="of earlier releases"),
            Place("~/.agents/skills", ("SKILL.md",), recursive=True, direct=True, scope="user", borrowed=True),
            Place("~/.codex/skills", ("SKILL.md",), recursive=True, direct=True, scope="user", uncertain=True),
        ),
        precedence="the project's before the user's before the built-in ones",
        fields=(
            Field("name", missing="rejected", high=MAX_SKILL_NAME, otherwise="rejected", uncertain=True),
            Field("description", missing="rejected", high=MAX_SKILL_DESCRIPTION, otherwise="rejected"),
            Field("metadata", ("map",), otherwise="rejected", cosmetic=True, uncertain=True),
            *(field._replace(supported=False, cosmetic=True) for field in LOOSE_FIELDS[2:] if field.name != "metadata"),
        ),
        opening=r"[ \t]*---[ \t]*",
        closing=r"[ \t]*---[ \t]*",
        readings=readings(duplicate_key=Reading("dropped", uncertain=True), not_utf_8=DROPPED),
        list_rule=ListRule(
            share=0.02,
            characters=8_000,
            default="a window that is not known",
            line="- {name}: {description} (file: {path})",
            overflow="shortened",
            source=Source("documentation, skills, and openai/codex codex-rs core-skills/src/render.rs@0899b7c", "2026-11-24"),
            uncertain=True,
            note="paths are absolute or shortened by a table, whichever is shorter; its order and its own skills are not counted here",
        ),
    ),
    doubts=(
        "whether later releases still ask a skill for a name, and still read `.codex/skills`",
        "`nickname_candidates`, absent from the later table",
        "whether `sandbox_mode` holds for an agent that is started by one without limits",
        "a limit of 8 KB on the body of a skill, which third parties assume",
    ),
)
