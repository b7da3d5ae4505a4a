"""Values of frontmatter written in one line, and nested ones compared leaf by leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LEAVES = 10_000


def shown_value(value: Any) -> str:
    """Give a value in one line: text as it is, everything else as JSON."""
    if isinstance(value, str):
        return value
    import json

    return json.dumps(value, ensure_ascii=False, default=str)


def leaves(key: str, old: Any, new: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Give where two values differ.

    Yields:
        (dotted key of the leaf, old value, new value) in the order of the files; None for one that is not there.
    """
    pending: list[tuple[str, Any, Any]] = [(key, old, new)]
    for _ in range(_MOST_LEAVES):
        if not pending:
            return
        name, before, after = pending.pop()
        if before == after and type(before) is type(after):
            continue
        if isinstance(before, dict | None) and isinstance(after, dict | None):
            ours, theirs = before or {}, after or {}
            inner = [(f"{name}.{each}", ours.get(each), theirs.get(each)) for each in dict.fromkeys([*ours, *theirs])]
            if inner:
                pending += reversed(inner)
                continue
        if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
            pending += reversed([(f"{name}[{at}]", *pair) for at, pair in enumerate(zip(before, after, strict=True))])
            continue
        yield name, shown_value(before) if before is not None else None, shown_value(after) if after is not None else None
    if pending:
        yield key, "more than is compared", "more than is compared"
