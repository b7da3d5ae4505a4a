"""CrewAI: an `Agent` whose backstory is a text and no template."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from crewai import Agent

    from agentkit.adapters.ask import Ask

# What `kickoff(inputs=...)` takes for a variable, and with it `{input}`, `{tools}` and `{tool_names}`, which every run fills.
# Source: crewai 1.15.30, utilities/string_utils.py and AgentExecutor._format_prompt, read and run 2026-11-24.
_VARIABLE = pattern(r"\{[A-Za-z_][A-Za-z0-9_-]*\}")


class CrewAI(Adapter):
    """An agent of CrewAI.

    The name becomes `role`, the description `goal`, the body `backstory`; CrewAI's prompt says `You are ROLE. BACKSTORY`, a line
    end, `Your personal goal is: GOAL`. CrewAI fills `{name}` in all three from `kickoff(inputs=...)`, and `{input}`, which is
    the user's own text, `{tools}` and `{tool_names}` in every run. The agent of `to_crewai` keeps body and description as they are;
    for `as_crewai`, which can only give arguments, a body with such a name is a loss. `maxTurns` becomes `max_iter`. A model that the
    file names as `provider/name` is taken as it is. With `skills="native"` the arguments name the folders under `skill_folders`,
    because CrewAI's `skills` takes a folder of skills, with all that are in it; `to_crewai` hands over those that the file names.
    """

    title = "CrewAI agent"
    package = "crewai"
    module = "crewai"
    extra = "crewai"
    tested = "1.15.30, 2026-11-24"
    own_models = r"[a-z_]+/.+"
    native_skills = True

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `Agent`."""
        given = _keywords(ask)
        found = _VARIABLE.search(given["backstory"])
        if found is not None:
            ask.lose("body", found[0], "CrewAI fills it when the agent runs; to_crewai() gives an agent that keeps it")
        return given

    def build(self, ask: Ask) -> Agent:
        """Give an `Agent`.

        Raises:
            RenderError: CrewAI does not load a skill that is handed over.
        """
        with self.installed():
            import crewai  # noqa: F401 - says whether it is there
        given = {**_keywords(ask), **ask.arguments}
        folders: list[str] = given.pop("skill_folders", [])
        if folders:
            given["skills"] = [*(self._skill(folder) for folder in folders), *(given.get("skills") or ())]
        return _literal_agent()(**given)

    def _skill(self, folder: str) -> Any:
        from crewai.skills.parser import load_skill_metadata

        try:
            return load_skill_metadata(Path(folder))
        except (OSError, ValueError) as error:  # CrewAI's and pydantic's errors are ValueErrors
            raise self.refused(folder, error) from error


def _keywords(ask: Ask) -> dict[str, Any]:
    given = {
        "role": ask.take("name"),
        "goal": ask.take("description") or "",
        "backstory": ask.text,
        "llm": ask.model(),
        "tools": ask.tools(),
        "max_iter": ask.take("maxTurns"),
        "skill_folders": ask.skill_folders() if ask.skills == "native" else None,
    }
    return {key: value for key, value in given.items() if value is not None}


class _Held(str):
    """A prompt of which a part is kept from being filled in: `replace` passes it by."""

    __slots__ = ("part",)
    part: str

    def replace(self, old: str, new: str, /, *count: Any) -> _Held:
        """Replace before and behind the part."""
        before, part, behind = self.partition(self.part)
        return _held(before.replace(old, new, *count) + part + behind.replace(old, new, *count), self.part)


def _held(text: str, part: str) -> _Held:
    """Give a prompt that keeps a part of it as it is."""
    made = _Held(text)
    made.part = part
    return made


@cache
def _literal_agent() -> type[Agent]:
    """Make the class once CrewAI is there."""
    from crewai import Agent

    class LiteralAgent(Agent):
        """An agent whose texts are no templates."""

        def interpolate_inputs(self, inputs: dict[str, Any]) -> None:
            """Leave role, goal and backstory as they are."""

        # CrewAI offers no other way: its executors fill `{input}`, `{tools}` and `{tool_names}` in the prompt that this gives.
        def _build_execution_prompt(self, raw_tools: Any) -> Any:
            prompt, *others = super()._build_execution_prompt(raw_tools)
            for field in ("prompt", "system"):
                text = getattr(prompt, field, "")
                start = text.find(self.backstory)
                end = start + len(self.backstory)
                goal = text.find(self.goal, end)  # behind the backstory, but for templates of the caller's
                end = goal + len(self.goal) if goal >= 0 else end
                if 0 <= start < end:
                    setattr(prompt, field, _held(text, text[start:end]))
            return prompt, *others

    return LiteralAgent


ADAPTER = CrewAI()
