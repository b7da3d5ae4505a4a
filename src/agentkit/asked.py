"""Questions to the disk, written down with what the answer was while somebody listens.

What a check finds in a file depends on more than the file: whether a link leads to anything, which servers a project configures,
what lies beside a skill. Each such question is a function marked by `question`. Between `noted()` and its end every call is written
down with a digest of its answer, so that it can be asked `again` later: where all answers are the same, so is what was found.

A check may also run where the files do not lie, on the bytes that it was sent: in a block of `away()` each question ends the check that
puts it, and that check runs again where the disk is.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Question = tuple[str, tuple[str | int, ...]]
    """Name, the function's place below `agentkit` but for those of `linter.names`, and arguments."""
    Answers = dict[Question, str]

P = ParamSpec("P")
R = TypeVar("R")

_listening: ContextVar[Answers | None] = ContextVar("_listening", default=None)
_away: ContextVar[bool] = ContextVar("_away", default=False)
_PLACE = r"([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3})\.([a-z_]{1,40})"
_SHORT = 40
"""Characters of an answer that are kept as they are; of longer ones there is a digest."""


class NotKnownYet(BaseException):
    """A check asks what cannot be answered here and now. No error: a rule that catches every `Exception` does not catch it."""


def ask() -> None:
    """Say that the disk is about to be asked.

    Raises:
        NotKnownYet: It is not the one that the files lie on.
    """
    if _away.get():
        raise NotKnownYet


@contextmanager
def away() -> Iterator[None]:
    """Run a block, in this thread and in what it calls, as where the files do not lie."""
    token = _away.set(True)
    try:
        yield
    finally:
        _away.reset(token)


def question(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function of texts and truth values that asks the disk. What it asks on its way is a part of its answer."""
    name = f"{function.__module__.removeprefix('agentkit.')}.{function.__name__}"

    @wraps(function)
    def asking(*arguments: P.args, **named: P.kwargs) -> R:
        ask()
        answers = _listening.get()
        if answers is None:
            return function(*arguments, **named)
        token = _listening.set(None)
        try:
            answer = function(*arguments, **named)
        finally:
            _listening.reset(token)
        answers[name, (*arguments, *named.values())] = told(answer)  # type: ignore[arg-type]
        return answer

    asking.is_question = True  # type: ignore[attr-defined]
    return asking


@contextmanager
def noted() -> Iterator[Answers]:
    """Listen, in this thread, to what is asked until the end of the block; give the questions with their answers."""
    answers: Answers = {}
    token = _listening.set(answers)
    try:
        yield answers
    finally:
        _listening.reset(token)


@contextmanager
def unheard() -> Iterator[None]:
    """Ask for oneself: what is asked within the block is not written down."""
    token = _listening.set(None)
    try:
        yield
    finally:
        _listening.reset(token)


def is_heard() -> bool:
    """Tell whether what is asked now is written down."""
    return _listening.get() is not None


def note(name: str, arguments: tuple[str | int, ...], answer: Callable[[], object]) -> None:
    """Write down a question that was asked otherwise: of what is known already. `answer` is called where somebody listens."""
    answers = _listening.get()
    if answers is not None and (name, arguments) not in answers:
        with unheard():
            answers[name, arguments] = told(answer())


def again(asked: Question) -> str:
    """Ask the disk a question anew.

    Raises:
        LookupError: There is no such question: it comes from a file that is not ours.
    """
    name, arguments = asked
    place = re.fullmatch(_PLACE, name)
    try:
        function = getattr(import_module(f"agentkit.{place[1]}"), place[2]) if place is not None else None
    except ImportError:
        function = None
    if not getattr(function, "is_question", False):
        raise LookupError(name)
    with unheard():
        try:
            return told(function(*arguments))  # type: ignore[misc]
        except TypeError as error:
            raise LookupError(name) from error


def told(answer: object) -> str:
    """Give a short text that is equal for equal answers, and for no others."""
    if isinstance(answer, bytes):
        return digest(answer)
    if isinstance(answer, frozenset):
        answer = sorted(answer)
    text = repr(answer)
    return text if len(text) <= _SHORT else digest(text.encode("utf-8", "surrogatepass"))


def digest(data: bytes) -> str:
    """Give what stands for bytes: 128 bits of BLAKE2b, in 32 digits."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
