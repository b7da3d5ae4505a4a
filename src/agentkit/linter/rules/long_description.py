from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import LISTING_CUT
from agentkit.profiles.field_values import DESCRIPTION_CUTS
from agentkit.profiles.places import harness_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class LongDescription(Rule):
    """A description is longer than a harness lists.

    ## Why is this bad?
    What stands behind the cut is not seen when the agent or skill is chosen, and "use when" most often stands at the end.
    Factory Droid takes 500 characters of an agent's description, Qwen Code warns above 1,000; Claude Code cuts a skill's
    description with its `when_to_use` at 1,536 in the listing (documentation read 2026-11-23, 2026-08-22). An agent is
    held to the limit of the harness in whose folder it lies, and to those that the configuration names under `harnesses`. The
    specification's 1,024 characters for skills are `skill-description`.

    ## Example
    `.factory/droids/sql.md`, or `.qwen/agents/sql.md`, with a description of 1,200 characters, most of them an example dialogue.

    Use instead: two sentences, and the dialogue in the body.
    """

    code = "AK142"
    severity = Severity.WARNING

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a description above the lowest limit that holds for the file."""
        length = len(it.persona.description.text)
        place = harness_of(it.path)
        held = {*it.config.harnesses} | ({place} if place is not None else set())
        limits = [(DESCRIPTION_CUTS[harness], harness) for harness in sorted(held) if harness in DESCRIPTION_CUTS]
        if limits and length > (lowest := min(limits))[0]:
            message = f"description of {length:,} characters, more than the {lowest[0]:,} of {lowest[1]}"
            yield self.at(it, it.value("description"), message, "move details and examples into the body")

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a description that, with `when_to_use`, Claude Code's listing cuts."""
        when = it.skill.extra.get("when_to_use")
        length = len(it.skill.description) + (len(when) if isinstance(when, str) else 0)
        if isinstance(when, str) and length > LISTING_CUT and harness_of(it.path) in (None, "claude-code"):
            message = f"description and `when_to_use` of {length:,} characters together, more than the {LISTING_CUT:,} listed"
            yield self.at(it, it.value("when_to_use"), message, "say first when to use it, and move details into the body")
