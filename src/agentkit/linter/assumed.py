"""The first look at a file, before the names of all others are known: every name is taken to exist, and noted.

Once every file has been looked at, the names that were taken to exist are looked up. Where all do, what the rules found stands, since
they were told the truth; where one does not, those rules look at the file again. Nine files in ten need no second look, and nobody
has to keep a hundred thousand files in memory until the last name is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from agentkit.asked import NotKnownYet
from agentkit.catalog import Catalog
from agentkit.linter.names import Names
from agentkit.skill import Skill
from agentkit.skills import Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


Ask = tuple[Literal["agent", "skill", "name", "listed", "never"], str]
"""What was taken to be true. `agent`, `skill`: one has a name of this folded form; `name`: an agent or a skill has; `listed`: the name, in a
list of the file's, leads to a skill that can be read and preloaded. `never`: a question that has no such answer."""

NEVER: Ask = ("never", "")


class _Unanswered:
    """Whatever is asked of it in any other way than its subclass knows."""

    def __getattr__(self, name: str) -> Any:
        raise NotKnownYet

    def __getitem__(self, key: object) -> Any:
        raise NotKnownYet

    def __iter__(self) -> Iterator[str]:
        raise NotKnownYet

    def __len__(self) -> int:
        raise NotKnownYet

    def __contains__(self, key: object) -> bool:
        raise NotKnownYet


class Assumed(_Unanswered, Names):
    """The side of a catalog that rules see, where every name is taken to exist. What cannot be said yes to ends the rule that asks.

    It stands for whatever a rule asks of a catalog, rules of plugins included: a method that is not given here raises `NotKnownYet`.
    """

    def __init__(self) -> None:
        """Stand for a catalog that is not known yet."""
        self._catalog = Catalog(())  # what it asks of the disk needs no names
        self.asked: dict[Ask, None] = {}
        """What the rules have asked since this was last emptied."""
        self.path = ""
        """The file that is looked at."""

    def folded_agents(self) -> Mapping[str, str]:
        """Give names that hold every name."""
        return cast("Mapping[str, str]", _Held(self.asked, "agent"))

    def folded_skills(self) -> Mapping[str, str]:
        """Give names that hold every name."""
        return cast("Mapping[str, str]", _Held(self.asked, "skill"))

    def knows(self, folded: str) -> bool:
        """Say yes."""
        self.asked["name", folded] = None
        return True

    def resolve(self, name: str, near: str | None = None) -> Resolution:
        """Give a skill of which nothing is known but that it can be read and preloaded."""
        if near != self.path:
            raise NotKnownYet
        self.asked["listed", name] = None
        return _RESOLVED

    @property
    def skills(self) -> _Skills:  # type: ignore[override]
        """Skills of every name."""
        return _Skills(self)

    def __getattribute__(self, name: str) -> Any:
        if name in _ANSWERED or (name.startswith("_") and not name.startswith("__")) or name == "__class__":
            return super().__getattribute__(name)
        raise NotKnownYet


_ANSWERED = frozenset(
    {
        *("asked", "path", "folded_agents", "folded_skills", "knows", "resolve", "skills"),
        *("servers_around", "fragment"),  # of the disk, not of names
    }
)


class _Held(_Unanswered):
    """Every name there may be."""

    def __init__(self, asked: dict[Ask, None], kind: Literal["agent", "skill"]) -> None:
        self._asked = asked
        self._kind: Literal["agent", "skill"] = kind

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        self._asked[self._kind, name] = None
        return True


class _Skills(_Unanswered):
    """Skills of every name."""

    def __init__(self, names: Assumed) -> None:
        self._names = names

    def resolve(self, name: str, near: str | None = None) -> Resolution:
        return self._names.resolve(name, near)


class _AnySkill(Skill):
    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name == "is_for_people":
            return False
        if name == "__class__":
            return Skill
        raise NotKnownYet


class _Resolved(Resolution):
    """What a name leads to as far as a first look can tell: to a skill."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if name in ("skill", "__class__"):
            return super().__getattribute__(name)
        raise NotKnownYet

    def __getitem__(self, key: Any) -> Any:
        raise NotKnownYet

    def __iter__(self) -> Iterator[Any]:
        raise NotKnownYet


_RESOLVED = _Resolved(object.__new__(_AnySkill), "")
