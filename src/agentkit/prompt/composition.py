"""A persona with a base, fragments or variables made flat: one body, in pieces that know where they come from.

The rules, as docs/prompts.md states them: the body is the base's, then the agent's own, then the fragments, one empty line
between; a field that the agent gives replaces the base's, what is denied adds up; variables are replaced in one pass, and
what is put in is never read again.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit import files
from agentkit.additions import COMPOSING, USE, Verbatim, additions_of
from agentkit.diagnostic import Diagnostic
from agentkit.document import MAX_BYTES, parse
from agentkit.errors import CompositionError, NotFound, PersonaError, RenderError, VariableError
from agentkit.frozen import FrozenDict
from agentkit.nearest import did_you_mean, nearest
from agentkit.persona import NAMESPACE, persona_from
from agentkit.span import START
from agentkit.tools import Tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from agentkit.additions import Additions, Variable
    from agentkit.persona import Persona
    from agentkit.span import Span

    Reader = Callable[[str], bytes | Diagnostic]

MAX_NESTED = 16
"""Fragments in fragments that are followed."""
_OPTIONAL = (
    "tools", "model", "permission_mode", "max_turns", "hooks", "memory", "background", "omit_claude_md", "effort", "isolation",
    "color", "initial_prompt", "experimental",
)  # fmt: skip


class Piece(NamedTuple):
    """A stretch of a body that comes from one place."""

    text: str
    kind: str
    """`body`, `base`, `fragment`, `variable`, or `join` for the empty line between two files' texts."""
    label: str
    """What it is, in words."""
    path: str | None
    line: int | None
    """Line of its first character in the file, 1-based; None when no file has it."""
    end_line: int | None
    """Line of its last character."""


class Flat(NamedTuple):
    """A persona that stands alone."""

    persona: Persona
    """With the whole body, and without `extends`, `includes` and `variables`. Its `source` is that of the agent's own file."""
    pieces: tuple[Piece, ...]
    """The body, in order, without gaps."""
    base: Persona | None
    """The agent that it extends; None when it extends none."""
    files: tuple[str | None, ...]
    """The files that the body is made of, in order: also those that have no text of their own and only include others."""

    def giver_of(self, key: str) -> Persona:
        """Give the persona whose file gives a field, under its name in the file: the agent itself, or its base."""
        if self.base is None or key in self.persona.source.spans:
            return self.persona
        return self.base


def piece_of(persona: Persona) -> Piece:
    """Give the body of a persona that is made of nothing else."""
    return _piece(persona.body, "body", f"body of {persona.name}", persona.source.path, persona.source.body_line)


