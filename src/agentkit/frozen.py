"""Plain data that cannot be changed: what a persona's open-ended fields hold."""

from __future__ import annotations

from typing import Any, NoReturn


class FrozenDict(dict[str, Any]):
    """A dict that refuses every change. It is equal to a dict of the same items, and JSON writes it as one.

    It is hashable when its values are, as those that `frozen` makes are.

    Not `types.MappingProxyType`: that can be neither pickled nor copied.
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping is read-only: make a dict of it to change it")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Hash by items, in any order: equal mappings have equal hashes."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle and copy by items."""
        return (FrozenDict, (dict(self),))


def frozen(value: Any) -> Any:
    """Give plain data with every dict frozen and every list a tuple."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return value
