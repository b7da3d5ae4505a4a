"""A client of the Agent Skills specification, as its guidance for clients asks for. It knows no agents."""

from __future__ import annotations

from agentkit.profiles.profile import DROPPED, Format, Place, Profile, Reading, Source, readings
from agentkit.profiles.specification import FIELDS, NAME

PROFILE = Profile(
    key="agent-skills",
    title="Agent Skills client",
    checked="2026-11-24",
    sources=(
        Source("agentskills/agentskills@69ef37e, specification and guidance for clients", "2026-08-09"),
        Source("skills-ref 0.1.1, run on cases of our own", "2026-11-24"),
    ),
    agents=None,
    skills=Format(
        places=(
            Place(".agents/skills", suffixes=("SKILL.md",)),
            Place(".claude/skills", suffixes=("SKILL.md",), borrowed=True, note="a common fallback"),
            Place("~/.agents/skills", suffixes=("SKILL.md",), scope="user"),
        ),
        precedence="the project's over the user's",
        fields=FIELDS,
        unknown_keys="invalid",
        name=NAME,
        # skills-ref reads with strictyaml and splits at the first `---` wherever it stands.
        readings=readings(
            byte_order_mark=Reading("degraded", "the specification's validator rejects it"),
            duplicate_key=Reading("degraded", "the specification's validator rejects it"),
            yaml_alias=Reading("degraded", "the specification's validator rejects anchors and aliases"),
            yaml_tag=Reading("degraded", "the specification's validator rejects tags"),
            flow_list=Reading("degraded", "the specification's validator rejects lists and mappings in brackets"),
            fence_in_value=Reading("degraded", "the specification's validator ends the frontmatter at the first `---`"),
            odd_opening=Reading("degraded", "the specification's validator reads further dashes as text"),
            odd_closing=Reading("loads"),
            not_utf_8=DROPPED,
        ),
    ),
    doubts=("what each client makes of what the validator rejects",),
)
