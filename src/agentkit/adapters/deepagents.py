"""deepagents: a subagent for `create_deep_agent(subagents=[...])`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from agentkit.adapters.adapter import Adapter
from agentkit.adapters.langchain import NAMED

if TYPE_CHECKING:
    from collections.abc import Collection

    from deepagents import SubAgent

    from agentkit.adapters.ask import Ask
    from agentkit.tools import Grant

# The tools that deepagents gives every subagent, whatever its `tools` say, and the grants that each is for.
# Source: deepagents 0.7.32, middleware/filesystem.py, FsToolName, read 2026-11-24. Which grant is for which is our judgement.
_OWN = {
    "ls": ("LS", "Glob"),
    "read_file": ("Read",),
    "write_file": ("Write",),
    "edit_file": ("Edit", "MultiEdit"),
    "delete": ("Bash",),
    "glob": ("Glob",),
    "grep": ("Grep",),
    "execute": ("Bash",),
}
_SERVED = {name for names in _OWN.values() for name in names}


class DeepAgents(Adapter):
    """A subagent of deepagents, a mapping.

    Without a tool list the key `tools` is left out, and the subagent inherits those of the main agent, unless it denies some: then
    it gets your table's, less those. deepagents gives every subagent tools of its own for reading, writing and running; they
    serve the grants `Read`, `Write`, `Edit`, `MultiEdit`, `LS`, `Glob`, `Grep` and `Bash` that your table does not name.
    `to_deepagents` keeps back those that the file does not grant, by a middleware before yours; in the plain data of
    `as_deepagents` they are a loss. A `FilesystemMiddleware` among your arguments decides instead. With `skills="native"` the
    folders that hold the skills are handed over: deepagents takes all skills of such a folder, so that others in it are a
    loss, and needs a `backend` that reaches them.
    """

    title = "deepagents subagent"
    package = "deepagents"
    module = "deepagents"
    extra = "deepagents"
    tested = "0.7.32, 2026-11-24"
    own_models = NAMED
    native_skills = True

    def serves(self, grant: Grant) -> bool:
        """Tell whether deepagents has a tool of its own for a grant."""
        return grant.text in _SERVED

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the subagent as plain data."""
        given = self._given(ask)
        self._beyond(ask, _own_tools(ask), "to_deepagents() keeps them back")
        return given

    def build(self, ask: Ask) -> SubAgent:
        """Give the subagent.

        Raises:
            RenderError: deepagents does not load a skill that is handed over.
        """
        with self.installed():
            import deepagents  # noqa: F401 - a subagent is a mapping; it says whether there is anything to take it
        given = {**self._given(ask), **ask.arguments}
        if ask.skills == "native":
            self._check(ask.skill_folders(), given.get("skills", ()))
        if (offered := _offered(ask)) is not None:
            self._beyond(ask, offered, "your FilesystemMiddleware has them")
        elif kept_back := _stood_in_for(ask, _own_tools(ask)) - {_name_of(tool) for tool in given.get("tools") or ()}:
            given["middleware"] = [_keeping_back(kept_back), *given.get("middleware", ())]
        return cast("SubAgent", given)

    def _given(self, ask: Ask) -> dict[str, Any]:
        persona = ask.persona
        given = {
            "name": ask.take("name"),
            "description": ask.take("description") or "",
            "system_prompt": ask.text,
            "model": ask.model(),
            "skills": _sources(ask) if ask.skills == "native" else None,
        }
        if _inherits(ask):
            ask.take("tools")
        else:
            given["tools"] = ask.tools() or []
        if persona.disallowed_tools is not None:
            ask.take("disallowedTools")
        return {key: value for key, value in given.items() if value is not None}

    def _beyond(self, ask: Ask, own: Collection[str], hint: str) -> None:
        """Say which tools of deepagents' own go beyond what the file grants."""
        offered = _offered(ask)
        if beyond := _not_granted(ask, own if offered is None else offered):
            tools, denied = ask.persona.tools, ask.persona.disallowed_tools
            field, said = ("tools", tools) if tools is not None else ("disallowedTools", denied)
            text = ", ".join(grant.text for grant in said or ()) or "[]"
            names = ", ".join(name for name in _OWN if name in beyond)
            ask.lose(field, text, f"deepagents gives every subagent {names}; {hint}")

    def _check(self, folders: list[str], sources: Collection[str]) -> None:
        """Refuse a skill that deepagents would skip, and only log."""
        from deepagents.backends import FilesystemBackend
        from deepagents.middleware.skills import SkillsMiddleware

        loader = SkillsMiddleware(backend=FilesystemBackend(virtual_mode=False), sources=list(sources))
        found = loader.before_agent({"messages": []}, None, None) or {}
        loaded = {os.path.normcase(os.path.dirname(each["path"])) for each in found.get("skills_metadata", ())}
        for folder in folders:
            if os.path.normcase(folder) not in loaded:
                raise self.refused(folder, "its log says why, such as a name that is not that of the folder")


