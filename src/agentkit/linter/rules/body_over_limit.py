from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.diagnostic import Confidence, Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.body_limits import COPILOT_MOST, QWEN_LEAST, QWEN_WARNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.span import Span

_COPILOT = r"(?:^|/)\.(?:github|copilot)/(?:agents|chatmodes)/|\.(?:agent|chatmode)\.md$"
_QWEN = r"(?:^|/)\.qwen/agents/"


class BodyOverLimit(Rule):
    """An agent's body is longer or shorter than its harness takes.

    ## Why is this bad?
    GitHub Copilot takes a prompt of up to 30,000 characters, Qwen Code refuses one of fewer than 10 and warns above 10,000
    (read 2026-11-23); other harnesses document no limit. A warning for files that lie where that harness reads them or are
    named `*.agent.md`, and for all agents when the configuration's `harnesses` has it. Any other agent over Copilot's limit
    is an info, as Copilot reads `.claude/agents` too: 59 of 2,530 public agents.

    Put reference material into a skill: it is read when it is needed, and counts for no limit.
    """

    code = "AK307"
    severity = Severity.WARNING
    confidence = Confidence.EXACT

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each limit that the body is over or under."""
        count = len(it.body.strip())
        if not count:
            return  # that it is empty is a finding of its own
        path = it.path.replace("\\", "/")
        if count > COPILOT_MOST:
            severity = None if _is_for("copilot", _COPILOT, path, it) else Severity.INFO
            message = f"{count:,} characters, GitHub Copilot takes {COPILOT_MOST:,}"
            yield self.at(it, self._place(it), message, "put reference material into a skill", severity)
        if count < QWEN_LEAST and _is_for("qwen", _QWEN, path, it):
            message = f"{count} characters, Qwen Code refuses fewer than {QWEN_LEAST}"
            yield self.at(it, self._place(it), message, "say what the agent does")
        if count > QWEN_WARNS and _is_for("qwen", _QWEN, path, it):
            message = f"{count:,} characters, Qwen Code warns above {QWEN_WARNS:,}"
            yield self.at(it, self._place(it), message, "put reference material into a skill")

    def _place(self, it: Subject) -> Span:
        """Give the first line of the body."""
        start = len(it.body) - len(it.body.lstrip())
        end = it.body.find("\n", start)
        return it.in_body(start, end if end >= 0 else len(it.body))


def _is_for(harness: str, places: str, path: str, it: Subject) -> bool:
    """Tell whether an agent is for a harness: by its place or name, or because the configuration has the harness."""
    return re.search(places, path) is not None or any(each.startswith(harness) for each in it.config.harnesses)
