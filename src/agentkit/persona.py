"""The typed persona: what an agent file says, field by field."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import problems
from agentkit.adaptable import Adaptable
from agentkit.description import Description
from agentkit.document import Fields, Items, Scalar, plain_value
from agentkit.errors import PersonaError
from agentkit.fields import Reader
from agentkit.frozen import FrozenDict, frozen
from agentkit.model import Model, parse_model
from agentkit.profiles import values as known
from agentkit.profiles.places import is_for_another
from agentkit.tools import Tools, parse_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document
    from agentkit.handoffs import Handoff
    from agentkit.markdown import Section
    from agentkit.span import Span

PERMISSION_MODES = known.PERMISSION_MODES
MEMORIES = known.MEMORIES
EFFORTS = known.EFFORTS
ISOLATIONS = known.ISOLATIONS
COLORS = known.COLORS
CHOICES: Mapping[str, frozenset[str]] = {
    "permissionMode": PERMISSION_MODES,
    "memory": MEMORIES,
    "effort": EFFORTS,
    "isolation": ISOLATIONS,
    "experimental.cacheTtl": known.CACHE_TTLS,
}
"""Field to the values that it can have. In another harness's folder they are not checked."""

FIELDS = (
    "name", "description", "tools", "disallowedTools", "model", "permissionMode", "maxTurns", "skills", "mcpServers",
    "hooks", "memory", "background", "omitClaudeMd", "effort", "isolation", "color", "initialPrompt", "experimental",
)  # fmt: skip
"""The documented fields of a subagent file. Source: Claude Code documentation, sub-agents, read 2026-10-08."""
NAMESPACE = "agentkit"
"""The one key under which agentkit's own additions stand."""


class Source(NamedTuple):
    """Where a persona or skill comes from."""

    path: str | None
    """The file as the caller or the registry names it; None for a text without one."""
    body_start: int
    """Offset of the body in the file's text, in code points, a byte-order mark not counted."""
    body_line: int
    """Line of the file on which the body starts, 1-based."""
    spans: Mapping[str, Span]
    """Place of each field's value: `description`, of each item of a list: `skills[2]`, and of what stands under `agentkit`:
    `agentkit.extends` for a value, `agentkit.extends:` for its key."""


# eq=False: of two dozen fields, writing __eq__ and __hash__ out at every start costs more than reading a persona.
@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Persona(Adaptable):
    """An agent as its file describes it. A field that the file does not give is None, or empty where that says so.

    Field names are those of Claude Code's subagent files in Python's spelling (documentation read 2026-10-08).
    """

    name: str
    """Its identity: the `name` field, or the file's name without extension where there is none."""
    description: Description
    """When to use it; with an empty text where the file has none."""
    tools: Tools | None = None
    """What it may use. None: no list is given and it inherits every tool. Empty: it may use none."""
    disallowed_tools: Tools | None = None
    """What is taken away from it; applied before `tools`."""
    model: Model | None = None
    permission_mode: str | None = None
    max_turns: int | None = None
    """Turns after which it is stopped; at least 1."""
    skills: tuple[str, ...] = ()
    """Names of the skills whose content is in its prompt, in order; `source.spans["skills[0]"]` tells where each stands."""
    mcp_servers: tuple[str | Mapping[str, Any], ...] = field(default=())
    """Names of configured servers, or one-key mappings of name to configuration."""
    hooks: Mapping[str, Any] | None = field(default=None)
    """Event to its hooks, as plain data that cannot be changed: read-only mappings and tuples, as in the fields below."""
    memory: str | None = None
    background: bool | None = None
    omit_claude_md: bool | None = None
    effort: str | None = None
    isolation: str | None = None
    color: str | None = None
    initial_prompt: str | None = None
    experimental: Mapping[str, Any] | None = field(default=None)
    agentkit: Mapping[str, Any] = field(default_factory=FrozenDict)
    """agentkit's own additions, the mapping under the key `agentkit`."""
    extra: Mapping[str, Any] = field(default_factory=FrozenDict)
    """Every other key, as plain data in the file's order; text stays as written."""
    body: str
    """The system prompt: everything after the closing fence, character for character."""
    source: Source = field(compare=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)
    """What is wrong with the file, as far as it shows in the file alone; in the order of the text."""
    _found: dict[str, Any] = field(default_factory=dict, init=False, compare=False)

    def __repr__(self) -> str:
        """Give name and file; the body would fill a screen."""
        return f"<Persona {self.name!r} from {self.source.path or 'text'}>"

    def __eq__(self, other: object) -> bool:
        """Compare what the files say; where they lie does not count."""
        return isinstance(other, Persona) and self._said() == other._said()

    def __hash__(self) -> int:
        """Hash by name and body."""
        return hash((self.name, self.body))

    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, each.name) for each in fields(self) if each.compare)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The heading tree of the body; computed when first asked for."""
        tree: tuple[Section, ...] | None = self._found.get("sections")
        if tree is None:
            from agentkit.markdown import sections

            tree = self._found["sections"] = sections(self.body, self.source.body_line)
        return tree

    def section(self, title: str) -> Section:
        """Give the first section of a title, at any level; case does not count.

        Raises:
            NotFound: There is none; the error names the nearest titles.
        """
        from agentkit.markdown import find_section

        return find_section(self.sections, title)

    @property
    def handoffs(self) -> tuple[Handoff, ...]:
        """The agents that the body sends work to or works with, in order; computed when first asked for."""
        handoffs: tuple[Handoff, ...] | None = self._found.get("handoffs")
        if handoffs is None:
            from agentkit.handoffs import find_handoffs

            handoffs = self._found["handoffs"] = find_handoffs(self.sections)
        return handoffs


@lru_cache(maxsize=16_384)
def stem_of(path: str | None) -> str | None:
    """Give the name that a file's name stands for: without `.md`, `.agent.md`, `.chatmode.md`."""
    if path is None:
        return None
    name = os.path.basename(path)
    for suffix in (".agent.md", ".chatmode.md", ".md", ".markdown"):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


