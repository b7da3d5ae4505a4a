"""What an agent says under the key `agentkit`, as typed values: its base, its fragments, its variables."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import problems
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import RenderError
from agentkit.frozen import FrozenDict
from agentkit.nearest import did_you_mean
from agentkit.persona import NAMESPACE
from agentkit.span import START, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agentkit.persona import Persona
    from agentkit.span import Span

KEYS = ("examples", "extends", "includes", "not-when", "variables")
"""The keys that mean something under `agentkit`."""
COMPOSING = ("extends", "includes", "variables")
"""Those of them that make a prompt of more than the body as it stands."""
TYPES = ("str", "int", "number", "bool", "enum")
"""The types of a variable."""
_OF_A_VARIABLE = ("choices", "default", "description", "required", "type")
NAME = r"[A-Za-z_][A-Za-z0-9_-]{0,63}"
"""What a variable can be called."""
USE = rf"(?<![{{$])\{{\{{ ?({NAME}) ?\}}\}}(?!\}})"
"""A use of a variable: `{{ name }}` or `{{name}}`. Not `${{ name }}` (GitHub's), not `{{{ name }}}` (Mustache's)."""
_NUMBERS = {"int": r"-?[0-9]{1,18}", "number": r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][-+]?[0-9]{1,3})?"}
_SHOWN = 60
_COMPARED = 100
"""Names in a body that are compared with the declared ones; of public bodies none has more than a few dozen."""


class Written(str):
    """Text that stands for a value of any type, as on a command line or in YAML: `5` may be a text or a number."""

    __slots__ = ()


class Verbatim(str):
    """Text that is put into a prompt as it is, whatever the type of the variable: its own use, where no value is known."""

    __slots__ = ()


class Variable(NamedTuple):
    """A variable that an agent declares."""

    name: str
    type: str
    """One of `TYPES`."""
    default: str | None
    """What stands for it when no value is given, as it is put into the prompt; None when there is none."""
    choices: tuple[str, ...]
    """The values that an `enum` can have; empty for other types."""
    description: str
    required: bool
    """Whether a value has to be given."""
    path: str | None
    """The file that declares it."""
    span: Span
    """Where its name stands in that file."""

    def text_of(self, value: object) -> str | None:
        """Give a value as it is put into the prompt; None when it is of another type.

        Numbers stand as written (`1.10` stays `1.10`), a bool as `true` or `false`.
        """
        if isinstance(value, Verbatim):
            return str(value)
        if isinstance(value, bool):
            return ("true" if value else "false") if self.type == "bool" else None
        if isinstance(value, int | float):
            if self.type not in (("int", "number") if isinstance(value, int) else ("number",)) or not _is_finite(value):
                return None
            return str(value) if isinstance(value, int) else repr(value)
        if not isinstance(value, str):
            return None
        text = str(value)
        if self.type in ("str", "enum"):
            return text if self.type == "str" or text in self.choices else None
        if not isinstance(value, Written):
            return None
        if self.type == "bool":
            return text.lower() if text.lower() in ("true", "false") else None
        return text if re.fullmatch(_NUMBERS[self.type], text) else None

    @property
    def wanted(self) -> str:
        """What it takes, in words."""
        if self.type == "enum":
            return "one of " + ", ".join(self.choices)
        return {"str": "text", "int": "a whole number", "number": "a number", "bool": "true or false"}[self.type]


class Additions(NamedTuple):
    """What stands under `agentkit`, as far as it can be read."""

    extends: str | None
    """Name of the agent that this one builds on; None when it stands alone."""
    includes: tuple[str, ...]
    """Paths of the fragments, as written, in order."""
    variables: Mapping[str, Variable]
    """The declared variables by name, in order."""


def has_composition(persona: Persona) -> bool:
    """Tell whether a persona's prompt is made of more than its body as it stands."""
    return any(key in persona.agentkit for key in COMPOSING)


