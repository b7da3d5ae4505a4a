"""Values that harnesses take in a field, beyond those of Claude Code.

Sources, by way of the survey made for agentkit on 2026-11-23: OpenCode 1.19 (types of @opencode-ai/sdk, its agent schema),
Cursor, Qwen Code, Antigravity (documentation).
"""

from __future__ import annotations

OPENCODE_COLORS = ("primary", "secondary", "accent", "success", "warning", "error", "info")
"""Colours of OpenCode by name; beside them it takes `#RRGGBB`, and any other value is a schema error."""

MODELS = {
    "cursor": frozenset({"fast", "auto"}),
    "qwen-code": frozenset({"fast"}),
    "antigravity": frozenset({"flash", "pro"}),
    "kiro": frozenset({"auto"}),
}
"""Harness to models that are no id and no alias of Claude Code."""

LABELLED_MODELS = frozenset({"copilot"})
"""Harnesses that take a model by its label, `Claude Sonnet 4.5`, as its picker shows it."""

DESCRIPTION_CUTS = {"qwen-code": 1_000, "factory-droid": 500}
"""Harness to the characters of an agent's description above which it warns, or that it takes at most."""
