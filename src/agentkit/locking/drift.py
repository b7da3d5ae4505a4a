"""What has moved between two locks, and by which file."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agentkit.locking import Lock

DriftKind = Literal["changed", "new", "gone", "broken"]
"""`changed`: a digest or a right is another. `new`: not in the lock. `gone`: in the lock, and no agent has the name. `broken`:
its prompt cannot be rendered now."""
SourceKind = Literal["changed", "line ends", "added", "removed"]
"""`line ends`: only those are others, as git's autocrlf makes them."""


class SourceChange(NamedTuple):
    """A file that moved."""

    name: str
    """As the lock names it."""
    kind: SourceKind


class RightChange(NamedTuple):
    """A right that moved."""

    field: str
    """The field of the frontmatter."""
    was: Any
    """What the lock says, as plain data; None when it was not given. `tools` None: every tool is inherited."""
    now: Any


class Drift(NamedTuple):
    """An agent that is no longer what the lock says."""

    agent: str
    """Its name; of a broken file that gives none the path."""
    kind: DriftKind
    prompts: tuple[str, ...] = ()
    """The forms of its prompt that are others: `full`, `list`."""
    sources: tuple[SourceChange, ...] = ()
    """Sorted by name."""
    rights: tuple[RightChange, ...] = ()
    """Sorted by field."""
    variables: bool = False
    """Whether other variables have to be given."""
    release: tuple[str, str] | None = None
    """(the release of agentkit that made the lock, this one), where a prompt moved and none of its files did."""
    message: str | None = None
    """Of a broken one, what is wrong."""


def drifts(was: "Lock", now: "Lock") -> tuple[Drift, ...]:
    """Compare two locks, agent by agent, sorted by name."""
    found: list[Drift] = []
    releases = (was.agentkit, now.agentkit)
    for name in sorted({*was.agents, *now.agents}):
        old, new = was.agents.get(name), now.agents.get(name)
        if old is None or new is None:
            found.append(Drift(name, "new" if old is None else "gone"))
            continue
        prompts = tuple(mode for mode in new.prompts if old.prompts.get(mode) != new.prompts[mode])
        sources = tuple(_sources(old.sources, new.sources, now.places))
        rights = tuple(
            RightChange(field, old.rights.get(field), new.rights.get(field))
            for field in sorted({*old.rights, *new.rights})
            if _plain(old.rights.get(field)) != _plain(new.rights.get(field))
        )
        variables = old.variables != new.variables
        if prompts or sources or rights or variables:
            release = releases if prompts and not sources and releases[0] != releases[1] else None
            found.append(Drift(name, "changed", prompts, sources, rights, variables, release))
    return tuple(found)


def _sources(was: "Mapping[str, str]", now: "Mapping[str, str]", places: "Mapping[str, str]") -> "Iterator[SourceChange]":
    for name in sorted({*was, *now}):
        if name not in now:
            yield SourceChange(name, "removed")
        elif name not in was:
            yield SourceChange(name, "added")
        elif was[name] != now[name]:
            yield SourceChange(name, "line ends" if was[name] in _turned(places.get(name)) else "changed")


def _turned(path: str | None) -> tuple[str, ...]:
    """Give the digests of a file with its line ends turned to LF, and to CRLF; none when it is not to be read."""
    try:
        data = Path(path).read_bytes() if path is not None else None
    except OSError:  # gone since it was recorded: then the change is one of the text
        data = None
    if data is None:
        return ()
    plain = data.replace(b"\r\n", b"\n")
    return tuple(hashlib.sha256(each).hexdigest() for each in (plain, plain.replace(b"\n", b"\r\n")))


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)
