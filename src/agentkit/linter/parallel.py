"""Files checked by several processes, results in the same order as by one.

A forked process has what its parent has: only places in the list of files go there, only results come back. Where processes
cannot be forked (Windows) one process does it all; macOS forks no process safely once system libraries run threads, so there too.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

FEW = 200
"""Files for which starting processes costs more than it saves."""
_CHUNKS_A_JOB = 8
"""Chunks that each process gets, so that one with large files holds up no other."""
_LARGEST_CHUNK = 1024 * 1024
"""Characters of a chunk, so that the results that are under way stay few however many files there are."""
A_FILE = 2_000
"""What a file costs however short it is, in characters of a long one."""

_work: tuple[Sequence[Any], Callable[[Any], Any]] | None = None


def jobs_for(wanted: int | None, files: int) -> int:
    """Give how many processes check so many files.

    Args:
        wanted: The number that was asked for; None leaves it to agentkit.
        files: How many there are.
    """
    if sys.platform != "linux" or files < 2 or (wanted is None and files < FEW):
        return 1
    available = len(os.sched_getaffinity(0))
    return max(1, min(wanted if wanted is not None else available, files))


def check(
    items: Sequence[T],
    one: Callable[[T], R],
    jobs: int,
    size: Callable[[T], int],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Iterator[R]:
    """Give the result for each file, in order.

    Args:
        items: The files.
        one: Checks one of them.
        jobs: Processes, as `jobs_for` gives them.
        size: Gives about how many characters one has.
        progress: Called with (files checked, files in all).
    """
    if jobs == 1:
        for at, it in enumerate(items, 1):
            yield one(it)
            progress(at, len(items))
        return

    import multiprocessing  # a tenth of a start, for nothing where there are few files
    import signal

    global _work  # noqa: PLW0603 - forked processes find it there, nothing has to be sent
    _work = items, one
    try:
        # A terminal sends Ctrl-C to all of them. This process stops the others, which would each have something to say about it.
        with multiprocessing.get_context("fork").Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
            done = 0
            for found in pool.imap(_chunk, chunks([size(each) for each in items], jobs * _CHUNKS_A_JOB)):
                yield from found
                done += len(found)
                progress(done, len(items))
    finally:
        _work = None


def chunks(sizes: Sequence[int], count: int) -> list[range]:
    """Cut files into stretches of about the same number of characters.

    Args:
        sizes: The characters of each.
        count: How many stretches there are at least, where there are as many files.
    """
    most = min(sum(sizes) + A_FILE * len(sizes), _LARGEST_CHUNK * count) / count
    found: list[range] = []
    start = size = 0
    for at, each in enumerate(sizes, 1):
        size += each + A_FILE
        if size >= most or at == len(sizes):
            found.append(range(start, at))
            start, size = at, 0
    return found


def _chunk(places: range) -> list[Any]:
    assert _work is not None
    items, one = _work
    return [one(items[at]) for at in places]
