"""Rules of others: modules that the command line or the user's own configuration names, never the tree that is checked."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from agentkit.errors import ConfigError
from agentkit.linter.rule import Rule, rules_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


def rules_of_plugins(names: Iterable[str], taken: Iterable[Rule]) -> list[Rule]:
    """Import plugins and give their rules, in order of code.

    Args:
        names: Modules, or packages whose modules hold one rule each, as Python imports them.
        taken: The rules that are there already.

    Raises:
        ConfigError: A plugin cannot be imported, has no rule, or uses a code or name that is taken.
    """
    codes = {rule.code for rule in taken} | {rule.slug for rule in taken}
    found: list[Rule] = []
    for name in names:
        own = [rule for module in _modules(name) for rule in rules_in(module)]
        if not own:
            raise ConfigError(f"the plugin {name} has no rule", hint="a rule is a class derived from agentkit.linter.Rule")
        for rule in own:
            for key in (getattr(rule, "code", ""), rule.slug):
                if not key or key in codes:
                    message = f"the plugin {name} has a rule whose code or name `{key}` is taken or empty"
                    raise ConfigError(message, hint="a plugin's codes start with letters of its own, such as XY101")
                codes.add(key)
        found += own
    return sorted(found, key=lambda rule: rule.code)


def _modules(name: str) -> list[ModuleType]:
    try:
        module = import_module(name)
        paths = getattr(module, "__path__", None)
        return [module, *(import_module(f"{name}.{each.name}") for each in iter_modules(paths or ()))]
    except ImportError as error:
        raise ConfigError(f"the plugin {name} cannot be imported: {error}", hint="is it installed beside agentkit?") from error
