"""What is known of a harness: where it looks for agents and skills, which fields it reads, what it does with the rest.

Types alone. The facts are data in the modules beside this one, one a harness; verdicts and exporters read them.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal["string", "list", "map", "bool", "int", "number"]
"""Shape of a value. `int` is a `number` too."""

Effect = Literal["ignored", "warned", "invalid", "rejected", "forwarded", "fails", "unlimited"]
"""What a harness does with what it does not take.

`ignored`: silently left out. `warned`: left out or taken, and said. `invalid`: taken by lenient clients, refused by the
specification's validator and by uploads. `rejected`: the file does not load. `forwarded`: sent to the
model's provider. `fails`: the file loads, and the agent cannot be started. `unlimited`: the limit that was meant does not hold.
"""

Outcome = Literal["loads", "degraded", "without-fields", "dropped"]
"""What becomes of a file that cannot be read as it should. `without-fields`: its text is taken, no field of it is."""

Scope = Literal["project", "user", "plugin"]


class Source(NamedTuple):
    """Where facts come from."""

    title: str
    read: str
    """Date of the copy that was read, `2026-10-08`; the version where a release was read or run."""


class Place(NamedTuple):
    """A folder that a harness looks in."""

    folder: str
    """Relative to the project, to the home folder (`user`) or to the plugin: `.claude/agents`."""
    suffixes: tuple[str, ...] = (".md",)
    recursive: bool = False
    """Whether folders below it are searched too."""
    direct: bool = False
    """Whether a SKILL.md that lies in it without a folder of its own is read."""
    scope: Scope = "project"
    borrowed: bool = False
    """Whether it is another harness's folder."""
    unless: str = ""
    """Beginning of file names that are passed over; empty when there is none."""
    uncertain: bool = False
    note: str = ""


class Field(NamedTuple):
    """A key that a harness reads."""

    name: str
    kinds: tuple[Kind, ...] = ("string",)
    undocumented: tuple[Kind, ...] = ()
    """Further kinds that are said to be taken, without documentation."""
    missing: Effect | None = None
    """What its absence does; None where it may be absent."""
    values: frozenset[str] = frozenset()
    """The values it can have; empty for any."""
    pattern: str = ""
    """Regular expression that the whole value has to match; empty for any."""
    low: int | None = None
    """Least length of a text, or least number."""
    high: int | None = None
    """Greatest length of a text."""
    otherwise: Effect = "ignored"
    """What a value of another kind, or outside its limits, does."""
    foreign: frozenset[str] = frozenset()
    """Values of another harness that mean nothing here."""
    cosmetic: bool = False
    """Whether the agent works the same without it: a colour, a licence, a version."""
    supported: bool = True
    """Whether it does anything; False for one that is accepted by name only."""
    uncertain: bool = False
    note: str = ""


class NameRule(NamedTuple):
    """What a name may be. Where it comes from is the format's `identity`."""

    pattern: str = ""
    """Regular expression that the whole name has to match; empty for any."""
    low: int = 1
    high: int | None = None
    reserved: frozenset[str] = frozenset()
    equals_folder: bool = False
    """Whether it has to be the name of the skill's folder, compared after NFKC."""
    otherwise: Effect = "rejected"
    words: str = ""
    """The rule in words."""
    uncertain: bool = False


class BodyRule(NamedTuple):
    """What a body may be; lengths in characters."""

    low: int = 0
    high: int | None = None
    warned_above: int | None = None
    otherwise: Effect = "rejected"
    uncertain: bool = False
    note: str = ""


class Reading(NamedTuple):
    """What becomes of a file that cannot be read as it should."""

    outcome: Outcome
    note: str = ""
    uncertain: bool = False


class ToolRule(NamedTuple):
    """How an agent is given tools; the shapes that a list can have are the kinds of the field `tools`."""

    listed: bool = True
    """Whether an agent can have a list of its own at all."""
    names: frozenset[str] = frozenset()
    former: Mapping[str, str] = {}
    """Names of earlier releases, and what does their work now."""
    former_uncertain: bool = False
    """Whether it is open that those still work."""
    case_matters: bool = True
    patterns: tuple[str, ...] = ()
    """Regular expressions of further names, such as those of MCP tools."""
    unknown: Effect = "ignored"
    none_known: Effect = "ignored"
    """What a list does of which no name is known."""
    empty: Literal["none", "all"] = "none"
    """What an empty list gives."""
    specifiers: bool = True
    """Whether `Bash(git *)` narrows anything, or is at least understood."""
    never_given: frozenset[str] = frozenset()
    """Tools that a subagent does not get even where its list names them."""
    from_claude: Mapping[str, str] = {}
    """Tool of Claude Code to the name of what does its work here; what has none is absent."""
    uncertain: bool = False
    note: str = ""


class PluginRule(NamedTuple):
    """What is different for files that come in a plugin."""

    ignored: frozenset[str] = frozenset()
    """Fields that are ignored there."""
    unreadable: Outcome = "without-fields"
    """What becomes of a file without readable fields."""
    note: str = ""


