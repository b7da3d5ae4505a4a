"""Changes that take findings away. Apart from findings, which most commands know without them."""

from typing import NamedTuple


class Edit(NamedTuple):
    """A change to a document's text: what stands from `start` to `end` gives way to `text`. Offsets as in `Span`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A change that takes a finding away."""

    title: str
    """What the change does, in the imperative: `put the value in quotes`."""
    edits: tuple[Edit, ...]
    """In order of place, not overlapping; everything outside them stays byte for byte."""
    safe: bool = True
    """Whether every other value of the file stays what it was, and the fixed one what its author meant."""
    changes: tuple[str, ...] = ()
    """Top-level keys whose value the change is allowed to change; of all others the values are compared before and after."""
