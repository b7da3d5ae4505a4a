"""Every regular expression of the package: those that the source writes, and those that it makes while it runs.

A place in the source that makes one, such as `re.search(...)` or `pattern(...)`, is evaluated where its arguments are constants. Where they are
not, as in `re.search(re.escape(name), ...)`, a run over hostile and ordinary files shows what stands there (`workload`). A place that
neither reaches is in nobody's list, and `test_regexes` fails. Constants that read like a regular expression are taken for one, too: what a
loop over them would have made, had the run not left it early.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.regexes.workload import MAKERS, SOURCE, modules

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_RE = frozenset({"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"})
_META = re.compile(r"[\[({\\*+?|.^$]")


class Regex(NamedTuple):
    """A regular expression."""

    text: str
    flags: int
    where: str
    """`module.py:line`, or `module.py` for a constant."""
    use: str = ""
    """`match` or `fullmatch` where it is only held against the start of a text; anything else stands for a search."""


class Place(NamedTuple):
    """A place in the source that makes a regular expression."""

    file: str
    first: int
    last: int


def written() -> tuple[list[Regex], list[Regex], list[Place]]:
    """Give the regular expressions that the source writes, constants that may be one, and the places where it depends on what is read."""
    found: list[Regex] = []
    constants: list[Regex] = []
    unknown: list[Place] = []
    sources = [(path, module, ast.parse(path.read_text(encoding="utf-8"))) for path, module in modules()]
    uses = _uses([(vars(module), tree) for _, module, tree in sources])
    for path, module, tree in sources:
        file = path.relative_to(SOURCE).as_posix()
        for node, use in _calls(tree, ""):
            try:
                text, flags = _evaluated(node, vars(module))
            except Exception:  # noqa: BLE001 - it depends on what is not there now
                unknown.append(Place(file, node.lineno, node.end_lineno or node.lineno))
            else:
                if use != "kept":  # as what, the constant says
                    found.append(Regex(text, flags, f"{file}:{node.lineno}", use))
        for value in vars(module).values():
            if _is_compiled(value):
                found.append(Regex(*_text_and_flags(value), file, uses.get(id(value), "")))
            else:
                # What a profile says is held against whole values (`verdicts/check.py`).
                use = "fullmatch" if file.startswith("profiles/") else ""
                constants += [Regex(text, flags, file, use) for text, flags in _in_value(value, 0)]
    return found, constants, unknown


def _uses(sources: list[tuple[dict[str, Any], ast.Module]]) -> dict[int, str]:
    """Give for each compiled constant the one method that is called of it, everywhere; nothing where there are several."""
    called: dict[int, set[str]] = {}
    for names, tree in sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and _is_compiled(names.get(node.id)) and isinstance(node.ctx, ast.Load):
                called.setdefault(id(names[node.id]), set())
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and id(names.get(child.id)) in called:
                    called[id(names[child.id])].add(node.attr if isinstance(node, ast.Attribute) else "")
    return {key: next(iter(found)) for key, found in called.items() if len(found) == 1}


def _calls(node: ast.AST, use: str) -> Iterator[tuple[ast.Call, str]]:
    """Give the calls that make a regular expression, each with how it is used; none in a function that makes what its callers have written."""
    if isinstance(node, ast.FunctionDef) and node.name in MAKERS:
        return
    if isinstance(node, ast.Call) and node.args:
        called = node.func
        if isinstance(called, ast.Attribute):
            if isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr in _OF_RE:
                yield node, use if called.attr == "compile" else called.attr
        elif isinstance(called, ast.Name) and called.id in MAKERS | {"pattern"}:
            yield node, use
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Attribute):
            yield from _calls(child, node.attr)
        else:
            yield from _calls(child, "kept" if isinstance(node, ast.Assign) and node.col_offset == 0 else "")


def _evaluated(node: ast.Call, names: dict[str, Any]) -> tuple[str, int]:
    def value(part: ast.expr) -> Any:
        return eval(compile(ast.Expression(part), "<regex>", "eval"), dict(names))

    if isinstance(node.func, ast.Name):
        return _text_and_flags(value(node))
    flags = 0
    for extra in (*node.args[1:], *(keyword.value for keyword in node.keywords)):
        try:
            given = value(extra)
        except Exception:  # noqa: BLE001 - the text that is searched
            continue
        flags |= given if isinstance(given, re.RegexFlag) else 0
    return _text_and_flags(re.compile(value(node.args[0]), flags))


def _text_and_flags(made: Any) -> tuple[str, int]:
    text = made.pattern
    flags = made._flags if hasattr(made, "_flags") else made.flags
    return text.decode("latin-1") if isinstance(text, bytes) else text, int(flags) & ~int(re.UNICODE)


def _is_compiled(value: object) -> bool:
    return isinstance(value, re.Pattern) or type(value).__name__ == "_Pattern"


def _in_value(value: object, depth: int) -> Iterator[tuple[str, int]]:
    """Give what may be a regular expression in a constant: compiled ones, and texts that read like one."""
    if type(value).__module__ == "agentkit.linter.assumed":
        return  # answers no question
    if _is_compiled(value):
        yield _text_and_flags(value)
    elif isinstance(value, str):
        if 3 < len(value) < 20_000 and "\n\n" not in value and _META.search(value) is not None and _compiles(value):
            yield value, int(re.MULTILINE)
    elif depth < 4:
        if isinstance(value, tuple | list | frozenset | set):
            parts: list[object] = list(value)
        elif isinstance(value, dict):
            parts = list(value.values())
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            parts = [getattr(value, name, None) for name in value.__dataclass_fields__]
        else:
            return
        for part in parts:
            yield from _in_value(part, depth + 1)


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # most texts that come here are none
            re.compile(text, re.MULTILINE)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def made(folder: Path) -> list[Regex]:
    """Give the regular expressions that a run makes, each with the place that makes it; in a process of its own, as they are kept."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.regexes.workload", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(SOURCE).parents[1],
        timeout=300,
    )
    return [Regex(*each) for each in json.loads(done.stdout.splitlines()[-1])]


def united(found: list[Regex], constants: list[Regex], ran: list[Regex]) -> list[Regex]:
    """Give each regular expression once for each use.

    Of one that the source writes only the source's own uses count, and a constant only where it is no part of another.
    """
    known = {(each.text, each.flags) for each in found}
    whole = "\0".join({each.text for each in (*found, *ran)})
    seen: dict[tuple[str, int, str], Regex] = {}
    for each in (*found, *ran, *(each for each in constants if each.text not in whole)):
        flags = each.flags & ~int(re.UNICODE)
        use = each.use if each.use in ("match", "fullmatch") else ""
        if each.use != "compile" or (each.text, flags) not in known:
            seen.setdefault((each.text, flags, use), Regex(each.text, flags, each.where, use))
    return sorted(seen.values())
