"""Exceptions that agentkit raises on purpose, all under `AgentKitError`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agentkit.diagnostic import Diagnostic
    from agentkit.loss import Loss


class AgentKitError(Exception):
    """The root of every error that agentkit raises on purpose.

    Args:
        message: What is wrong, in one line, lowercase, without a full stop.
        path: The file it is about, as the caller or the registry names it; None when there is none.
        line: Line in that file, 1-based; None when unknown.
        column: Column in code points, 1-based; None when unknown.
        hint: A way out, in one line; None when there is none to offer.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column
        self.hint = hint

    def __str__(self) -> str:
        """Give `path:line:column: message (hint)`, leaving out what is unknown."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by state: the keyword-only arguments do not fit the default protocol."""
        return (_rebuild, (type(self), self.args, self.__dict__))


def _rebuild(kind: type[AgentKitError], args: tuple[object, ...], state: dict[str, object]) -> AgentKitError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class NotFound(AgentKitError, KeyError):
    """A name that the registry, a persona or a folder does not have; `close` lists the nearest ones.

    It is a `KeyError` too, so that a registry behaves as a mapping.
    """

    def __init__(self, message: str, *, name: str, close: tuple[str, ...] = (), hint: str | None = None) -> None:
        if hint is None and close:
            hint = "did you mean " + " or ".join(close) + "?"
        super().__init__(message, hint=hint)
        self.name = name
        self.close = close

    __str__ = AgentKitError.__str__  # KeyError would print the repr of the message


class NoSuchRoot(AgentKitError):
    """A folder or file to load from that does not exist."""


class TakenAway(AgentKitError):
    """A file that was read a moment ago cannot be read again."""


class ExecutorError(AgentKitError):
    """An executor gives no result for some files, which `files` names; `path` is the first of them."""

    def __init__(self, message: str, *, files: list[str], hint: str | None = None) -> None:
        super().__init__(message, path=files[0], hint=hint)
        self.files = tuple(files)


class ConfigError(AgentKitError):
    """Settings that cannot be used: an unknown key or rule, a value of the wrong type, a plugin that cannot be imported."""


class GitFailed(AgentKitError):
    """git is not installed, the folder is in no repository, or the revision does not exist."""


class MissingExtra(AgentKitError):
    """A feature needs a package that is installed as an extra, and is not."""


class PersonaError(AgentKitError):
    """A file that cannot be read as a persona or skill; `diagnostics` says why, worst first."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        super().__init__(
            f"{first.message} [{first.code}]",
            path=first.path,
            line=first.span.line,
            column=first.span.column,
            hint=first.hint,
        )
        self.diagnostics = diagnostics


class RenderError(AgentKitError):
    """A prompt that cannot be rendered: a layout that fails, an option with an unknown value."""


class VariableError(RenderError):
    """A variable that is given and not declared, declared and not given, or given a value of another type.

    `variable` is its name, `close` the nearest declared ones.
    """

    def __init__(
        self,
        message: str,
        *,
        variable: str,
        close: tuple[str, ...] = (),
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, path=path, line=line, column=column, hint=hint)
        self.variable = variable
        self.close = close


class CompositionError(RenderError):
    """A base or fragment that cannot be used: it does not exist, lies outside the project, or leads back to itself."""


class MissingSkill(RenderError):
    """A declared skill that does not exist or cannot be read; `skill` is the name, `close` the nearest ones."""

    def __init__(
        self,
        message: str,
        *,
        skill: str,
        close: tuple[str, ...] = (),
        path: str | None = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, path=path, line=line, column=column, hint=hint)
        self.skill = skill
        self.close = close


class AdapterLoss(AgentKitError, UserWarning):
    """What of an agent file has no equivalent in a framework: a warning, or raised when that is asked for.

    `losses` are `agentkit.adapters.Loss`, each with field, value, reason and place. Its text has a line for each.
    """

    def __init__(self, message: str, losses: tuple[Loss, ...]) -> None:
        first = losses[0]
        super().__init__(message, path=first.path, line=first.line, column=first.column)
        self.losses = losses

    def __str__(self) -> str:
        """Give the message, and a line for each loss."""
        return "\n  ".join([f"{self.message}:", *map(str, self.losses)])


class WriteRefused(AgentKitError):
    """A write that would lose something: the target exists, is a link, or is not a regular file."""


class ExportRefused(AgentKitError):
    """An agent that a harness would not load, or to which it would give more than its file does; the hint is a way out."""


class RenameRefused(AgentKitError):
    """A rename that cannot be done whole: the name is taken or no name, two files have it, or a place cannot be edited."""


class LockError(AgentKitError):
    """A lock file that cannot be read: it does not exist, is damaged, is something else, or was made by a later release."""


class SearchUnavailable(AgentKitError):
    """The search needs SQLite with FTS5, and this Python's was built without it."""


class RouterFailed(AgentKitError):
    """The command that `agentkit find --router` asks cannot be run, fails, takes too long, or gives no answer that can be read."""


class CasesError(AgentKitError):
    """A file of cases for `agentkit find --cases` that cannot be read; the place is the line that is wrong."""
