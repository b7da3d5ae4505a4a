"""Would a harness load this file, whole or degraded, and does it look where the file lies: profiles applied to a document."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit import profiles
from agentkit.document import Fields, Items, Scalar, fences
from agentkit.persona import stem_of
from agentkit.skill import Skill
from agentkit.span import START, Span
from agentkit.tools import parse_grant, split_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Document, Node
    from agentkit.persona import Persona
    from agentkit.profiles.profile import Effect, Field, Format, Kind, NameRule, Place, Profile, ToolRule

__all__ = ["Loss", "Misplaced", "Shadow", "Verdict", "misplaced", "shadows", "to_data", "verdict", "verdicts_for", "written_for"]

Outcome = Literal["loads", "degraded", "dropped", "not-read"]

_SHOWN = 60
"""Characters of the file that a message quotes."""


class Loss(NamedTuple):
    """What a harness does not take, and why."""

    message: str
    """One line, lowercase, no full stop."""
    span: Span
    uncertain: bool = False
    """Whether it rests on a fact that is not documented."""
    drops: bool = False
    """Whether the whole file is lost for it."""


class Verdict(NamedTuple):
    """What becomes of a file in a harness."""

    harness: str
    """Key of the profile: `claude-code`."""
    title: str
    outcome: Outcome
    """What becomes of it where the harness looks for such files; `not-read` where it reads none of that form."""
    uncertain: bool
    """Whether the outcome rests on a fact that is not documented."""
    losses: tuple[Loss, ...]
    """What is lost and why, what drops the file first; then in order of the text."""
    place: Place | None
    """The folder of the harness that the file lies in; None when the harness does not look where it lies."""
    looks_in: tuple[str, ...] = ()
    """The folders of a project in which the harness looks for such files."""

    @property
    def here(self) -> Outcome:
        """The outcome as the file lies: `not-read` where the harness does not look."""
        return self.outcome if self.place is not None else "not-read"

    @property
    def label(self) -> str:
        """The outcome in a word, with `?` behind it when it is uncertain."""
        return self.outcome + ("?" if self.uncertain else "")

    @property
    def summary(self) -> str:
        """One line for people: `Claude Code drops this file: no description`."""
        probably = "probably " if self.uncertain else ""
        if self.outcome == "not-read":
            return f"{self.title} does not read this file: {self.losses[0].message}"
        if self.outcome == "loads":
            return f"{self.title} {probably}loads this file"
        first, more = self.losses[0].message, len(self.losses) - 1
        tail = f" (and {more} more)" if more else ""
        if self.outcome == "dropped":
            return f"{self.title} {probably}drops this file: {first}"
        return f"{self.title} {probably}loads this file with a loss: {first}{tail}"

    @property
    def placement(self) -> str:
        """One line on where it lies."""
        if self.place is not None:
            doubt = " (uncertain)" if self.place.uncertain else ""
            return f"read from {self.place.folder}{doubt}"
        return f"not read where it lies; {self.title} looks in {', '.join(self.looks_in)}" if self.looks_in else "not read"


def to_data(verdict: Verdict) -> dict[str, object]:
    """Give a verdict as plain data for JSON.

    Keys: `harness`, `outcome`, `uncertain`, `here`, `place` (folder, or null), `summary`, `losses` (list of message, line,
    column, uncertain, drops).
    """
    return {
        "harness": verdict.harness,
        "outcome": verdict.outcome,
        "uncertain": verdict.uncertain,
        "here": verdict.here,
        "place": verdict.place.folder if verdict.place is not None else None,
        "summary": verdict.summary,
        "losses": [
            {
                "message": loss.message,
                "line": loss.span.line,
                "column": loss.span.column,
                "uncertain": loss.uncertain,
                "drops": loss.drops,
            }
            for loss in verdict.losses
        ],
    }


def verdicts_for(
    document: Document, item: Persona | Skill | None, path: str, harness_keys: Iterable[str] = ()
) -> tuple[Verdict, ...]:
    """Give the verdict of each harness on a file, in the order of the keys; of all harnesses without any.

    Raises:
        KeyError: A key is that of no harness.
    """
    plugin = _in_plugin(os.path.dirname(os.path.abspath(path)))
    return tuple(
        verdict(document, item, profiles.get(key), path, in_plugin=plugin) for key in (tuple(harness_keys) or profiles.names())
    )


def verdict(document: Document, item: Persona | Skill | None, profile: Profile, path: str, *, in_plugin: bool = False) -> Verdict:
    """Say what becomes of a file in a harness.

    Args:
        document: The file.
        item: The agent or skill in it; None when it cannot be read as one.
        profile: What is known of the harness.
        path: Where the file lies.
        in_plugin: Whether its folder belongs to a plugin, so that places of plugins count.
    """
    is_skill = isinstance(item, Skill) or (item is None and PurePath(path).name.lower() == "skill.md")
    form = profile.format(skill=is_skill)
    if form is None:
        return _not_read(profile, None, f"it reads {'agents' if is_skill else 'skills'} alone")
    if form.form != "markdown":
        return _not_read(profile, form, f"it reads agents as TOML, from {form.places[0].folder}")
    place = _place(path, form, in_plugin=in_plugin)
    check = _Check(document, item, form, path, plugin=place is not None and place.scope == "plugin")
    check.run()
    losses = sorted(check.losses, key=lambda loss: (not loss.drops, loss.uncertain, loss.span.start))
    outcome, uncertain = _outcome(losses)
    looks_in = tuple(each.folder for each in form.places if each.scope == "project")
    return Verdict(profile.key, profile.title, outcome, uncertain or profile.second_hand, tuple(losses), place, looks_in)


def written_for(path: str) -> tuple[str, ...]:
    """Give the keys of the harnesses that a file in no harness's folder is most likely written for, by its name."""
    name = PurePath(path).name.lower()
    if name == "skill.md":
        return ("claude-code", "agent-skills")
    return ("copilot",) if name.endswith((".agent.md", ".chatmode.md")) else ("claude-code",)


