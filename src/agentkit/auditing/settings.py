"""Hooks, MCP servers and permissions: in the frontmatter of an agent, and in a harness's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.display import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 2_000
_DEPTH = 8
_COMMANDS = (
    "apiKeyHelper",
    "statusLine",
    "subagentStatusLine",
    "awsAuthRefresh",
    "awsCredentialExport",
    "otelHeadersHelper",
    "fileSuggestion",
)
"""Settings of Claude Code that hold a command which it starts by itself (its documentation of settings; of the first two read on 2026-11-24)."""
_NOTES = (
    *(
        "enableAllProjectMcpServers",
        "enabledMcpjsonServers",
        "env",
        "outputStyle",
        "enabledPlugins",
        "extraKnownMarketplaces",
        "sandbox",
    ),
    *("chat.tools.autoApprove", "chat.tools.global.autoApprove", "task.allowAutomaticTasks"),
)
_FIELDS = ("command", "url", "prompt", "bash", "powershell")


class Settings(NamedTuple):
    """What a file of settings switches on."""

    hooks: tuple[str, ...]
    servers: tuple[str, ...]
    allowed: tuple[str, ...]
    """Tools that need no asking."""
    mode: str | None
    """The permission mode that everything starts in."""
    notes: tuple[str, ...]


def hooks_in(value: object) -> tuple[str, ...]:
    """Give each hook as `EVENT: what it runs`, in one line, whatever the shape it is written in."""
    if not isinstance(value, Mapping):
        return ()
    return tuple(f"{_text(event)}: {what}" for event, below in value.items() for what in _runs(below, 0))


def _runs(value: object, depth: int) -> Iterator[str]:
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        if depth == 0:
            yield _text(value)
        return
    if isinstance(value, Mapping):
        own = [_text(value[field]) for field in _FIELDS if isinstance(value.get(field), str)]
        if own:
            arguments = value.get("args")
            tail = " ".join(map(_text, arguments)) if isinstance(arguments, Sequence) and not isinstance(arguments, str) else ""
            yield " ".join((*own, tail)).strip()
        for below in value.values():
            if not isinstance(below, str):
                yield from _runs(below, depth + 1)
    elif isinstance(value, Sequence):
        for below in value:
            yield from _runs(below, depth + 1)


def servers_in(value: object) -> tuple[str, ...]:
    """Give each MCP server as `NAME: command or address`; as its name where nothing else is given."""
    if isinstance(value, str):
        return (_text(value),)
    found: list[str] = []
    if isinstance(value, Mapping):
        found += [_server(name, configuration) for name, configuration in value.items()]
    elif isinstance(value, Sequence):
        for each in value:
            found += servers_in(each)
    return tuple(found)


def _server(name: object, configuration: object) -> str:
    if not isinstance(configuration, Mapping):
        return _text(name)
    parts = [configuration.get("command"), configuration.get("args"), configuration.get("url"), configuration.get("httpUrl")]
    words: list[str] = []
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Sequence):
            words += [each if isinstance(each, str) else str(each) for each in part]
    variables = configuration.get("env")
    if isinstance(variables, Mapping) and variables:
        words.append(f"(sets {', '.join(map(_text, variables))})")
    return f"{_text(name)}: {_text(' '.join(words))}" if words else _text(name)


def _text(value: object) -> str:
    """Give a value in one line, made visible, keys in it masked."""
    from agentkit.linter.rules.credential import keys_in

    text = value if isinstance(value, str) else str(value)
    for start, end, _ in keys_in(text):
        text = text[: start + 4] + "*" * (end - start - 4) + text[end:]
    return shortened(" ".join(text.split()), _SHOWN)


def settings_in(text: str, name: str) -> Settings | None:
    """Read a harness's JSON file; None where it switches nothing on, or is no such file.

    Args:
        text: The file.
        name: Its name, in small letters: `.mcp.json` may list servers at the top.
    """
    if name == "config.toml":
        return _codex(text)
    if not name.endswith(".json"):
        return None
    import json

    try:
        value: Any = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        return Settings((), (), (), None, (f"not JSON: {_text(reason)[:200]}; harnesses that read comments may read it",))
    if not isinstance(value, dict):
        return None
    servers = next((value[key] for key in ("mcpServers", "servers", "mcp") if isinstance(value.get(key), (dict, list))), None)
    if servers is None and name == ".mcp.json":
        servers = value
    scripts = value.get("scripts") if name == "package.json" else None
    hooks = hooks_in(value.get("hooks"))
    if isinstance(scripts, dict):
        started = ("preinstall", "install", "postinstall", "prepare")
        hooks += tuple(f"npm {key}: {_text(scripts[key])}" for key in started if isinstance(scripts.get(key), str))
    hooks += tuple(f"{key}: {what}" for key in _COMMANDS if key in value for what in _runs(value[key], 0))
    permissions = value.get("permissions")
    permissions = permissions if isinstance(permissions, dict) else {}
    allowed = permissions.get("allow")
    mode = permissions.get("defaultMode")
    notes = tuple(f"{key}: {_text(_said(value[key]))}" for key in _NOTES if value.get(key))
    if isinstance(folders := permissions.get("additionalDirectories"), list) and folders:
        notes += (f"additionalDirectories: {', '.join(map(_text, folders))}",)
    found = Settings(
        hooks,
        servers_in(servers),
        tuple(map(_text, allowed)) if isinstance(allowed, list) else (),
        _text(mode) if isinstance(mode, str) else None,
        notes,
    )
    return found if any(found) else None


def _said(value: object) -> str:
    """Give a setting as JSON would, not as Python does."""
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _codex(text: str) -> Settings | None:
    """Read the `config.toml` of Codex; None where it switches nothing on."""
    import tomllib

    try:
        value = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Settings((), (), (), None, (f"not TOML: {_text(error)[:200]}",))
    modes = [f"{key} {_text(value[key])}" for key in ("approval_policy", "sandbox_mode") if isinstance(value.get(key), str)]
    notify = value.get("notify")
    words = notify if isinstance(notify, list) else [notify] if isinstance(notify, str) else []
    hooks = (f"notify: {' '.join(map(_text, words))}",) if words else ()
    found = Settings(hooks, servers_in(value.get("mcp_servers")), (), ", ".join(modes) or None, ())
    return found if any(found) else None
