"""Google ADK: an `LlmAgent`, with a toolset of the skills that the file names where they are handed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agentkit.adapters.adapter import Adapter

if TYPE_CHECKING:
    from google.adk.agents import LlmAgent

    from agentkit.adapters.ask import Ask


class ADK(Adapter):
    """An agent of Google ADK.

    The body becomes `static_instruction`: in `instruction` ADK takes `{name}` for a variable of the session. An `instruction` of
    yours, given in `arguments`, then reaches the model beside it. ADK adds the agent's name and description below the body.
    A name has to be a Python identifier: `data-engineer` becomes `data_engineer`, see `name_in_adk`. A model that the file names
    `gemini-...` is taken as it is. With `skills="native"` the arguments name the folders under `skill_folders`; `to_adk` makes a
    `SkillToolset` of them.
    """

    title = "Google ADK"
    package = "google-adk"
    module = "google.adk"
    extra = "adk"
    tested = "2.13.0, 2026-11-24"
    own_models = r"gemini-.+"
    native_skills = True

    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the arguments of `LlmAgent`."""
        given = {
            "name": name_in_adk(ask.take("name")),
            "description": ask.take("description"),
            "static_instruction": ask.text,
            "model": ask.model(),
            "tools": ask.tools(),
            "skill_folders": ask.skill_folders() if ask.skills == "native" else None,
        }
        return {key: value for key, value in given.items() if value is not None}

    def build(self, ask: Ask) -> LlmAgent:
        """Give an `LlmAgent`.

        Raises:
            RenderError: ADK does not load a skill that is handed over.
        """
        with self.installed():
            from google.adk.agents import LlmAgent
        given = {**self.keywords(ask), **ask.arguments}
        folders: list[str] = given.pop("skill_folders", [])
        if folders:
            given["tools"] = [*given.get("tools", ()), self._toolset(folders)]
        return LlmAgent(**given)

    def _toolset(self, folders: list[str]) -> Any:
        from google.adk.skills import load_skill_from_dir
        from google.adk.tools.skill_toolset import SkillToolset

        skills = []
        for folder in folders:
            try:
                skills.append(load_skill_from_dir(folder))
            except (OSError, ValueError) as error:  # pydantic's errors are ValueErrors
                raise self.refused(folder, error) from error
        return SkillToolset(skills)


def name_in_adk(name: str) -> str:
    """Give an agent's name as ADK takes it: a Python identifier that is not `user`; `name_in_file` gives the name back.

    A hyphen between letters or digits becomes `_`. Any other character that is no letter or digit becomes its code point in
    hexadecimal between double underscores, and so does a first digit: `my_agent` is `my__5f__agent`.
    """

    def written(at: int, char: str) -> str:
        if char == "-" and 0 < at < len(name) - 1 and _is_plain(name[at - 1]) and _is_plain(name[at + 1]):
            return "_"
        if _is_plain(char) and (at or char.isidentifier()) and name != "user":
            return char
        return f"__{ord(char):x}__"

    return "".join(written(at, char) for at, char in enumerate(name))


def name_in_file(name: str) -> str:
    """Give the name in the agent file of an agent that ADK knows by this name."""
    return re.sub(r"__([0-9a-f]+)__|_", lambda found: chr(int(found[1], 16)) if found[1] else "-", name)


def _is_plain(char: str) -> bool:
    return char != "_" and f"a{char}".isidentifier()


ADAPTER = ADK()