def _not_read(profile: Profile, form: Format | None, why: str) -> Verdict:
    looks_in = tuple(place.folder for place in form.places if place.scope == "project") if form is not None else ()
    return Verdict(profile.key, profile.title, "not-read", False, (Loss(why, START),), None, looks_in)


def _outcome(losses: list[Loss]) -> tuple[Outcome, bool]:
    if any(loss.drops for loss in losses):
        return "dropped", not any(loss.drops and not loss.uncertain for loss in losses)
    if losses:
        return "degraded", all(loss.uncertain for loss in losses)
    return "loads", False


# --- where a file lies ---


def _parts(path: str) -> tuple[str, ...]:
    return PurePath(os.path.abspath(path)).parts


def _place(path: str, form: Format, *, in_plugin: bool) -> Place | None:
    """Give the place of a harness that a file lies in."""
    parts = _parts(path)
    return next((place for place in form.places if (in_plugin or place.scope != "plugin") and _lies_in(parts, place)), None)


def _lies_in(parts: tuple[str, ...], place: Place) -> bool:
    rest = _below(parts, place)
    if not rest or (place.unless and rest[-1].startswith(place.unless)):
        return False
    if place.suffixes == ("SKILL.md",):
        levels = len(rest) - 1
        return rest[-1] == "SKILL.md" and (levels == 1 or (place.direct if not levels else place.recursive))
    return rest[-1].endswith(place.suffixes) and (place.recursive or len(rest) == 1)


