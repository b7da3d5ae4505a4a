"""What a harness does not take of a file: its format applied to a document."""

from __future__ import annotations

import os
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit import profiles
from agentkit.document import Fields, Items, Scalar, fences
from agentkit.skill import Skill
from agentkit.span import START, Span
from agentkit.tools import parse_grant, split_names
from agentkit.verdicts.outcome import Loss

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document, Node
    from agentkit.persona import Persona
    from agentkit.profiles.profile import Effect, Field, Format, Kind, NameRule, ToolRule

_SHOWN = 60
"""Characters of the file that a message quotes."""


_UNKNOWN = frozenset({"not-utf-8", "too-large"})
"""Findings of reading after which we know no fields, though others may."""
_GRANTS = frozenset({"tools", "disallowedTools", "allowed-tools", "allowedTools", "permission", "permissionMode", "readonly"})
_WORDS: dict[Kind, str] = {
    "string": "text", "list": "a list", "map": "a mapping", "bool": "true or false", "int": "a whole number", "number": "a number",
}  # fmt: skip


class Check:
    """One file against one format."""

    def __init__(self, document: Document, item: Persona | Skill | None, form: Format, path: str, *, plugin: bool) -> None:
        self.document = document
        self.item = item
        self.form = form
        self.path = path
        self.plugin = form.plugin if plugin else None
        self.fields: Fields | None = document.fields
        self.losses: list[Loss] = []

    def run(self) -> None:
        """Collect the losses: of reading first; where that drops the file for certain, nothing more."""
        self._read()
        if any(loss.drops and not loss.uncertain for loss in self.losses):
            return
        if any(found.slug in _UNKNOWN for found in self.document.diagnostics):
            return
        self._required()
        entries = {entry.key.text: entry for entry in self.fields.entries} if self.fields is not None else {}
        for key, entry in entries.items():
            span = self.document.span(entry)
            field = self.form.field(key)
            if field is None:
                self._unknown(key, span)
            elif self.plugin is not None and key in self.plugin.ignored:
                self.lose(f"`{key}` is ignored in a plugin", span)
            elif not field.supported:
                if not field.cosmetic:
                    self.lose(f"`{key}` is not supported", span)
            else:
                self._value(field, entry.value, span)
        self._name()
        self._tools(entries["tools"].value if "tools" in entries else None)
        self._body()
        self._listing()

    def lose(self, message: str, span: Span = START, effect: Effect = "ignored", *, uncertain: bool = False) -> None:
        """Add a loss; `rejected` drops the file."""
        self.losses.append(Loss(message, span, uncertain, effect == "rejected"))

    # --- reading ---

    def _read(self) -> None:
        """Take what reading found, and what only some readers trip over."""
        for slug, message, span in (*map(_cause, self._reading_findings()), *self._odd()):
            reading = self.form.readings.get(slug)
            if reading is None or reading.outcome == "loads":
                if reading is not None and reading.uncertain:
                    note = reading.note or "what becomes of it is not documented"
                    self.losses.append(Loss(f"{message}; {note}", span, uncertain=True, open=True))
                continue
            outcome: str = reading.outcome
            note = reading.note
            if outcome == "dropped" and self.plugin is not None and slug not in ("unreadable-file", "empty-file"):
                outcome, note = self.plugin.unreadable, self.plugin.note
            if outcome == "without-fields":
                self.fields = None
                note = note or "the text loads, without any field"
            said = f"{message}; {note}" if note else message
            self.losses.append(Loss(said, span, reading.uncertain, outcome == "dropped"))

    def _reading_findings(self) -> Iterator[Diagnostic]:
        return (found for found in self.document.diagnostics if found.code.startswith("AK0"))

    def _odd(self) -> Iterator[tuple[str, str, Span]]:
        """Find what our reading takes and others do not."""
        text, lines = self.document.text, self.document.lines
        found = fences.locate(text) if self.document.body_start else None
        if not isinstance(found, fences.Fences):
            return
        for what, pattern, start, end in (
            ("opening", self.form.opening, found.before, found.open_end),
            ("closing", self.form.closing, found.close_start, found.body),
        ):
            line = text[start:end].rstrip("\r\n")
            if re.fullmatch(pattern, line) is None:
                verb = "opens" if what == "opening" else "closes"
                yield f"odd-{what}", f"the line that {verb} the frontmatter is not `---`", lines.span(start, start + len(line))
        cut = text.find("---", found.open_end, found.close_start)
        if cut >= 0:
            yield "fence-in-value", "`---` stands inside a value", lines.span(cut, cut + 3)
        for node in _nodes(self.document.fields):
            opener = text[node.start : node.start + 1]
            if isinstance(node, Scalar):
                if opener in ("|", ">") and not node.plain:
                    yield "block-scalar", "a value is a block (`|` or `>`)", lines.span(node.start, node.start + 1)
            elif opener in ("[", "{"):
                kind = "list" if isinstance(node, Items) else "mapping"
                yield "flow-list", f"a {kind} in brackets", lines.span(node.start, node.start + 1)

    # --- fields ---

    def _required(self) -> None:
        if self.plugin is not None and self.fields is None:
            return  # it has the file's name
        for field in self.form.fields:
            if field.missing is None or (self.plugin is not None and field.name == "name"):
                continue
            node = self.fields.get(field.name) if self.fields is not None else None
            blank = node is None or (isinstance(node, Scalar) and not node.text.strip())
            if blank or (isinstance(node, Scalar) and node.is_null):
                span = self.document.span_of(field.name) if node is not None else START
                what = f"no {field.name}" if node is None else f"the {field.name} is empty"
                self.lose(what, span, field.missing, uncertain=field.uncertain)

    def _unknown(self, key: str, span: Span) -> None:
        """Say what becomes of a key that the harness does not read."""
        message = self._fate(key)
        if message is None:
            return
        own = self.form.from_claude.get(key)
        hint = f"; here it is `{own}`" if own is not None else ""
        self.lose(f"`{key[:_SHOWN]}` {message}{hint}", span, self.form.unknown_keys, uncertain=self.form.unknown_uncertain)

    def _fate(self, key: str) -> str | None:
        """Say what becomes of a key that the harness does not read; None when nothing is lost with it."""
        effect = self.form.unknown_keys
        if effect == "rejected":
            return "is no field it knows"
        if effect == "forwarded":
            return "is sent to the model's provider, which may refuse it"
        if effect == "invalid":
            return "is no field of the specification: its validator and uploads refuse it"
        if key in _GRANTS and not isinstance(self.item, Skill):
            return "is ignored: it limits nothing"
        owner = profiles.meaningful_fields(skill=isinstance(self.item, Skill)).get(key)
        return f"is ignored (a field of {owner})" if owner is not None else None

    def _value(self, field: Field, node: Node, span: Span) -> None:
        """Hold a value against its field."""
        if node.start < node.end:
            span = self.document.span(node)
        if isinstance(node, Scalar) and node.is_null:
            if field.otherwise == "rejected" and field.missing is None:
                self.lose(f"`{field.name}` is empty", span, "rejected", uncertain=field.uncertain)
            return
        if (kind := _kind(node)) in field.undocumented:
            message = f"`{field.name}` is {_WORDS[kind]}: only {_WORDS[field.kinds[0]]} is documented"
            self.losses.append(Loss(message, span, uncertain=True, open=True))
            return
        trouble = _misfit(field, node)
        if trouble is not None:
            if field.cosmetic and field.otherwise in ("ignored", "warned"):
                return
            self.lose(f"`{field.name}` {trouble}{_ending(field)}", span, field.otherwise, uncertain=field.uncertain)
        elif isinstance(node, Scalar) and node.text in field.foreign:
            message = f"`{field.name}: {node.text}` is a model of Claude Code's, not known here"
            self.lose(message, span, "fails", uncertain=True)

    def _name(self) -> None:
        rule, identity = self.form.name, self.form.identity
        node = self.fields.get("name") if self.fields is not None else None
        given = node.text.strip() if isinstance(node, Scalar) and not node.is_null else ""
        if identity == "file" or not rule.words or (identity == "field or file" and not given):
            return
        if not given:
            return
        wrong = bad_name(given, rule)
        if wrong is None and rule.equals_folder:
            from unicodedata import normalize

            folder = PurePath(os.path.abspath(self.path)).parent.name
            if normalize("NFKC", folder) != normalize("NFKC", given):
                wrong = f"is not its folder's, `{folder[:_SHOWN]}`"
        if wrong is not None:
            self.lose(f"name `{given[:_SHOWN]}` {wrong}", self.document.span_of("name"), rule.otherwise, uncertain=rule.uncertain)

    # --- tools ---

    def _tools(self, node: Node | None) -> None:
        rule = self.form.tools
        field = self.form.field("tools")
        if rule is None or not rule.listed or field is None or node is None or _kind(node) not in field.kinds:
            return
        names = _names(node)
        if not names and isinstance(node, Items) and rule.empty == "all":
            self.lose("an empty list of tools gives every tool", self.document.span(node))
        before = len(self.losses)
        known = sum([self._tool(name, self._span_of_tool(at, own), rule) for at, (name, own) in enumerate(names)])
        if names and not known and rule.none_known == "fails":
            message = "no name in `tools` is known: the agent is refused when it is started"
            folded = {each.lower() for each in rule.names}
            uncertain = any(name.lower() in folded for name, _ in names)
            self.losses.insert(before, Loss(message, self.document.span(node), uncertain))  # it says more than each name

    def _span_of_tool(self, at: int, node: Node) -> Span:
        spans = self.item.source.spans if self.item is not None else {}
        return spans.get(f"tools[{at}]") or self.document.span(node)

    def _tool(self, text: str, span: Span, rule: ToolRule) -> bool:
        """Hold one tool against the names that are known; tell whether it is one."""
        grant = parse_grant(text)
        name, shown = grant.name, text[:_SHOWN]
        own = {each.lower() for each in rule.names}
        folded = name.lower() in own
        known = (folded if not rule.case_matters else name in rule.names) or any(
            re.fullmatch(pattern, name) for pattern in rule.patterns
        )
        if known and grant.kind == "specified" and not rule.specifiers:
            if rule.unknown != "rejected":
                self.lose(f"`{shown}` may narrow nothing: it is all of {name}", span, uncertain=True)
                return True
            known = False
        if known:
            if name in rule.never_given and not (name == "ExitPlanMode" and self._plans()):
                self.lose(f"`{shown}` is never given to a subagent", span)
            return True
        if name in rule.former:
            if rule.former_uncertain:
                self.lose(f"`{shown}` is a tool of earlier releases (now {rule.former[name]})", span, uncertain=True)
            return True
        uncertain = rule.uncertain or (folded and rule.unknown != "rejected")
        here = f"; here it is `{rule.from_claude[name]}`" if name in rule.from_claude else ""
        self.lose(f"`{shown}` is no tool it knows{here}", span, rule.unknown, uncertain=uncertain)
        return False

    def _plans(self) -> bool:
        node = self.fields.get("permissionMode") if self.fields is not None else None
        return isinstance(node, Scalar) and node.text == "plan"

    # --- body ---

    def _body(self) -> None:
        rule = self.form.body
        if not rule.low and rule.high is None and rule.warned_above is None:
            return
        start = self.document.body_start
        span = self.document.lines.span(start, start)
        length = len(self.document.body.strip())
        if length < rule.low:
            self.lose(
                f"a body of {length} characters, at least {rule.low} are needed", span, rule.otherwise, uncertain=rule.uncertain
            )
        elif rule.high is not None and length > rule.high:
            self.lose(f"a body of {length:,} characters, more than {rule.high:,}", span, uncertain=rule.uncertain)

    def _listing(self) -> None:
        if self.form.listing_cut is None or self.fields is None:
            return
        nodes = (self.fields.get("description"), self.fields.get("when_to_use"))
        length = sum(len(node.text) for node in nodes if isinstance(node, Scalar))
        if length > self.form.listing_cut:
            message = f"a description of {length:,} characters, cut at {self.form.listing_cut:,} in listings"
            self.lose(message, self.document.span_of("description"))


