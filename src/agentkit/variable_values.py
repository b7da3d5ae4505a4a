"""Values for variables, read from a YAML, JSON or TOML file: data, never code."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NoReturn

from agentkit import files
from agentkit.additions import Written
from agentkit.diagnostic import Diagnostic
from agentkit.document import Fields, Scalar
from agentkit.document.whole import parse_yaml
from agentkit.errors import RenderError
from agentkit.span import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMS = ".yaml, .yml, .json or .toml"


def read_values(path: str) -> dict[str, object]:
    """Read a file of values: one mapping of names to texts, numbers and booleans.

    In YAML a value without quotes can be of any type, as on the command line; in quotes it is text. JSON and TOML say the
    type themselves.

    Raises:
        RenderError: The file cannot be opened or read, or holds something else; at the line where that stands, if known.
    """
    data = files.read_bytes(path)
    if isinstance(data, Diagnostic):
        raise RenderError(f"the file of variables {data.message}", path=path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RenderError(f"the file of variables is not UTF-8: byte at offset {error.start}", path=path) from error
    form = PurePath(path).suffix.lower()
    if form in (".yaml", ".yml"):
        return _yaml(text, path)
    if form == ".json":
        return _checked(_json(text, path), path)
    if form == ".toml":
        return _checked(_toml(text, path), path)
    raise RenderError(f"the file of variables has no known form: {form or 'no extension'}", path=path, hint=f"name it {_FORMS}")


def _yaml(text: str, path: str) -> dict[str, object]:
    root, found = parse_yaml(text, path)
    if found:
        first = found[0]
        raise RenderError(
            f"{first.message} [{first.code}]", path=path, line=first.span.line, column=first.span.column, hint=first.hint
        )
    if root is None:
        return {}
    if not isinstance(root, Fields):
        raise RenderError("the file of variables is not `name: value` lines", path=path, line=1, column=1)
    values: dict[str, object] = {}
    for entry in root.entries:
        value = entry.value
        if not isinstance(value, Scalar) or value.is_null:
            line, column = Lines(text).position(entry.key.start)
            what = "empty" if isinstance(value, Scalar) else "no single value"
            raise RenderError(f"the value of `{entry.key.text[:60]}` is {what}", path=path, line=line, column=column)
        values[entry.key.text] = Written(value.text) if value.plain else value.text
    return values


def _json(text: str, path: str) -> Any:
    import json

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise RenderError(f"no JSON: {error.msg}", path=path, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise RenderError(f"no JSON that can be read: {str(error)[:80]}", path=path) from error


def _toml(text: str, path: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RenderError(f"no TOML that can be read: {str(error)[:120]}", path=path) from error


def _checked(values: Any, path: str) -> dict[str, object]:
    if not isinstance(values, dict):
        raise RenderError("the file of variables is not a mapping of names to values", path=path)
    _refuse_others(values, path)
    return values


def _refuse_others(values: Mapping[str, object], path: str) -> None:
    for name, value in values.items():
        if not isinstance(value, str | int | float):
            kind = "empty" if value is None else "no single value" if isinstance(value, dict | list) else type(value).__name__
            raise RenderError(f"the value of `{name[:60]}` is {kind}", path=path, hint="write text, a number, true or false")