def _below(parts: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """Give what follows a place's folder in a path, where it stands last; empty when it does not."""
    folder = tuple(place.folder.removeprefix("~/").split("/"))
    for at in range(len(parts) - len(folder) - 1, -1, -1):
        if parts[at : at + len(folder)] == folder:
            return parts[at + len(folder) :]
    return ()


@cache
def _in_plugin(folder: str) -> bool:
    """Tell whether a folder is the `agents/` or `skills/` of a plugin, or lies in it: one with a manifest beside it."""
    parts = PurePath(folder).parts
    return any(
        name in ("agents", "skills") and os.path.isfile(os.path.join(*parts[:at], ".claude-plugin", "plugin.json"))
        for at, name in enumerate(parts)
        if at
    )


class Misplaced(NamedTuple):
    """An agent file in a harness's folder, at a place where no harness looks."""

    title: str
    """The harness whose folder it is."""
    why: str
    hint: str
    uncertain: bool


def misplaced(location: str, *, is_skill: bool) -> Misplaced | None:
    """Tell whether a file lies in a folder of a harness and yet where none looks.

    Args:
        location: Its path relative to a project, with `/`.
        is_skill: Whether it is a SKILL.md.
    """
    parts = tuple(location.split("/"))
    homes = _homes(is_skill)
    at = next((at for at in range(len(parts) - 2, -1, -1) if parts[at] in homes), None)
    if at is None:
        return None
    found: Misplaced | None = None
    for profile, form, place in homes[parts[at]]:
        if any(_lies_in(("/", *parts), each) for each in form.places if each.scope != "plugin"):
            return None
        found = found or _near(parts[at:], profile, place, is_skill=is_skill)
    if found is not None and _read_by_another(parts, is_skill=is_skill):
        return None
    return found


def _near(parts: tuple[str, ...], profile: Profile, place: Place, *, is_skill: bool) -> Misplaced | None:
    """Say what is wrong with a path that starts at a harness's folder; None when it is not nearly right."""
    second, rest = place.folder.split("/")[1], parts[2:]
    doubt = profile.second_hand or place.uncertain
    kind = "skills" if is_skill else "agents"
    if is_skill:
        if parts[1] == second and not rest[1:]:
            return Misplaced(profile.title, "a SKILL.md needs a folder of its own", f"move it to {place.folder}/NAME/", doubt)
        if parts[1].rstrip("s") == second.rstrip("s") and parts[1] != second:
            return Misplaced(
                profile.title, f"{profile.title} looks for skills in {place.folder}", f"rename {parts[1]} to {second}", doubt
            )
        return None
    if parts[1] == second:
        if not parts[-1].endswith(place.suffixes):
            return Misplaced(profile.title, f"{profile.title} reads {kind} as *{place.suffixes[0]} alone", "convert it", doubt)
        if not place.recursive and len(rest) > 1:
            # Where folders below are not spoken of at all, nobody knows.
            open_question = doubt or profile.key == "copilot"
            why = f"{profile.title} {'is not known to' if open_question else 'does not'} look in folders below {place.folder}"
            return Misplaced(profile.title, why, f"move it to {place.folder}/", open_question)
        return None
    if parts[1] in ("agent", "subagents", "sub-agents"):
        why = f"{profile.title} looks for agents in {place.folder}"
        return Misplaced(profile.title, why, f"rename {parts[1]} to {second}", doubt)
    return None


@cache
def _homes(is_skill: bool) -> dict[str, list[tuple[Profile, Format, Place]]]:
    """Give the first folder of each place that is a harness's own, and whose it is."""
    homes: dict[str, list[tuple[Profile, Format, Place]]] = {}
    for key in profiles.names():
        profile = profiles.get(key)
        form = profile.format(skill=is_skill)
        for place in form.places if form is not None else ():
            if place.scope == "project" and not place.borrowed and form is not None:
                homes.setdefault(place.folder.split("/")[0], []).append((profile, form, place))
    return homes


def _read_by_another(parts: tuple[str, ...], *, is_skill: bool) -> bool:
    forms = (profiles.get(key).format(skill=is_skill) for key in profiles.names())
    return any(
        _lies_in(("/", *parts), place) for form in forms if form is not None for place in form.places if place.scope != "plugin"
    )


# --- what is in it ---

_YAML = frozenset({"yaml-syntax", "unquoted-colon", "yaml-alias", "yaml-tag", "yaml-depth", "yaml-key-type", "hidden-line-break"})
_GRANTS = frozenset({"tools", "disallowedTools", "allowed-tools", "allowedTools", "permission", "permissionMode", "readonly"})
_WORDS: dict[Kind, str] = {
    "string": "text", "list": "a list", "map": "a mapping", "bool": "true or false", "int": "a whole number", "number": "a number",
}  # fmt: skip


class _Check:
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
        self._read()
        if any(loss.drops and not loss.uncertain for loss in self.losses):
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
        self.losses.append(Loss(message, span, uncertain, effect == "rejected"))

    # --- reading ---

    def _read(self) -> None:
        """Take what reading found, and what only some readers trip over."""
        for slug, message, span in (*map(_cause, self._reading_findings()), *self._odd()):
            reading = self.form.readings.get(slug)
            if reading is None or reading.outcome == "loads":
                if reading is not None and reading.uncertain and slug in _YAML:
                    self.losses.append(Loss(f"{message}; {reading.note}", span, uncertain=True))
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
        effect, shown = self.form.unknown_keys, f"`{key[:_SHOWN]}`"
        uncertain = self.form.unknown_uncertain
        if effect == "rejected":
            self.lose(f"{shown} is no field it knows", span, effect, uncertain=uncertain)
        elif effect == "forwarded":
            self.lose(f"{shown} is sent to the model's provider, which may refuse it", span, uncertain=uncertain)
        elif effect == "invalid":
            self.lose(f"{shown} is no field of the specification: its validator and uploads refuse it", span, uncertain=uncertain)
        elif key in _GRANTS and not isinstance(self.item, Skill):
            self.lose(f"{shown} is ignored: it limits nothing", span, uncertain=uncertain)
        else:
            owner = profiles.meaningful_fields(skill=isinstance(self.item, Skill)).get(key)
            if owner is not None:
                self.lose(f"{shown} is ignored (a field of {owner})", span, uncertain=uncertain)

    def _value(self, field: Field, node: Node, span: Span) -> None:
        """Hold a value against its field."""
        if node.start < node.end:
            span = self.document.span(node)
        if isinstance(node, Scalar) and node.is_null:
            if field.otherwise == "rejected" and field.missing is None:
                self.lose(f"`{field.name}` is empty", span, "rejected", uncertain=field.uncertain)
            return
        if (kind := _kind(node)) in field.undocumented:
            self.lose(f"`{field.name}` is {_WORDS[kind]}: only {_WORDS[field.kinds[0]]} is documented", span, uncertain=True)
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
        wrong = _bad_name(given, rule)
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
        if rule is None or not rule.listed or field is None or node is None or _kind(node) not in rule.shapes:
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
        self.lose(f"`{shown}` is no tool it knows", span, rule.unknown, uncertain=uncertain)
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


def _bad_name(name: str, rule: NameRule) -> str | None:
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


# --- several files ---


class Shadow(NamedTuple):
    """Files of one name in the places of one harness."""

    harness: str
    title: str
    name: str
    paths: tuple[str, ...]
    """The one that counts first, where that is documented; else in order of path."""
    rule: str
    """Which counts, in words."""
    decided: bool
    """Whether it is documented which one counts."""


def shadows(files: Iterable[tuple[str, Persona | Skill, tuple[Verdict, ...]]]) -> list[Shadow]:
    """Find the files of one name that lie in places of one harness in one project, of those that load.

    Args:
        files: Path, item and verdicts of each file.
    """
    groups: dict[tuple[str, str, str, bool], list[tuple[int, str]]] = {}
    for path, item, verdicts in files:
        for each in verdicts:
            if each.place is None or each.outcome == "dropped":
                continue
            is_skill = isinstance(item, Skill)
            form = profiles.get(each.harness).format(skill=is_skill)
            assert form is not None
            name = _identity(item, form, path)
            project = "/".join(_parts(path)[: -len(_below(_parts(path), each.place)) - each.place.folder.count("/") - 1])
            groups.setdefault((each.harness, project, name, is_skill), []).append((form.places.index(each.place), path))
    found: list[Shadow] = []
    for (key, _, name, is_skill), members in sorted(groups.items()):
        if len(members) < 2:
            continue
        profile = profiles.get(key)
        form = profile.format(skill=is_skill)
        assert form is not None
        members.sort()
        decided = bool(form.precedence) and members[0][0] != members[1][0]
        rule = (
            form.precedence if decided else "which one counts is chance" if members[0][0] == members[1][0] else "not documented"
        )
        found.append(Shadow(key, profile.title, name, tuple(path for _, path in members), rule, decided))
    return found


def _identity(item: Persona | Skill, form: Format, path: str) -> str:
    if form.identity != "file":
        return item.name
    return item.folder_name if isinstance(item, Skill) else stem_of(path) or item.name
