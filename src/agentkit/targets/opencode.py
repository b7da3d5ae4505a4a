"""OpenCode: a subagent whose tools are keys of `permission`, of which the last that matches wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.targets.granting import Names, every_grant, grants_of, names_of_denied, own_names
from agentkit.targets.target import Target

if TYPE_CHECKING:
    from agentkit.targets.draft import Draft
    from agentkit.tools import Grant


class _OpenCode(Target):
    mcp = Names("{server}_{tool}", "{server}_*")

    def fields(self, draft: Draft, prompt: str, *, keeps_skills: bool) -> dict[str, object]:
        """Give the fields; without `mode` it would be an agent to talk to as well."""
        return {"mode": "subagent", **super().fields(draft, prompt, keeps_skills=keeps_skills)}

    def tools(self, draft: Draft) -> dict[str, object]:
        """Give the permissions: all is denied but what is granted, or nothing but what is denied."""
        draft.take("tools")
        draft.take("disallowedTools")
        grants, denied = grants_of(draft)
        if grants is None:
            names = names_of_denied(draft, denied, self.mcp)
            if names is not None:
                return {"permission": dict.fromkeys(names, "deny")} if names else {}
            grants = every_grant(draft)
        permission: dict[str, object] = {"*": "deny"}
        for own, grant in own_names(draft, grants, denied, self.mcp, self.narrows):
            only = self._only(grant)
            earlier = permission.get(own)
            if not only or earlier == "allow":
                permission[own] = "allow"
            else:
                permission[own] = {**(earlier if isinstance(earlier, dict) else {"*": "deny"}), **dict.fromkeys(only, "allow")}
        return {"permission": permission}

    def narrows(self, grant: Grant) -> bool:
        """Tell whether a grant can be narrowed: shell commands by their beginning, agents by their names; not by other wildcards."""
        if grant.agents:
            return not any(char in name for name in grant.agents for char in "*?")
        return grant.name == "Bash" and "?" not in (grant.specifier or "?")

    @staticmethod
    def _only(grant: Grant) -> tuple[str, ...]:
        """Give what a narrowed grant allows: `git *` of `Bash(git:*)`; empty for all."""
        if grant.specifier is None or grant.agents:
            return grant.agents
        start = grant.specifier.removesuffix(":*")
        return (start if start == grant.specifier else f"{start} *",)


TARGET = _OpenCode()
