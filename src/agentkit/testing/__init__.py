"""Assertions about prompts and agents, for any test runner; the pytest plugin is `agentkit.testing.plugin`.

```python
import agentkit
from agentkit.testing import assert_grants_within, assert_within

registry = agentkit.load()
assert_within(registry.render("loader"), 4_000)
assert_grants_within(registry["loader"], {"Read", "Grep"}, registry=registry)
```

Each raises `AssertionError` with the file and line to look at. Importing this package imports none of them, and no pytest.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from agentkit.testing.budget import assert_within as assert_within
    from agentkit.testing.content import assert_contains as assert_contains
    from agentkit.testing.content import assert_lacks as assert_lacks
    from agentkit.testing.grants import assert_grants_within as assert_grants_within
    from agentkit.testing.routing import assert_finds as assert_finds
    from agentkit.testing.snapshots import PromptSnapshot as PromptSnapshot
    from agentkit.testing.snapshots import assert_prompt_matches as assert_prompt_matches

_HOMES = {
    "PromptSnapshot": "snapshots",
    "assert_contains": "content",
    "assert_finds": "routing",
    "assert_grants_within": "grants",
    "assert_lacks": "content",
    "assert_prompt_matches": "snapshots",
    "assert_within": "budget",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the keys of the table, so that nothing is said twice

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name from the module it lives in."""
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'agentkit.testing' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"agentkit.testing.{home}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """List the public names."""
        return list(__all__)
