"""Copies of files put into a temporary folder of their own, to be read as any folder is, and taken away again."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def private_folder(files: Iterable[tuple[str, bytes]]) -> Iterator[str]:
    """Put files into a new folder that only this user can enter, and remove it at the end, whatever happens.

    It has an empty `.git`, so that nothing that looks for the project's root goes above it.

    Args:
        files: Path below the folder, with `/`, and what the file holds. Nothing that exists is replaced.

    Yields:
        The folder's path, without links in it.

    Raises:
        WriteRefused: A path leads out of the folder or into a `.git`, is there twice (on disks that do not tell case apart), or
            cannot be written.
    """
    import shutil
    import tempfile

    root = os.path.realpath(tempfile.mkdtemp(prefix="agentkit-"))
    try:
        os.mkdir(os.path.join(root, ".git"))
        for name, data in files:
            parts = name.split("/")
            if any(part in ("", ".", "..") or part.lower() == ".git" or "\0" in part or os.sep in part for part in parts):
                raise WriteRefused("is no path that a file can be put at", path=name)
            target = os.path.join(root, *parts)
            try:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "xb") as stream:
                    stream.write(data)
            except OSError as error:
                raise WriteRefused(f"cannot be put aside: {(error.strerror or str(error)).lower()}", path=name) from error
        yield root
    finally:
        shutil.rmtree(root, ignore_errors=True)
