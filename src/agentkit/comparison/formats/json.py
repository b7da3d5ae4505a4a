"""JSON: everything that the comparison holds, as it is typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agentkit.comparison import AgentChange, Comparison
    from agentkit.comparison.formats import Style
    from agentkit.comparison.words import WordDiff


def write(comparison: Comparison, _style: Style) -> str:
    """Give one object; `version` changes when a key changes its meaning or goes."""
    data = {
        "version": 1,
        "old": comparison.old,
        "new": comparison.new,
        "rights_gained": sum(len(change.gained) for change in comparison.changes),
        "unchanged": comparison.unchanged,
        "changes": [_change(change) for change in comparison.changes],
        "unread": [each._asdict() for each in comparison.unread],
        "passed": [each._asdict() for each in comparison.passed],
    }
    # ASCII: what is in a file can neither drive a terminal nor fail to be encoded.
    return json.dumps(data, indent=2) + "\n"


def _change(change: AgentChange) -> dict[str, Any]:
    data = change._asdict()
    for key, value in data.items():
        if isinstance(value, tuple) and hasattr(value, "parts"):
            data[key] = _words(value)  # type: ignore[arg-type]
        elif isinstance(value, tuple) and hasattr(value, "_asdict"):
            data[key] = value._asdict()
        elif isinstance(value, tuple):
            data[key] = [each._asdict() if hasattr(each, "_asdict") else each for each in value]
    return data


def _words(words: WordDiff) -> dict[str, Any]:
    return {
        "removed": words.removed,
        "added": words.added,
        "is_coarse": words.is_coarse,
        "parts": [part._asdict() for part in words.parts],
    }