def _cause(found: Diagnostic) -> tuple[str, str, Span]:
    """Give (name of the reading, message, place) of a finding of reading."""
    slug = found.slug
    if slug == "yaml-syntax" and found.message.startswith("unquoted `: `"):
        slug = "unquoted-colon"
    elif slug == "yaml-alias" and found.message.startswith("alias"):
        slug = "yaml-syntax"  # no anchor stands before it, or that would have been found first
    return slug, found.message, found.span


def _nodes(root: Node | None) -> Iterator[Node]:
    """Give every value below a mapping."""
    pending: list[Node] = [root] if root is not None else []
    while pending:
        node = pending.pop()
        if node is not root:
            yield node
        if isinstance(node, Fields):
            pending += [entry.value for entry in reversed(node.entries)]
        elif isinstance(node, Items):
            pending += reversed(node.items)


def _kind(node: Node) -> Kind:
    if isinstance(node, Items):
        return "list"
    if isinstance(node, Fields):
        return "map"
    if not node.plain:
        return "string"
    if re.fullmatch(r"true|True|TRUE|false|False|FALSE", node.text):
        return "bool"
    if re.fullmatch(r"[-+]?[0-9]{1,40}", node.text):
        return "int"
    return "number" if re.fullmatch(r"[-+]?[0-9]{1,40}\.[0-9]{0,40}", node.text) else "string"


