"""What can be written into a frontmatter so that it is read back the same."""

from __future__ import annotations

from agentkit.document.reader import MAX_DEPTH
from agentkit.errors import WriteRefused

_LARGEST = 10**18


def check(metadata: object, body: str) -> None:
    """Refuse what would be read back as something else.

    Raises:
        WriteRefused: Names the value by its dotted path.
    """
    _check_text(body, "the body")
    _check(metadata, "", 0)


def _check(value: object, path: str, depth: int) -> None:
    where = path or "the fields"
    if depth > MAX_DEPTH:
        raise WriteRefused(f"{where[:80]} is nested more than {MAX_DEPTH} deep", hint="flatten it")
    if isinstance(value, str):
        _check_text(value, where)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise WriteRefused(f"{where} has a key that is not text: {key!r}", hint="use text as key")
            _check_text(key, f"a key of {where}")
            _check(inner, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            _check(inner, f"{path}[{at}]", depth + 1)
    elif isinstance(value, int):
        if not -_LARGEST < value < _LARGEST:
            raise WriteRefused(f"{where} has more than 18 digits", hint="write it as text")
    elif value is not None:
        raise WriteRefused(f"{where} is a {type(value).__name__}", hint="write it as text")


def _check_text(text: str, where: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WriteRefused(f"{where} holds a lone surrogate at {error.start}", hint="remove it") from error
