from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.fix import Fix
from agentkit.linter.grants import is_foreign, place, without
from agentkit.linter.rule import Rule
from agentkit.profiles.claude_code import NEVER_GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class ToolNeverGiven(Rule):
    """An agent lists a tool that a subagent never gets.

    ## Why is this bad?
    Claude Code leaves the tool out even where `tools` names it (documentation read 2026-10-08): no subagent can ask the user,
    change the plan mode or start a workflow. A prompt that counts on it waits for an answer that never comes. An agent with
    `initialPrompt` is left alone, it is meant for the main session, and so is `ExitPlanMode` with `permissionMode: plan`.

    ## Example
    ```yaml
    name: intake
    description: Collects requirements. Use before planning.
    tools: Read, AskUserQuestion
    ```

    Use instead:
    ```yaml
    name: intake
    description: Collects requirements and returns open questions. Use before planning.
    tools: Read
    ```

    ## Fix safety
    Unsafe: run with `--agent` as the main session the agent has the tool, and loses it.
    """

    code = "AK230"
    severity = Severity.WARNING
    confidence = Confidence.EXACT
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each such tool of the list."""
        persona = it.persona
        if persona.initial_prompt is not None or persona.tools is None:
            return
        never = NEVER_GIVEN - {"ExitPlanMode"} if persona.permission_mode == "plan" else NEVER_GIVEN
        hits = [at for at, grant in enumerate(persona.tools) if grant.name in never]
        if not hits or is_foreign(it):
            return
        for at in hits:
            edits = without(it, "tools", {at}) if len(hits) == 1 else ()
            fix = Fix("take it off the list", edits, safe=False, changes=("tools",)) if edits else None
            name = persona.tools[at].name
            hint = "return the question as the result" if name == "AskUserQuestion" else "take it off the list"
            yield self.at(it, place(it, "tools", at), f"a subagent never gets `{name}`", hint, fix=fix)
