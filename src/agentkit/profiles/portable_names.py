"""Names that agents can have in every harness.

Source, by way of the survey of 17 harnesses made for agentkit on 2026-11-23: Qwen Code takes 2 to 50 characters and keeps seven
words for itself, Gemini CLI and Factory Droid take lowercase letters, digits, `-` and `_`, OpenCode's skills and Kiro take
hyphens alone, Codex has three agents built in.
"""

from __future__ import annotations

PORTABLE_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
SHORTEST_NAME = 2
LONGEST_NAME = 50
RESERVED_NAMES = {
    **dict.fromkeys(("self", "system", "user", "model", "tool", "config"), "Qwen Code"),
    "default": "Qwen Code and Codex",
    **dict.fromkeys(("worker", "explorer"), "Codex"),
}
"""Name to the harness that keeps it for itself."""
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{digit}" for kind in ("com", "lpt") for digit in "123456789¹²³")})


def is_device(name: str) -> bool:
    """Tell whether Windows takes a file of this name for a device, in any case and whatever its extension.

    Source: Microsoft's "Naming Files, Paths, and Namespaces", read 2026-11-23.
    """
    return name.partition(".")[0].rstrip().casefold() in _DEVICES
