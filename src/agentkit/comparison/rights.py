"""What an agent or skill may do, and what of that it gains or loses between two versions.

The rules are Claude Code's (documentation, sub-agents and permissions, read 2026-10-08): no `tools` inherits every tool, an empty list gives
none, `disallowedTools` is applied first, `memory` adds Read, Write and Edit. Where there is no telling, it counts as gained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from agentkit.comparison.values import leaves, shown_value
from agentkit.covering import covers
from agentkit.persona import MEMORIES, Persona
from agentkit.profiles.claude_code import MEMORY_TOOLS
from agentkit.tools import Grant, parse_grant, parse_tools

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agentkit.skill import Skill

Effect = Literal["gained", "lost", "changed"]
"""`gained`: it may do more, or there is no telling. `lost`: it may do less. `changed`: neither, as far as is known."""
RightKind = Literal["tool", "permission-mode", "mcp-server", "hook", "isolation", "background", "approval", "other-harness"]
"""What a right is about.

`tool`: `tools` and `disallowedTools`, the starting of agents included. `approval`: what a skill's `allowed-tools` allows without a question.
`other-harness`: a key by which another harness grants rights, such as OpenCode's `permission`.
"""


class RightChange(NamedTuple):
    """One right that is gained, lost or given otherwise."""

    effect: Effect
    kind: RightKind
    text: str
    """The right: `Bash`, `every tool`, `permissionMode: bypassPermissions`."""
    detail: str = ""
    """What it was, or why it counts so; empty where there is nothing to add."""
    line: int | None = None
    """Line of the new file that gives it, or of the old one for what is lost; None when it stands in no line of that file."""


_MODES = {"plan": 0, "dontAsk": 1, "default": 2, "manual": 2, "acceptEdits": 3, "auto": 4, "bypassPermissions": 5}
"""Permission modes by how much they let pass without a question; which of two neighbours lets more pass is a judgement."""
_GUARDS = frozenset({"PreToolUse", "PermissionRequest"})
"""Events whose hooks can stop a tool call: without the hook the agent may do more."""
RIGHTS_ELSEWHERE = ("permission", "mcp-servers", "approvalMode", "sandbox_mode", "allowedTools", "toolsSettings")
"""Keys by which other harnesses grant rights: OpenCode, Copilot, Qwen Code, Codex, Kiro. Sources: the profiles in `agentkit.profiles`;
Kiro's from public files (2026-11)."""
_ANSWERS = {"deny": 0, "ask": 1, "allow": 2}


class Held(NamedTuple):
    """What a file gives."""

    grants: tuple[Grant, ...] | None
    """None: every tool."""
    denied: tuple[Grant, ...]
    written: str
    mode: str | None
    servers: Mapping[str, Any]
    hooks: Mapping[str, tuple[str, str]]
    """Hook as it is shown to (event, the whole of it)."""
    isolation: str | None
    background: bool
    elsewhere: Mapping[str, Any]
    lines: Mapping[str, int]
    """Entry of a list, or key, to its line."""
    is_skill: bool = False
    exists: bool = True


_NOTHING = Held((), (), "", None, {}, {}, None, False, {}, {}, exists=False)


def held_by(item: Persona | Skill | None, own: Persona | Skill | None) -> Held:
    """Give what an item may do.

    Args:
        item: The agent with its base's fields in it, or the skill; None where there is none.
        own: As its file has it, for the lines.
    """
    if item is None:
        return _NOTHING
    extra = item.extra
    spans = own.source.spans if own is not None else {}
    lines = {key: span.line for key, span in spans.items()}
    if not isinstance(item, Persona):
        allowed = item.allowed_tools or ()
        lines.update(_lines_of(allowed, "allowed-tools", lines))
        refused = extra.get("disallowed-tools")
        denied = parse_tools([str(each) for each in refused] if isinstance(refused, tuple) else str(refused or ""))
        hooks = extra.get("hooks")
        return Held(
            tuple(_single(allowed)), tuple(_single(denied)), f"{allowed}; {denied}", None, {}, _hooks(hooks),
            None, False, {key: extra[key] for key in RIGHTS_ELSEWHERE if key in extra}, lines, is_skill=True,
        )  # fmt: skip
    tools = item.tools
    if own is not None and isinstance(own, Persona):
        lines.update(_lines_of(own.tools or (), "tools", lines))
        lines.update({f"-{text}": line for text, line in _lines_of(own.disallowed_tools or (), "disallowedTools", lines).items()})
    grants = None if tools is None or any(grant.kind == "all" for grant in tools) else tuple(_single(tools))
    if grants is not None and item.memory in MEMORIES:
        known = {grant.name for grant in grants}
        added = [parse_grant(name) for name in MEMORY_TOOLS if name not in known]
        lines.update({grant.text: lines.get("memory", 0) for grant in added})
        grants = (*grants, *added)
    servers: dict[str, Any] = {}
    for server in item.mcp_servers:
        servers.update({server: None} if isinstance(server, str) else server)
    return Held(
        grants, tuple(_single(item.disallowed_tools or ())), f"{tools}; {item.disallowed_tools}", item.permission_mode, servers,
        _hooks(item.hooks), item.isolation, bool(item.background), {key: extra[key] for key in RIGHTS_ELSEWHERE if key in extra}, lines,
    )  # fmt: skip


