"""What a target is: how fields are written where its own file says nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.document import dumps
from agentkit.profiles.claude_code import FORMER_TOOLS
from agentkit.targets.granting import WRITERS, every_grant, grants_of, names_of_denied, own_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.targets.draft import Draft
    from agentkit.targets.granting import Names
    from agentkit.tools import Grant


class Target:
    """How a persona is written for a harness: Markdown, fields by the profile's names, tools as a list."""

    keeps_skills = False
    """Whether the harness puts the skills of the field `skills` into the prompt itself."""
    mcp: Names | None = None
    """How it names the tools of MCP servers; None where that is not known."""
    denies = False
    """Whether it reads `disallowedTools`, in its own names."""
    read_only: Mapping[str, object] = {}
    """Where agents have no list of tools: the field that keeps one from writing."""

    def fields(self, draft: Draft, prompt: str, *, keeps_skills: bool) -> dict[str, object]:  # noqa: ARG002 - for TOML
        """Give the fields of the file, all but its name.

        Args:
            draft: What is being written.
            prompt: The body, for formats that hold it in a field.
            keeps_skills: Whether skills stay a field; otherwise their text is in the prompt.
        """
        draft.take("name")
        found = {"description": draft.take("description"), **self.tools(draft), "model": draft.model()}
        skills = draft.take("skills")
        if keeps_skills:
            found["skills"] = skills
        found = {field: value for field, value in found.items() if value is not None}
        draft.carry_rest(found)
        return found

    def tools(self, draft: Draft) -> dict[str, object]:
        """Give the fields that say which tools the agent has."""
        said, denials = draft.take("tools"), draft.take("disallowedTools")
        grants, denied = grants_of(draft)
        if draft.form.tools is None or not draft.form.tools.listed:
            return self._without_list(draft, {"tools": said if grants is not None else None, "disallowedTools": denials}, denied)
        if grants is None:
            names = names_of_denied(draft, denied, self.mcp) if self.denies or not denied else None
            if names is not None:
                return {"disallowedTools": names} if names else {}
            grants = every_grant(draft)
        return {"tools": list(dict.fromkeys(own for own, _ in own_names(draft, grants, denied, self.mcp, self.narrows)))}

    def narrows(self, _grant: Grant) -> bool:
        """Tell whether the harness can hold a grant that is narrowed, such as `Bash(git *)`."""
        return False

    def text(self, fields: Mapping[str, object], prompt: str) -> str:
        """Give the whole file.

        Raises:
            WriteRefused: A text cannot be written so that it is read back the same.
        """
        return dumps(fields, prompt)

    def _without_list(self, draft: Draft, said: Mapping[str, object], denied: list[Grant]) -> dict[str, object]:
        """Say that the agent has every tool, and keep it from writing where the file does."""
        granted = draft.persona.tools if said["tools"] is not None else None
        withheld = {grant.name for grant in denied}
        given = {FORMER_TOOLS.get(grant.name, grant.name) for grant in granted} if granted is not None else set(WRITERS)
        limits = {} if (given - withheld).intersection(WRITERS) else dict(self.read_only)
        but = "".join(f"; `{field}` keeps it from writing" for field in limits)
        for field, value in said.items():
            if value is not None:
                draft.lose(field, value or "none", f"{draft.title} gives an agent every tool of its session{but}")
        return limits
