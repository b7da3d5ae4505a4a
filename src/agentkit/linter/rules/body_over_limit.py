from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from agentkit import profiles
from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.profile import BodyRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.span import Span


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
        for key, title, rule, folders in _limits():
            own = _is_for(key, folders, it)
            if rule.high is not None and count > rule.high:
                message = f"{count:,} characters, {title} takes {rule.high:,}"
                severity = None if own else Severity.INFO
                yield self.at(it, self._place(it), message, "put reference material into a skill", severity)
            elif own and count < rule.low:
                yield self.at(
                    it, self._place(it), f"{count} characters, {title} refuses fewer than {rule.low}", "say what it does"
                )
            elif own and rule.warned_above is not None and count > rule.warned_above:
                message = f"{count:,} characters, {title} warns above {rule.warned_above:,}"
                yield self.at(it, self._place(it), message, "put reference material into a skill")

    def _place(self, it: Subject) -> Span:
        """Give the first line of the body."""
        start = len(it.body) - len(it.body.lstrip())
        end = it.body.find("\n", start)
        return it.in_body(start, end if end >= 0 else len(it.body))


@cache
def _limits() -> tuple[tuple[str, str, BodyRule, tuple[str, ...]], ...]:
    """Give key, title, limits and own folders of each harness that has limits for a body."""
    found = []
    for key in profiles.names():
        profile = profiles.get(key)
        if profile.agents is not None and profile.agents.body != BodyRule():
            places = profile.agents.places
            own = tuple(place.folder for place in places if place.scope == "project" and not place.borrowed)
            found.append((key, profile.title, profile.agents.body, own))
    return tuple(found)


def _is_for(key: str, folders: Iterable[str], it: Subject) -> bool:
    """Tell whether an agent is for a harness: by its place or name, or because the configuration has the harness."""
    path = "/" + it.path.replace("\\", "/")
    if key == "copilot" and path.endswith((".agent.md", ".chatmode.md")):
        return True
    return key in it.config.harnesses or any(f"/{folder}/" in path for folder in folders)
