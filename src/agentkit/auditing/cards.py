"""Capability cards: what an agent, a skill, or a file of settings can do, from what Claude Code really grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.auditing.grants import EVERY, GIVES, INCOMING, OUTGOING, Granted
from agentkit.auditing.report import Capability, Card
from agentkit.auditing.settings import hooks_in, servers_in
from agentkit.display import visible
from agentkit.persona import Persona
from agentkit.profiles.claude_code import IGNORED_IN_PLUGINS
from agentkit.references import bare, find_references

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from agentkit.auditing.report import Command, Hidden
    from agentkit.auditing.settings import Settings
    from agentkit.catalog import Loaded
    from agentkit.tools import Tools


class Told(NamedTuple):
    """What the text of a file says by itself."""

    commands: tuple[Command, ...]
    hosts: frozenset[str]
    hidden: tuple[Hidden, ...]


NOTHING = Told((), frozenset(), ())


def together(told: Iterable[Told]) -> Told:
    """Put what several files say into one."""
    every = list(told)
    return Told(
        tuple(command for each in every for command in each.commands),
        frozenset(host for each in every for host in each.hosts),
        tuple(hidden for each in every for hidden in each.hidden),
    )


def named_skills(loaded: Loaded) -> tuple[str, ...]:
    """Give the skills that a file lists or names in its text, bare, in order, none twice."""
    if loaded.item is None or loaded.document is None:
        return ()
    listed = loaded.item.skills if isinstance(loaded.item, Persona) else ()
    mentioned = [each.name for each in find_references(loaded.document, loaded.item) if each.kind == "skill"]
    return tuple(dict.fromkeys(bare(name) for name in (*listed, *mentioned)))


def agent_card(
    loaded: Loaded, told: Told, brought: Mapping[str, Card], missing: tuple[str, ...], *, files: tuple[str, ...], in_plugin: bool
) -> Card:
    """Make the card of an agent.

    Args:
        loaded: The file.
        told: What its text says.
        brought: The skills that it pulls in, and those that they pull in, by name.
        missing: Names of skills that are not in the tree.
        files: Its own file.
        in_plugin: Whether it lies in a plugin, where some fields mean nothing.
    """
    persona = loaded.item
    path = loaded.found.path
    if not isinstance(persona, Persona):
        why = loaded.diagnostics[0].message if loaded.diagnostics else "no fields"
        note = f"its fields cannot be read, so that what it is granted is not known: {visible(why)}"
        return _card("agent", _stem(path), path, (), told, files, notes=(note,), is_known=False)
    granted = Granted(persona.tools, persona.disallowed_tools, memory=persona.memory is not None)
    hooks = hooks_in(persona.hooks)
    servers = servers_in(persona.mcp_servers)
    notes = _doubts(loaded, granted)
    set_here = {"permissionMode": persona.permission_mode, "hooks": hooks, "mcpServers": servers}
    ignored = [field for field, value in set_here.items() if value and field in IGNORED_IN_PLUGINS]
    if in_plugin and ignored:
        notes += (f"Claude Code ignores these fields in a plugin, they count where the file is copied: {', '.join(ignored)}",)
    for name, card in brought.items():
        hooks += tuple(f"{hook} (skill {name})" for hook in card.hooks)
        if card.tools:
            notes += (f"skill {name}: without asking {', '.join(card.tools)}",)
    return _card(
        "agent",
        persona.name,
        path,
        None if persona.tools is None else _texts(persona.tools),
        together([told, *(Told(card.commands, frozenset(card.hosts), card.hidden) for card in brought.values())]),
        files,
        granted=granted,
        denied=_texts(persona.disallowed_tools or ()),
        mode=persona.permission_mode,
        hooks=hooks,
        servers=servers,
        skills=tuple(brought),
        missing=missing,
        notes=notes,
    )


def skill_card(
    loaded: Loaded, told: Told, brought: tuple[str, ...], missing: tuple[str, ...], *, kind: str, files: tuple[str, ...]
) -> Card:
    """Make the card of a skill, or of a command, which has the fields of one: what it may use without asking, and all it brings."""
    item = loaded.item
    path = loaded.found.path
    if item is None or isinstance(item, Persona):
        why = loaded.diagnostics[0].message if loaded.diagnostics else "no fields"
        return _card(
            kind, _stem(path), path, (), told, files, notes=(f"its fields cannot be read: {visible(why)}",), is_known=False
        )
    granted = Granted(item.allowed_tools if item.allowed_tools is not None else _NO_TOOLS, None)
    notes = _doubts(loaded, granted)
    if item.extra.get("context") == "fork":
        notes += (f"starts an agent of its own: {visible(str(item.extra.get('agent') or 'general-purpose'))}",)
    return _card(
        kind,
        item.name if kind == "skill" else _stem(path),
        path,
        _texts(item.allowed_tools or ()),
        told,
        files,
        granted=granted,
        hooks=hooks_in(item.extra.get("hooks")),
        servers=servers_in(item.extra.get("mcpServers")),
        skills=brought,
        missing=missing,
        notes=notes,
    )


def settings_card(path: str, settings: Settings, told: Told) -> Card:
    """Make the card of a file of settings."""
    from agentkit.tools import parse_tools

    granted = Granted(parse_tools(list(settings.allowed)), None)
    return _card(
        "configuration",
        path.rpartition("/")[2],
        path,
        settings.allowed,
        told,
        (path,),
        granted=granted,
        mode=settings.mode,
        hooks=settings.hooks,
        servers=settings.servers,
        notes=settings.notes,
    )


def text_card(kind: str, path: str, told: Told) -> Card:
    """Make the card of a text that a harness loads by itself, and that has no fields."""
    return _card(kind, path.rpartition("/")[2], path, (), told, (path,))


def _card(
    kind: str,
    name: str,
    path: str,
    tools: tuple[str, ...] | None,
    told: Told,
    files: tuple[str, ...],
    *,
    granted: Granted | None = None,
    denied: tuple[str, ...] = (),
    mode: str | None = None,
    hooks: tuple[str, ...] = (),
    servers: tuple[str, ...] = (),
    skills: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    is_known: bool = True,
) -> Card:
    capabilities, trifecta = _capabilities(granted or Granted(_NO_TOOLS, None), servers, hooks, told.commands)
    return Card(
        kind=kind,
        name=name,
        path=path,
        tools=tools,
        denied=denied,
        capabilities=capabilities,
        permission_mode=mode,
        hooks=hooks,
        servers=servers,
        skills=skills,
        missing=missing,
        commands=told.commands,
        hosts=tuple(sorted(told.hosts)),
        hidden=told.hidden,
        files=files,
        notes=notes,
        is_known=is_known,
        trifecta=trifecta if kind == "agent" else None,
    )


def _capabilities(
    granted: Granted, servers: tuple[str, ...], hooks: tuple[str, ...], commands: tuple[Command, ...]
) -> tuple[tuple[Capability, ...], tuple[str, str, str] | None]:
    shell = granted.by(*GIVES["shell"])
    mcp = {*granted.through_servers(), *(server.partition(":")[0] for server in servers)}
    by = {name: granted.by(*tools) | (shell if name != "start" else set()) for name, tools in GIVES.items()}
    by["shell"] |= {f"hook on {hook.partition(':')[0]}" for hook in hooks}
    by["shell"] |= {"a command on load"} if any(command.on_load for command in commands) else set()
    by["mcp"] = mcp
    found = tuple(Capability(name, tuple(sorted(through))) for name, through in by.items() if through)
    reads = granted.by(*GIVES["read"]) | shell
    takes_in = granted.by(*INCOMING) | shell | mcp
    sends = granted.by(*OUTGOING) | shell | mcp
    if not (reads and takes_in and sends):
        return found, None
    return found, (_through(reads), _through(takes_in), _through(sends))


def _through(grants: set[str]) -> str:
    """Name the grants; who has every tool needs no other."""
    return EVERY if EVERY in grants else ", ".join(sorted(grants))


def _doubts(loaded: Loaded, granted: Granted) -> tuple[str, ...]:
    notes: tuple[str, ...] = ()
    if granted.unknown:
        notes += (f"no tools of Claude Code: {', '.join(map(visible, granted.unknown))}",)
    if granted.narrowly_denied:
        notes += (f"denied in part only: {', '.join(map(visible, granted.narrowly_denied))}",)
    worst = next((each for each in loaded.diagnostics if each.severity == "error"), None)
    if worst is not None:
        notes += (f"read with an error, so that a harness may see other fields: {visible(worst.message)}",)
    return notes


def _texts(tools: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(grant) for grant in tools)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return path.rpartition("/")[0].rpartition("/")[2] or name if name.lower() == "skill.md" else name.rpartition(".")[0] or name


def _no_tools() -> Tools:
    from agentkit.tools import parse_tools

    return parse_tools([])


_NO_TOOLS = _no_tools()