# What makes a file unreadable as a persona: without these no prompt can be told from the rest of the text.
_FATAL = frozenset(
    problem.code
    for problem in (
        problems.UNREADABLE_FILE,
        problems.NOT_UTF_8,
        problems.EMPTY_FILE,
        problems.UNCLOSED_FRONTMATTER,
        problems.FRONTMATTER_FORMAT,
        problems.TOO_LARGE,
    )
)


def fatal_findings(document: Document) -> None:
    """Raise `PersonaError` when a document's prompt cannot be told from the rest of the text."""
    fatal = tuple(found for found in document.diagnostics if found.code in _FATAL)
    if fatal:
        raise PersonaError(fatal)


def persona_from(document: Document) -> Persona:
    """Make a persona of a document, as far as its fields can be read; what cannot be read is in `diagnostics`.

    Raises:
        PersonaError: There is no telling what its prompt is: not UTF-8, empty, an open or foreign frontmatter, or too
            large.
    """
    fatal_findings(document)
    read = Reader(document)
    name = (read.text("name") or "").strip() or stem_of(document.path) or "unnamed"
    # Another harness has values of its own for some of these fields, and ignores the rest.
    elsewhere = is_for_another(document.path)
    choices = {} if elsewhere else CHOICES
    tools = _tools(read, "tools")
    disallowed = _tools(read, "disallowedTools")
    values: dict[str, Any] = {
        "name": name,
        "description": Description((read.text("description") or "").strip()),
        "tools": tools[0],
        "disallowed_tools": _with_denied(disallowed[0], tools[1]),
        "model": _model(read),
        "permission_mode": read.choice("permissionMode", choices.get("permissionMode")),
        "max_turns": read.integer("maxTurns", minimum=1),
        "skills": read.names("skills") or (),
        "mcp_servers": _servers(read, check=not elsewhere),
        "hooks": read.mapping("hooks"),
        "memory": read.choice("memory", choices.get("memory")),
        "background": read.flag("background"),
        "omit_claude_md": read.flag("omitClaudeMd"),
        "effort": read.choice("effort", choices.get("effort")),
        "isolation": read.choice("isolation", choices.get("isolation")),
        "color": read.text("color"),
        "initial_prompt": read.text("initialPrompt"),
        "experimental": _experimental(read, choices),
        "agentkit": read.mapping(NAMESPACE, places=True) or FrozenDict(),
    }
    body_line = document.lines.position(document.body_start)[0]
    return Persona(
        **values,
        extra=read.others({*FIELDS, NAMESPACE}),
        body=document.body,
        source=Source(document.path, document.body_start, body_line, FrozenDict(read.spans)),
        diagnostics=tuple(sorted((*document.diagnostics, *read.diagnostics), key=lambda found: found.sort_key)),
    )


def _tools(read: Reader, key: str) -> tuple[Tools | None, list[str]]:
    """Give (the list, names denied by a mapping such as OpenCode's `bash: false`)."""
    node = read.node(key)
    if node is None:
        return None, []
    if isinstance(node, Fields):
        allowed = [entry.key.text for entry in node.entries if not _is_false(entry.value)]
        denied = [entry.key.text for entry in node.entries if _is_false(entry.value)]
        return (parse_tools(allowed) if allowed or not denied else None), denied
    names = read.names(key)
    return (parse_tools(list(names)) if names is not None else None), []


def _is_false(value: Any) -> bool:
    return isinstance(value, Scalar) and value.text.lower() in ("false", "deny", "no", "off")


def _with_denied(tools: Tools | None, denied: list[str]) -> Tools | None:
    if not denied:
        return tools
    return parse_tools([*(grant.text for grant in tools or ()), *denied])


def _model(read: Reader) -> Model | None:
    node = read.node("model")
    if isinstance(node, Items):
        names = read.texts("model") or ()
        return parse_model(names[0], names[1:]) if names else None
    text = (read.text("model") or "").strip()
    return parse_model(text) if text else None


def _experimental(read: Reader, choices: Mapping[str, frozenset[str]]) -> FrozenDict | None:
    node = read.node("experimental")
    if isinstance(node, Fields) and (inner := node.get("cacheTtl")) is not None:
        read.choice_of("experimental.cacheTtl", inner, choices.get("experimental.cacheTtl"))
    return read.mapping("experimental")


def _servers(read: Reader, *, check: bool) -> tuple[str | Mapping[str, Any], ...]:
    node = read.node("mcpServers")
    if isinstance(node, Items):
        servers: list[str | Mapping[str, Any]] = []
        for at, item in enumerate(node.items):
            if isinstance(item, Items) or (isinstance(item, Scalar) and item.is_null):
                read.wrong(f"mcpServers[{at}]", item, "a server's name, or its name with its configuration")
                continue
            if check and isinstance(item, Fields) and len(item.entries) != 1:
                read.wrong(f"mcpServers[{at}]", item, "one name with its configuration below it")
            value = frozen(plain_value(item))
            servers.append(value if isinstance(value, dict) else str(value))
        return tuple(servers)
    if isinstance(node, Fields):
        value = plain_value(node)
        assert isinstance(value, dict)
        return tuple(FrozenDict({key: frozen(config)}) for key, config in value.items())
    return read.names("mcpServers") or ()
