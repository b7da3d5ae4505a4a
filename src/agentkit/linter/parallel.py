"""Files checked by several processes, findings in the same order as by one.

Every file has been read when the processes start, and a forked process has what its parent has read: only places in the list
of files go there, only findings come back. Where processes cannot be forked (Windows) one process does it all; macOS forks
no process safely once system libraries run threads, so there too.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agentkit.linter.subject import Subject

_FEW = 200
"""Files for which starting processes costs more than it saves."""
_CHUNKS_A_JOB = 8
"""Chunks that each process gets, so that one with large files holds up no other."""

T = TypeVar("T")

_work: tuple[Sequence[Subject], Callable[[Subject], Any]] | None = None


def jobs_for(wanted: int | None, files: int) -> int:
    """Give how many processes check so many files.

    Args:
        wanted: The number that was asked for; None leaves it to agentkit.
        files: How many there are.
    """
    if sys.platform != "linux" or files < 2 or (wanted is None and files < _FEW):
        return 1
    available = len(os.sched_getaffinity(0))
    return max(1, min(wanted if wanted is not None else available, files))


def check(
    subjects: Sequence[Subject], one: Callable[[Subject], T], jobs: int, progress: Callable[[int, int], None]
) -> Iterator[T]:
    """Give what checking each file gives, in order.

    Args:
        subjects: The files.
        one: Checks one of them.
        jobs: Processes, as `jobs_for` gives them.
        progress: Called with (files checked, files in all).
    """
    if jobs == 1:
        for at, it in enumerate(subjects, 1):
            yield one(it)
            progress(at, len(subjects))
        return
    import multiprocessing  # a tenth of a start, for nothing where there are few files

    global _work  # noqa: PLW0603 - forked processes find it there, nothing has to be sent
    _work = subjects, one
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            done = 0
            for found in pool.imap(_chunk, _chunks(subjects, jobs * _CHUNKS_A_JOB)):
                yield from found
                done += len(found)
                progress(done, len(subjects))
    finally:
        _work = None


def _chunks(subjects: Sequence[Subject], count: int) -> list[range]:
    """Cut the files into stretches of about the same number of characters."""
    sizes = [len(it.document.text) + 2_000 for it in subjects]  # what a file costs however short it is
    most = sum(sizes) / count
    chunks: list[range] = []
    start = size = 0
    for at, each in enumerate(sizes, 1):
        size += each
        if size >= most or at == len(sizes):
            chunks.append(range(start, at))
            start, size = at, 0
    return chunks


def _chunk(places: range) -> list[Any]:
    assert _work is not None
    subjects, one = _work
    return [one(subjects[at]) for at in places]
