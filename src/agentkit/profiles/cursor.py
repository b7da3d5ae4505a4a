"""Cursor; everything here is second hand."""

from __future__ import annotations

from agentkit.model import ALIASES
from agentkit.profiles.profile import Field, Format, Place, Profile, Reading, Source, ToolRule, readings
from agentkit.profiles.specification import LENIENT_FIELDS

PROFILE = Profile(
    key="cursor",
    title="Cursor",
    checked="2026-11-23",
    sources=(
        Source("dyoshikawa/rulesync@cfebcd7, its target for Cursor", "2026-08-18"),
        Source("third parties' digests that quote the vendor's page on subagents", "2026-11-23"),
    ),
    second_hand=True,
    agents=Format(
        places=(
            Place(".cursor/agents"),
            Place(".claude/agents", borrowed=True),
            Place(".codex/agents", borrowed=True),
            Place("~/.cursor/agents", scope="user"),
        ),
        precedence="`.cursor/` before the folders of others",
        fields=(
            Field("name"),
            Field("description", missing="ignored"),
            Field("model", foreign=ALIASES),
            Field("readonly", ("bool",)),
            Field("is_background", ("bool",)),
        ),
        from_claude={"background": "is_background"},
        identity="field or file",
        tools=ToolRule(listed=False, note="tools are inherited; `readonly: true` is the only limit known"),
        readings=readings(
            block_scalar=Reading("degraded", "its YAML reader is said not to know block scalars", uncertain=True),
        ),
    ),
    skills=Format(
        places=(
            Place(".cursor/skills", suffixes=("SKILL.md",)),
            Place(".agents/skills", suffixes=("SKILL.md",), borrowed=True),
            Place(".claude/skills", suffixes=("SKILL.md",), borrowed=True),
        ),
        fields=LENIENT_FIELDS,
        readings=readings(),
    ),
    doubts=("everything: the program is closed, and the vendor's page was not at hand",),
)
