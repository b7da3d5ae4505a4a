"""OpenAI Codex CLI, which reads agents as TOML and skills as Markdown."""

from __future__ import annotations

from agentkit.profiles.profile import Field, Format, NameRule, Place, Profile, Source, ToolRule, readings
from agentkit.profiles.specification import LENIENT_FIELDS, NAME

PROFILE = Profile(
    key="codex",
    title="OpenAI Codex",
    checked="2026-11-23",
    sources=(
        Source("openai/codex codex-rs agent_roles.rs@25d313c", "2026-04"),
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
            Place(".agents/skills", suffixes=("SKILL.md",), borrowed=True),
            Place("~/.agents/skills", suffixes=("SKILL.md",), scope="user", borrowed=True),
        ),
        fields=LENIENT_FIELDS,
        unknown_uncertain=True,
        name=NAME._replace(uncertain=True),
        readings=readings(),
    ),
    doubts=(
        "`nickname_candidates`, absent from the later table",
        "whether `sandbox_mode` holds for an agent that is started by one without limits",
        "a limit of 8 KB on the body of a skill, which third parties assume",
    ),
)
