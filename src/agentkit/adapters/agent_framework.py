"""Microsoft Agent Framework: an `Agent`, with a provider of the skills that the file names where they are handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter
from agentkit.errors import RenderError

if TYPE_CHECKING:
    from agent_framework import Agent, Skill

    from agentkit.adapters.ask import Ask


class AgentFramework(Adapter):
    """An agent of the Microsoft Agent Framework.

    The body becomes `instructions`. An agent needs a chat client: give it as the model, or a table of them, or as
    `arguments={"client": client}`. A model that is a name goes into `default_options`, beside those of yours. With
    `skills="native"` the arguments name the folders under `skill_folders`, for `SkillsProvider.from_paths`; `to_agent_framework`
    makes the provider, and the framework asks for approval before the model reads one. One that the framework would skip
    is an error.
    """

    title = "Microsoft Agent Framework"
    package = "agent-framework-core"
    module = "agent_framework"
    extra = "agent-framework"
    tested = "1.23.0, 2026-11-24"
    native_skills = True

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `Agent`."""
        model = ask.model()
        named = isinstance(model, str)
        # Merged, not replaced: options of the caller's do not say that the model is to vanish.
        options = {**({"model": model} if named else {}), **ask.arguments.pop("default_options", {})}
        given = {
            "client": None if named else model,
            "name": ask.take("name"),
            "description": ask.take("description"),
            "instructions": ask.text,
            "tools": ask.tools(),
            "default_options": options or None,
            "skill_folders": ask.skill_folders() if ask.skills == "native" else None,
        }
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> Agent[Any]:
        """Give an `Agent`.

        Raises:
            RenderError: No client is given, or a skill that is handed over would be skipped.
        """
        with self.installed():
            from agent_framework import Agent, SkillsProvider
        given = {**self.keywords(ask), **ask.arguments}
        folders: list[str] = given.pop("skill_folders", [])
        if given.get("client") is None:
            hint = "pass models=OpenAIChatClient(...), a table of clients, or arguments={'client': ...}"
            raise RenderError(f"an agent of the {self.title} needs a chat client", path=ask.persona.source.path, hint=hint)
        agent = Agent(**given)
        if folders:
            skills = [skill for folder in folders for skill in self._skills(folder, agent)]
            agent.context_providers.insert(0, SkillsProvider(skills))
        return agent

    def _skills(self, folder: str, agent: Agent[Any]) -> list[Skill]:
        """Load a skill as the framework does, in a thread of its own: its loader is a coroutine, and a loop may be running."""
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        from agent_framework import FileSkillsSource, SkillsSourceContext

        loading = FileSkillsSource(folder).get_skills(SkillsSourceContext(agent=agent))
        with ThreadPoolExecutor(1) as pool:
            found: list[Skill] = pool.submit(asyncio.run, loading).result()
        if not found:
            raise self.refused(folder, "its log says why, such as a name that is not that of the folder")
        return found


ADAPTER = AgentFramework()
