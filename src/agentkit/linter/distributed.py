"""Files looked at by an executor: threads, processes, or the machines of a cluster.

What is sent are the bytes of files, about a megabyte a task, so that who checks them needs no disk of ours; questions that only our
disk answers come back open. A task depends on its arguments alone and writes nothing: an executor that loses a worker may run it
again, and those of clusters do. Nothing else is done about lost workers here.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from agentkit.asked import away
from agentkit.errors import ExecutorError
from agentkit.linter import parallel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from agentkit.catalog import Catalog
    from agentkit.config import Config
    from agentkit.diagnostic import Diagnostic
    from agentkit.files import Found
    from agentkit.linter.bundle import Part
    from agentkit.linter.look import Look
    from agentkit.linter.many import Place

_IN_A_TASK = 512 * 1024
"""Bytes of files that are sent in one task, unless one file is larger."""
_UNDER_WAY = 64
"""Tasks that are handed over before the result of the first one is waited for: what keeps 32 workers busy, in some 32 MiB."""


class Sent(NamedTuple):
    """A file on its way."""

    found: Found
    checked: bool
    data: bytes | Diagnostic
    beside: tuple[Part, ...]
    """What lies beside a SKILL.md."""


class Done(NamedTuple):
    """What comes back."""

    version: str
    """Of the agentkit that looked."""
    looks: tuple[Look, ...]


def looks(
    executor: Executor,
    catalog: Catalog,
    places: Sequence[Place],
    config: Config,
    progress: Callable[[int, int], None],
) -> Iterator[Look]:
    """Give what a first look at each file gives, in order.

    Raises:
        ExecutorError: The executor gives no result for some files; the error names them. What is still waiting is cancelled, as
            it is when the run is interrupted.
    """
    from agentkit import __version__

    waiting: deque[tuple[list[Place], Future[Done]]] = deque()
    tasks = _tasks(catalog, places)
    done = 0
    try:
        for own, files in tasks:
            waiting.append((own, _handed_over(executor, own, config, files)))
            if len(waiting) >= _UNDER_WAY:
                result = _finished(*waiting.popleft(), version=__version__)
                yield from result
                done += len(result)
                progress(done, len(places))
        while waiting:
            result = _finished(*waiting.popleft(), version=__version__)
            yield from result
            done += len(result)
            progress(done, len(places))
    finally:
        for _, future in waiting:
            future.cancel()


def _tasks(catalog: Catalog, places: Sequence[Place]) -> Iterator[tuple[list[Place], tuple[Sent, ...]]]:
    """Read files and put them together to tasks."""
    from agentkit.linter.bundle import parts_of

    own: list[Place] = []
    files: list[Sent] = []
    size = 0
    for place in places:
        data = catalog.bytes_of(place.found)
        beside = tuple(parts_of(place.found.path)) if place.checked and place.found.is_skill else ()
        own.append(place)
        files.append(Sent(place.found, place.checked, data, beside))
        size += len(data) if isinstance(data, bytes) else 0
        size += parallel.A_FILE + sum(len(part.text or "") for part in beside)
        if size >= _IN_A_TASK:
            yield own, tuple(files)
            own, files, size = [], [], 0
    if own:
        yield own, tuple(files)


def _handed_over(executor: Executor, own: list[Place], config: Config, files: tuple[Sent, ...]) -> Future[Done]:
    try:
        return executor.submit(look_at, config, files)
    except Exception as error:
        raise _no_result(own, error) from error


def _finished(own: list[Place], future: Future[Done], *, version: str) -> tuple[Look, ...]:
    try:
        done = future.result()
    except Exception as error:
        raise _no_result(own, error) from error
    if done.version != version:
        message = f"a worker of the executor has agentkit {done.version}, and this is {version}"
        raise ExecutorError(message, files=[place.found.path for place in own], hint="install the same version on both")
    return done.looks


def _no_result(own: list[Place], error: Exception) -> ExecutorError:
    more = f" and {len(own) - 1} more" if len(own) > 1 else ""
    said = str(error).partition("\n")[0][:200]
    message = f"the executor gives no result for this file{more}: {type(error).__name__}" + (f": {said}" if said else "")
    return ExecutorError(message, files=[place.found.path for place in own], hint="is agentkit installed on its workers?")


def look_at(config: Config, files: tuple[Sent, ...]) -> Done:
    """Look at files that were sent. What runs in the executor.

    Args:
        config: The settings; modules of rules that they name have to be importable.
        files: The files.
    """
    from agentkit import __version__
    from agentkit.catalog import loaded_from
    from agentkit.linter import plan
    from agentkit.linter.look import Checker

    _, running, selection = plan(config)
    checker = Checker(config, running, selection)  # one for each task: threads look at the same time
    with away():
        return Done(
            __version__,
            tuple(checker.first(loaded_from(each.found, each.data), checked=each.checked, beside=each.beside) for each in files),
        )
