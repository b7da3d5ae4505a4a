"""The public names: complete, typed, documented, and all errors of one family."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest

import agentkit
from tests.conftest import ROOT

TREE = ast.parse((ROOT / "src" / "agentkit" / "__init__.py").read_text(encoding="utf-8"))


def test_the_lazy_table_is_what_type_checkers_see() -> None:
    """Every name of the table is imported in the TYPE_CHECKING block from the same module, and no other."""
    seen = {
        alias.name: node.module
        for node in ast.walk(TREE)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("agentkit.")
        for alias in node.names
    }

    assert seen == {name: f"agentkit.{home}" for name, home in agentkit._HOMES.items()}
    assert sorted(seen) == agentkit.__all__


@pytest.mark.parametrize("name", agentkit.__all__)
def test_public_names_exist_and_are_documented(name: str) -> None:
    """Each name can be imported; classes and functions have a docstring, and so have their public members."""
    value = getattr(agentkit, name)
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return  # a Literal of kinds
    assert inspect.getdoc(value)
    for member_name, member in vars(value).items() if inspect.isclass(value) else ():
        if not member_name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
            assert inspect.getdoc(member), f"{name}.{member_name}"


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    """`agentkit.nope` fails as on any module."""
    with pytest.raises(AttributeError, match="nope"):
        _ = agentkit.nope  # type: ignore[attr-defined]


def test_every_error_is_an_agentkit_error() -> None:
    """All exceptions that are raised on purpose have one root, with path, line, column and hint."""
    errors = importlib.import_module("agentkit.errors")
    kinds = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)]

    assert len(kinds) >= 6
    assert all(issubclass(kind, agentkit.AgentKitError) for kind in kinds)
    error = agentkit.AgentKitError("wrong", path="a.md", line=1, column=2, hint="so")
    assert str(error) == "a.md:1:2: wrong (so)"