class ListRule(NamedTuple):
    """How a harness keeps its list of all skills short, which stands in every conversation."""

    share: float
    """Part of the model's context window that the list may take; four characters count as a token."""
    characters: int
    """Characters that it may take by default."""
    default: str
    """What they are the share of, in words: `a window of 200,000 tokens`."""
    line: str
    """Form of an entry, with `{name}`, `{description}` and `{path}`; a line break behind each counts too."""
    overflow: Literal["dropped", "shortened"]
    """What becomes of descriptions when the list is longer.

    `dropped`: those of the skills that are called least go, whole. `shortened`: all are cut to what is left, a character each in turn;
    where even the names are too many, all descriptions go, and the last skills with them.
    """
    source: Source
    uncertain: bool = False
    note: str = ""

    def limit(self, window: int | None) -> int:
        """Give the characters for a context window in tokens, None where that is not known."""
        return self.characters if window is None else int(window * self.share * 4)


class Format(NamedTuple):
    """How a harness reads one kind of file: agents, or skills."""

    form: Literal["markdown", "toml"] = "markdown"
    places: tuple[Place, ...] = ()
    """In order of precedence where that is documented: an earlier one wins."""
    nested: bool = False
    """Whether it looks in such folders of every folder from the working folder up."""
    precedence: str = ""
    """Which of several files of one name counts, in words; empty where nothing is documented."""
    fields: tuple[Field, ...] = ()
    from_claude: Mapping[str, str] = {}
    """Field of Claude Code to the field that does its work here under another name."""
    unknown_keys: Effect = "ignored"
    unknown_uncertain: bool = False
    identity: Literal["field", "file", "field or file"] = "field"
    """What its name is: the field `name`, the name of the file (of a skill: its folder), or the latter where the former is missing."""
    name: NameRule = NameRule()
    body: BodyRule = BodyRule()
    tools: ToolRule | None = None
    opening: str = r"---"
    """Regular expression of the line that opens the frontmatter, without its end."""
    closing: str = r"---[ \t]*"
    readings: Mapping[str, Reading] = {}
    """Name of a finding of reading (`agentkit.problems`), or `unquoted-colon`, `odd-opening`, `odd-closing`, `block-scalar`, `flow-list`, `fence-in-value`, to
    what becomes of the file."""
    plugin: PluginRule | None = None
    listing_cut: int | None = None
    """Characters of a description that a listing shows."""
    startup_tokens: int | None = None
    """Tokens of all descriptions together above which the harness warns."""
    list_rule: ListRule | None = None
    """How the list of all of them is kept short; None where nothing is known."""
    warned_description: int | None = None
    """Characters of a description above which the harness warns."""

    def field(self, name: str) -> Field | None:
        """Give the field of a name; None when the harness does not read it."""
        return next((field for field in self.fields if field.name == name), None)


class Profile(NamedTuple):
    """All that is known of one harness."""

    key: str
    """Its name on the command line: `claude-code`."""
    title: str
    checked: str
    """Date as of which the facts hold."""
    sources: tuple[Source, ...]
    agents: Format | None
    """None when it has no agents of its own."""
    skills: Format | None
    second_hand: bool = False
    """Whether all of it comes from third parties, so that no verdict on it is certain."""
    doubts: tuple[str, ...] = ()
    """What could not be verified, a sentence each."""

    def format(self, *, skill: bool) -> Format | None:
        """Give how it reads skills, or agents."""
        return self.skills if skill else self.agents


def words(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


def fields(text: str, *kinds: Kind, otherwise: Effect = "ignored") -> tuple[Field, ...]:
    """Give fields of one shape by their names."""
    return tuple(Field(name, kinds or ("string",), otherwise=otherwise) for name in text.split())


DROPPED = Reading("dropped")
UNCERTAINLY_DROPPED = Reading("dropped", "what becomes of it is not documented", uncertain=True)
EVERYWHERE: Mapping[str, Reading] = {
    "unreadable-file": DROPPED,
    "empty-file": DROPPED,
    "not-utf-8": Reading("degraded", "bytes that are not UTF-8 come out as replacement characters", uncertain=True),
    "no-frontmatter": DROPPED,
    "text-before-frontmatter": DROPPED,
    "unclosed-frontmatter": DROPPED,
    "frontmatter-format": DROPPED,
    "empty-frontmatter": DROPPED,
    "frontmatter-not-mapping": DROPPED,
    "yaml-syntax": DROPPED,
    "unquoted-colon": DROPPED,
    "odd-opening": UNCERTAINLY_DROPPED,
    "odd-closing": UNCERTAINLY_DROPPED,
    "byte-order-mark": UNCERTAINLY_DROPPED,
    "duplicate-key": Reading("dropped", "many YAML readers reject a key that stands twice", uncertain=True),
    "yaml-alias": Reading("loads", "full YAML has anchors and aliases", uncertain=True),
    "yaml-tag": Reading("loads", "full YAML has tags", uncertain=True),
    "yaml-depth": Reading("loads", "no limit is documented", uncertain=True),
    "yaml-key-type": Reading("loads", "most YAML readers turn the key into text", uncertain=True),
    "hidden-line-break": UNCERTAINLY_DROPPED,
    "too-large": Reading("loads", "no limit is documented", uncertain=True),
    "block-scalar": Reading("loads"),
}
"""What becomes of a file where a harness says nothing else: no frontmatter, no agent."""


def readings(**different: Reading) -> Mapping[str, Reading]:
    """Give what becomes of files, with `_` for `-` in the names of what is different from `EVERYWHERE`."""
    return {**EVERYWHERE, **{name.replace("_", "-"): reading for name, reading in different.items()}}
