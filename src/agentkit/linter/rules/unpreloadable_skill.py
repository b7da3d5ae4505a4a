from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnpreloadableSkill(Rule):
    """An agent lists a skill that cannot be preloaded.

    ## Why is this bad?
    A skill with `disable-model-invocation: true` is for people to call. Claude Code does not put it into an agent's prompt,
    and says so in its debug log only (documentation, sub-agents, read 2026-10-08): the agent starts without it.

    ## Example
    `skills/deploy/SKILL.md` with `disable-model-invocation: true`, named by:
    ```yaml
    name: releaser
    description: Releases. Use when a version is due.
    skills: [deploy]
    ```

    Use instead: take the skill off the list, or the line out of the skill.
    """

    code = "AK612"
    severity = Severity.ERROR
    fields = ("skills",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each listed skill that is for people alone."""
        if is_for_another(it.path):
            return
        for at, name in enumerate(it.persona.skills):
            skill = it.catalog.skills.resolve(name, near=it.path).skill
            if skill is not None and skill.is_for_people:
                message = f"skill `{name[:80]}` cannot be preloaded: it has `disable-model-invocation: true`"
                hint = "take it off the list, or let the model call the skill"
                spans = it.persona.source.spans
                yield self.at(it, spans.get(f"skills[{at}]") or spans.get("skills"), message, hint)
