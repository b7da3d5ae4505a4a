"""One persona on its way to one harness: its fields taken one at a time, so that what nobody takes is a loss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agentkit.agent_file import fields_of
from agentkit.loss import Loss, in_order, loss_of, shown
from agentkit.model import ALIASES
from agentkit.persona import FIELDS, NAMESPACE
from agentkit.profiles import meaningful_fields
from agentkit.profiles.field_values import LABELLED_MODELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.persona import Persona
    from agentkit.profiles.profile import Field, Format, Profile
    from agentkit.prompt import Substitution

_HARMLESS = frozenset(
    """
    argument-hint disable-model-invocation display_name hidden infer is_background metadata mode model_reasoning_effort
    readonly reasoning-effort steps target temperature timeout_mins top_p user-invocable variant
    """.split()
)
"""Fields of other harnesses that give no rights. Another, such as `sandbox_mode`, means nothing where the file is at home, and would come alive."""


class Draft:
    """A persona that is being written.

    Args:
        persona: The persona, flat.
        profile: The harness.
        giver_of: Gives the persona whose file has a field.
    """

    def __init__(self, persona: Persona, profile: Profile, giver_of: Callable[[str], Persona]) -> None:
        assert profile.agents is not None, "only harnesses with agents are targets"
        self.persona = persona
        self.title = profile.title
        self._key = profile.key
        self.form: Format = profile.agents
        self._giver_of = giver_of
        self._said = fields_of(persona)
        self._left = dict(self._said)
        self._losses: list[Loss] = []

    def take(self, field: str) -> Any:
        """Give a field as plain data, and count it as dealt with; None when the file does not give it."""
        return self._left.pop(field, None)

    def take_all(self) -> dict[str, object]:
        """Give every field that is left."""
        left, self._left = self._left, {}
        return left

    def lose(self, field: str, said: object, reason: str) -> None:
        """Note a loss."""
        loss = loss_of(self._giver_of(field), field, said, reason)
        if loss not in self._losses:
            self._losses.append(loss)

    def lose_at(self, field: str, said: str, reason: str, piece: Substitution) -> None:
        """Note a loss at a place of a skill."""
        self._losses.append(Loss(field, said, reason, piece.path, piece.span.line, piece.span.column))

    def is_too_long(self, prompt: str) -> bool:
        """Tell whether the harness takes no prompt of this length, by its profile."""
        high = self.form.body.high
        return high is not None and len(prompt.strip()) > high

    def in_order(self) -> tuple[Loss, ...]:
        """Give the losses, rights first."""
        return in_order(self._losses, self._said)

    def carry_rest(self, found: dict[str, object]) -> None:
        """Add the fields that are left, under the names that the harness has for them; what it has none for is a loss."""
        for field, value in self.take_all().items():
            own = self.form.from_claude.get(field, field)
            known = self.form.field(own)
            if field == NAMESPACE:
                self.lose(field, value, "agentkit's own, which no harness reads")
            elif known is None or not known.supported:
                unread = field not in FIELDS and field not in meaningful_fields(skill=False)
                self.lose(field, value, "no harness reads it" if unread else f"{self.title} has no equivalent")
            elif isinstance(value, dict | list) and field in FIELDS:
                self.lose(field, value, f"{self.title} has a form of its own for it; write it there, as `{own}`")
            elif field not in FIELDS and field not in _HARMLESS:
                self.lose(field, value, f"not carried over, for in {self.title} it might give rights; write it there")
            elif not fits(known, value):
                self.lose(field, value, f"no value that {self.title} takes for `{own}`")
            elif own in found:
                self.lose(field, value, f"another field gives `{own}`")
            else:
                found[own] = value

    def model(self) -> object:
        """Give the model, where its name means something here; None where the harness is to choose, as `inherit` asks for."""
        model, known = self.persona.model, self.form.field("model")
        self.take("model")
        if model is None or known is None:
            return None
        kept: list[str] = []
        for name in (model.text, *model.alternatives):
            if name == "inherit":
                continue
            if name in ALIASES or name in known.foreign or not fits(known, name) or self._is_claude_code_s(name, known):
                self.lose("model", name, f"not known to be a model in {self.title}, which takes its own")
            else:
                kept.append(name)
        if "list" in known.kinds and len(kept) > 1:
            return kept
        for name in kept[1:]:
            self.lose("model", name, f"{self.title} takes one model")
        return kept[0] if kept else None

    def _is_claude_code_s(self, name: str, field: Field) -> bool:
        """Tell whether a model's id is spelt as Claude Code does: harnesses with the same models spell each in their way."""
        if field.pattern or (self._key in LABELLED_MODELS and " " in name):
            return False
        return re.match(r"(?:anthropic/)?claude\b", name.lower()) is not None


def fits(field: Field, value: object) -> bool:
    """Tell whether a harness takes a value for a field."""
    if isinstance(value, bool):
        return "bool" in field.kinds
    if isinstance(value, int):
        return ("int" in field.kinds or "number" in field.kinds) and (field.low is None or value >= field.low)
    if isinstance(value, list | dict):
        return ("list" if isinstance(value, list) else "map") in field.kinds
    text = shown(value)
    return (
        "string" in field.kinds
        and (not field.values or text in field.values)
        and (not field.pattern or re.fullmatch(field.pattern, text) is not None)
    )
