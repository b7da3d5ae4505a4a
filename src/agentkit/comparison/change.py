"""What `agentkit diff` finds, as typed data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from agentkit.comparison.outline import SectionChange
    from agentkit.comparison.rights import RightChange
    from agentkit.comparison.words import WordDiff
    from agentkit.files import Skipped

Status = Literal["added", "removed", "changed", "unreadable"]
"""`unreadable`: the file can be read as an agent on one side at most, and is not the same on both."""
FAILURES = ("rights", "skills", "model", "tokens", "prompt", "any")
"""What `--fail-on` can name."""


class Change(NamedTuple):
    """One thing that differs, of whichever kind."""

    key: str
    """What it is about: a skill's name, `model`, a trigger, an agent that is handed work, a field's dotted path."""
    old: str | None
    """What it was; None where it was not there."""
    new: str | None
    """What it is; None where it is gone."""
    line: int | None = None
    """Line of the new file, or of the old one for what is gone, 1-based; None where it has none."""

    @property
    def effect(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


class TokenChange(NamedTuple):
    """Tokens of the rendered prompt for a family of models, estimated."""

    family: str
    old: int
    new: int


class AgentChange(NamedTuple):
    """An agent, or a skill, that is not the same on both sides."""

    kind: Literal["agent", "skill"]
    status: Status
    name: str
    """Its name now; the old one for what is removed."""
    old_name: str | None
    """Its name before; None for what is added."""
    path: str | None
    """Its file now; None for what is removed."""
    old_path: str | None
    """Its file before; None for what is added."""
    notes: tuple[str, ...] = ()
    """What has to be said: that it is renamed, cannot be read or rendered, that only how it is written has changed."""
    rights: tuple[RightChange, ...] = ()
    skills: tuple[Change, ...] = ()
    """Skills of an agent; of one whose text has changed, `old` is `text` and `new` says by how much."""
    model: Change | None = None
    description: WordDiff | None = None
    """None where it is the same."""
    triggers: tuple[Change, ...] = ()
    handoffs: tuple[Change, ...] = ()
    """Of the file itself; what its base hands off stands with the base."""
    sections: tuple[SectionChange, ...] = ()
    composition: tuple[Change, ...] = ()
    """What stands under `agentkit`: base, fragments, variables."""
    fields: tuple[Change, ...] = ()
    """Every other key of the frontmatter."""
    tokens: tuple[TokenChange, ...] = ()
    """Of the prompt with its skills in full; of a skill, of its text."""
    prompt: WordDiff | None = None
    """The rendered prompt, skills in full; of a skill, its text. None where it is the same, or cannot be rendered."""
    is_unsure: bool = False
    """Whether there is no telling what it may do now: its file, its base or a fragment cannot be read."""

    @property
    def gained(self) -> tuple[RightChange, ...]:
        """The rights that it gains."""
        return tuple(right for right in self.rights if right.effect == "gained")

    def fails(self, what: str) -> bool:
        """Tell whether a change of a kind of `FAILURES` is here.

        `rights` means rights gained, those of an added agent among them, and an agent whose file can no longer be read, so that there is no
        telling (`is_unsure`). `tokens` means that the prompt grows.
        """
        if what == "rights":
            return bool(self.gained) or self.is_unsure
        if what == "tokens":
            return any(each.new > each.old for each in self.tokens)
        found = {"skills": self.skills, "model": self.model, "prompt": self.prompt, "any": self}
        return bool(found[what])


class Comparison(NamedTuple):
    """What differs between two sides."""

    old: str
    """What the old side is called."""
    new: str
    changes: tuple[AgentChange, ...]
    """Agents, then skills; of each, what is there now by path, then what is gone."""
    unchanged: int
    """Agents and skills that are the same, byte for byte and in their prompt."""
    unread: tuple[Skipped, ...] = ()
    """Files that cannot be read as an agent or skill, on either side, and why."""
    passed: tuple[Skipped, ...] = ()
    """Files that are neither, on either side, and why."""

    def count(self, status: Status) -> int:
        """Give the number of changes of a status."""
        return sum(change.status == status for change in self.changes)

    def fails(self, what: str) -> bool:
        """Tell whether any change is of a kind of `FAILURES`; see `AgentChange.fails`."""
        return any(change.fails(what) for change in self.changes)