def flatten(
    persona: Persona, agents: Mapping[str, Persona], given: Mapping[str, object], read: Reader = files.read_in_project
) -> Flat:
    """Make a persona flat.

    Args:
        persona: The persona.
        agents: Where its base is looked up.
        given: Values of variables by name.
        read: Gives the bytes of a fragment by its path, or why it cannot be read.

    Raises:
        CompositionError: The base or a fragment cannot be used; at the place that names it.
        VariableError: A value is undeclared, missing or of another type; at the place of the declaration.
        RenderError: What stands under `agentkit` cannot be read.
    """
    additions = additions_of(persona)
    base = _base(persona, additions, agents)
    base_additions = additions_of(base) if base is not None else None
    declared = {**(base_additions.variables if base_additions is not None else {}), **additions.variables}
    values = _values(persona, declared, given)
    texts: list[Piece] = []
    paths: list[str | None] = []
    size = 0
    seen: set[str] = set()
    if base is not None and base_additions is not None:
        own = {name: variable for name, variable in declared.items() if name in base_additions.variables}
        for text in _texts(base, base_additions, "base", seen, read):
            paths.append(text.path)
            size = _add(texts, _filled(text, own, values), size, persona)
    for text in _texts(persona, additions, "body", seen, read):
        paths.append(text.path)
        size = _add(texts, _filled(text, declared, values), size, persona)
    body = "".join(piece.text for piece in texts)
    if len(body.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _too_long(persona)
    merged = persona if base is None else _merged(base, persona)
    rest = {key: value for key, value in merged.agentkit.items() if key not in COMPOSING}
    return Flat(replace(merged, body=body, agentkit=FrozenDict(rest)), tuple(texts), base, tuple(paths))


def open_values(persona: Persona, agents: Mapping[str, Persona]) -> dict[str, Verbatim]:
    """Give values that leave each variable without a value as its use is written, so that an agent can be read without any.

    Returns:
        Name to `{{ name }}`, for each variable that has to be given; the others have their defaults.

    Raises:
        CompositionError: The agent that it extends cannot be used.
        RenderError: What stands under `agentkit` cannot be read.
    """
    additions = additions_of(persona)
    base = _base(persona, additions, agents)
    declared = {**(additions_of(base).variables if base is not None else {}), **additions.variables}
    return {name: Verbatim(f"{{{{ {name} }}}}") for name, variable in declared.items() if variable.required}


def fragments_of(persona: Persona, read: Reader) -> tuple[tuple[str, bytes | Diagnostic], ...]:
    """Give the path of each fragment that a persona's own file includes and what is read there, as far as they can be followed."""
    found: list[tuple[str, bytes | Diagnostic]] = []

    def noted(path: str) -> bytes | Diagnostic:
        data = read(path)
        found.append((path, data))
        return data

    with suppress(RenderError):  # `flatten` says it when the prompt is asked for
        for _ in _texts(persona, additions_of(persona), "body", set(), noted):
            pass
    return tuple(found)


def _base(persona: Persona, additions: Additions, agents: Mapping[str, Persona]) -> Persona | None:
    name = additions.extends
    if name is None:
        return None
    wrong = _Place(persona, "extends")
    if name == persona.name:
        raise wrong.error(f"agent `{name}` extends itself")
    try:
        base = agents[name]
    except NotFound as error:
        raise wrong.error(f"unknown agent `{name}` to extend", error.hint) from error
    except PersonaError as error:
        raise wrong.error(f"agent `{name}`, to extend, cannot be read: {error}") from error
    above = base.agentkit.get("extends")
    if above is not None:
        message = (
            f"a cycle: `{name}` extends `{above}`" if above == persona.name else f"agent `{name}` extends another, `{above}`"
        )
        hint = "take one of the two away" if above == persona.name else "a base stands alone: bases have one level"
        raise wrong.error(message, hint)
    return base


class _Place(NamedTuple):
    """A place under `agentkit` of a persona, to say what is wrong there."""

    persona: Persona
    key: str

    def error(self, message: str, hint: str | None = None) -> CompositionError:
        spans = self.persona.source.spans
        span: Span = spans.get(f"{NAMESPACE}.{self.key}") or spans.get(f"{NAMESPACE}.{self.key.partition('[')[0]}") or START
        return CompositionError(message, path=self.persona.source.path, line=span.line, column=span.column, hint=hint)


def _texts(persona: Persona, additions: Additions, kind: str, seen: set[str], read: Reader) -> Iterator[Piece]:
    """Give the body of a file and the fragments that it includes, in order, each fragment that was not seen before."""
    label = f"{kind} {persona.name}" if kind == "base" else f"body of {persona.name}"
    yield _piece(persona.body, kind, label, persona.source.path, persona.source.body_line)
    if additions.includes:
        own = persona.source.path
        if own is None:
            raise _Place(persona, "includes").error("a text that is no file includes fragments", "read it from a file")
        root = files.project_of(files.real_path(own))
        yield from _fragments(persona, additions.includes, root, [files.real_path(own)], seen, read)


def _fragments(
    persona: Persona, includes: tuple[str, ...], root: str, chain: list[str], seen: set[str], read: Reader
) -> Iterator[Piece]:
    for at, written in enumerate(includes):
        wrong = _Place(persona, f"includes[{at}]")
        path = _path_of(written, persona, root, wrong)
        real = files.real_path(path)
        if real in chain:
            raise wrong.error(f"a cycle: `{written}` leads back to itself", "take one of the includes away")
        if real in seen:
            continue
        seen.add(real)
        if len(chain) > MAX_NESTED:
            raise wrong.error(f"fragments are nested more than {MAX_NESTED} deep")
        data = read(path)
        if isinstance(data, Diagnostic):
            raise wrong.error(f"fragment `{written}` {data.message}")
        try:
            fragment = persona_from(parse(data, path))
        except PersonaError as error:
            raise wrong.error(f"fragment `{written}` cannot be read: {error}") from error
        further = additions_of(fragment)
        if further.extends is not None or further.variables:
            key = "extends" if further.extends is not None else "variables"
            raise _Place(fragment, key).error(f"a fragment cannot have `{key}`", "give it to the agent that includes it")
        yield _piece(fragment.body, "fragment", f"fragment {Path(path).name}", path, fragment.source.body_line)
        yield from _fragments(fragment, further.includes, root, [*chain, real], seen, read)


def _path_of(written: str, persona: Persona, root: str, wrong: _Place) -> str:
    """Give the path of a fragment; only a Markdown file of the same project is one."""
    if "\\" in written or "\0" in written or os.path.isabs(written) or Path(written).drive:
        raise wrong.error(f"`{written}` is no relative path", "write it relative to this file, with `/`")
    if not written.lower().endswith((".md", ".markdown")):
        raise wrong.error(f"fragment `{written}` is no Markdown file", "a fragment ends in .md")
    path = os.path.normpath(os.path.join(os.path.dirname(persona.source.path or ""), written))
    real = files.real_path(path)
    if not files.is_inside(real, root):
        raise wrong.error(f"fragment `{written}` lies outside the project", f"it can be below `{os.path.basename(root) or root}`")
    return path


def _too_long(persona: Persona) -> CompositionError:
    message = f"the whole body has more than {MAX_BYTES:,} bytes, the most that is read from a file"
    return CompositionError(message, path=persona.source.path)


def _add(texts: list[Piece], pieces: list[Piece], size: int, persona: Persona) -> int:
    """Put a file's text below what there is, an empty line between, and nothing of either changed; give the new size."""
    size += sum(len(piece.text) for piece in pieces)
    if size > MAX_BYTES:  # before anything is joined: a long value used often is more than there is memory
        raise _too_long(persona)
    text = "".join(piece.text for piece in pieces)
    if not text:
        return size
    if texts:
        gap = "" if texts[-1].text.endswith("\n") else "\n"
        gap += "" if text.startswith(("\n", "\r\n")) else "\n"
        if gap:
            texts.append(Piece(gap, "join", "empty line between parts", None, None, None))
    texts += [piece for piece in pieces if piece.text]
    return size


def _values(persona: Persona, declared: Mapping[str, Variable], given: Mapping[str, object]) -> dict[str, str]:
    """Give the text of each declared variable."""
    for name in given:
        if name not in declared:
            spans = persona.source.spans
            span = spans.get(f"{NAMESPACE}.variables:") or spans.get(NAMESPACE) or START
            close = nearest(name, declared)
            hint = f"did you mean {close[0]}?" if close else "declared: " + (", ".join(declared) or "none")
            raise VariableError(
                f"variable `{name[:60]}` is given and not declared",
                variable=name,
                close=close,
                path=persona.source.path,
                line=span.line,
                column=span.column,
                hint=hint,
            )
    values: dict[str, str] = {}
    for name, variable in declared.items():
        place: dict[str, Any] = {"path": variable.path, "line": variable.span.line, "column": variable.span.column}
        if name not in given:
            if variable.required:
                hint = f"give {variable.wanted}: --var {name}=…"
                raise VariableError(f"variable `{name}` has no value", variable=name, hint=hint, **place)
            values[name] = variable.default or ""
            continue
        text = variable.text_of(given[name])
        if text is None:
            kind = "" if isinstance(given[name], str) else f" ({type(given[name]).__name__})"
            message = f"variable `{name}` is {str(given[name])[:60]!r}{kind}, not {variable.wanted}"
            raise VariableError(message, variable=name, hint=did_you_mean(str(given[name])[:60], variable.choices), **place)
        values[name] = text
    return values


def _filled(piece: Piece, declared: Mapping[str, Variable], values: Mapping[str, str]) -> list[Piece]:
    """Replace the declared variables in a text, in one pass; everything else stays as it is."""
    if not declared or "{{" not in piece.text:
        return [piece]
    made: list[Piece] = []
    at, line = 0, piece.line or 1

    def take(end: int) -> None:
        nonlocal at, line
        if end > at:
            made.append(_piece(piece.text[at:end], piece.kind, piece.label, piece.path, line))
            line += piece.text.count("\n", at, end)
            at = end

    for match in re.finditer(USE, piece.text):
        variable = declared.get(match[1])
        if variable is not None:
            take(match.start())
            label = f"variable {variable.name}"
            made.append(Piece(values[variable.name], "variable", label, variable.path, variable.span.line, variable.span.line))
            at = match.end()
    take(len(piece.text))
    return made


def _piece(text: str, kind: str, label: str, path: str | None, line: int) -> Piece:
    return Piece(text, kind, label, path, line, line + text.count("\n", 0, max(len(text) - 1, 0)))


def _merged(base: Persona, own: Persona) -> Persona:
    """Give the fields of both: the agent's own where it gives them, and everything that either denies."""
    changes: dict[str, Any] = {
        name: getattr(base, name) for name in _OPTIONAL if getattr(own, name) is None and getattr(base, name) is not None
    }
    if not own.description.text:
        changes["description"] = base.description
    for name, key in (("skills", "skills"), ("mcp_servers", "mcpServers")):
        if key not in own.source.spans:
            changes[name] = getattr(base, name)
    denied = dict.fromkeys([*(base.disallowed_tools or ()), *(own.disallowed_tools or ())])
    if denied:
        changes["disallowed_tools"] = Tools(denied)
    changes["extra"] = FrozenDict({**base.extra, **own.extra})
    changes["agentkit"] = FrozenDict({**base.agentkit, **own.agentkit})
    return replace(own, **changes)
