"""Whether an agent comes in a plugin of Claude Code."""

from __future__ import annotations

import os
from pathlib import PurePath

from agentkit.files import is_file


def is_in_plugin(path: str) -> bool:
    """Tell whether a file lies below the `agents/` of a folder with `.claude-plugin/plugin.json`.

    Source: Claude Code documentation, plugins, read 2026-08-22. The manifest may be missing; then nothing tells a plugin.
    """
    folder = next((above.parent for above in PurePath(path).parents if above.name == "agents"), None)
    return folder is not None and is_file(os.path.join(folder, ".claude-plugin", "plugin.json"))
