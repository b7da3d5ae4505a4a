"""What a project wants of the linter: `[tool.agentkit]` in pyproject.toml, or agentkit.toml."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agentkit.diagnostic import Severity
from agentkit.errors import ConfigError
from agentkit.frozen import FrozenDict
from agentkit.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL = "ALL"
"""Stands for every rule in `select`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of a run. Rules are named by code (`AK201`), by a beginning of codes (`AK2`), by name, or by `ALL`."""

    select: tuple[str, ...] = ()
    """Rules that run, and no other; empty for those that run by default."""
    extend_select: tuple[str, ...] = ()
    """Rules that run beside those."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run. Where a finding is both selected and ignored the longer beginning counts, then `ignore`."""
    severity: Mapping[str, Severity] = field(default_factory=FrozenDict, hash=False)
    """Rule to the severity of its findings, in place of its own."""
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=FrozenDict, hash=False)
    """Glob of paths, relative to the configuration's folder, to rules whose findings there do not count."""
    harnesses: tuple[str, ...] = ()
    """Keys of the harnesses that verdicts are given for; empty for all."""
    roots: tuple[str, ...] = ()
    """Folders, relative to the configuration's, that hold agents though their name does not say so."""
    exclude: tuple[str, ...] = ()
    """Globs of paths, relative to the configuration's folder, that are not checked."""
    extra_tools: tuple[str, ...] = ()
    """Names of tools that exist beside the known ones."""
    plugins: tuple[str, ...] = ()
    """Modules with further rules; from the command line or the user's own configuration, never from a project's."""
    cache: bool = True
    """Whether `agentkit lint` may keep what it finds in the user's cache folder."""
    path: str | None = None
    """The file that this was read from; None for the defaults."""
    folder: str = ""
    """The folder that globs and roots are relative to."""


DEFAULT = Config()
"""The settings where nothing is configured."""


FILES = ("agentkit.toml", "pyproject.toml")
"""Names of a project's configuration file, the first that is there counts; of pyproject.toml the table `tool.agentkit`."""

_MOST_BYTES = 1024 * 1024
_MOST_DOTS = 100
_LISTS = ("select", "extend-select", "ignore", "harnesses", "roots", "exclude", "extra-tools")
_TABLES = ("severity", "per-file-ignores")
_SWITCHES = ("cache",)
KEYS = (*_LISTS, *_TABLES, *_SWITCHES)
"""Keys of a project's configuration."""
USER_KEYS = (*KEYS, "plugins")
"""Keys of the user's own configuration, which alone may name code to run."""


def find(start: Path) -> Path | None:
    """Find the configuration of a file or folder: in its folder or the nearest above, up to the repository's root."""
    folder = Path(os.path.abspath(start))
    if not folder.is_dir():
        folder = folder.parent
    for above in (folder, *folder.parents):
        for name in FILES:
            path = above / name
            if path.is_file() and (name != "pyproject.toml" or _names_us(path)):
                return path
        if (above / ".git").exists():
            break
    return None