def read_additions(persona: Persona) -> tuple[Additions, tuple[Diagnostic, ...]]:
    """Read what a persona says under `agentkit`.

    Returns:
        What could be read, and what is wrong with the rest, in order of place.
    """
    reader = _Reader(persona)
    given = persona.agentkit
    for key in given:
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or "it takes " + ", ".join(KEYS)
            reader.report(problems.INVALID_VALUE, f"unknown key `{key[:_SHOWN]}` under `agentkit`", f"{key}:", hint, unknown=True)
    extends = given.get("extends")
    if extends is not None and (not isinstance(extends, str) or not extends.strip()):
        reader.report(problems.WRONG_TYPE, "`agentkit.extends` is not a name", "extends", "write the name of one agent")
        extends = None
    found = Additions(extends.strip() if extends is not None else None, reader.includes(), FrozenDict(reader.variables()))
    return found, tuple(sorted(reader.found, key=lambda each: each.sort_key))


def additions_of(persona: Persona) -> Additions:
    """Read what a persona says under `agentkit`; unknown keys do not count.

    Raises:
        RenderError: A part of it cannot be read, at the file, line and column of that part.
    """
    additions, found = read_additions(persona)
    wrong = next((each for each in found if each.severity is Severity.ERROR), None)
    if wrong is not None:
        place = wrong.span
        raise RenderError(
            f"{wrong.message} [{wrong.code}]", path=wrong.path, line=place.line, column=place.column, hint=wrong.hint
        )
    return additions


def findings(persona: Persona) -> tuple[Diagnostic, ...]:
    """Give what is wrong under `agentkit`, and the uses in the body that look like a misspelt variable. For the linter.

    Returns:
        Findings in order of place: AK104 `wrong-type` and AK105 `invalid-value` (errors, rendering fails); AK106
        `unknown-field` for an unknown key, AK105 as a warning for a name in the body that is close to a declared one.
    """
    if not persona.agentkit:
        return ()
    additions, found = read_additions(persona)
    return tuple(sorted([*found, *_near_uses(persona, additions.variables)], key=lambda each: each.sort_key))


def _near_uses(persona: Persona, declared: Mapping[str, Variable]) -> Iterator[Diagnostic]:
    if not declared:
        return
    lines: Lines | None = None
    hints: dict[str, str | None] = {}
    for match in re.finditer(USE, persona.body):
        name = match[1]
        if name in declared:
            continue
        if name not in hints:
            if len(hints) == _COMPARED:
                return
            hints[name] = did_you_mean(name, declared)
        if hints[name] is not None:
            lines = lines or Lines(persona.body)
            span, source = lines.span(match.start(), match.end()), persona.source
            below = source.body_line - 1
            place = span._replace(
                start=span.start + source.body_start,
                end=span.end + source.body_start,
                line=span.line + below,
                end_line=span.end_line + below,
            )
            message = f"`{{{{ {name} }}}}` is no declared variable and stays as it is"
            finding = problems.INVALID_VALUE.at(message, source.path, place, hints[name])
            yield finding._replace(severity=Severity.WARNING)


