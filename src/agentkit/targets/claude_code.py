"""Claude Code: every field as it is, the skills looked up by Claude Code itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.targets.target import Target

if TYPE_CHECKING:
    from agentkit.targets.draft import Draft


class _ClaudeCode(Target):
    keeps_skills = True

    def fields(self, draft: Draft, _prompt: str, *, keeps_skills: bool) -> dict[str, object]:  # noqa: ARG002 - it always does
        """Give the fields as the file has them, and those of its base."""
        draft.take("name")
        return draft.take_all()


TARGET = _ClaudeCode()
