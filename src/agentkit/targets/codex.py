"""OpenAI Codex: TOML, the prompt under `developer_instructions`, a sandbox in place of a list of tools."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from agentkit.targets import toml
from agentkit.targets.target import Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.targets.draft import Draft


class _Codex(Target):
    read_only = MappingProxyType({"sandbox_mode": "read-only"})

    def fields(self, draft: Draft, prompt: str, *, keeps_skills: bool) -> dict[str, object]:
        """Give the keys, the prompt last."""
        return {**super().fields(draft, prompt, keeps_skills=keeps_skills), "developer_instructions": prompt}

    def text(self, fields: Mapping[str, object], _prompt: str) -> str:
        """Give the keys as TOML."""
        return toml.dumps({key: str(value) for key, value in fields.items()})


TARGET = _Codex()
