"""The model that a persona asks for."""

from typing import Literal, NamedTuple

ALIASES = frozenset({"sonnet", "opus", "haiku", "fable", "default", "best", "opusplan", "sonnet[1m]", "opus[1m]"})
"""Short names for a current model. Source: Claude Code documentation, model configuration, read 2026-10-08."""


ModelKind = Literal["inherit", "alias", "id"]
"""How a model is named.

`inherit`: the model of the conversation that starts the agent. `alias`: a family's short name, such as `sonnet`, of which
the harness picks the release. `id`: anything else, a full id such as `claude-opus-5-5`, with a provider or without.
"""


class Model(NamedTuple):
    """A model as written; `str()` gives it back."""

    text: str
    kind: ModelKind
    alternatives: tuple[str, ...] = ()
    """Further models to try in order, where the file gives a list (VS Code does that)."""

    def __str__(self) -> str:
        """Give the model as written."""
        return self.text


def parse_model(text: str, alternatives: tuple[str, ...] = ()) -> Model:
    """Read a model's name."""
    kind: ModelKind = "inherit" if text == "inherit" else "alias" if text in ALIASES else "id"
    return Model(text, kind, alternatives)
