from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import STARTUP_TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run, Subject

_FAMILY = "claude-4.7+"
_NAMED = 3


class DescriptionsOverBudget(Rule):
    """The descriptions of a project's agents together are over Claude Code's budget.

    ## Why is this bad?
    Claude Code puts every agent's description into each conversation, and warns at startup when they come to more than 15,000
    tokens (documentation read 2026-10-08): each turn pays for them, and the model has more to choose from than it reads with
    care. Counted are the agents below one `.claude/agents/`, each name once, in estimated tokens of the newest models (half
    of the estimates are within 4 %). Collections, of which nobody installs all, are not counted.

    ## Example
    `.claude/agents/` with 300 agents of 60 tokens each.

    Use instead: one or two sentences in each description and the rest in the body, or fewer agents.
    """

    code = "AK422"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report each folder once, at its longest description."""
        folders: dict[str, dict[str, Subject]] = {}
        for it in run.agents:
            folder = _read_by_claude_code(it.folder)
            if folder is not None and it.description and it.place("name") is not None:
                folders.setdefault(folder, {}).setdefault(it.name, it)
        for folder, agents in folders.items():
            sizes = {name: _tokens(it.description) for name, it in agents.items()}
            total = sum(sizes.values())
            if total > STARTUP_TOKENS:
                largest = sorted(sizes, key=lambda name: (-sizes[name], name))[:_NAMED]
                message = (
                    f"the descriptions of the {len(agents)} agents in {folder} come to about {total:,.0f} tokens, "
                    f"more than {STARTUP_TOKENS:,}"
                )
                hint = "shorten the longest: " + ", ".join(f"{name[:60]} ({sizes[name]:,.0f})" for name in largest)
                it = agents[largest[0]]
                yield self.at(it, it.value("description"), message, hint)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> float:
    from agentkit.tokens import tokens

    return tokens(text, _FAMILY)


@lru_cache(maxsize=4096)
def _read_by_claude_code(path: str) -> str | None:
    """Give the `.claude/agents` that a folder is, or lies in; None elsewhere."""
    for folder in (PurePath(path), *PurePath(path).parents):
        if folder.name == "agents" and folder.parent.name == ".claude":
            return str(folder)
    return None