class _Reader:
    """Reads the mapping under `agentkit` of one persona, and collects what is wrong."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.found: list[Diagnostic] = []

    def span(self, *places: str) -> Span:
        spans = self.persona.source.spans
        found = (spans.get(f"{NAMESPACE}.{place}") for place in places)
        return next((span for span in found if span is not None), spans.get(NAMESPACE, START))

    def report(
        self, problem: problems.Problem, message: str, place: str, hint: str | None = None, *, unknown: bool = False
    ) -> None:
        finding = problem.at(message, self.persona.source.path, self.span(place), hint)
        if unknown:  # the code of the linter's rule about fields that nothing knows
            finding = finding._replace(code="AK106", slug="unknown-field", severity=Severity.WARNING)
        self.found.append(finding)

    def includes(self) -> tuple[str, ...]:
        given = self.persona.agentkit.get("includes")
        if given is None:
            return ()
        if isinstance(given, str):
            return (given,)
        if not isinstance(given, tuple):
            self.report(problems.WRONG_TYPE, "`agentkit.includes` is not a list", "includes", "write a list of paths")
            return ()
        paths = []
        for at, path in enumerate(given):
            if isinstance(path, str) and path:
                paths.append(path)
            else:
                message = f"`agentkit.includes[{at}]` is not a path"
                self.report(problems.WRONG_TYPE, message, f"includes[{at}]", "write the path of a Markdown file")
        return tuple(paths)

    def variables(self) -> dict[str, Variable]:
        given = self.persona.agentkit.get("variables")
        if given is None:
            return {}
        if not isinstance(given, dict):
            message = "`agentkit.variables` is not `name: declaration` lines"
            self.report(problems.WRONG_TYPE, message, "variables", "write a name and, below it, type, default, description")
            return {}
        read = {name: self.variable(name, declaration) for name, declaration in given.items()}
        return {name: variable for name, variable in read.items() if variable is not None}

    def variable(self, name: str, given: Any) -> Variable | None:
        place = f"variables.{name}"
        before = len(self.found)
        if not re.fullmatch(NAME, name):
            hint = "letters, digits, `_` and `-`, up to 64, not a digit first"
            self.report(problems.INVALID_VALUE, f"`{name[:_SHOWN]}` cannot name a variable", f"{place}:", hint)
            return None
        if given is None:
            given = {}
        if not isinstance(given, dict):
            hint = f"write `{name}:` and below it `default: {str(given)[:20]}`"
            self.report(problems.WRONG_TYPE, f"variable `{name}` is declared by a value", place, hint)
            return None
        for key in given:
            if key not in _OF_A_VARIABLE:
                hint = did_you_mean(key, _OF_A_VARIABLE) or "it takes " + ", ".join(_OF_A_VARIABLE)
                message = f"unknown key `{key[:_SHOWN]}` of variable `{name}`"
                self.report(problems.INVALID_VALUE, message, f"{place}.{key}:", hint)
        kind, choices = self.kind(name, given), self.choices(name, given)
        description, required = given.get("description"), given.get("required")
        if required is not None and not isinstance(required, bool):
            self.report(problems.WRONG_TYPE, f"`required` of variable `{name}` is not true or false", f"{place}.required")
        if description is not None and isinstance(description, tuple | dict):
            self.report(problems.WRONG_TYPE, f"`description` of variable `{name}` is not text", f"{place}.description")
        if len(self.found) > before:
            return None
        made = Variable(
            name, kind, None, choices, str(description or ""), True, self.persona.source.path, self.span(f"{place}:", place)
        )
        default = given.get("default")
        if default is None:
            return made._replace(required=required is not False)
        if required:
            hint = "take away one of the two"
            self.report(problems.INVALID_VALUE, f"variable `{name}` is required and has a default", f"{place}.required", hint)
            return None
        as_written = isinstance(default, str | int) and not isinstance(default, bool)
        put = made.text_of(Written(default) if as_written else default)
        if put is None:
            shown = str(default)[:_SHOWN] if not isinstance(default, tuple | dict) else "what stands here"
            way_out = "put it in quotes" if kind in ("str", "enum") and isinstance(default, bool) else None
            message = f"the default of variable `{name}` is {shown}, not {made.wanted}"
            self.report(problems.INVALID_VALUE, message, f"{place}.default", way_out)
            return None
        return made._replace(default=put, required=False)

    def kind(self, name: str, given: Mapping[str, Any]) -> str:
        kind = given.get("type", "enum" if "choices" in given else "str")
        if kind not in TYPES:
            shown = kind[:_SHOWN] if isinstance(kind, str) else "what stands here"
            hint = (did_you_mean(kind, TYPES) if isinstance(kind, str) else None) or "one of " + ", ".join(TYPES)
            message = f"the type of variable `{name}` is {shown}"
            self.report(problems.INVALID_VALUE, message, f"variables.{name}.type", hint)
            return "str"
        if ("choices" in given) != (kind == "enum"):
            message = f"variable `{name}` is an enum without choices" if kind == "enum" else f"variable `{name}` has choices"
            hint = "list them under `choices`" if kind == "enum" else "make its type enum"
            self.report(problems.INVALID_VALUE, message, f"variables.{name}.type", hint)
        return str(kind)

    def choices(self, name: str, given: Mapping[str, Any]) -> tuple[str, ...]:
        choices = given.get("choices")
        if "choices" not in given:
            return ()
        if isinstance(choices, tuple) and choices and all(_is_choice(choice) for choice in choices):
            return tuple(str(choice) for choice in choices)
        hint = "write a list of texts; put true, false and null in quotes"
        self.report(
            problems.WRONG_TYPE, f"`choices` of variable `{name}` is not a list of texts", f"variables.{name}.choices", hint
        )
        return ()


def _is_choice(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_finite(value: float) -> bool:
    return isinstance(value, int) or math.isfinite(value)