def _misfit(field: Field, node: Node) -> str | None:
    """Say why a value does not fit its field; None when it does."""
    kind = _kind(node)
    if kind not in field.kinds and not (kind == "int" and "number" in field.kinds):
        return f"is {_WORDS[kind]}, not {' or '.join(_WORDS[each] for each in field.kinds[:2])}"
    if not isinstance(node, Scalar):
        return None
    text = node.text
    if field.values and text not in field.values:
        return f"cannot be `{text[:_SHOWN]}`"
    if field.pattern and re.fullmatch(field.pattern, text) is None:
        return f"cannot be `{text[:_SHOWN]}`"
    if kind == "int" and "int" in field.kinds and field.low is not None and int(text) < field.low:
        return f"is below {field.low}"
    if field.high is not None and len(text) > field.high:
        return f"has {len(text):,} characters, more than {field.high:,}"
    return None


def _ending(field: Field) -> str:
    """Say what a value that does not fit leads to."""
    endings: dict[Effect, str] = {
        "ignored": ": it is ignored",
        "warned": "",
        "invalid": ": the specification's validator and uploads refuse it",
        "rejected": "",
        "forwarded": "",
        "fails": ": the agent cannot be started",
        "unlimited": ": it limits nothing",
    }
    return endings[field.otherwise]


def bad_name(name: str, rule: NameRule) -> str | None:
    """Say what is wrong with a name, with it as the subject; None when nothing is."""
    if rule.pattern and re.fullmatch(rule.pattern, name) is None:
        return f"is not what it takes: {rule.words}"
    if not rule.low <= len(name) <= (rule.high or len(name)):
        return f"has {len(name)} characters: it takes {rule.words}"
    return "is reserved" if name in rule.reserved else None


def _names(node: Node) -> list[tuple[str, Node]]:
    """Give the names in a list of tools, each with the node that holds it."""
    if isinstance(node, Scalar):
        return [(name, node) for name in split_names(node.text)]
    if isinstance(node, Items):
        return [(name, item) for item in node.items if isinstance(item, Scalar) for name in split_names(item.text)]
    return [(entry.key.text, entry.key) for entry in node.entries]