def _inherits(ask: Ask) -> bool:
    return ask.persona.tools is None and not ask.persona.disallowed_tools and ask.table is None


def _own_tools(ask: Ask) -> set[str]:
    return set() if _inherits(ask) else set(_OWN)


def _not_granted(ask: Ask, own: Collection[str]) -> set[str]:
    """Give the tools of deepagents' own that the file does not grant."""
    return {name for name in own if not any(ask.allows(grant) for grant in _OWN[name])}


def _stood_in_for(ask: Ask, own: Collection[str]) -> set[str]:
    """Give the tools of deepagents' own that the file does not grant, or for which the caller's table has one or None."""
    table = ask.table or {}
    return {name for name in own if all(grant in table for grant in _OWN[name] if ask.allows(grant))}


def _offered(ask: Ask) -> set[str] | None:
    """Give the tools of a FilesystemMiddleware that the caller gives, which stands in for deepagents' own; None without one."""
    for each in ask.arguments.get("middleware", ()):
        if getattr(each, "name", None) == "FilesystemMiddleware":
            return {_name_of(tool) for tool in each.tools} & _OWN.keys()
    return None


def _name_of(tool: Any) -> str:
    if isinstance(tool, dict):
        return str(tool.get("name", ""))
    return str(getattr(tool, "name", None) or getattr(tool, "__name__", ""))


def _sources(ask: Ask) -> list[str]:
    """Give the folders in which the skills' folders stand; what else stands there comes as well, which is a loss."""
    folders = ask.skill_folders()
    sources = list(dict.fromkeys(os.path.dirname(folder) for folder in folders))
    others = [
        entry.name
        for source in sources
        for entry in sorted(os.scandir(source), key=lambda entry: entry.name)
        if os.path.isfile(os.path.join(entry.path, "SKILL.md")) and entry.path not in folders
    ]
    if others:
        ask.lose("skills", ", ".join(others), "not named in the file; deepagents takes whole folders, and these come as well")
    return [source.replace(os.sep, "/") for source in sources]


def _keeping_back(names: Collection[str]) -> Any:
    """Give a middleware that neither offers these tools to the model nor runs them."""
    from langchain.agents.middleware import AgentMiddleware
    from langchain_core.messages import ToolMessage

    def without(request: Any) -> Any:
        return request.override(tools=[tool for tool in request.tools if _name_of(tool) not in names])

    def refusal(request: Any) -> Any:
        call = request.tool_call
        if call["name"] not in names:
            return None
        text = f"`{call['name']}` is not granted to this agent."
        return ToolMessage(text, name=call["name"], tool_call_id=call["id"], status="error")

    class KeepBack(AgentMiddleware):  # type: ignore[misc]
        """Keeps tools back that the agent's file does not grant."""

        def wrap_model_call(self, request: Any, handler: Any) -> Any:
            return handler(without(request))

        async def awrap_model_call(self, request: Any, handler: Any) -> Any:
            return await handler(without(request))

        def wrap_tool_call(self, request: Any, handler: Any) -> Any:
            return refusal(request) or handler(request)

        async def awrap_tool_call(self, request: Any, handler: Any) -> Any:
            return refusal(request) or await handler(request)

    return KeepBack()


ADAPTER = DeepAgents()
