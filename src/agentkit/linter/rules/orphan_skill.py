from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.references import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run


class OrphanSkill(Rule):
    """No agent and no other skill names a skill.

    ## Why is this bad?
    In a project whose agents list their skills, a skill that none lists is loaded only when its description is picked, and may
    be a leftover. Off by default: a skill may be meant to be picked. Nothing is reported where no agent lists any skill.
    """

    code = "AK402"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    follows_references = True

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report each skill that nothing names."""
        if not any(it.lists_skills for it in run.agents):
            return
        named = run.graph.skills_named
        for it in run.skills:
            if fold(it.name) not in named:
                message = f"no agent or skill names the skill `{it.name[:80]}`"
                yield self.at(it, it.value("name"), message, "list it in an agent's `skills`, or take it out")