def _names_us(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    except OSError:
        return False  # some other program's affair
    try:
        table = _parsed(path, _text(path)).get("tool", {}) if b"tool.agentkit" in data else {}
    except ConfigError:
        return b"[tool.agentkit" in data  # ours is in it, so that what is wrong is ours to say
    return isinstance(table, dict) and "agentkit" in table


def user_file() -> Path:
    """Give where the user's own configuration is, whether it exists or not."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return Path(home) / "agentkit" / "config.toml"


def load(path: Path, *, user: bool = False, over: Config = DEFAULT) -> Config:
    """Read a configuration file.

    Args:
        path: An `agentkit.toml`, a `pyproject.toml`, or with `user` the user's own `config.toml`.
        user: Whether it is the user's own, which may name plugins.
        over: Settings that hold where the file says nothing.

    Raises:
        ConfigError: The file cannot be read, is not TOML, has an unknown key, or a value of the wrong type.
    """
    text = _text(path)
    table: object = _parsed(path, text)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("agentkit", {}) if isinstance(table, dict) else {}
    known = USER_KEYS if user else KEYS
    if not isinstance(table, dict):
        raise ConfigError("`tool.agentkit` is not a table", path=str(path), line=_line(text, "agentkit"))
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            hint = did_you_mean(key, known) or "known: " + ", ".join(known)
            if key == "plugins":
                hint = f"a project cannot name code to run; use --plugin, or {_shown(user_file())}"
            raise ConfigError(f"unknown key `{key}`", path=str(path), line=_line(text, key), hint=hint)
        values[key.replace("-", "_")] = _value(key, value, path, text)
    folder = "" if user else str(path.parent)
    for root in () if user else values.get("roots", ()):
        if not _is_in_project(root, folder):
            line, hint = _line(text, "roots"), "name folders of the repository, or of the configuration's folder"
            raise ConfigError(f"`roots` leads out of the project: `{root[:80]}`", path=str(path), line=line, hint=hint)
    return replace(over, **values, path=str(path), folder=folder or over.folder)


def _is_in_project(root: str, folder: str) -> bool:
    """Tell whether a folder lies in the repository that the configuration's folder lies in, or without one in that folder."""
    home = os.path.realpath(folder)
    above = [home, *map(os.fspath, Path(home).parents)]
    home = next((each for each in above if os.path.exists(os.path.join(each, ".git"))), home)
    try:
        return os.path.commonpath((home, os.path.realpath(os.path.join(folder, root)))) == home
    except ValueError:  # on another drive, or a NUL in it
        return False


def _value(key: str, value: object, path: Path, text: str) -> object:
    line = _line(text, key)
    if key == "severity":
        if not isinstance(value, dict) or not all(each in list(Severity) for each in value.values()):
            raise ConfigError("`severity` is not a table of rule to error, warning or info", path=str(path), line=line)
        return FrozenDict({rule: Severity(each) for rule, each in value.items()})
    if key == "per-file-ignores":
        if not isinstance(value, dict) or not all(_is_texts(each) for each in value.values()):
            raise ConfigError("`per-file-ignores` is not a table of glob to list of rules", path=str(path), line=line)
        return FrozenDict({glob: tuple(rules) for glob, rules in value.items()})
    if key in _SWITCHES:
        if not isinstance(value, bool):
            raise ConfigError(f"`{key}` is not true or false", path=str(path), line=line, hint=f"write {key} = false")
        return value
    if not _is_texts(value):
        raise ConfigError(f"`{key}` is not a list of texts", path=str(path), line=line, hint=f'write {key} = ["..."]')
    assert isinstance(value, list)
    return tuple(value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ConfigError(f"larger than {_MOST_BYTES:,} bytes, not read", path=str(path))
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot be read: {(error.strerror or str(error)).lower()}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8: byte at offset {error.start}", path=str(path)) from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    import tomllib

    # tomllib walks a dotted key once for each of its parts: 16,000 of them take 6 seconds.
    for number, written in enumerate(text.splitlines(), 1):
        if written.count(".") > _MOST_DOTS and re.sub(r"\"[^\"]*\"|'[^']*'", "", written).count(".") > _MOST_DOTS:
            raise ConfigError(f"not TOML that is read: a key of more than {_MOST_DOTS} parts", path=str(path), line=number)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of more than 4,300 digits is no TOMLDecodeError
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = f"not TOML: {str(error).partition(' (at ')[0][:200]}"
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise ConfigError(message, path=str(path), line=line, column=column) from error


def line_of(config: Config, word: str) -> int | None:
    """Give the line of the configuration's file on which a word stands, 1-based; None when it cannot be told."""
    if config.path is None:
        return None
    try:
        return _line(_text(Path(config.path)), word)
    except ConfigError:
        return None


def _line(text: str, word: str) -> int | None:
    """Give the line that holds a word, in our own table where there is one: tomllib keeps no positions."""
    start = max(text.find("[tool.agentkit"), 0)
    found = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])").search(text, start)
    return text.count("\n", 0, found.start()) + 1 if found is not None else None


def _shown(path: Path) -> str:
    home = os.path.expanduser("~")
    return str(path).replace(home, "~", 1) if str(path).startswith(home) else str(path)
