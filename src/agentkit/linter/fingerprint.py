"""What a finding is known by when lines move: for baselines, and for services that follow findings from run to run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from agentkit.diagnostic import Diagnostic


def place_of(path: str | None, folder: str = "") -> str:
    """Give a path relative to a folder, with `/`; as it is where it lies elsewhere."""
    if path is None:
        return ""
    relative = os.path.relpath(path, folder or ".")
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def fingerprints(found: Iterable[Diagnostic], lines: Mapping[tuple[str, int], str], folder: str = "") -> list[str]:
    """Give the fingerprint of each finding: 32 hexadecimal digits, in order.

    It is made of the file's place, the rule, the message and the text of the line, blanks folded, so that it stays when lines are
    added above or indented. Of several that are equal so far the first, second and so on differ by their number.

    Args:
        found: Findings in order of place.
        lines: (path, line) to the text of the line, as in a report.
        folder: The folder that paths are relative to.
    """
    from hashlib import sha256

    seen: dict[str, int] = {}
    given: list[str] = []
    for each in found:
        line = " ".join(lines.get((each.path or "", each.span.line), "").split())
        key = "\0".join((place_of(each.path, folder), each.code, each.message, line))
        seen[key] = seen.get(key, 0) + 1
        given.append(sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return given
