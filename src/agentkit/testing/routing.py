"""Which agent a task finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import shortened, visible

if TYPE_CHECKING:
    from agentkit.registry import Registry

_WIDE = 60


def assert_finds(registry: Registry, task: str, name: str) -> None:
    """Assert that `registry.find` selects an agent for a task.

    It tells whether the agent's file shares more words with the task than the others do, not what a model would choose.

    Raises:
        AssertionError: Another agent comes first, two are as close, or none matches.
        NotFound: There is no agent of that name.
        PersonaError: Its file cannot be read.
        SearchUnavailable: This Python's SQLite has no full-text search.
    """
    __tracebackhide__ = True
    registry[name]  # a name that is misspelt is no failed search
    found = registry.find(task)
    if found.status == "selected" and found.matches[0].name == name:
        return
    lines = [f"`{shortened(task, _WIDE)}` is to find {visible(name)}; the answer is: {found.status}"]
    for match in found.matches:
        words = ", ".join(term.word for term in match.terms)
        lines.append(f"  {match.score:>6.2f}  {visible(match.name)}  ({visible(words)})")
    raise AssertionError("\n".join(lines))
