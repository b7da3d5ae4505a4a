"""A lock file read: strictly, because what is not understood cannot be checked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from agentkit.errors import LockError
from agentkit.locking import MODES, VERSION, Lock, LockedAgent

if TYPE_CHECKING:
    from pathlib import Path

_ANEW = "take it away, run `agentkit lock`, and read what git says has changed"
_CONFLICT = re.compile(rb"^(<{7} |={7}$|>{7} )", re.MULTILINE)


def read(path: Path) -> Lock:
    """Read a lock file; see `agentkit.read_lock`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise LockError("no such lock file", path=str(path), hint="`agentkit lock` writes it") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LockError(f"cannot be read: {reason.lower()}", path=str(path)) from error
    conflict = _CONFLICT.search(data)
    if conflict is not None:
        line = data.count(b"\n", 0, conflict.start()) + 1
        hint = "keep either side, and run `agentkit lock`"
        raise LockError("holds the marks of a merge conflict", path=str(path), line=line, hint=hint)
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"no lock file: not JSON: {error.msg}"
        raise LockError(message, path=str(path), line=error.lineno, column=error.colno, hint=_ANEW) from error
    except (ValueError, RecursionError) as error:
        message = f"no lock file: {'not UTF-8' if isinstance(error, UnicodeDecodeError) else 'not JSON'}"
        raise LockError(message, path=str(path), hint=_ANEW) from error
    try:
        return _lock(content)
    except _NewerError as error:
        message = f"written by a later release (version {error} of the form; this one reads up to {VERSION})"
        raise LockError(message, path=str(path), hint="upgrade agentkit") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise LockError(f"damaged, or no lock file: {what[:200]}", path=str(path), hint=_ANEW) from error


class _NewerError(Exception):
    """The version is one that this release does not know."""


def _lock(content: Any) -> Lock:
    if not isinstance(content, dict) or not isinstance(content.get("version"), int):
        raise TypeError("a version is wanted at the top")
    if content["version"] > VERSION:
        raise _NewerError(content["version"])
    if content["version"] != VERSION:
        raise ValueError(f"version {content['version']}")
    agents = {name: _agent(name, each) for name, each in _mapping(content, "agents").items()}
    layout = content.get("layout")
    return Lock(
        agents,
        _text(content["agentkit"]),
        _texts(content.get("roots", [])),
        _text(layout) if layout is not None else None,
    )


def _agent(name: str, content: Any) -> LockedAgent:
    if not isinstance(content, dict):
        raise TypeError(f"agent {name!r} is no object")
    prompts = {mode: _digest(digest) for mode, digest in _mapping(content, "prompts").items()}
    if set(prompts) != set(MODES):
        raise ValueError(f"the prompts of agent {name!r} are not {' and '.join(MODES)}")
    sources = {source: _digest(digest) for source, digest in _mapping(content, "sources").items()}
    rights = _mapping(content, "rights")
    if "tools" not in rights:
        raise ValueError(f"the rights of agent {name!r} do not say `tools`")
    return LockedAgent(prompts, rights, sources, _texts(content.get("variables", [])))


def _mapping(content: dict[str, Any], key: str) -> dict[str, Any]:
    value = content[key]
    if not isinstance(value, dict):
        raise TypeError(f"`{key}` is no object")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return tuple(_text(each) for each in value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _digest(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError(f"{str(value)[:70]!r} is no SHA-256")
    return value