def compare_rights(old: Held, new: Held) -> tuple[RightChange, ...]:
    """Give what is gained, then what is lost, then what is given otherwise; each kind in the order of the files."""
    found = [*_tools(old, new), *_mode(old, new), *_servers(old, new), *_hook_changes(old, new), *_surroundings(old, new)]
    found += _of_other_harnesses(old, new)
    order = {"gained": 0, "lost": 1, "changed": 2}
    return tuple(sorted(found, key=lambda change: order[change.effect]))


def _single(tools: Iterable[Grant]) -> Iterator[Grant]:
    """Give each grant once; one that names several agents as one for each."""
    seen: set[str] = set()
    for grant in tools:
        each = [grant] if len(grant.agents) < 2 else [parse_grant(f"{grant.name}({agent})") for agent in grant.agents]
        for one in each:
            if one.text not in seen:
                seen.add(one.text)
                yield one


def _lines_of(tools: Iterable[Grant], key: str, lines: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, grant in enumerate(tools):
        line = lines.get(f"{key}[{at}]", lines.get(key, 0))
        for one in _single([grant]):
            found.setdefault(one.text, line)
    return found


def _effective(held: Held) -> list[Grant] | None:
    if held.grants is None:
        return None
    return [grant for grant in held.grants if not any(covers(denied, grant) for denied in held.denied)]


def _overlap(one: Grant, other: Grant) -> bool:
    return covers(one, other) or covers(other, one)


def _tools(old: Held, new: Held) -> Iterator[RightChange]:
    had, has = _effective(old), _effective(new)
    kind: RightKind = "approval" if old.is_skill or new.is_skill else "tool"
    gained: list[Grant] = []
    lost: list[Grant] = []
    reported = False
    if has is None and had is not None:
        was = f"was {_names(had) or 'none'}; " if old.exists else ""
        yield RightChange("gained", kind, "every tool", f"{was}{_why_all(new)}", _line(new, "tools"))
        reported = True
    elif has is not None and had is None:
        yield RightChange("lost", kind, "every tool", f"now {_names(has) or 'none'}" if new.exists else "", _line(old, "tools"))
        gained = [grant for grant in has if any(_overlap(denied, grant) for denied in old.denied)]
        reported = True
    elif has is not None and had is not None:
        gained = [grant for grant in has if not any(covers(held, grant) for held in had)]
        lost = [grant for grant in had if not any(covers(held, grant) for held in has)]
        reported = bool(gained or lost)
    for grant in gained:
        was = _names(each for each in had or () if covers(grant, each))
        detail = f"was {was}" if was else _added_by_memory(grant, new)
        yield RightChange("gained", kind, grant.text, detail, _line(new, grant.text, "tools"))
    for grant in lost:
        now = _names(each for each in has or () if covers(grant, each))
        yield RightChange("lost", kind, grant.text, f"now {now}" if now else "", _line(old, grant.text, "tools"))
    if not (old.exists and new.exists):
        return
    denials = list(_denials(old, new, had, has, gained, lost, kind))
    yield from denials
    if not reported and not denials and old.written != new.written:
        yield RightChange("changed", kind, "the same tools", "written otherwise", _line(new, "tools"))


def _denials(
    old: Held,
    new: Held,
    had: list[Grant] | None,
    has: list[Grant] | None,
    gained: list[Grant],
    lost: list[Grant],
    kind: RightKind,
) -> Iterator[RightChange]:
    for denied in old.denied:
        if any(covers(each, denied) for each in new.denied) or any(_overlap(each, denied) for each in gained):
            continue
        if has is None or any(covers(grant, denied) for grant in has):
            yield RightChange("gained", kind, denied.text, "no longer denied", _line(new, "disallowedTools"))
        else:
            yield RightChange("changed", kind, denied.text, "no longer denied, and not granted", _line(new, "disallowedTools"))
    for denied in new.denied:
        if any(covers(each, denied) for each in old.denied) or any(_overlap(each, denied) for each in lost):
            continue
        line = _line(new, f"-{denied.text}", "disallowedTools")
        if had is None or any(_overlap(grant, denied) for grant in had):
            yield RightChange("lost", kind, denied.text, "denied", line)
        else:
            yield RightChange("changed", kind, denied.text, "denied, and was not granted", line)


def _names(grants: Iterable[Grant]) -> str:
    return ", ".join(grant.text for grant in grants)


def _why_all(held: Held) -> str:
    why = "`tools` is `*`" if "tools" in held.lines else "without `tools` it inherits all"
    return f"{why} but {_names(held.denied)}" if held.denied else why


def _added_by_memory(grant: Grant, held: Held) -> str:
    memory = held.lines.get("memory")
    return "added by `memory`" if memory and held.lines.get(grant.text) == memory and grant.text in MEMORY_TOOLS else ""


def _line(held: Held, *keys: str) -> int | None:
    return next((held.lines[key] for key in keys if held.lines.get(key)), None)


def _mode(old: Held, new: Held) -> Iterator[RightChange]:
    if old.mode == new.mode:
        return
    before, after = (_MODES.get(held.mode or "default") for held in (old, new))
    effect: Effect = "changed"
    if before is None or after is None or after > before:
        effect = "gained"
    elif after < before:
        effect = "lost"
    detail = f"was {old.mode or 'that of whoever starts it'}" if old.exists else ""
    text = f"permissionMode: {new.mode}" if new.mode is not None else "permissionMode of whoever starts it"
    yield RightChange(effect, "permission-mode", text, detail, _line(new, "permissionMode"))


def _servers(old: Held, new: Held) -> Iterator[RightChange]:
    for name, settings in new.servers.items():
        line = next((at for key, at in new.lines.items() if key.startswith("mcpServers")), None)
        if name not in old.servers:
            yield RightChange("gained", "mcp-server", f"MCP server {name}", _settings(settings), line)
        elif old.servers[name] != settings:
            changes = leaves(name, old.servers[name], settings)
            detail = "; ".join(f"{key}: {was or 'none'} -> {now or 'none'}" for key, was, now in changes)
            yield RightChange("gained", "mcp-server", f"MCP server {name}", f"set up otherwise: {detail}", line)
    for name in old.servers:
        if name not in new.servers:
            yield RightChange("lost", "mcp-server", f"MCP server {name}", "", _line(old, "mcpServers"))


def _settings(settings: Any) -> str:
    return shown_value(settings) if settings is not None else ""


def _hooks(hooks: Any) -> dict[str, tuple[str, str]]:
    """Give each hook of a mapping of events, as it is shown, to (its event, all that it says)."""
    found: dict[str, tuple[str, str]] = {}
    for event, groups in hooks.items() if isinstance(hooks, dict) else ():
        for group in groups if isinstance(groups, tuple) else (groups,):
            matcher = group.get("matcher") if isinstance(group, dict) else None
            inner = group.get("hooks") if isinstance(group, dict) else None
            for hook in inner if isinstance(inner, tuple) else (group,):
                does = shown_value(hook)
                place = f"{event}({matcher})" if matcher else str(event)
                found[f"hook {place}: {does}"] = (str(event), does)
    return found


def _hook_changes(old: Held, new: Held) -> Iterator[RightChange]:
    for text in new.hooks:
        if text not in old.hooks:
            yield RightChange("gained", "hook", text, "runs without a question", _line(new, "hooks"))
    for text, (event, _) in old.hooks.items():
        if text not in new.hooks:
            if event in _GUARDS and new.exists:
                yield RightChange("gained", "hook", f"without {text}", "it could stop a tool call", _line(new, "hooks"))
            else:
                yield RightChange("lost", "hook", text, "", _line(old, "hooks"))


def _surroundings(old: Held, new: Held) -> Iterator[RightChange]:
    if not (old.exists and new.exists):
        return
    if old.isolation != new.isolation:
        if new.isolation is None:
            yield RightChange("gained", "isolation", "works in the checkout", f"was isolation: {old.isolation}")
        else:
            effect: Effect = "lost" if old.isolation is None else "changed"
            detail = "no longer in the checkout" if old.isolation is None else f"was {old.isolation}"
            yield RightChange(effect, "isolation", f"isolation: {new.isolation}", detail, _line(new, "isolation"))
    if old.background != new.background:
        detail = "it runs where nobody is asked" if new.background else "it no longer runs in the background"
        text = f"background: {'true' if new.background else 'false'}"
        yield RightChange("changed", "background", text, detail, _line(new, "background"))


def _of_other_harnesses(old: Held, new: Held) -> Iterator[RightChange]:
    for key in dict.fromkeys([*old.elsewhere, *new.elsewhere]):
        for name, was, now in leaves(key, old.elsewhere.get(key), new.elsewhere.get(key)):
            before, after = _ANSWERS.get(was or ""), _ANSWERS.get(now or "")
            effect: Effect = "gained"
            if was is None and after is not None:
                effect = "gained" if after == _ANSWERS["allow"] else "lost"
            elif now is None:
                effect = "gained" if before in (0, 1) and new.exists else "lost"
            elif before is not None and after is not None:
                effect = "gained" if after > before else "lost"
            text = f"{name}: {now}" if now is not None else f"{name} (was {was})"
            detail = f"was {was}" if was is not None and now is not None else ""
            yield RightChange(effect, "other-harness", text, detail, _line(new, key))
