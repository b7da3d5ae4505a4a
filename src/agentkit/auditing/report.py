"""What an audit gives: files with what became of each, capability cards, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.span import START, Span
from agentkit.threats import Tier

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES = ("agent", "skill", "command", "instructions", "configuration", "script", "reference")
"""What a file that was read is for; see `agentkit.roles`."""


class File(NamedTuple):
    """Something that stands in the tree, and whether it was read."""

    path: str
    """As a path below what was given."""
    size: int
    """Bytes, as they were read, or as the disk says."""
    role: str | None
    """One of `ROLES`; None where it was not read."""
    reason: str | None = None
    """Why it was not read as text; None where it was."""
    expected: bool = False
    """Whether nothing to read is missing: a picture, an empty file, a link to what is read in its own place."""
    sha256: str | None = None
    """Digest of its bytes, hexadecimal; None where they were not read."""
    note: str | None = None
    """How it was read, where not as UTF-8."""

    @property
    def is_missing(self) -> bool:
        """Whether something is there that nobody looked at."""
        return self.reason is not None and not self.expected


class Capability(NamedTuple):
    """Something that an agent may do, and through what."""

    name: str
    """`read`, `shell`, `network`, `write`, `start`, or `mcp`."""
    by: tuple[str, ...]
    """Grants as written, hooks, servers; sorted, none twice."""


class Hidden(NamedTuple):
    """Text that a reader of the page does not see."""

    path: str
    line: int
    what: str
    """`tag characters`, `HTML comment`, and the like."""
    text: str
    """What it says, made visible; empty where that is not known."""


class Command(NamedTuple):
    """A command that stands in a text."""

    path: str
    line: int
    text: str
    """In one line, whole."""
    on_load: bool
    """Whether the harness runs it when it loads the text, before anybody is asked."""


class Card(NamedTuple):
    """What an agent, a skill, or a file of settings is able to do in Claude Code, as its files say."""

    kind: str
    """`agent`, `skill`, `command`, `instructions` or `configuration`."""
    name: str
    path: str
    """Its file; of a skill its SKILL.md."""
    tools: tuple[str, ...] | None
    """Grants as written. Of an agent None means that it inherits every tool; of a skill these are used without asking."""
    denied: tuple[str, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    permission_mode: str | None = None
    hooks: tuple[str, ...] = ()
    """`EVENT: command`, in one line each."""
    servers: tuple[str, ...] = ()
    """MCP servers: `NAME: command or address`, or a name alone where the session configures it."""
    skills: tuple[str, ...] = ()
    """Names of skills that it pulls in, those that they name included."""
    missing: tuple[str, ...] = ()
    """Names of such skills that are not in the tree: what they bring is not known."""
    commands: tuple[Command, ...] = ()
    hosts: tuple[str, ...] = ()
    """Hosts that its texts name, those in decoded text included, sorted."""
    hidden: tuple[Hidden, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of all files that belong to it; of a skill all below its folder."""
    notes: tuple[str, ...] = ()
    """What limits the card: fields that cannot be read, tools that Claude Code does not have."""
    is_known: bool = True
    """Whether its fields could be read. Where not, what it is granted is not known, and may be everything."""
    trifecta: tuple[str, str, str] | None = None
    """Through what it reads files, takes in text of others, and can send; None where one of the three is missing."""

    @property
    def facts(self) -> dict[str, tuple[str, ...]]:
        """The card as texts under headings, in order; what is empty is left out. What formats show, and what is compared."""
        every = self.tools is None and self.kind == "agent"
        asked = "tools" if self.kind == "agent" else "tools without asking"
        facts: dict[str, tuple[str, ...]] = {
            asked: (
                ("not known, a harness may give every tool",)
                if not self.is_known
                else ("every tool (no list is given)",)
                if every
                else self.tools or (("none",) if self.kind == "agent" else ())
            ),
            "denied": self.denied,
            **{each.name: (", ".join(each.by),) for each in self.capabilities},
            "permission mode": (self.permission_mode,) if self.permission_mode else (),
            "all three": (
                (
                    f"reads files ({self.trifecta[0]}), takes in text of others ({self.trifecta[1]}), can send ({self.trifecta[2]})",
                )
                if self.trifecta
                else ()
            ),
            "hooks": self.hooks,
            "MCP servers": self.servers,
            "skills": (*self.skills, *(f"{name} (not in the tree)" for name in self.missing)),
            "runs on load": tuple(each.text for each in self.commands if each.on_load),
            "hidden text": tuple(f"{each.what}: {each.text}" if each.text else each.what for each in self.hidden),
            "hosts": self.hosts,
            "commands": tuple(each.text for each in self.commands if not each.on_load),
            "notes": self.notes,
        }
        return {name: values for name, values in facts.items() if values}


class Finding(NamedTuple):
    """A known pattern that was found."""

    code: str
    """Code of the lint rule whose page explains it."""
    slug: str
    tier: Tier
    severity: Severity
    message: str
    path: str
    span: Span = START
    decoded: str | None = None
    """What encoded or invisible text says; None where nothing was decoded."""
    ids: tuple[str, ...] = ()
    """Numbers of OWASP and CWE."""

    @property
    def diagnostic(self) -> Diagnostic:
        """The finding as lint would report it."""
        said = self.decoded is not None and self.decoded[:40] not in self.message
        message = f"{self.message}; decoded: `{self.decoded}`" if said else self.message
        return Diagnostic(self.code, self.slug, self.severity, message, self.path, self.span)

    @property
    def sort_key(self) -> tuple[int, int, str, int, str, str]:
        """Worst first: verdicts, then by severity, then by place."""
        return (self.tier is not Tier.VERDICT, self.severity.rank, self.path, self.span.start, self.code, self.message)


class Audit(NamedTuple):
    """The report on a tree of agents that nobody has vouched for. Finding nothing does not mean that it is safe."""

    path: str
    """What was given."""
    cards: tuple[Card, ...]
    """Sorted by path."""
    findings: tuple[Finding, ...]
    """Worst first."""
    files: tuple[File, ...]
    """Everything that stands in the tree, sorted by path."""
    folders: int
    """How many folders were entered."""
    lines: Mapping[tuple[str, int], str] = {}
    """(path, line) to the text of the line that a finding starts on; keys in it are masked."""

    @property
    def verdicts(self) -> tuple[Finding, ...]:
        """The findings that say that a text is an attack, or that parsers would read it differently."""
        return tuple(each for each in self.findings if each.tier is Tier.VERDICT)

    @property
    def missing(self) -> tuple[File, ...]:
        """What nobody looked at, though there may be something to read."""
        return tuple(each for each in self.files if each.is_missing)

    @property
    def read(self) -> tuple[File, ...]:
        """What was read from end to end."""
        return tuple(each for each in self.files if each.reason is None)

    @property
    def fails(self) -> bool:
        """Whether there is a verdict, or something that nobody looked at."""
        return bool(self.verdicts or self.missing)

    @property
    def kinds(self) -> int:
        """How many different patterns were found."""
        return len({each.slug for each in self.findings})
