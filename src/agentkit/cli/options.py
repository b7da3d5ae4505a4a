"""What several commands share: options, errors as messages, names completed in the shell."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from agentkit.display import visible
from agentkit.errors import (
    AgentKitError,
    CasesError,
    ConfigError,
    GitFailed,
    LockError,
    MissingExtra,
    NoSuchRoot,
    NotFound,
    RenameRefused,
    RouterFailed,
    VariableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from click.shell_completion import CompletionItem

    from agentkit.diagnostic import Diagnostic
    from agentkit.registry import Registry

_WRONG_CALLS = (
    CasesError,
    ConfigError,
    GitFailed,
    LockError,
    MissingExtra,
    NoSuchRoot,
    NotFound,
    RenameRefused,
    RouterFailed,
    VariableError,
)
A_PATH = click.Path(readable=False)
"""A file or folder, completed as one in the shell. Click checks nothing of it: our own errors say more."""

COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}


def roots_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--root`, the folders to look in instead of the project and the shipped library."""
    return click.option(
        "--root",
        "roots",
        multiple=True,
        metavar="DIR",
        type=A_PATH,
        help="Look in this folder instead of the project's own and the shipped ones. Can be repeated; the first wins.",
    )(function)


def variable_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--var` and `--vars`, see `values_of`."""
    given = click.option(
        "--var", "variables", multiple=True, metavar="NAME=VALUE", help="Give a declared variable a value. Can be repeated."
    )
    file = click.option(
        "--vars", "values_file", metavar="FILE", type=A_PATH, help="Read values from a YAML, JSON or TOML file; --var wins."
    )
    return given(file(function))


def values_of(variables: tuple[str, ...], values_file: str | None) -> dict[str, object] | None:
    """Give the values of `--vars` and `--var`, None without either; text of the command line can stand for a value of any type."""
    if not variables and values_file is None:
        return None
    from agentkit.additions import Written

    values: dict[str, object] = {}
    if values_file is not None:
        from agentkit.variable_values import read_values

        values.update(read_values(values_file))
    for given in variables:
        name, equals, value = given.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--var takes NAME=VALUE, not {given!r}")
        values[name] = Written(value)
    return values


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `-o` and `--force`: a result that may go into a file, see `deliver`."""
    force = click.option("--force", is_flag=True, help="With -o, replace a file that exists.")
    target = click.option("-o", "--output", "target", metavar="FILE", type=A_PATH, help="Write to a file instead of stdout.")
    return target(force(function))


def refuse_force_alone(target: str | None, *, force: bool) -> None:
    """Refuse a call with `--force` and without `-o`, before anything is done."""
    if force and target is None:
        raise click.UsageError("--force goes with -o FILE")


def deliver(text: str, target: str | None, *, force: bool) -> None:
    """Print a result on stdout, or write it whole to the file that `-o` names; `-` is stdout.

    Raises:
        WriteRefused: The file exists and is not to be replaced, is a link, or cannot be written.
    """
    if target in (None, "-"):
        put(text)
        return
    from pathlib import Path

    from agentkit.cli import turn
    from agentkit.writing import write_new

    turn.sweep([os.path.dirname(target or "") or "."])
    write_new(Path(target or ""), text.encode("utf-8", "surrogateescape"), force=force)


def open_registry(roots: tuple[str, ...] = ()) -> Registry:
    """Open the registry that the options ask for."""
    from agentkit.registry import load

    return load(*roots)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Turn agentkit's errors into a message on stderr: exit 2 for a wrong call or configuration, else 1."""
    try:
        yield
    except AgentKitError as error:
        say(str(error), "error")
        sys.exit(2 if isinstance(error, _WRONG_CALLS) else 1)


def say(message: str, kind: str) -> None:
    """Print a message on stderr, its kind in front, in colour on a terminal."""
    click.echo(f"{_painted(kind, sys.stderr)}: {visible(message)}", err=True)


def say_finding(diagnostic: Diagnostic) -> None:
    """Print a finding on stderr."""
    click.echo(paint_finding(visible(str(diagnostic)), diagnostic, sys.stderr), err=True)


def paint_finding(line: str, diagnostic: Diagnostic, stream: Any) -> str:
    """Colour the severity in a finding's line where the stream is a terminal that wants it."""
    word = f" {diagnostic.severity.value} {diagnostic.code} "
    return line.replace(word, f" {_painted(diagnostic.severity.value, stream)} {diagnostic.code} ", 1)


def _painted(kind: str, stream: Any) -> str:
    return click.style(kind, fg=COLORS.get(kind), bold=True) if wants_color(stream) else kind


def wants_color(stream: Any) -> bool:
    """Tell whether to colour: on a terminal, unless NO_COLOR is set (no-color.org) or TERM is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int | None:
    """Give the columns of the terminal that stdout is; None when it is none, so that nothing is cut in a pipe."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return max(shutil.get_terminal_size().columns, 16)


def put(text: str) -> None:
    """Print text on stdout, byte for byte: no newline is added or changed."""
    sys.stdout.flush()
    rest = memoryview(text.encode("utf-8", "surrogateescape"))
    while rest:  # an unbuffered stream may take a part only
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def _completed(names: Iterable[str], incomplete: str) -> list[str]:
    """Give the names that start so and that a shell takes as one word."""
    return sorted(name for name in names if name.startswith(incomplete) and re.fullmatch(r"[\w.@/+:-]+", name))


def complete_agents(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Give the agent names that start so."""
    return _completed(open_registry(), incomplete)


def complete_agents_and_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Give the agent names that start so; where none does, let the shell complete file names."""
    from click.shell_completion import CompletionItem

    names = complete_agents(ctx, param, incomplete)
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


def complete_agents_or_skills(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Give the agent names that start so, or with `--skill` the skill names."""
    if ctx.params.get("skill"):
        return _completed(open_registry().skills, incomplete)
    return complete_agents(ctx, param, incomplete)
